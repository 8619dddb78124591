"""Rules about the learning side: skills, resources, projects, and whether every path can reach its end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..content.load import Loc
from ..model import Guide, Project, Resource, Trial
from ..model.lengths import hour_count
from ..model.limits import PROJECT_PART_MINUTES, STARTER_MINUTES
from ..planner import prerequisites
from .rule import Finding, around, repeated, rule


@rule("error")
def prerequisites_have_no_cycle(guide: Guide) -> Iterator[Finding]:
    """Following `requires` from skill to skill never leads back to the start."""
    cycle = prerequisites.find_cycle(prerequisites.requirements(guide.skills))
    if cycle:
        first = guide.skills[cycle[0]]
        # find_cycle goes from a skill to what it requires; the next in the ring is therefore in its own list.
        yield Finding(first, ("requires", first.requires.index(cycle[1])), f"prerequisites run in a circle: {around(cycle)}.",
                      "Remove one of these steps.")


@rule("error")
def hiring_bar_is_not_above_full(guide: Guide) -> Iterator[Finding]:
    """A role's core level of a skill is at most its full level."""
    for role in guide.roles.values():
        for skill, need in role.needs.items():
            if need.core is not None and need.core > need.full:
                yield Finding(role, ("needs", skill, "core"), f"core level {need.core} is above the full level {need.full}.", "Swap them.")


@rule("error")
def needed_skills_are_taught(guide: Guide) -> Iterator[Finding]:
    """Every skill that a role needs is taught to that level by a resource, and by a free one."""
    best = {free: _best_levels(prerequisites.items(guide, free_only=free)) for free in (False, True)}
    for role in guide.roles.values():
        for skill, need in role.needs.items():
            for free in (False, True):
                level = best[free].get(skill, 0)
                if level < need.full:
                    what = "free resource" if free else "resource"
                    reach = f"the best reaches {level}" if level else "none teaches it at all"
                    yield Finding(role, ("needs", skill), f"no {what} teaches '{skill}' to level {need.full}; {reach}.",
                                  "Add one, or lower the level.", at_key=True)
                    break


def _best_levels(items: tuple[prerequisites.Item, ...]) -> dict[str, int]:
    best: dict[str, int] = {}
    for item in items:
        best = prerequisites.learn(best, item.teaches)
    return best


@rule("warning")
def resources_teach_something_needed(guide: Guide) -> Iterator[Finding]:
    """A resource teaches at least one skill that a role needs, or that such a skill builds on."""
    requires = prerequisites.requirements(guide.skills)
    needed = {skill for role in guide.roles.values() for skill in role.needs}
    needed |= {before for skill in needed for before in prerequisites.prerequisites(skill, requires)}
    for resource in guide.resources.values():
        if resource.retired is None and not needed & set(resource.teaches):
            yield Finding(resource, ("teaches",), "no role needs anything that this teaches.", "Retire it, or add the skill to a role.")


@rule("error")
def deep_teaching_builds_on_something(guide: Guide) -> Iterator[Finding]:
    """A resource that teaches a skill to level 3 requires level 1 of it, unless it is written for beginners."""
    for resource in guide.resources.values():
        if resource.level == "beginner":
            continue
        for loc, piece in _pieces(resource):
            for skill, level in piece.teaches.items():
                if level == 3 and piece.requires.get(skill, 0) < 1:
                    yield Finding(resource, (*loc, "teaches", skill), f"teaches '{skill}' to level 3 but does not ask for level 1 of it.",
                                  f"Add '{skill}: 1' to requires, or say level: beginner.", at_key=True)


def _pieces(whole: Resource | Project) -> list[tuple[Loc, Any]]:
    """What a plan takes of it, each with its place: its parts, or itself when it has none."""
    return [(("parts", index), part) for index, part in enumerate(whole.parts)] or [((), whole)]


@rule("error")
def parts_make_up_the_whole(guide: Guide) -> Iterator[Finding]:
    """The parts of a resource or project have their own ids, and their hours add up to its hours. What the parts of a resource teach is, together,
    what it teaches; what the parts of a project require and prove is, together, what it requires and proves."""
    for resource in guide.resources.values():
        yield from _whole_and_parts(resource, "teaches")
    for project in guide.projects.values():
        yield from _whole_and_parts(project, "requires", "proves")


