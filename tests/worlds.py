"""Small worlds for tests of the planner: a few words become a guide, without the fields that planning never reads.

    skills: {bread: [], rolls: [bread]}            # skill: what it requires
    resources:
      book: {hours: 4, teaches: {bread: 1}, requires: {}, cost: free, pick: [bread], provider: press}
      course: {parts: {week-1: {hours: 2, teaches: {bread: 1}}, week-2: {hours: 3, teaches: {rolls: 1}}}}
    projects:
      loaf: {hours: 2, requires: {bread: 1}, proves: {bread: 1}, ships: A loaf}
      feast: {parts: {first: {hours: 2, requires: {bread: 1}, proves: {bread: 1}}, second: {hours: 1, proves: {rolls: 1}}}}
    needs: {rolls: [1, 2]}                          # of the role `baker`: core level (or nothing) and full level
    has: {}                                         # of the persona `cook`
    path: {first_project: loaf, pin: [...], omit: [...], then: role}
    roles: {pastry: {rolls: [1, 1]}}                # more roles, if any
    areas: {sweet: [rolls]}                         # areas after the first, if any
    rhythm: {stretch: 6, between_projects: 9, after_last: 2}   # hours, any of them
    own_rhythm: {stretch: 8}                        # of the persona
"""
from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from learning_rules import closure

from generator.model import (
    Guide,
    Persona,
    PersonaPath,
    Project,
    ProjectPart,
    Resource,
    ResourcePart,
    Rhythm,
    Role,
    Settings,
    Skill,
)
from generator.model.parts import Retired
from generator.model.people import Need, Omission, Pin
from generator.model.settings import Group
from generator.planner.prerequisites import items as items_of_guide
from generator.planner.prerequisites import knowledge

World = Mapping[str, Any]
SKILLS = ("a", "b", "c", "d", "e", "f")


def guide_of_world(world: World) -> Guide:
    """The guide of a world."""
    areas = {"first": [], **world.get("areas", {})}
    area_of = {skill: area for area, skills in areas.items() for skill in skills}
    skills = {
        skill: Skill.model_construct(id=skill, name=skill.capitalize(), area=area_of.get(skill, "first"), requires=tuple(requires))
        for skill, requires in sorted(world["skills"].items())
    }
    resources = {name: _resource(name, said) for name, said in sorted(world["resources"].items())}
    projects = {name: _project(name, said) for name, said in sorted(world.get("projects", {}).items())}
    needs = {"baker": world["needs"], **world.get("roles", {})}
    roles = {name: Role.model_construct(id=name, name=name.capitalize(), needs=_needs(said)) for name, said in needs.items()}
    paths = tuple(_path(said) for said in [world.get("path")] if said is not None)
    persona = Persona.model_construct(
        id="cook", name="Cook", has=world.get("has", {}), hours_per_week=5, paths=paths, rhythm=_rhythm(world.get("own_rhythm")))
    settings = Settings.model_construct(
        id="guide", areas=tuple(Group.model_construct(id=area, name=area, summary=area) for area in areas),
        roles=tuple(roles), personas=("cook",), rhythm=_rhythm(world.get("rhythm")))
    return Guide(settings, {"skill": skills, "resource": resources, "project": projects, "role": roles, "persona": {"cook": persona}})


def _needs(said: World) -> dict[str, Need]:
    return {skill: Need.model_construct(core=core, full=full) for skill, (core, full) in said.items()}


def _resource(name: str, said: World) -> Resource:
    parts = tuple(
        ResourcePart.model_construct(
            id=part, title=f"{name} {part}", minutes=round(piece["hours"] * 60), teaches=piece["teaches"],
            requires=piece.get("requires", {}), ships=piece.get("ships"))
        for part, piece in said.get("parts", {}).items()
    )
    teaches: dict[str, int] = dict(said.get("teaches", {}))
    for part in parts:
        for skill, level in part.teaches.items():
            teaches[skill] = max(level, teaches.get(skill, 0))
    return Resource.model_construct(
        id=name, title=name.capitalize(), url=f"https://example.org/{name}", kind="book", cost=said.get("cost", "free"), teaches=teaches, parts=parts,
        minutes=sum(part.minutes for part in parts) or round(said["hours"] * 60), requires=said.get("requires", {}),
        hours_basis=said.get("hours_basis", "estimate"), provider=said.get("provider", name),
        pick=dict.fromkeys(said.get("pick", []), "It is short."),
        ships=said.get("ships"),
        retired=_retired() if said.get("retired") else None)


