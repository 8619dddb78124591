"""Personas and their paths: the table of all, the advice, and each path as its follower reads it.

The second road has its own page. "First this role, then that one" stands at `/paths/<persona>/<role>/then/<second>/`, planned
from what the first path leaves known. Where something in a path costs money, its free twin stands at `.../free/`, out of the
search. Plans in full (some 800 hours and more) have no page: what a role asks for beyond the hiring bar stands at the end of
its path, and `plan --full` still plans it. Their old addresses lead to the path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from ..content.text import escape
from ..model import Guide, Persona, PersonaPath, Resource
from ..model.lengths import about_hours
from ..model.limits import HOURS_PER_WEEK, SLACK_PERCENT
from ..planner import Milestone, OmittedItem, Plan, Step, prerequisites
from ..planner.paths import VARIANTS, PathKey, Plans, path_of
from ..planner.reasons import piece_of
from .checklist import TaskRow, WeekRow, weeks_of
from .decide import answered
from .plan_data import data_block, plan_data
from .rows import levels_of
from .writer import Fact, Page, PageWriter, anchor, cut, live, name_of


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """A step as its follower reads it; what only a resource has is empty for a project, and the other way round."""

    key: str
    number: int
    kind: str
    title: Markup
    whole: str = ""
    provider: str = ""
    url: str = ""
    kind_name: str
    cost: str = ""
    cost_name: str = ""
    account: str = ""
    hours: str
    minutes: int
    note: Markup = Markup()
    teaches: tuple[Markup, ...]
    why: tuple[Markup, ...]
    alternatives: tuple[tuple[Markup, str, str], ...] = ()
    acceptance: tuple[Markup, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MilestoneRow:
    """A milestone: what is shipped at its end, and the steps up to it."""

    number: int
    title: str
    lead: Markup
    hours: str
    total: str
    steps: tuple[StepRow, ...]


@dataclass(frozen=True, kw_only=True)
class PathsRecord:
    """What `paths.md.jinja` prints."""

    roles: Sequence[Markup]
    rows: Sequence[Mapping[str, object]]
    says: Sequence[tuple[object, ...]]


@dataclass(frozen=True, kw_only=True)
class PersonaRecord:
    """What `persona.md.jinja` prints."""

    persona: Persona
    summary: Markup
    retired: Markup
    worries: Sequence[Markup]
    advice: Markup
    stay: Markup
    pay: Markup
    cards: Sequence[Mapping[str, object]]
    pace: str
    samples: Sequence[Mapping[str, object]]
    has: Sequence[tuple[object, ...]]


@dataclass(frozen=True, kw_only=True)
class PathRecord:
    """What `path.md.jinja` prints."""

    why: str | Markup
    facts: Sequence[Fact]
    asked: str
    variants: Sequence[Mapping[str, object]]
    milestones: Sequence[MilestoneRow]
    weeks: Sequence[WeekRow]
    weeks_title: str
    says: Sequence[tuple[object, ...]]
    states: Sequence[tuple[object, ...]]
    pace: Sequence[int]
    omitted: Sequence[tuple[object, ...]]
    proof: Mapping[str, object]
    then: Mapping[str, object] | None
    first: Mapping[str, object] | None
    further: Sequence[tuple[object, ...]]
    known: Sequence[Markup]
    scope: str
    heading: str
    plan_data: Markup
    passed_over: Sequence[object]


def path_pages(guide: Guide, plans: Plans) -> Iterator[Page]:
    """/paths/, /paths/<persona>/ and every path with its variants."""
    if guide.settings.personas:
        yield _index(guide, plans)
    for persona in guide.personas.values():
        yield _persona(guide, persona, plans)
    for key, plan in plans.items():
        yield _path(guide, key, plan, plans)


def path_cards(guide: Guide, persona: Persona, plans: Plans, writer: PageWriter) -> list[dict[str, object]]:
    """A persona's paths as cards: stance, hours, weeks, what is built first."""
    cards = []
    for path in persona.paths:
        key = PathKey(persona.id, path.to)
        plan = plans.get(key)
        if plan is None:  # a retired persona is not planned for any more
            continue
        cards.append(
            {
                "href": writer.to(key.url),
                "role": guide.roles[path.to].name,
                "stance": getattr(writer.words.stance, path.stance),
                "stance_id": path.stance,
                "why": writer.prose(path.why),
                "hours": range_of(plan, writer),
                "weeks": _weeks(plan, persona, writer),
                "steps": len(plan.steps),
                "first": writer.link("project", path.first_project) if path.first_project else "",
                "first_hours": writer.hours(plan.first_project_minutes),
                "then": guide.roles[path.then].name if path.then else "",
                "then_href": writer.to(PathKey(persona.id, path.to, "", path.then).url) if path.then else "",
            }
        )
    return cards


