"""Personas and their paths: the table of all, the advice, and each path as its follower reads it.

The second road has its own page. "First this role, then that one" stands at `/paths/<persona>/<role>/then/<second>/`, planned
from what the first path leaves known. Where something in a path costs money, its free twin stands at `.../free/`, out of the
search. Plans in full (some 800 hours and more) have no page: what a role asks for beyond the hiring bar stands at the end of
its path, and `plan --full` still plans it. Their old addresses lead to the path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from ..content.text import links, opening_link
from ..decisions import roles_of, sample_steps
from ..model import Guide, Persona, PersonaPath, Project, Resource
from ..model.lengths import about_hours
from ..model.limits import BUDGET_NAMES, HOURS_PER_WEEK, SLACK_PERCENT
from ..planner import OmittedItem, Plan, prerequisites
from ..planner.paths import VARIANTS, PathKey, Plans, path_of
from .budget import Budget, budget
from .changed import NEWS, news_file
from .changed import URL as CHANGES
from .decide import answered
from .path_sizes import path_sizes
from .picture import Picture
from .plan_data import PLAN_FILE, plan_data, written
from .road import Drawing, Stop, road
from .rows import levels_of
from .skill_pictures import SmallMap, map_of_path
from .step_facts import on_paper
from .steps import StageRow, StageWriter, item_link, last_title, running_cost
from .writer import LINE, Fact, Page, PageWriter, anchor, cut, listed, live, range_of

# The numbers of weeks for which a path says what fits into them.
BUDGET_WEEKS = (6, 12, 24)


@dataclass(frozen=True)
class BigFact:
    """One of the facts at the head of a path: a label, a value, and what limits it, with a link to where that can be changed."""

    label: str
    value: str
    small: str = ""
    href: str = ""


@dataclass(frozen=True)
class BudgetLine:
    """What of a path fits into a time: the time, what of the stages, what there is to show by then and what not yet."""

    time: str
    stages: str
    show: str
    not_yet: str


@dataclass(frozen=True)
class FurtherRow:
    """A skill that a role asks for once settled: its level, how often it is asked for as far as that was counted, the editor's reason, and
    what the editors would take for it."""

    skill: Markup
    level: Markup
    asked: tuple[Markup, ...]
    why: Markup
    picks: tuple[Markup, ...]


@dataclass(frozen=True)
class Apply:
    """The end of a path that leads to the hiring bar: the projects that show it, and where the role's page says what employers look for."""

    projects: tuple[Markup, ...]
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class PathsRecord:
    """What `paths.md.jinja` prints."""

    roles: Sequence[Markup]
    rows: Sequence[Mapping[str, object]]
    sizes: Picture | None
    says: Sequence[tuple[object, ...]]
    news: str
    changes: str


@dataclass(frozen=True, kw_only=True)
class Worry:
    """What somebody asks themselves, and its own answer, or that of the question or debate that it leads to, with where that stands; the word
    of a debate `says` what it answers to its own question, not to the worry."""

    asked: str
    answer: Markup
    place: Markup
    says: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonaRecord:
    """What `persona.md.jinja` prints."""

    persona: Persona
    summary: Markup
    retired: Markup
    box: Sequence[Fact]
    worries: Sequence[Worry]
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

    heading: str
    scope: str
    lead: Markup
    more: Markup
    facts: Sequence[BigFact]
    granted: Sequence[Markup]
    accounts: Sequence[str]
    variants: Sequence[Mapping[str, object]]
    road: Sequence[Drawing]
    road_alt: str
    map: SmallMap | None
    budget: Sequence[BudgetLine]
    weeks: int
    own_pace: int
    stages: Sequence[StageRow]
    apply: Apply
    says: Sequence[tuple[object, ...]]
    states: Sequence[tuple[object, ...]]
    pace: Sequence[int]
    omitted: Sequence[tuple[object, ...]]
    passed_over: Sequence[object]
    proof: Mapping[str, object]
    evidence: str
    then: Mapping[str, object] | None
    first: Mapping[str, object] | None
    further: Sequence[FurtherRow]
    paper: str
    paper_foot: str
    page_address: str
    plan_file: str
    news: str
    changes: str


