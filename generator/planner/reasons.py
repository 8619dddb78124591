"""A plan in words and as JSON. Everything said here stands in the plan's fields; nothing is decided."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..model import Guide
from ..model.lengths import hour_count
from .plan import Omission, Plan, Stage, Step
from .prerequisites import Pair

_LEVELS = {1: "the basics of {}", 2: "{} to working level", 3: "{} in depth"}
_FEW = 3


def explain(step: Step, plan: Plan, guide: Guide) -> str:
    """Why a step is there, in one sentence of plain English without Markdown: what it teaches, what needs it, who wants it."""
    if step.kind == "project":
        return _explain_project(step, plan, guide)
    parts = []
    if step.closes:
        parts.append(f"teaches {_listed(_pairs(step.closes, guide))}")
    if step.serves:
        elsewhere = "" if step.closes or step.needed_by else ", which other steps teach too"
        parts.append(f"the editors' pick for {_listed([guide.skills[skill].name for skill in step.serves])}{elsewhere}")
    if step.needed_by:
        parts.append(f"needed for {_listed([_called(key, guide) for key in step.needed_by])}")
    if step.pinned:
        parts.append(f"an editor put it here: {step.pinned.rstrip('.')}")
    sentence = "; ".join(parts) or "part of the path"
    return f"{sentence[0].upper()}{sentence[1:]}."


def _explain_project(step: Step, plan: Plan, guide: Guide) -> str:
    requires = guide.projects[step.id].requires
    skills = [guide.skills[skill].name for skill, level in requires.items() if level > plan.known.get(skill, 0)]
    start = "Your first project: puts" if step.milestone == 0 else "Puts"
    return f"{start} {_listed(skills) if skills else 'what you knew before'} to work."


def explain_omission(omission: Omission, guide: Guide) -> str:
    """Why a resource is not in a plan, in one sentence."""
    if omission.reason == "known":
        return f"You know {_listed([guide.skills[skill].name for skill in omission.detail])}."
    if omission.reason == "covered":
        return f"Covered by {_listed([_called(key, guide) for key in omission.detail])}."
    if omission.reason == "pinned-over":
        return f"Not free; an editor would put it here otherwise: {omission.detail[0]}"
    if omission.reason == "omitted":
        return f"Left out by an editor: {omission.detail[0]}"
    return "Not free."


def as_json(plan: Plan, hours_per_week: int) -> dict[str, Any]:
    """The object that `plan --json` prints (its fields are listed in CONTRIBUTING). Hours are numbers, to two decimals."""
    guide = plan.guide
    return {
        "persona": plan.request.persona,
        "role": plan.request.goal,
        "scope": "full" if plan.request.full else "core",
        "cost": "free" if plan.request.free else "any",
        "optimal": True if plan.optimal else _gap_percent(plan.stages),
        "shortest_hours": hour_count(plan.shortest_minutes),
        "hours": hour_count(plan.total_minutes),
        "hours_range": list(plan.hours_range),
        "project_hours": hour_count(plan.project_minutes),
        "first_project_hours": hour_count(plan.first_project_minutes),
        "picks": plan.picks,
        "weeks": list(plan.weeks(hours_per_week)),
        "steps": [_step(step, plan, guide) for step in plan.steps],
        "omitted": [{"id": omission.id, "why": explain_omission(omission, guide)} for omission in plan.omitted],
    }


def _step(step: Step, plan: Plan, guide: Guide) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "id": step.id,
        "part": step.part,
        "hours": hour_count(step.minutes),
        "cost": step.cost,
        "milestone": step.milestone,
        "closes": [{"skill": skill, "level": level} for skill, level in step.closes],
        "why": explain(step, plan, guide),
        "alternatives": [f"{other.resource}#{other.part}" if other.part else other.resource for other in step.alternatives],
    }


def _gap_percent(stages: Sequence[Stage]) -> float:
    return max(round(abs(stage.value - stage.bound) / max(1, abs(stage.value)) * 100, 1) for stage in stages)


def _pairs(pairs: Iterable[Pair], guide: Guide) -> list[str]:
    """Skills at the highest level reached, in words."""
    return [_LEVELS[level].format(guide.skills[skill].name) for skill, level in sorted(dict(sorted(pairs)).items())]


def _called(key: str, guide: Guide) -> str:
    """The title of what a step's key stands for."""
    kind, _, rest = key.partition(":")
    identifier, _, part = rest.partition("#")
    if kind == "project":
        return guide.projects[identifier].name
    resource = guide.resources[identifier]
    if part:
        return next(piece.title for piece in resource.parts if piece.id == part)
    return resource.title


def _listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`, `a, b, c and 4 more`."""
    words = list(dict.fromkeys(words))
    if len(words) > _FEW + 1:
        words = [*words[:_FEW], f"{len(words) - _FEW} more"]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