def _project(name: str, said: World) -> Project:
    parts = tuple(
        ProjectPart.model_construct(
            id=part, name=f"Make {name} {part}", minutes=round(piece["hours"] * 60), requires=piece.get("requires", {}),
            proves=piece.get("proves", {}), ships=piece.get("ships"), acceptance=(f"{part} can be eaten.",))
        for part, piece in said.get("parts", {}).items()
    )
    requires, proves = dict(said.get("requires", {})), dict(said.get("proves", {}))
    for part in parts:
        for levels, own in ((requires, part.requires), (proves, part.proves)):
            levels |= {skill: max(level, levels.get(skill, 0)) for skill, level in own.items()}
    return Project.model_construct(
        id=name, name=name.capitalize(), minutes=sum(part.minutes for part in parts) or round(said["hours"] * 60), requires=requires,
        proves=proves, parts=parts, ships=said.get("ships"), roles=tuple(said.get("roles", ["baker"])), acceptance=("It can be eaten.",),
        retired=_retired() if said.get("retired") else None)


def _retired() -> Retired:
    return Retired.model_construct(on="2026-11", reason="It is gone.", replaced_by=None)


def _rhythm(said: World | None) -> Rhythm | None:
    return None if said is None else Rhythm.model_construct(**{name: round(hours * 60) for name, hours in said.items()})


def _path(said: World) -> PersonaPath:
    pins = tuple(Pin.model_construct(resource=name, part=part, why=why) for name, part, why in said.get("pin", []))
    omits = tuple(Omission.model_construct(resource=name, why=why) for name, why in said.get("omit", []))
    return PersonaPath.model_construct(
        to=said.get("to", "baker"), stance="sensible", why="It is near.", first_project=said.get("first_project", ""),
        projects=tuple(said.get("projects", ())),
        first_project_within=round(said["first_project_within"] * 60) if "first_project_within" in said else None,
        then=said.get("then"), pin=pins, omit=omits)