def path_pages(guide: Guide, plans: Plans) -> Iterator[Page]:
    """/paths/, /paths/<persona>/ and every path with its variants."""
    if guide.settings.personas:
        yield _index(guide, plans)
    for persona in guide.personas.values():
        yield _persona(guide, persona, plans)
    has_news = bool(news_file(guide))
    for key, plan in plans.items():
        yield _path(guide, key, plan, plans, has_news)


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
            sizes=path_sizes(guide, plans, writer),
            says=script_words(writer),
            news=writer.to(NEWS) if news_file(guide) else "",
            changes=writer.to(CHANGES),
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
            box=_box(guide, persona, plans, writer),
            worries=[_worry(guide, worry, writer) for worry in persona.worries],
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
    )


def _box(guide: Guide, persona: Persona, plans: Plans, writer: PageWriter) -> list[Fact]:
    """What the guide advises first: where to go, how long that takes and what is built first; the other ways, and to stay. It is what a
    decision says to the persona's own sample answers, so that the page and the result never part. A way to a role that the persona has already
    fills its gaps."""
    words = writer.words.persona
    ways = [(path, PathKey(persona.id, path.to)) for path in persona.paths]
    decision, steps = next(
        ((decision, steps) for decision in guide.decisions.values() if (steps := sample_steps(decision, persona))), (None, ()))
    here = roles_of(decision, persona) if decision else ()
    led = next((step.role for step in steps if step.role), None)
    stays = bool(steps) and steps[0].kind == "stay"
    ways = sorted((way for way in ways if way[1] in plans), key=lambda way: (way[0].to != led, way[0].stance != "recommended"))
    if not ways:  # a retired persona is not planned for any more
        return []
    (path, key), *others = ways
    plan = plans[key]
    advised = path.to == led or path.stance == "recommended"
    goal = guide.roles[path.to].name
    if len(steps) > 1 and not stays and path.to == led:  # who has one side of the result already
        goal = writer.words.decide.live.broaden.format(goal)
    hours = Markup("<strong>{}</strong>").format(range_of(plan, writer))
    rows = [
        *([Fact(words.go_to, anchor("#stay", writer.words.decide.live.stay))] if stays else []),
        Fact(
            words.broaden if stays else words.go_to if advised else words.nearest,
            anchor(writer.to(key.url), goal),
        ),
        Fact(
            words.broaden_time if stays else words.time,
            Markup(words.time_value).format(hours, _weeks(plan, persona, writer), persona.hours_per_week),
        ),
    ]
    if plan.steps and plan.steps[0].kind == "resource":
        step = plan.steps[0]
        value = Markup(words.step_value).format(item_link(guide, step.id, step.part, writer), writer.hours(step.minutes))
        rows.append(Fact(words.first_step, value))
    if path.first_project:
        first = Markup(words.first_value).format(writer.link("project", path.first_project), writer.hours(plan.first_project_minutes))
        rows.append(Fact(words.first, first))
    gaps, away = [way for way in others if way[0].to in here], [way for way in others if way[0].to not in here]
    for label, some in ((words.deepen, gaps), (words.others, away)):
        or_ways = (anchor(writer.to(other.url), f"{guide.roles[other.role].name}, {range_of(plans[other], writer)}") for _, other in some)
        rows.extend([Fact(label, Markup("; ").join(or_ways))] if some else [])
    if persona.stay and not stays:
        rows.append(Fact(words.or_stay, anchor("#stay", words.stay_means)))
    return rows


def _worry(guide: Guide, worry: str, writer: PageWriter) -> Worry:
    """A worry with its own answer, or that of the first question or debate that it links."""
    opening = opening_link(worry, LINE)
    own = writer.after_link(worry)
    asked = opening[0].label if opening and own else writer.plain(worry)
    for link in links(worry, LINE):
        if own and link.kind in ("debate", "faq"):
            says = guide.debates[link.id].short or "" if link.kind == "debate" else ""
            return Worry(asked=asked, answer=Markup("<p>{}</p>").format(own), place=writer.link(link.kind, link.id), says=says)
        if link.kind == "debate":
            debate = guide.debates[link.id]
            answer = Markup("<p>{}</p>").format(writer.line(debate.in_short)) if debate.in_short else writer.prose(debate.view)
            return Worry(asked=asked, answer=answer, place=writer.link("debate", debate.id), says=debate.short or "")
        if link.kind == "faq":
            return Worry(asked=asked, answer=writer.prose(guide.faq[link.id].answer), place=writer.link("faq", link.id))
    return Worry(asked=asked, answer=Markup(""), place=Markup(""))