def _index(guide: Guide, plans: Plans) -> Page:
    url = "paths/"
    writer = PageWriter(guide, url)
    roles = [
        role
        for role in guide.settings.roles
        if any(path.to == role for persona in guide.settings.personas for path in guide.personas[persona].paths)
    ]
    rows = []
    for identifier in guide.settings.personas:
        persona = guide.personas[identifier]
        ways = {path.to: path for path in persona.paths}
        cells = [_cell(persona, ways[role], plans, writer) if role in ways else None for role in roles]
        rows.append(
            {
                "name": persona.name,
                "href": writer.href("persona", identifier),
                "summary": writer.line(persona.summary),
                "cells": cells,
            }
        )

    def record() -> PathsRecord:
        return PathsRecord(
            roles=[writer.link("role", role) for role in roles],
            rows=rows,
            says=script_words(writer),
        )

    return Page(
        url, "paths.md.jinja", writer.words.paths.title, writer.words.paths.description, "paths", record, source="guide.yml"
    )


def _cell(persona: Persona, path: PersonaPath, plans: Plans, writer: PageWriter) -> dict[str, str]:
    key = PathKey(persona.id, path.to)
    return {
        "href": writer.to(key.url),
        "hours": range_of(plans[key], writer),
        "weeks": _weeks(plans[key], persona, writer),
        "stance": getattr(writer.words.stance, path.stance),
        "stance_id": path.stance,
    }


def _persona(guide: Guide, persona: Persona, plans: Plans) -> Page:
    url = f"paths/{persona.id}/"
    writer = PageWriter(guide, url)

    def record() -> PersonaRecord:
        return PersonaRecord(
            persona=persona,
            summary=writer.line(persona.summary),
            retired=writer.retired("persona", persona),
            worries=writer.lines(persona.worries),
            advice=writer.prose(persona.advice),
            stay=writer.prose(persona.stay),
            pay=writer.prose(persona.pay_change.says if persona.pay_change else None),
            cards=path_cards(guide, persona, plans, writer),
            pace=writer.words.path.pace.format(persona.hours_per_week),
            samples=[
                {"href": answered(guide, decision, answers, writer), "name": guide.decisions[decision].name}
                for decision, answers in persona.answers.items()
            ],
            has=[
                (area.name, rows)
                for area in guide.settings.areas
                if (rows := levels_of({skill: level for skill, level in persona.has.items() if guide.skills[skill].area == area.id}, writer))
            ],
        )

    return Page(
        url,
        "persona.md.jinja",
        persona.name,
        writer.summary(persona.summary),
        "paths",
        record,
        source=persona.path,
        contents=True,
    )


