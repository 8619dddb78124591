"""Why each step is there and why what is left out is not: as fields of the plan, and in words."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..model import Guide
from . import prerequisites
from .plan import Alternative, Milestone, OmissionReason, OmittedItem, Plan, Step
from .planning_problem import PlanningProblem
from .prerequisites import Item, Pair, ProjectStep, bit_positions
from .sequence import projects_of

_LEVELS = {1: "aware", 2: "working", 3: "deep"}
_FEW = 3
_REASONS: tuple[OmissionReason, ...] = ("omitted", "pinned-over", "known", "covered", "paid")


def make_steps(problem: PlanningProblem, sequence: Sequence[int | str]) -> tuple[tuple[Step, ...], tuple[Milestone, ...], int]:
    """The steps and milestones of a sequence, and the state at its end."""
    steps: list[Step] = []
    users: list[list[str]] = []  # of each step: the keys of those that rest on it
    teacher: dict[int, int] = {}  # of each pair that was learned: the place of the step that was the first to teach it
    pieces = {piece.key: piece for name in {entry.partition("#")[0] for entry in sequence if isinstance(entry, str)}
              for piece in prerequisites.project_steps(problem.guide.projects[name])}
    state, milestone = problem.start, 0
    for entry in sequence:
        if isinstance(entry, str):
            piece = pieces[entry]
            step = Step("project", piece.project, piece.part, piece.minutes, "free", milestone, piece.ships,
                        alternatives=_other_projects(problem, sequence, piece, state))
            used, learned = problem.states.bits(piece.requires.items()), 0
            milestone += 1
        else:
            item, effect = problem.items[entry], problem.effects[entry]
            learned, used = effect.after(state) & ~state, effect.uses(effect.after(state) & ~state)
            serves = item.picks & {skill for skill, _ in problem.states.pairs(effect.teaches & problem.gap)}
            step = Step(
                "resource", item.resource, item.part, item.minutes, item.cost, milestone, item.ships,
                problem.states.pairs(learned & problem.gap), (), (), problem.pins.get(item.key, ""), tuple(sorted(serves)),
                _alternatives(problem, sequence, len(steps), state, learned & problem.gap))
        for place in {teacher[pair] for pair in bit_positions(used & ~problem.start)}:
            users[place].append(step.key)
        teacher |= dict.fromkeys(bit_positions(learned), len(steps))
        steps.append(step)
        users.append([])
        state |= learned
    milestones = []
    for number in range(steps[-1].milestone + 1 if steps else 0):
        places = tuple(place for place, step in enumerate(steps) if step.milestone == number)
        last = steps[places[-1]]
        project, part = (last.id, last.part) if last.kind == "project" else (None, None)
        milestones.append(Milestone(project, part, places, sum(steps[place].minutes for place in places)))
    holds = _holds(steps, users)
    told = (replace(step, needed_by=tuple(keys), holds=holds[step.key]) for step, keys in zip(steps, users, strict=True))
    return tuple(told), tuple(milestones), state


def _holds(steps: Sequence[Step], users: Sequence[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """For each step all later ones that rest on it, near and far, in their order."""
    above: dict[str, set[str]] = {}
    for place in reversed(range(len(steps))):
        step = steps[place]
        parts = [other.key for other in steps[place + 1:] if step.kind == other.kind == "project" and step.id == other.id]
        near = {*users[place], *parts}
        above[step.key] = near.union(*(above[key] for key in near))
    return {step.key: tuple(other.key for other in steps if other.key in above[step.key]) for step in steps}


def _alternatives(problem: PlanningProblem, sequence: Sequence[int | str], place: int, state: int, closes: int) -> tuple[Alternative, ...]:
    """Items outside the plan that teach some of these pairs, too, and in this very place leave every later step startable and the whole goal
    reached; the shortest first, then by key."""
    able = [
        item for index, (item, effect) in enumerate(zip(problem.items, problem.effects, strict=True))
        if effect.teaches & closes and index not in sequence and not effect.requires_closed & ~state
        and closes & (after := effect.after(state)) and _leads_on(problem, sequence[place + 1:], after)]
    return tuple(Alternative("resource", item.resource, item.part, item.minutes, item.cost) for item in sorted(able, key=lambda item: item.minutes))


def _leads_on(problem: PlanningProblem, rest: Sequence[int | str], state: int) -> bool:
    """Whether the rest of a sequence can be taken from a state, each step in its place, and leads to the goal."""
    for entry in rest:
        if isinstance(entry, str):
            name, _, part = entry.partition("#")
            needed = _asked(problem, name, part or None)
        else:
            needed = problem.effects[entry].requires_closed
        if needed & ~state:
            return False
        state = state if isinstance(entry, str) else problem.effects[entry].after(state)
    return not problem.goal & ~state


def _asked(problem: PlanningProblem, project: str, part: str | None) -> int:
    """What must be known to build a project, or a part of one after those before it."""
    whole = problem.guide.projects[project]
    return problem.states.bits((whole.part(part) or whole).requires.items())


def _other_projects(problem: PlanningProblem, sequence: Sequence[int | str], piece: ProjectStep, state: int) -> tuple[Alternative, ...]:
    """In the place of a project without parts: others of the role, without parts too, that are not in the plan and can be built there; none
    for the project that an editor has lead. The shortest first, then by id."""
    if piece.part is not None or piece.project == problem.first_project:
        return ()
    able = [steps[0] for name, steps in projects_of(problem).items()
            if steps[0].part is None and name not in sequence and not _asked(problem, name, None) & ~state]
    return tuple(Alternative("project", step.project, None, step.minutes, "free") for step in sorted(able, key=lambda step: (step.minutes, step.key)))


def make_omissions(problem: PlanningProblem, steps: Sequence[Step]) -> tuple[OmittedItem, ...]:
    """Why each live resource that teaches something wanted (what the role asks for with all that this rests on, known or not) is no step:
    by reason, then by id. Of a resource that is partly in the plan, each part that is not is listed."""
    guide, request = problem.guide, problem.request
    wanted = problem.states.closed(problem.states.state(prerequisites.wanted(guide.roles[request.goal], request.full)))
    skills = {skill for skill, _ in problem.states.pairs(wanted)}
    taught_by = {pair: step.key for step in steps for pair in step.closes}
    in_plan = {step.id for step in steps if step.kind == "resource"}
    keys = {step.key for step in steps}
    omissions = []
    for resource in guide.resources.values():
        if skills.isdisjoint(resource.teaches) and resource.id not in problem.omits and resource.id not in problem.passed_over:
            continue
        whole = Item(resource.id, None, resource.minutes, resource.cost, resource.teaches, resource.requires, frozenset())
        for item in prerequisites.items_of(resource) if resource.id in in_plan else [whole]:
            if resource.retired is None and f"resource:{item.key}" not in keys:
                omissions += _omission(problem, item, wanted, taught_by)
    return tuple(sorted(omissions, key=lambda omission: (_REASONS.index(omission.reason), omission.id)))


def _omission(problem: PlanningProblem, item: Item, wanted: int, taught_by: Mapping[Pair, str]) -> list[OmittedItem]:
    teaches = problem.states.state(item.teaches) & wanted
    missing = problem.states.pairs(teaches & problem.gap)
    if item.resource in problem.omits:
        return [OmittedItem(item.key, "omitted", (problem.omits[item.resource],))]
    if item.resource in problem.passed_over:
        return [OmittedItem(item.key, "pinned-over", (problem.passed_over[item.resource],))]
    if teaches and not missing:
        return [OmittedItem(item.key, "known", tuple(sorted({skill for skill, _ in problem.states.pairs(teaches)})))]
    if teaches and problem.request.free and item.cost != "free":
        return [OmittedItem(item.key, "paid")]
    return [OmittedItem(item.key, "covered", tuple(dict.fromkeys(taught_by[pair] for pair in missing)))] if teaches else []


def explain(step: Step, plan: Plan, guide: Guide, *, numbered: bool = True) -> str:
    """Why a step is there, in one sentence of plain English without Markdown: what it teaches, what needs it, who wants it. Steps that need it
    are named by their numbers in the plan, or by their titles for a reader who does not see the plan."""
    if step.kind == "project":
        asks = next(piece.requires for piece in prerequisites.project_steps(guide.projects[step.id]) if piece.part == step.part)
        skills = [skill for skill, level in asks.items() if level > plan.known.get(skill, 0)]
        sentence = f"puts {_skills(skills, guide)} to work" if skills else "uses skills that you already have"
        return f"Your first project: {sentence}." if step.milestone == 0 else f"{sentence[0].upper()}{sentence[1:]}."
    parts = []
    if taught := _taught(step, plan, guide):
        parts.append("teaches " + listed(f"{guide.skills[skill].name} ({_LEVELS[level]})" for skill, level in sorted(taught.items())))
    if step.serves:
        elsewhere = "" if step.closes or step.needed_by else ", which other steps also teach"
        parts.append(f"the editors' pick for {_skills(step.serves, guide)}{elsewhere}")
    if step.needed_by:
        parts.append(f"needed for {_numbers(step.needed_by, plan) if numbered else _titles(step.needed_by, guide)}")
    if step.pinned:
        parts.append(f"an editor put it here: {step.pinned.rstrip('.')}")
    sentence = "; ".join(parts) or "part of the path"
    return f"{sentence[0].upper()}{sentence[1:]}."


def _taught(step: Step, plan: Plan, guide: Guide) -> dict[str, int]:
    """The skills for which a step is there, each with the level that it teaches, which may be higher than the path asks for: those that it is
    the first to credit, else, where later steps rest on it, all that it adds to what is known by then."""
    levels = plan.known
    for other in plan.steps[:plan.steps.index(step)]:
        if other.kind == "resource":
            levels = prerequisites.learn(levels, _teaches(other, guide))
    added = {skill: level for skill, level in _teaches(step, guide).items() if level > levels.get(skill, 0)}
    credited = {skill for skill, _ in step.closes}
    return {skill: level for skill, level in added.items() if skill in credited or step.needed_by and not credited}


def _teaches(step: Step, guide: Guide) -> Mapping[str, int]:
    resource = guide.resources[step.id]
    return (resource.part(step.part) or resource).teaches


def explain_omission(omission: OmittedItem, guide: Guide) -> str:
    """Why a resource is not in a plan, in one sentence."""
    if omission.reason == "known":
        return f"You know {_skills(omission.detail, guide)}."
    if omission.reason == "covered":
        return f"Covered by {_titles(omission.detail, guide)}."
    if omission.reason == "pinned-over":
        return f"An editor's choice, but not free: {omission.detail[0]}"
    return f"Left out by an editor: {omission.detail[0]}" if omission.reason == "omitted" else "Not free."


def _skills(skills: Iterable[str], guide: Guide) -> str:
    return listed(guide.skills[skill].name for skill in skills)


def _numbers(keys: Iterable[str], plan: Plan) -> str:
    places = {step.key: number for number, step in enumerate(plan.steps, 1)}
    numbers = [str(places[key]) for key in keys]
    return f"step{'s' if len(numbers) > 1 else ''} {listed(numbers)}"


def _titles(keys: Iterable[str], guide: Guide) -> str:
    """In quotation marks, for there are titles with commas."""
    return listed(f'"{_title(key, guide)}"' for key in keys)


def _title(key: str, guide: Guide) -> str:
    identifier, _, part = key.partition(":")[2].partition("#")
    if key.startswith("project:"):
        project = guide.projects[identifier]
        return (project.part(part) or project).name
    resource = guide.resources[identifier]
    return (resource.part(part) or resource).title


def step_name(step: Step, guide: Guide) -> str:
    """`Practical Deep Learning: Week 3`, or the name of a project with that of the part."""
    if step.kind == "project":
        project = guide.projects[step.id]
        built = project.part(step.part)
        return f"{project.name}: {built.name}" if built else project.name
    return item_name(step.id, step.part, guide)


def item_name(identifier: str, part: str | None, guide: Guide) -> str:
    """A resource, or a part of one, by title."""
    resource = guide.resources[identifier]
    piece = resource.part(part)
    return f"{resource.title}: {piece.title}" if piece else resource.title


def listed(texts: Iterable[str], few: int = _FEW) -> str:
    """`a`, `a and b`, `a, b and c`, `a, b, c and 4 more`; empty for none."""
    words = list(dict.fromkeys(texts))
    if len(words) > few + 1:
        words = [*words[:few], f"{len(words) - few} more"]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
