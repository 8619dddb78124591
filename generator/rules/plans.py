"""Rules about paths: whether there is a plan for each, and what only the plan itself can show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..model import Guide, Persona, PersonaPath
from ..model.lengths import hour_count
from ..model.limits import LONG_MINUTES
from ..planner import Catalogue, Request, Unreachable, make_catalogue, require_plan
from ..planner.locks import Planned
from ..planner.paths import VARIANTS, PathKey, path_of
from ..planner.plan import Row, RowName
from ..planner.reasons import step_name
from ..problems import counted
from .rule import PLANS, Finding, rule


@rule("error", stage=3)
def paths_reach_their_role(guide: Guide) -> Iterator[Finding]:
    """From what a persona has, the available resources teach every skill of the role in full, in an order in which each can be started and nothing
    needed is lost; so do the free ones alone. What is pinned can be started too, and the second role can be reached from the end of a path."""
    catalogue = make_catalogue(guide)
    for persona in guide.personas.values():
        for index, path in enumerate(persona.paths) if persona.retired is None else ():
            goals = [Request(persona.id, path.to, full=True)]
            if path.then and path.then not in {other.to for other in persona.paths}:  # with a path of its own it is looked at there
                goals.append(Request(persona.id, path.to, then=path.then))
            for request in goals:
                if failure := _first_unreachable(catalogue, request, path):
                    yield no_plan(catalogue, index, *failure)


@rule("warning", stage=PLANS)
def first_project_comes_early(guide: Guide, planned: Planned) -> Iterator[Finding]:
    """In a core path, the first project ships within the hours of `first_project_within`."""
    for persona, index, row, _ in _broken_rows(guide, planned):
        if row.name == "first_project":
            yield Finding(persona, ("paths", index, "first_project_within"),
                          f"is {hour_count(row.limit):g}, but the first project is shipped after {hour_count(row.value):g} hours.",
                          "Choose a smaller first project, or resources with shorter parts.")


@rule("warning", stage=PLANS)
def paths_keep_their_rhythm(guide: Guide, planned: Planned) -> Iterator[Finding]:
    """A core path has something to show, and a project, as often as `rhythm` of its persona or of guide.yml asks, and little comes after its last
    project. Where the chosen resources and the role's projects allow no such order, the warning says how close a path comes."""
    says: Mapping[RowName, tuple[str, str]] = {
        "stretch": ("pass without anything to show", "Let a step on the way say what it ships, give a project smaller parts, or wish for less."),
        "between_projects": ("pass without a project", "Add a project that can be built by then, or give one parts."),
        "after_last": ("come after the last project", "Let a project require what comes last, or choose shorter resources for it."),
    }
    for persona, index, row, at in _broken_rows(guide, planned):
        if row.name in says:
            what, hint = says[row.name]
            yield Finding(persona, ("paths", index, "to"),
                          f"{hour_count(row.value):g} hours {what}, up to '{at}'; at most {hour_count(row.limit):g} are wished for.",
                          hint)


def _broken_rows(guide: Guide, planned: Planned) -> Iterator[tuple[Persona, int, Row, str]]:
    """Each row that a core path does not keep: the persona, the place of the path, the row, and the name of the step where the worst ends."""
    for key, plan in planned.core.items():
        persona = guide.personas[key.persona]
        names = {step.key: step_name(step, guide) for step in plan.steps}
        yield from ((persona, persona.paths.index(path_of(guide, key)), row, names[row.at]) for row in plan.rows if not row.kept)


@rule("warning", stage=PLANS)
def long_resources_have_parts(guide: Guide, planned: Planned) -> Iterator[Finding]:
    """A resource of more than fifteen hours in a core path has parts, so that it can be taken week by week."""
    steps = {step.id for plan in planned.core.values() for step in plan.steps if step.kind == "resource" and step.part is None}
    for resource in (guide.resources[identifier] for identifier in sorted(steps)):
        if resource.minutes > LONG_MINUTES:
            yield Finding(resource, ("hours",), f"is {hour_count(resource.minutes):g} and stands in a core path without parts.",
                          "Give it parts: chapters, weeks or units.")