def _path(guide: Guide, key: PathKey, plan: Plan, plans: Plans) -> Page:
    writer = PageWriter(guide, key.url)
    words = writer.words.path
    persona, role = guide.personas[key.persona], guide.roles[key.then or key.role]
    heading = words.title.format(persona.name, role.name)
    if key.then:
        heading = words.then_title.format(persona.name, guide.roles[key.role].name, role.name)
    title = f"{heading}, {getattr(words.variant, key.variant)}" if key.variant else heading

    def record() -> PathRecord:
        variants = [variant for variant in VARIANTS if replace(key, variant=variant) in plans]
        path = path_of(guide, key)
        milestones = _milestones(guide, plan, writer)
        return PathRecord(
            why="" if key.then else writer.prose(path.why),
            facts=_facts(persona, plan, writer),
            asked=_asked(plan, writer),
            variants=_variants(key, plans, writer),
            milestones=milestones,
            weeks=_week_rows(milestones, persona, writer),
            weeks_title=words.checklist.format(persona.hours_per_week),
            says=script_words(writer, path=True),
            states=state_choices(writer),
            pace=HOURS_PER_WEEK,
            omitted=_omitted(guide, plan, writer),
            proof=_proof(plan, writer),
            then=_then(key, path, plans, writer),
            first=_first(key, plans, writer),
            further=_further(guide, plan, writer),
            known=levels_of(dict(sorted(persona.has.items())), writer),
            scope=words.core_scope,
            heading=heading,
            passed_over=[_omission(guide, omission, writer) for omission in plan.omitted if omission.reason == "pinned-over"],
            plan_data=data_block("fp-plan", plan_data(guide, plan, title, key.url, key.variant, _last_title(plan, writer), variants)),
        )

    description = cut(words.description.format(title, range_of(plan, writer)))
    return Page(
        key.url,
        "path.md.jinja",
        title,
        description,
        "paths",
        record,
        source=persona.path,
        contents=True,
        searchable=not key.variant and not key.then,
    )


def _facts(persona: Persona, plan: Plan, writer: PageWriter) -> tuple[Fact, ...]:
    words = writer.words.path
    used = _resources(plan, writer.guide)
    low, high = plan.hours_range
    length = range_of(plan, writer)
    first = next((step for step in plan.steps if step.kind == "project"), None)
    return (
        Fact(words.hours, words.hours_value.format(about_hours(plan.total_minutes), length) if low < high else length),
        *([Fact(words.projects, writer.hours(plan.project_minutes))] if plan.project_minutes else []),
        Fact(words.weeks, words.weeks_value.format(_weeks(plan, persona, writer), persona.hours_per_week)),
        *(
            (
                Fact(
                    words.first,
                    Markup(words.first_value.format(writer.hours(plan.first_project_minutes), writer.link("project", first.id))),
                ),
            )
            if first
            else ()
        ),
        *([Fact(words.paid, _of(sum(resource.cost != "free" for resource in used), len(used), writer))] if used else []),
        Fact(words.stated, _stated(plan, writer)),
    )


def _asked(plan: Plan, writer: PageWriter) -> str:
    """What the resources of a plan ask for besides money, and what is not counted as their cost."""
    words, used = writer.words.path, _resources(plan, writer.guide)
    accounts_needed = _of(sum(resource.sign_up is True for resource in used), len(used), writer)
    unknown = sum(resource.sign_up is None for resource in used)
    accounts = words.account.format(words.unknown.format(accounts_needed, unknown) if unknown else accounts_needed)
    return f"{accounts} {words.cost_note}" if used else str(words.cost_note)


def _resources(plan: Plan, guide: Guide) -> list[Resource]:
    """The resources of a plan, each once."""
    return [guide.resources[name] for name in dict.fromkeys(step.id for step in plan.steps if step.kind == "resource")]


def _of(number: int, total: int, writer: PageWriter) -> str:
    words = writer.words.path
    return str(words.count.format(number, total) if number else words.none_of.format(total))


def _stated(plan: Plan, writer: PageWriter) -> str:
    """How much of a plan's length is named by publishers, and that the rest is not."""
    if not plan.stated_minutes:
        return str(writer.words.path.none_stated)
    stated = writer.hours(plan.stated_minutes)
    return stated if plan.stated_minutes == plan.total_minutes else str(writer.words.path.stated_value.format(stated))