def _whole_and_parts(whole: Resource | Project, *joined_fields: str) -> Iterator[Finding]:
    if not whole.parts:
        return
    for index, identifier in repeated(part.id for part in whole.parts):
        yield Finding(whole, ("parts", index, "id"), f"the part '{identifier}' is there twice.", "Rename one.")
    total = sum(part.minutes for part in whole.parts)
    if total != whole.minutes:
        yield Finding(whole, ("hours",), f"is {hour_count(whole.minutes):g}, but the parts sum to {hour_count(total):g}.", "Change one of them.")
    for field in joined_fields:
        joined: dict[str, int] = {}
        for part in whole.parts:
            joined = prerequisites.learn(joined, getattr(part, field))
        own = getattr(whole, field)
        for skill in sorted({*joined, *own}):
            if own.get(skill, 0) != joined.get(skill, 0):
                yield Finding(whole, (field, skill) if skill in own else (field,),
                              f"the whole {field} '{skill}' to level {own.get(skill, 0)}, its parts to level {joined.get(skill, 0)}.",
                              "Make them agree; 0 means not at all.", at_key=skill in own)


@rule("error")
def projects_can_be_accepted(guide: Guide) -> Iterator[Finding]:
    """A project has acceptance points of its own, or its parts have them; not both."""
    for project in guide.projects.values():
        if not project.acceptance and not project.parts:
            yield Finding(project, ("name",), "has no points by which anybody could tell that it is done.", "Add acceptance, or parts.")
        if project.acceptance and project.parts:
            yield Finding(project, ("acceptance",), "stands beside parts, which have their own.", "Move each point to the part that it judges.")


@rule("warning")
def parts_of_projects_can_be_shipped(guide: Guide) -> Iterator[Finding]:
    """A part of a project takes four to twenty-four hours: long enough to show, short enough to finish."""
    least, most = PROJECT_PART_MINUTES
    for project in guide.projects.values():
        for index, part in enumerate(project.parts):
            if not least <= part.minutes <= most:
                yield Finding(project, ("parts", index, "hours"),
                              f"is {hour_count(part.minutes):g}, outside {least // 60} to {most // 60}.",
                              "Split it, or join it with another.")


@rule("warning")
def acceptance_is_required(guide: Guide) -> Iterator[Finding]:
    """What a project's acceptance points speak of is required: where they use a word that a skill lists under `shows_in`, the project requires that
    skill, or one that builds on it."""
    requires = prerequisites.requirements(guide.skills)
    if prerequisites.find_cycle(requires):
        return
    words = [(re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE), word, skill)
             for skill in guide.skills.values() for word in skill.shows_in]
    for project in guide.projects.values() if words else ():
        if project.retired is not None:
            continue
        known: dict[str, int] = {}
        for loc, piece in _pieces(project):
            known = prerequisites.learn(known, prerequisites.knowledge(piece.requires, requires))
            told: set[str] = set()
            for field, texts in (("acceptance", piece.acceptance), ("deliverable", (piece.deliverable,))):
                for index, text in enumerate(texts):
                    for pattern, word, skill in words:
                        if skill.id not in known and skill.id not in told and pattern.search(text):
                            told.add(skill.id)
                            yield Finding(project, (*loc, field, index) if field == "acceptance" else (*loc, field),
                                          f"says '{word}', so it takes '{skill.id}', which is not required.",
                                          f"Add '{skill.id}: 1' to requires, or say it otherwise.")


@rule("warning")
def needs_have_a_ground(guide: Guide) -> Iterator[Finding]:
    """If one need of a role names its ground, every skill that it asks for to get hired does: claims, or the editor's reason."""
    for role in guide.roles.values():
        if role.retired is not None or not any(need.claims or need.why for need in role.needs.values()):
            continue
        for skill, need in role.needs.items():
            if need.core is not None and not need.claims and not need.why:
                yield Finding(role, ("needs", skill), "is asked for at the hiring bar, but nothing says why.",
                              "Add claims, or why: the editor's reason.", at_key=True)


@rule("error")
def trials_say_what_they_lack(guide: Guide) -> Iterator[Finding]:
    """Where a step was tried and did not run as it is, a note says what it takes, what fails or what it needs."""
    for resource in guide.resources.values():
        trials: list[tuple[Loc, Trial | None]] = [(("parts", index), part.tried) for index, part in enumerate(resource.parts)]
        for loc, trial in [((), resource.tried), *trials]:
            if trial is not None and trial.result != "runs" and trial.note is None:
                yield Finding(resource, (*loc, "tried", "result"), f"says '{trial.result}', but no note says why.", "Add a note.")