@rule("warning", stage=PLANS)
def plans_are_locked(guide: Guide, planned: Planned) -> Iterator[Finding]:
    """A guide that keeps its published paths in `_plans/` keeps all of them there, as today's content gives them. A path stays as it was kept while
    it can be followed and is not much longer than it need be; otherwise it is planned for this build only."""
    says = {
        "kept": "was planned from other content and stays as it is, for it can be followed still",
        "broken": "can no longer be followed as it was kept, and is planned anew for the moment",
        "missing": "is not kept yet, and is planned anew each time",
    }
    if set(planned.states.values()) <= {"missing"}:
        return  # this guide keeps none
    for state, what in says.items():
        names = [key.name for key, each in planned.states.items() if each == state]
        if names:
            listed = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
            yield Finding(guide.settings, ("personas",), f"{counted(len(names), 'path')} of _plans/: {listed}: each {what}.",
                          "Renew with: make plan ARGS=--renew")


def no_plans(guide: Guide, failures: Mapping[PathKey, Unreachable]) -> Iterator[Finding]:
    """What is wrong with the paths that have no plan; `paths_reach_their_role` finds them without the solver, but for the most entangled."""
    if not failures:
        return
    told = set()
    catalogue = make_catalogue(guide)
    for key, error in failures.items():
        if (key.persona, key.role) not in told:  # what one variant of a path lacks, the others of it need not say again
            told.add((key.persona, key.role))
            index = guide.personas[key.persona].paths.index(path_of(guide, key))
            yield no_plan(catalogue, index, Request(key.persona, key.role, free=VARIANTS[key.variant], then=key.then or None), error)


def no_plan(catalogue: Catalogue, index: int, request: Request, error: Unreachable) -> Finding:
    """What is said of a path that has no plan: at its pin, when it has one without; else at the role that cannot be reached."""
    persona = catalogue.guide.personas[request.persona]
    path = persona.paths[index]
    skill, level = error.pairs[0]
    pairs = f"'{skill}' at level {level}" + (f" and {len(error.pairs) - 1} more" if len(error.pairs) > 1 else "")
    how = "free resources alone" if request.free else "the resources at hand"
    pin = _pin_at_fault(catalogue, request, path)
    if pin is not None:
        return Finding(persona, ("paths", index, "pin", pin, "resource"), f"asks for {pairs}, which cannot be reached with {how}.",
                       "Pin something else, or add a resource that teaches it.")
    if error.in_order:
        what = f"no order of {how} leads to {pairs}: what is taught before its prerequisites are known is lost."
        hint = "Give one of them parts, or add a resource that teaches it by itself."
    else:
        what, hint = f"{pairs} cannot be reached with {how}.", "Add a resource that may start, or an entry to has."
    return Finding(persona, ("paths", index, "then" if request.then else "to"), what, hint)


def _pin_at_fault(catalogue: Catalogue, request: Request, path: PersonaPath) -> int | None:
    """The first pin that alone leaves no plan (the last, when only some together do); None when there is none without pins either."""
    if not path.pin or request.then or _unreachable(catalogue, request, path.model_copy(update={"pin": ()})):
        return None
    alone = (path.model_copy(update={"pin": (pin,)}) for pin in path.pin)
    return next((index for index, other in enumerate(alone) if _unreachable(catalogue, request, other)), len(path.pin) - 1)


def _first_unreachable(catalogue: Catalogue, request: Request, path: PersonaPath) -> tuple[Request, Unreachable] | None:
    """The request with all resources at hand, or with the free ones alone, when there is no plan for it."""
    free = replace(request, free=True)
    in_free = _unreachable(catalogue, free, path)
    # The free ones are among those at hand: what they reach needs no second look, unless a pin is not free.
    if in_free or any(catalogue.guide.resources[pin.resource].cost != "free" for pin in path.pin):
        in_all = _unreachable(catalogue, request, path)
        if in_all:
            return request, in_all
    return (free, in_free) if in_free else None


def _unreachable(catalogue: Catalogue, request: Request, path: PersonaPath) -> Unreachable | None:
    try:
        require_plan(catalogue, request, path)
    except Unreachable as error:
        return error
    return None