def range_of(plan: Plan, writer: PageWriter) -> str:
    """A plan's hours from the least to the most, as they are shown; one number where both are the same."""
    low, high = plan.hours_range
    return writer.words.path.range.format(low, high) if low != high else writer.words.time.hours.format(low)


def _weeks(plan: Plan, persona: Persona, writer: PageWriter) -> str:
    low, high = plan.weeks(persona.hours_per_week)
    return writer.words.path.weeks_range.format(low, high) if low != high else str(low)


def _milestones(guide: Guide, plan: Plan, writer: PageWriter) -> tuple[MilestoneRow, ...]:
    order = [position for milestone in plan.milestones for position in milestone.steps]
    numbers = {plan.steps[position].key: number for number, position in enumerate(order, 1)}
    # What holds of a whole resource is said at the first of its parts.
    first = {step.id: step.key for position in reversed(order) if (step := plan.steps[position]).kind == "resource"}
    rows, so_far = [], 0
    for index, milestone in enumerate(plan.milestones):
        steps = [_step(guide, plan.steps[position], numbers, first, writer) for position in milestone.steps]
        so_far += milestone.minutes
        rows.append(
            MilestoneRow(
                number=index + 1,
                title=_milestone_title(guide, plan, milestone, writer),
                lead=_milestone_lead(guide, plan, milestone, writer),
                hours=writer.hours(milestone.minutes),
                total=writer.hours(so_far),
                steps=tuple(steps),
            )
        )
    return tuple(rows)


def _week_rows(milestones: Iterable[MilestoneRow], persona: Persona, writer: PageWriter) -> tuple[WeekRow, ...]:
    """The steps as a check list at the persona's pace."""
    words = writer.words.path
    steps = [step for milestone in milestones for step in milestone.steps]
    weeks = weeks_of((step.minutes for step in steps), persona.hours_per_week * 60)
    return tuple(
        WeekRow(
            words.week.format(number),
            tuple(
                TaskRow(
                    number=steps[share.step].number,
                    title=steps[share.step].title,
                    hours=writer.hours(share.minutes),
                    of=""
                    if share.minutes == share.total
                    else (words.rest_of if share.last else words.part_of).format(writer.hours(share.total)),
                )
                for share in week
            ),
        )
        for number, week in enumerate(weeks, 1)
    )


def _milestone_title(guide: Guide, plan: Plan, milestone: Milestone, writer: PageWriter) -> str:
    return piece_of(guide.projects[milestone.project], milestone.part).name if milestone.project else _last_title(plan, writer)


def _last_title(plan: Plan, writer: PageWriter) -> str:
    """What the steps after the last project are called; where there is no project, they are all of the path."""
    words = writer.words.path
    return str(words.finish if plan.project_minutes else words.whole)


def _milestone_lead(guide: Guide, plan: Plan, milestone: Milestone, writer: PageWriter) -> Markup:
    if milestone.project:
        return writer.line(piece_of(guide.projects[milestone.project], milestone.part).deliverable)
    return escape(writer.words.path.finish_lead) if plan.project_minutes else Markup("")