def large_world(resources: int, skills: int, seed: int) -> World:
    """A world of the size of a real guide, the same for the same numbers: layered skills, resources of 1 to 30 hours that
    teach one to five of them, a third of them in parts, some picked, a few paid."""
    dice = random.Random(seed)
    names = [f"skill-{number:03}" for number in range(skills)]
    requires = {name: sorted(dice.sample(names[max(0, place - 12):place], min(place, dice.choice((0, 1, 1, 2)))))
                for place, name in enumerate(names)}
    world: dict[str, Any] = {"skills": requires, "resources": {}, "has": {}, "areas": {"second": names[skills // 2:]}}
    for number in range(resources):
        # Each skill has a plain resource of its own, so that everything can be learned.
        near = dice.randrange(skills) if number >= skills else number
        taught = {names[near]: 3 if number < skills else dice.randint(1, 3)}
        for _ in range(dice.choice((0, 0, 1, 1, 2, 4))):
            taught.setdefault(names[min(skills - 1, max(0, near + dice.randint(-6, 6)))], dice.randint(1, 2))
        said: dict[str, Any] = {"cost": dice.choice(("free",) * 12 + ("freemium", "paid")) if number >= skills else "free"}
        said["pick"] = [skill for skill in taught if dice.random() < 0.2]
        if number >= skills and dice.random() < 0.35 and len(taught) > 1:
            said["parts"] = {f"part-{place}": {"hours": dice.randint(2, 12) / 2, "teaches": {skill: level}}
                             for place, (skill, level) in enumerate(taught.items())}
        else:
            said |= {"hours": dice.randint(2, 20 * len(taught)) / 2, "teaches": taught}
            if number >= skills and dice.random() < 0.3:
                said["requires"] = {dice.choice(names[:max(1, near)]): 1}
        world["resources"][f"resource-{number:03}"] = said
    asked = dice.sample(names, skills * 2 // 3)
    world["needs"] = {skill: [dice.choice((None, 1, 2)), 2] for skill in asked}
    world["projects"] = {f"project-{number}": {"hours": 8, "requires": dict.fromkeys(dice.sample(asked, 3), 1)} for number in range(8)}
    world["path"] = {"first_project": "project-0"}
    return world


def world_with_rows(seed: int) -> World:
    """A small world whose path has something to show now and then, and is asked for it."""
    dice, world = random.Random(f"rows {seed}"), small_world(seed, 3 if seed % 2 else 5)
    if seed % 2:  # little to learn, and much to build
        skills = sorted(world["skills"])
        world = {**world, "projects": {f"j{number}": {
            "hours": dice.choice((0.5, 1, 2)), "requires": {dice.choice(skills): 1} if dice.random() < 0.5 else {},
            "proves": {skill: dice.randint(1, 2) for skill in dice.sample(skills, min(2, len(skills)))}} for number in range(4)}}
    for said in world["resources"].values():
        for piece in said.get("parts", {"": said}).values():
            if dice.random() < 0.4:
                piece["ships"] = "A thing"
    asked = {"stretch": dice.choice((1, 2, 3)), "between_projects": dice.choice((2, 4)), "after_last": dice.choice((0.5, 1))}
    own = {name: limit + 1 for name, limit in asked.items() if dice.random() < 0.2}
    more = {"projects": sorted(world["projects"])[-1:]} if dice.random() < 0.3 else {}
    path = {**world["path"], **more, **({"first_project_within": dice.choice((1, 2, 4))} if dice.random() < 0.5 else {})}
    return {**world, "path": path, "rhythm": {name: limit for name, limit in asked.items() if dice.random() < 0.6}, "own_rhythm": own}


def small_world(seed: int, most_items: int = 7) -> World:
    """A world small enough for brute force, the same for the same numbers: up to six skills and seven items, some of them parts of one
    resource, with pins, picks, prices and projects; its role wants some of what the items could teach if order did not matter."""
    dice = random.Random(seed)
    names = SKILLS[:dice.randint(1, 6)]

    def some(most: int, highest: int, least: int = 0) -> dict[str, int]:
        return {skill: dice.randint(1, highest) for skill in dice.sample(names, min(len(names), dice.randint(least, most)))}

    def project() -> dict[str, Any]:
        pieces = [{"hours": dice.choice((0.5, 1, 1, 2)), "requires": some(2, 2), "proves": some(2, 2, least=1)}
                  for _ in range(dice.choice((1, 1, 2, 3)))]
        return pieces[0] if len(pieces) == 1 else {"parts": {f"p{place}": piece for place, piece in enumerate(pieces)}}

    requires = {name: dice.sample(names[:place], min(place, dice.randint(0, 2))) for place, name in enumerate(names)}
    resources: dict[str, Any] = {}
    items, count = 0, dice.randint(3, most_items)
    while items < count:
        size = min(dice.choice((1, 1, 1, 2, 3)), count - items)
        pieces = [{"hours": dice.choice((0.5, 1, 1, 1.1, 1.5, 2, 2.25, 3)), "teaches": some(3, 3, least=1), "requires": some(2, 2)}
                  for _ in range(size)]
        content = pieces[0] if size == 1 else {"parts": {f"p{place}": piece for place, piece in enumerate(pieces)}}
        taught = sorted({skill for piece in pieces for skill in piece["teaches"]})
        resources[f"r{len(resources)}"] = {
            **content, "provider": dice.choice(("one", "two", "three", "four")),
            "cost": dice.choice(("free", "free", "free", "freemium", "paid")), "pick": dice.sample(taught, dice.randint(0, 1))}
        items += size
    has = some(2, 2)
    pins = [[dice.choice(sorted(resources)), None, "Why not."] for _ in range(dice.choice((0, 0, 1)))]
    world = {"skills": requires, "resources": resources, "has": has, "needs": {},
             "projects": {f"j{number}": project() for number in range(dice.randint(0, 3))},
             "path": {"pin": pins, "first_project": dice.choice(("j0", "j1"))}}
    direct = {name: tuple(before) for name, before in requires.items()}
    reach = closure(items_of_guide(guide_of_world(world)), knowledge(has, direct), direct)
    world["needs"] = {skill: [dice.choice((None, 1, level)), level] for skill, level in sorted(reach.items()) if dice.random() < 0.5}
    return world


__all__ = ["SKILLS", "World", "guide_of_world", "large_world", "small_world", "world_with_rows"]