def _path(guide: Guide, key: PathKey, plan: Plan, plans: Plans, has_news: bool) -> Page:
    writer = PageWriter(guide, key.url)
    words = writer.words.path
    persona = guide.personas[key.persona]
    heading, title = _names(guide, key, writer)

    def record() -> PathRecord:
        path = path_of(guide, key)
        stages = StageWriter(guide, plan, persona, writer).stages()
        lead, _, more = ("" if key.then else path.why.strip()).partition("\n\n")
        accounts = _accounts(plan, guide)
        return PathRecord(
            heading=heading,
            scope=words.core_scope,
            lead=writer.prose(lead),
            more=writer.prose(more),
            facts=_facts(persona, plan, accounts, writer),
            granted=levels_of(_granted(guide, plan), writer),
            accounts=accounts,
            variants=_variants(key, plans, writer),
            road=road([(stage.label, stage.minutes) for stage in stages], _stops(plan), persona.hours_per_week * 60,
                      lambda number: words.road_week.format(number)),
            road_alt=_road_alt(plan, stages, writer),
            map=None if key.then else map_of_path(guide, guide.roles[key.role], persona.has, writer),
            budget=_budget(plan, persona.hours_per_week, writer),
            weeks=BUDGET_WEEKS[1],
            own_pace=persona.hours_per_week,
            stages=stages,
            apply=_apply(guide, plan, writer),
            says=script_words(writer, path=True),
            states=state_choices(writer),
            pace=HOURS_PER_WEEK,
            omitted=_omitted(guide, plan, writer),
            passed_over=[_omission(guide, omission, plan, writer) for omission in plan.omitted if omission.reason == "pinned-over"],
            proof=_proof(plan, writer),
            evidence=writer.to(f"roles/{plan.request.goal}/#needs"),
            then=_then(key, path, plans, writer),
            first=_first(key, plans, writer),
            further=_further(guide, plan, writer),
            paper=words.paper.format(about_hours(plan.total_minutes), _weeks(plan, persona, writer), persona.hours_per_week),
            paper_foot=words.paper_foot.format(writer.date(guide.settings.as_of)),
            page_address=on_paper(f"{guide.settings.site_url}{key.url}") if guide.settings.site_url else "",
            plan_file=PLAN_FILE,
            news=writer.to(NEWS) if has_news else "",
            changes=writer.to(CHANGES),
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
        searchable=not key.variant and not key.then,
    )


def plan_file(guide: Guide, key: PathKey, plans: Plans) -> tuple[str, str]:
    """The data of a path for the device of who follows it: the path of the file, beside the page, and its text."""
    writer = PageWriter(guide, key.url)
    variants = [variant for variant in VARIANTS if replace(key, variant=variant) in plans]
    _, title = _names(guide, key, writer)
    data = plan_data(guide, plans[key], title, key.url, key.variant, last_title(plans[key], writer), variants)
    return f"{key.url}{PLAN_FILE}", written(data)


def _names(guide: Guide, key: PathKey, writer: PageWriter) -> tuple[str, str]:
    """What a path is called at its head, and its title, which names the variant, too."""
    words = writer.words.path
    names = [guide.personas[key.persona].name, *(guide.roles[role].name for role in (key.role, key.then) if role)]
    heading = (words.then_title if key.then else words.title).format(*names)
    return heading, f"{heading}, {getattr(words.variant, key.variant)}" if key.variant else heading


def _facts(persona: Persona, plan: Plan, accounts: Sequence[str], writer: PageWriter) -> tuple[BigFact, ...]:
    """How long it takes in all and at the persona's pace, what there is to show, and what it costs."""
    words = writer.words.path
    low, high = plan.hours_range
    length = range_of(plan, writer)
    stops = _stops(plan)
    shown = (words.things_one if len(stops) == 1 else words.things).format(len(stops))
    return (
        BigFact(words.hours, words.about.format(about_hours(plan.total_minutes)), words.likely.format(length)) if low < high
        else BigFact(words.hours, length),
        BigFact(words.weeks.format(persona.hours_per_week), words.weeks_value.format(_weeks(plan, persona, writer)), words.change, "#budget"),
        *([BigFact(words.to_show, shown, words.first_after.format(writer.hours(stops[0].minutes)))] if stops else []),
        BigFact(words.cost, *_cost(plan, accounts, writer)),
    )