def _step(guide: Guide, step: Step, numbers: Mapping[str, int], first: Mapping[str, str], writer: PageWriter) -> StepRow:
    words = writer.words
    number = numbers[step.key]
    why = _why(guide, step, numbers, writer)
    if step.kind == "project":
        built = piece_of(guide.projects[step.id], step.part)
        return StepRow(
            key=step.key,
            number=number,
            kind="project",
            title=writer.link("project", step.id, built.name),
            whole=guide.projects[step.id].name if step.part else "",
            kind_name=words.path.project,
            hours=writer.hours(step.minutes),
            minutes=step.minutes,
            teaches=levels_of(built.proves, writer),
            why=why,
            acceptance=writer.lines(built.acceptance),
        )
    resource = guide.resources[step.id]
    part = next((part for part in resource.parts if part.id == step.part), None)
    title = writer.link("resource", step.id, part.title if part else resource.title)
    if part:
        title = anchor(writer.to(f"resources/{step.id}/#{part.id}"), part.title)
    alternatives = tuple(
        (_item(guide, other.resource, other.part, writer), writer.hours(other.minutes), getattr(words.cost, other.cost))
        for other in step.alternatives
    )
    best: dict[str, int] = {}
    for skill, level in step.closes:
        best[skill] = max(level, best.get(skill, 0))
    return StepRow(
        key=step.key,
        number=number,
        kind="resource",
        title=title,
        whole=resource.title if part else "",
        provider=resource.provider,
        url=resource.url,
        kind_name=getattr(words.resource_kind, resource.kind),
        cost=resource.cost,
        cost_name=getattr(words.cost, resource.cost),
        account=words.path.needs_account if resource.sign_up else "",
        hours=writer.hours(step.minutes),
        minutes=step.minutes,
        note=Markup(" ").join(
            writer.line(text) for text in (resource.price, resource.note) if text and first[step.id] == step.key
        ),
        teaches=levels_of(best, writer),
        why=why,
        alternatives=alternatives,
    )


def _why(guide: Guide, step: Step, numbers: Mapping[str, int], writer: PageWriter) -> tuple[Markup, ...]:
    """Why a step is there: an editor's reason, an editor's pick, what needs it later."""
    words = writer.words.path
    reasons = []
    if step.pinned:
        reasons.append(Markup(f"{escape(words.pinned)} {writer.line(step.pinned)}"))
    if step.kind == "resource":
        for skill, why in guide.resources[step.id].pick.items():
            if skill in step.serves:
                reasons.append(Markup(words.picked.format(writer.link("skill", skill), writer.line(why))))
        if step.serves and not step.closes and not step.needed_by:
            reasons.append(escape(words.taught_elsewhere))
    later = [numbers[key] for key in step.needed_by]
    if later:
        shown = Markup(", ").join(Markup(f'<a href="#step-{number}">{number}</a>') for number in later[:4])
        more = words.and_more.format(len(later) - 4) if len(later) > 4 else ""
        reasons.append(Markup((words.needed_by_one if len(later) == 1 else words.needed_by).format(shown, more)))
    return tuple(reasons)


def _item(guide: Guide, resource: str, part: str | None, writer: PageWriter) -> Markup:
    title = guide.resources[resource].title
    if part is None:
        return writer.link("resource", resource)
    part_title = next(candidate.title for candidate in guide.resources[resource].parts if candidate.id == part)
    return anchor(writer.to(f"resources/{resource}/#{part}"), part_title) + Markup(' <span class="fp-by">{}</span>').format(title)


def _further(guide: Guide, plan: Plan, writer: PageWriter) -> list[tuple[Markup, Markup, tuple[Markup, ...]]]:
    """What the role asks for once settled, beyond the end of this path: each skill with its level, and the editors' picks for it."""
    role = guide.roles[plan.request.goal]
    wanted = prerequisites.wanted(role, full=True)
    rows = []
    for skill in (skill for skill in role.needs if wanted.get(skill, 0) > plan.learned.get(skill, 0)):
        picks = (writer.link("resource", resource.id) for resource in live(guide.resources.values()) if skill in resource.pick)
        rows.append((writer.link("skill", skill), writer.dots(wanted[skill]), tuple(picks)))
    return rows


def _variants(key: PathKey, plans: Plans, writer: PageWriter) -> list[dict[str, object]]:
    """The plans of the same path, where there is more than one."""
    variants = []
    for variant in VARIANTS:
        other = PathKey(key.persona, key.role, variant, key.then)
        if other in plans:
            variants.append(
                {
                    "href": writer.to(other.url),
                    "name": getattr(writer.words.path.variant, variant or "core"),
                    "hours": range_of(plans[other], writer),
                    "current": other == key,
                }
            )
    return variants if len(variants) > 1 else []