@rule("error")
def picks_are_taught_and_single(guide: Guide) -> Iterator[Finding]:
    """A pick is for a skill that the resource teaches, and a skill has one pick of each kind of resource."""
    holder: dict[tuple[str, str], str] = {}
    for resource in guide.resources.values():
        for skill in resource.pick:
            loc = ("pick", skill)
            if skill not in resource.teaches:
                yield Finding(resource, loc, f"is picked for '{skill}', which it does not teach.", "Remove the pick.", at_key=True)
            if resource.retired is not None:
                continue
            other = holder.setdefault((skill, resource.kind), resource.id)
            if other != resource.id:
                yield Finding(resource, loc, f"'{other}' is already the {resource.kind} picked for '{skill}'.", "Keep one of the two.", at_key=True)


@rule("error")
def projects_fit_their_roles(guide: Guide) -> Iterator[Finding]:
    """What a project requires is within the full needs of each of its roles and the skills those build on."""
    requires = prerequisites.requirements(guide.skills)
    if prerequisites.find_cycle(requires):
        return
    needs = {role.id: prerequisites.knowledge(prerequisites.wanted(role, full=True), requires) for role in guide.roles.values()}
    for project in guide.projects.values():
        for role_id in project.roles:
            for skill, level in project.requires.items() if project.retired is None else ():
                full = needs[role_id].get(skill, 0)
                if level > full:
                    yield Finding(project, ("requires", skill),
                                  f"asks for level {level}, but the role '{role_id}' needs level {full} of it.",
                                  "Lower it, or take the role out.", at_key=True)


@rule("error")
def roles_have_a_starter_project(guide: Guide) -> Iterator[Finding]:
    """Where there are projects, every live role has one of at most ten hours, or one whose first part is, so that something ships in the first
    weeks."""
    for role in guide.roles.values() if guide.projects else ():
        mine = [project for project in guide.projects.values() if role.id in project.roles and project.retired is None]
        firsts = [project.parts[0].minutes if project.parts else project.minutes for project in mine]
        if role.retired is None and not any(minutes <= STARTER_MINUTES for minutes in firsts):
            yield Finding(role, ("name",), f"no project of at most ten hours names the role '{role.id}'.", "Add one to content/projects/.")


@rule("error")
def paths_name_fitting_things(guide: Guide) -> Iterator[Finding]:
    """A persona's path names live projects of its role, as the first or any other; it pins live resources and parts that exist, and nothing it
    omits."""
    for persona in guide.personas.values():
        for index, role in repeated(path.to for path in persona.paths):
            yield Finding(persona, ("paths", index, "to"), f"there is a path to '{role}' already.", "Keep one.")
        for index, path in enumerate(persona.paths):
            loc = ("paths", index)
            if path.then == path.to:
                yield Finding(persona, (*loc, "then"), "is the role of the path itself.", "Name another role, or remove the line.")
            named: list[tuple[Loc, str]] = [(("projects", number), name) for number, name in enumerate(path.projects)]
            for place, name in [*([(("first_project",), path.first_project)] if path.first_project else []), *named]:
                project = guide.projects[name]
                if path.to not in project.roles:
                    yield Finding(persona, (*loc, *place), f"the project '{project.id}' is not for the role '{path.to}'.", "Name one that is.")
                if project.retired is not None:
                    yield Finding(persona, (*loc, *place), f"the project '{project.id}' is retired.", "Name a live one.")
            omitted = {omission.resource for omission in path.omit}
            for number, pin in enumerate(path.pin):
                resource, place = guide.resources[pin.resource], (*loc, "pin", number)
                if resource.retired is not None:
                    yield Finding(persona, (*place, "resource"), f"'{resource.id}' is retired.", "Pin a live resource.")
                if pin.part is not None and pin.part not in {part.id for part in resource.parts}:
                    yield Finding(persona, (*place, "part"), f"'{resource.id}' has no part '{pin.part}'.", "See its parts in content/resources/.")
                if resource.id in omitted:
                    yield Finding(persona, (*place, "resource"), f"'{resource.id}' is both pinned and omitted.", "Do one of the two.")
