"""Learning paths: the shortest good plan from what a persona knows to what a role needs, with its proof.

    request --task--> what is known, what is missing, which items may close it
            --choose--> the items of the plan, exactly
            --arrange--> their order, in milestones
            --steps--> steps with their reasons
"""
from __future__ import annotations

from dataclasses import replace

from ..model import Guide, PersonaPath
from . import prerequisites
from .make import solve
from .plan import Alternative, Milestone, Omission, Plan, Request, Stage, Step, Unreachable
from .problem import make_task, path_to, start_levels, task_from
from .reasons import as_json, explain, explain_omission
from .selection import LONGEST_PERCENT
from .verify import verify

__all__ = [
    "LONGEST_PERCENT", "Alternative", "Milestone", "Omission", "Plan", "Request", "Stage", "Step", "Unreachable", "as_json", "explain",
    "explain_omission", "plan", "plan_path", "require_plan", "verify",
]


def plan(guide: Guide, request: Request) -> Plan:
    """The plan for a request.

    Pins, omissions and the first project are those of the persona's path to the role, if it has one. With `then`, the
    plan for `role` is made first and this one begins where it ends: what it took is not offered again unless nothing else
    teaches what is missing, its projects are not built again, and the editor's path is the one to the second role, if
    there is one. Raises Unreachable for pairs that nothing teaches, KeyError for an unknown persona or role.
    """
    first = path_to(guide, request.persona, request.role)
    if request.then is None:
        return solve(make_task(guide, request, first))
    earlier = solve(make_task(guide, replace(request, then=None), first))
    return solve(make_task(guide, request, path_to(guide, request.persona, request.then), earlier))


def plan_path(guide: Guide, persona_id: str, path: PersonaPath, full: bool, free: bool) -> Plan:
    """The plan along an editor's path, in one of its variants. `then` is another plan: ask `plan` for it."""
    return solve(make_task(guide, Request(persona_id, path.to, full, free), path))


def require_plan(guide: Guide, request: Request, path: PersonaPath) -> None:
    """Raises Unreachable where there is no plan along an editor's path; without the solver.

    With `then`, along no path, and from what every plan of the first role knows at its end, whatever it is made of.
    """
    if request.then is None:
        make_task(guide, request, path)
        return
    known = start_levels(guide, request)
    wanted = prerequisites.wanted(guide.roles[request.role], request.full)
    learned = dict(sorted(prerequisites.gap(wanted, known, prerequisites.requirements(guide.skills))))
    task_from(guide, request, None, prerequisites.learn(known, learned))