def _then(key: PathKey, path: PersonaPath, plans: Plans, writer: PageWriter) -> dict[str, str] | None:
    if key.then or not path.then:
        return None
    other = PathKey(key.persona, key.role, key.variant, path.then)
    if other not in plans:
        other = PathKey(key.persona, key.role, "", path.then)
    return {"href": writer.to(other.url), "role": writer.guide.roles[path.then].name, "hours": range_of(plans[other], writer)}


def _first(key: PathKey, plans: Plans, writer: PageWriter) -> dict[str, str] | None:
    if not key.then:
        return None
    first = PathKey(key.persona, key.role, key.variant)
    return {"href": writer.to(first.url), "role": writer.guide.roles[key.role].name, "hours": range_of(plans[first], writer)}


def _omitted(guide: Guide, plan: Plan, writer: PageWriter) -> list[tuple[str, list[tuple[Markup, Markup]]]]:
    """What was left out, grouped by the reason."""
    groups: dict[str, list[tuple[Markup, Markup]]] = {}
    for omission in plan.omitted:
        if omission.reason != "pinned-over":
            groups.setdefault(omission.reason, []).append(_omission(guide, omission, writer))
    return [(getattr(writer.words.omitted, reason), rows) for reason, rows in groups.items()]


def _omission(guide: Guide, omission: OmittedItem, writer: PageWriter) -> tuple[Markup, Markup]:
    resource, _, part = omission.id.partition("#")
    title = _item(guide, resource, part or None, writer)
    if omission.reason in ("omitted", "pinned-over"):
        return title, Markup(", ").join(writer.line(text) for text in omission.detail)
    details = []
    for name in omission.detail:
        if name in guide.skills:
            details.append(writer.link("skill", name))
        else:
            base, _, inner = name.removeprefix("resource:").partition("#")
            details.append(_item(guide, base, inner or None, writer) if base in guide.resources else escape(name))
    return title, Markup(", ").join(details)


def _proof(plan: Plan, writer: PageWriter) -> dict[str, object]:
    words = writer.words.proof
    stages = []
    for stage in plan.stages:
        value, bound = (
            writer.hours(number) if stage.name in ("hours", "short") else "" if stage.name == "unique" else str(number)
            for number in (stage.value, stage.bound)
        )
        state = words.kept if stage.bound < 0 else words.proven if stage.value == stage.bound else words.bound.format(bound)
        goal = words.picks.format(SLACK_PERCENT) if stage.name == "picks" else getattr(words, stage.name)
        stages.append((goal, value, state))
    wanted: dict[str, int] = {}
    for skill, level in plan.gap:
        wanted[skill] = max(level, wanted.get(skill, 0))
    return {
        "stages": stages,
        "shortest": writer.hours(plan.shortest_minutes),
        "chosen": writer.hours(plan.minutes),
        "gap": [(writer.link("skill", skill), writer.dots(level), writer.level_word(level)) for skill, level in sorted(wanted.items())],
        "steps": len(plan.steps),
        "names": [name_of(writer.guide.skills[skill]) for skill in sorted(wanted)],
    }


def script_words(writer: PageWriter, path: bool = False) -> tuple[tuple[str, str], ...]:
    """The sentences that scripts show to somebody who follows a path, by name; those of a path page as well when `path`."""
    words = writer.words.follow
    if not path:
        return tuple(vars(words.shared).items())
    levels = [(f"level_{level}", word) for level, word in level_choices(writer)]
    states = [(f"state_{state}", word) for state, word in state_choices(writer)]
    return (*vars(words.shared).items(), *vars(words.says).items(), *levels, *states)


def level_choices(writer: PageWriter) -> tuple[tuple[int, str], ...]:
    """The levels of a skill that a reader can tick, the first of them none."""
    return tuple(enumerate(vars(writer.words.follow.levels).values()))


def state_choices(writer: PageWriter) -> tuple[tuple[str, str], ...]:
    """The states of a step, by their names in what is stored."""
    return tuple(vars(writer.words.follow.states).items())