def _cost(plan: Plan, accounts: Sequence[str], writer: PageWriter) -> tuple[str, str, str]:
    """What the resources of a plan cost, how many accounts its steps ask for, or what doing them costs: never more than their files say."""
    words, guide = writer.words.path, writer.guide
    used = _resources(plan, guide)
    paid = sum(resource.cost != "free" for resource in used)
    running = sum(bool(running_cost(guide, step)) for step in plan.steps)
    besides = (words.runs_one if running == 1 else words.runs).format(running) if running else words.not_counted
    to_open = (words.accounts_one if len(accounts) == 1 else words.accounts).format(len(accounts))
    return (words.some_paid.format(paid, len(used)) if paid else words.all_free, *((to_open, "#accounts") if accounts else (besides, "")))


def _accounts(plan: Plan, guide: Guide) -> tuple[str, ...]:
    """The accounts that the steps of a plan ask for, each by what it is for; what asks for one at each publisher stands once for each."""
    needed: dict[str, list[str]] = {}
    for step in plan.steps:
        if step.kind == "project":
            needs, providers = guide.projects[step.id].needs, []
        else:
            resource = guide.resources[step.id]
            needs, providers = resource.needs_of(resource.part(step.part) or resource), [resource.provider]
        for need in needs:
            needed.setdefault(need, []).extend(providers)
    named = []
    for supply in guide.settings.supplies:
        if supply.id in needed and supply.account:
            at = dict.fromkeys(needed[supply.id]) if supply.account == "each" else {}
            named += [guide.language.words.path.account_at.format(supply.name, provider) for provider in at] or [supply.name]
    return tuple(named)


def _granted(guide: Guide, plan: Plan) -> dict[str, int]:
    """What a plan takes as known of what its role asks for and its steps start from: skills and levels, by id."""
    asked = dict(prerequisites.wanted(guide.roles[plan.request.goal], full=False))
    for step in plan.steps:
        whole: Project | Resource = guide.projects[step.id] if step.kind == "project" else guide.resources[step.id]
        for skill, level in (whole.part(step.part) or whole).requires.items():
            asked[skill] = max(level, asked.get(skill, 0))
    return {skill: min(level, plan.known[skill]) for skill, level in sorted(asked.items()) if plan.known.get(skill)}


def _stops(plan: Plan) -> list[Stop]:
    """What there is to show along a path."""
    after = plan.shown_after
    return [Stop(key=step.key, label=step.ships, minutes=after[step.key]) for step in plan.steps if step.ships]


def _road_alt(plan: Plan, stages: Sequence[StageRow], writer: PageWriter) -> str:
    """The road in words: how long its stages are, and after how long there is what to show."""
    words = writer.words.path
    stops = _stops(plan)
    in_hours = [str(about(stage.minutes)) for stage in stages]
    after = words.road_after.format(", ".join(str(about(stop.minutes)) for stop in stops)) if stops else ""
    return str(words.road_alt.format(len(stages), ", ".join(in_hours), len(stops), after))


def about(minutes: int) -> int:
    """Hours to the nearest whole one."""
    return (minutes + 30) // 60


def _budget(plan: Plan, per_week: int, writer: PageWriter) -> tuple[BudgetLine, ...]:
    """What fits into some numbers of weeks, up to the first in which all of it does."""
    words = writer.words.follow.says
    names = [step.ships for step in plan.steps if step.ships]
    lines = []
    for weeks in BUDGET_WEEKS:
        fits = budget(plan, weeks * per_week * 60)
        lines.append(BudgetLine(
            words.budget_in.format(weeks, per_week), _fits(fits, len(plan.milestones), writer),
            words.budget_show.format(_some(fits.shipped, writer)) if fits.shipped else "",
            words.budget_not_yet.format(_some(later, writer)) if (later := names[len(fits.shipped):]) else ""))
        if fits.milestones == len(plan.milestones):
            break
    return tuple(lines)


def _some(names: Sequence[str], writer: PageWriter) -> str:
    """The first of these names, and how many more there are."""
    few = "; ".join(names[:BUDGET_NAMES])
    more = len(names) - BUDGET_NAMES
    return writer.words.follow.says.budget_more.format(few, more) if more > 0 else few


def _fits(fits: Budget, stages: int, writer: PageWriter) -> str:
    """The stages that are whole, and how much of the next one."""
    words = writer.words.follow.says
    if fits.milestones == stages:
        return str(words.budget_whole)
    whole = words.budget_stages.format(fits.milestones) if fits.milestones > 1 else str(words.budget_stage) if fits.milestones else ""
    more = words.budget_part.format(fits.percent, fits.milestones + 1) if fits.percent else ""
    return str(words.budget_and.format(whole, more) if whole and more else whole or more or words.budget_little)


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


