"""`plan`: one learning path, for people and as JSON; with `--renew`, the published paths in their files."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from ..model import Guide
from ..model.lengths import hour_count, hours
from ..model.limits import HOURS_PER_WEEK, LEVELS
from ..planner import Plan, Request, Unreachable, explain, explain_omission, make_plan
from ..planner.reasons import step_name
from .common import CLEAN, PROBLEMS, Commands, Usage, command, one, whole_guide
from .renew import renew_plans

# What says which path is printed, and how.
_OF_ONE_PATH = ("persona", "role", "then", "full", "free", "know", "hours_per_week", "json")


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    plan = command(commands, "plan", _plan, "print a persona's learning path (--from) to a role (--to), or renew (--renew) the paths kept in files")
    plan.add_argument("--from", dest="persona", metavar="PERSONA", help="id of a persona; with --to, prints its path")
    plan.add_argument("--to", dest="role", metavar="ROLE", help="id of a role")
    plan.add_argument("--then", metavar="ROLE", help="the path to a second role, from the end of the first")
    plan.add_argument("--full", action="store_true", help="everything the role needs, not only enough to get hired")
    plan.add_argument("--free", action="store_true", help="free resources only")
    plan.add_argument("--know", action="append", default=[], metavar="SKILL=LEVEL",
                      help="a skill you already have, at level 1, 2 or 3; may be repeated")
    plan.add_argument("--hours-per-week", type=int, metavar="N", help="your pace (default: the persona's)")
    plan.add_argument("--json", action="store_true", help="print one JSON object")
    plan.add_argument(
        "--renew", nargs="*", metavar="PATH", help="keep the published paths in files, and renew those the content has changed; paths named as "
        "PERSONA/ROLE are planned anew even if their steps can still be followed")


def _plan(options: argparse.Namespace) -> int:
    if options.renew is None:
        return _print_path(options)
    if any(getattr(options, name) not in (None, False, []) for name in _OF_ONE_PATH):
        raise Usage("--renew renews the paths that are kept in files: leave out what says which path to print. One path anew: --renew PERSONA/ROLE")
    return renew_plans(options.content, options.renew)


def _print_path(options: argparse.Namespace) -> int:
    if options.persona is None or options.role is None:
        raise Usage("a path is printed with --from PERSONA --to ROLE; those that are kept in files are renewed with --renew.")
    guide, _ = whole_guide(options.content)
    persona = one(guide.personas, options.persona, "persona", "--from")
    one(guide.roles, options.role, "role", "--to")
    if options.then is not None:
        one(guide.roles, options.then, "role", "--then")
    know = _levels(options.know, guide)
    pace = options.hours_per_week if options.hours_per_week is not None else persona.hours_per_week
    least, most = HOURS_PER_WEEK
    if not least <= pace <= most:
        raise Usage(f"--hours-per-week is a number from {least} to {most}.")
    try:
        made = make_plan(guide, Request(persona.id, options.role, options.full, options.free, know, options.then))
    except Unreachable as error:
        missing = ", ".join(f"{skill} at level {level}" for skill, level in error.pairs)
        what = "no order of the available resources teaches" if error.in_order else "no available resource teaches"
        print(f"No path: {what} {missing}.", file=sys.stderr)
        return PROBLEMS
    if options.json:
        print(json.dumps(as_json(made, guide, pace), ensure_ascii=False, indent=2))
    else:
        _print_plan(made, guide, pace)
    return CLEAN


def as_json(plan: Plan, guide: Guide, hours_per_week: int) -> dict[str, Any]:
    """The object that `plan --json` prints. Hours are numbers, to two decimals."""
    steps = [
        {"kind": step.kind, "id": step.id, "part": step.part, "hours": hour_count(step.minutes), "cost": step.cost, "milestone": step.milestone,
         "closes": [{"skill": skill, "level": level} for skill, level in step.closes], "why": explain(step, plan, guide),
         "alternatives": [f"{other.id}#{other.part}" if other.part else other.id for other in step.alternatives]}
        for step in plan.steps]
    return {
        "persona": plan.request.persona,
        "role": plan.request.goal,
        "scope": "full" if plan.request.full else "core",
        "cost": "free" if plan.request.free else "any",
        "optimal": plan.optimal,
        "shortest_hours": hour_count(plan.shortest_minutes),
        "hours": hour_count(plan.total_minutes),
        "hours_range": list(plan.hours_range),
        "project_hours": hour_count(plan.project_minutes),
        "first_project_hours": hour_count(plan.first_project_minutes),
        "picks": plan.picks,
        "weeks": list(plan.weeks(hours_per_week)),
        "steps": steps,
        "omitted": [{"id": omission.id, "why": explain_omission(omission, guide)} for omission in plan.omitted],
    }


def _print_plan(made: Plan, guide: Guide, pace: int) -> None:
    """A plan for a person at a terminal: header, milestones with their steps and reasons, and what proves it."""
    low, high = made.hours_range
    first_week, last_week = made.weeks(pace)
    scope = "everything" if made.request.full else "enough to get hired"
    cost = ", free only" if made.request.free else ""
    print(f"{guide.personas[made.request.persona].name} to {guide.roles[made.request.goal].name}, {scope}{cost}")
    print(
        f"{hours(made.minutes)} of resources and {hours(made.project_minutes)} of projects: {low} to {high} h, "
        f"{first_week} to {last_week} weeks at {pace} h a week.")
    for row in made.rows:
        if not row.kept:
            print(f"Not kept: {row.name}, {hours(row.value)} where {hours(row.limit)} is the goal.")
    number = 0
    for milestone in made.milestones:
        name = step_name(made.steps[milestone.steps[-1]], guide) if milestone.project else "Finish"
        print(f"\n{name} ({hours(milestone.minutes)})")
        for index in milestone.steps:
            number += 1
            step = made.steps[index]
            project = step.kind == "project"
            title, cost = ("Project: " if project else "") + step_name(step, guide), "" if project else f", {step.cost}"
            print(f"{number:4}. {title}  [{hours(step.minutes)}{cost}]")
            print(f"      {explain(step, made, guide)}")
    proof = "Proven: by this guide's rules no other choice or order is better." if made.optimal else "Not proven: a better one may exist."
    print(f"\nNo choice of resources takes less than {hours(made.shortest_minutes)}. {proof}")


def _levels(given: Sequence[str], guide: Guide) -> dict[str, int]:
    levels = {}
    for text in given:
        skill, _, level = text.partition("=")
        one(guide.skills, skill, "skill", "--know")
        if level not in map(str, LEVELS):
            raise Usage(f"--know: '{text}' does not end in =1, =2 or =3.")
        levels[skill] = int(level)
    return levels
