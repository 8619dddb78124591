"""Learning paths: the shortest good plan from what a persona knows to what a role needs, with its proof.

    request --make_problem--> what is known, what is missing, which items may close it
            --select--> the items of the plan, exactly (formulation.md)
            --arrange--> which projects are built, and the order of all of them, exactly
            --make_steps--> steps with their reasons
"""
from __future__ import annotations

from dataclasses import replace

from ..model import Guide, PersonaPath
from . import prerequisites
from .make import solve
from .plan import Alternative, Milestone, OmittedItem, Plan, Request, Row, Stage, Step, Unreachable
from .planning_problem import Catalogue, make_catalogue, make_problem, start_levels
from .reasons import explain, explain_omission

__all__ = [
    "Alternative", "Catalogue", "Milestone", "OmittedItem", "Plan", "Request", "Row", "Stage", "Step", "Unreachable", "explain",
    "explain_omission", "make_catalogue", "make_path_plan", "make_plan", "require_plan",
]


def make_plan(guide: Guide, request: Request) -> Plan:
    """The plan for a request; pins, omissions and the first project are those of the persona's path to the role, if it has one.

    With `then`, the plan for `role` is made first and this one begins where it ends; what that took is offered again only when nothing
    else teaches what is missing. Raises Unreachable where there is none, KeyError for an unknown persona or role.
    """
    path = guide.personas[request.persona].path_to(request.goal)
    if request.then is None:
        return solve(make_problem(make_catalogue(guide), request, path))
    earlier = make_plan(guide, replace(request, then=None))
    return solve(make_problem(make_catalogue(guide), request, path, earlier.learned, frozenset(step.key for step in earlier.steps)))


def make_path_plan(guide: Guide, persona: str, path: PersonaPath, full: bool, free: bool) -> Plan:
    """The plan along an editor's path, in one of its variants. `then` is another plan: ask `make_plan` for it."""
    return solve(make_problem(make_catalogue(guide), Request(persona, path.to, full, free), path))


def require_plan(catalogue: Catalogue, request: Request, path: PersonaPath) -> None:
    """Raises Unreachable where there is no plan along an editor's path; without the solver. With `then`, along no path, and from what
    every plan of the first role knows at its end, whatever it is made of."""
    if request.then is None:
        make_problem(catalogue, request, path)
        return
    known = start_levels(catalogue, request)
    wanted = prerequisites.wanted(catalogue.guide.roles[request.role], request.full)
    gap = prerequisites.gap(wanted, known, catalogue.requires)
    make_problem(catalogue, request, None, prerequisites.learn(known, dict(sorted(gap))))