def _weeks(plan: Plan, persona: Persona, writer: PageWriter) -> str:
    low, high = plan.weeks(persona.hours_per_week)
    return writer.words.path.weeks_range.format(low, high) if low != high else str(low)


def _apply(guide: Guide, plan: Plan, writer: PageWriter) -> Apply:
    """What is reached at the end of a path: all that the role asks for before somebody is hired, and the projects to show for it."""
    goal = plan.request.goal
    built = dict.fromkeys(step.id for step in plan.steps if step.kind == "project")
    href = writer.to(f"roles/{goal}/#hiring") if guide.roles[goal].hiring else ""
    return Apply(tuple(writer.link("project", project) for project in built), href)


def _further(guide: Guide, plan: Plan, writer: PageWriter) -> list[FurtherRow]:
    """What the role asks for once settled, beyond the end of this path."""
    role = guide.roles[plan.request.goal]
    wanted = prerequisites.wanted(role, full=True)
    rows = []
    for skill, need in role.needs.items():
        if wanted.get(skill, 0) > plan.learned.get(skill, 0):
            picks = (writer.link("resource", resource.id) for resource in live(guide.resources.values()) if skill in resource.pick)
            grounds = (guide.claims[claim] for claim in need.claims)
            asked = (Markup("{}: {}").format(writer.link("claim", claim.id, writer.figure(claim)), claim.measures)
                     for claim in grounds if claim.measures and writer.figure(claim))
            rows.append(FurtherRow(writer.link("skill", skill), writer.dots(wanted[skill]), tuple(asked), writer.line(need.why), tuple(picks)))
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
            groups.setdefault(omission.reason, []).append(_omission(guide, omission, plan, writer))
    return [(getattr(writer.words.omitted, reason), rows) for reason, rows in groups.items()]


def _omission(guide: Guide, omission: OmittedItem, plan: Plan, writer: PageWriter) -> tuple[Markup, Markup]:
    """What was left out, and why: an editor's words, the skills that are known, or the steps that teach the same, by their numbers."""
    resource, _, part = omission.id.partition("#")
    title = item_link(guide, resource, part or None, writer)
    if omission.reason in ("omitted", "pinned-over"):
        return title, Markup(", ").join(writer.line(text) for text in omission.detail)
    known = [writer.link("skill", name) for name in omission.detail if name in guide.skills]
    numbers = (number for number, step in enumerate(plan.steps, 1) if step.key in omission.detail)
    steps = [anchor(f"#step-{number}", str(number)) for number in numbers]
    words = writer.words.step.step_one if len(steps) == 1 else writer.words.step.step_many
    return title, Markup(", ").join(known) + listed(words, steps)


def _proof(plan: Plan, writer: PageWriter) -> dict[str, object]:
    words = writer.words.proof
    stages = []
    for stage in plan.stages:
        value, bound = (
            writer.hours(number) if stage.name in ("hours", "short", "rows")
            else "" if stage.name in ("providers", "unique", "order") else str(number)
            for number in (stage.value, stage.bound)
        )
        state = words.kept if stage.bound < 0 else words.proven if stage.value == stage.bound else words.bound.format(bound)
        goal = words.picks.format(SLACK_PERCENT) if stage.name == "picks" else getattr(words, stage.name)
        stages.append((goal, value, state))
    return {
        "stages": stages,
        "facts": _counts(plan, writer),
        "gap": [(writer.link("skill", skill), writer.dots(level), writer.level_word(level)) for skill, level in dict(sorted(plan.gap)).items()],
    }


def _counts(plan: Plan, writer: PageWriter) -> tuple[Fact, ...]:
    """What the hours of a plan are made of and rest on, and what its resources ask for."""
    words, used = writer.words.path, _resources(plan, writer.guide)
    facts = []
    if plan.project_minutes:
        facts.append(Fact(words.projects, writer.hours(plan.project_minutes)))
    if used:
        unknown = sum(resource.sign_up is None for resource in used)
        accounts = _of(sum(resource.sign_up is True for resource in used), len(used), writer)
        facts.append(Fact(words.paid, _of(sum(resource.cost != "free" for resource in used), len(used), writer)))
        facts.append(Fact(words.account, words.unknown.format(accounts, unknown) if unknown else accounts))
    return (*facts, Fact(words.stated, _stated(plan, writer)))


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
