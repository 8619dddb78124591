"""The roles beside each other at a glance and in full, and the page of each: a box that answers first, then sections that each say what
they come down to, with the rest folded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from markupsafe import Markup

from ..content.text import links
from ..model import Criterion, Guide, Need, Role
from ..model.people import CriterionValue, RoleFindings, RoleInShort
from ..planner.paths import PathKey, Plans, path_of
from .claim_pictures import picture_links, pictures_of_roles
from .decide import decision_links
from .evidence import ClaimRow, claim_row
from .look import tone_of
from .marks import known_words
from .picture import Picture, drawn_bar
from .skill_pictures import map_of_role
from .writer import LINE, Fact, Page, PageWriter, Place, anchor, cut, live, name_of, range_of

# The least part of its room that the bar of a range takes, so that it can be seen.
_LEAST = 0.006


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell of the comparison: whose it is, what holds, and what it rests on; `more` where its words link claims themselves, so that these are
    others."""

    role: str
    value: Markup
    claims: tuple[Markup, ...] = ()
    more: bool = False
    opinion: bool = False


@dataclass(frozen=True, kw_only=True)
class ComparisonRow:
    """A row of the comparison."""

    former: tuple[str, ...]
    anchor: str
    name: str
    question: Markup
    why: Markup
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class GlanceRow:
    """A row of the comparison at a glance. It has an `anchor` where no fold below tells more; `start` is whose hours it has."""

    anchor: str
    former: tuple[str, ...]
    name: Markup | str
    cells: tuple[Cell, ...]
    start: str = ""


@dataclass(frozen=True, kw_only=True)
class GlanceGroup:
    """Rows at a glance under one heading, with what they rest on beside it; without a heading where the guide gives none."""

    name: str
    ground: str
    rows: tuple[GlanceRow, ...]


@dataclass(frozen=True, kw_only=True)
class RoleHead:
    """A role at the head of its column: its number among the roles, and its place among the arms of the post, 0 for none."""

    number: int
    tone: int
    name: str
    href: str
    approach: str
    summary: Markup


@dataclass(frozen=True)
class NeedRow:
    """A skill that a role needs: its level at the hiring bar and in full, and the ground on which it is asked for."""

    skill: Markup
    core: Markup
    full: Markup
    ground: tuple[Markup, ...]


@dataclass(frozen=True, kw_only=True)
class Distance:
    """How far a role is from where somebody starts: the path's hours, and the bar of their range."""

    href: str
    name: str
    hours: str
    drawn: Markup


@dataclass(frozen=True, kw_only=True)
class RolesRecord:
    """What `roles.md.jinja` prints."""

    decisions: Sequence[Mapping[str, object]]
    heads: Sequence[RoleHead]
    columns: int
    groups: Sequence[GlanceGroup]
    starts: Sequence[GlanceRow]
    other_starts: str
    rows: Sequence[ComparisonRow]
    retired: Sequence[tuple[object, ...]]
    pictures: Sequence[Picture]
    signs: Sequence[Markup]
    reading: str | Markup


@dataclass(frozen=True, kw_only=True)
class RoleRecord:
    """What `role.md.jinja` prints."""

    role: Role
    tone: int
    summary: Markup
    box: Sequence[Fact]
    figures: str
    distances: Sequence[Distance]
    findings: Mapping[str, Markup]
    decisions: Sequence[Mapping[str, object]]
    retired: Markup
    description: Markup
    background: Markup
    day: Sequence[tuple[object, ...]]
    responsibilities: Sequence[Markup]
    hiring: Sequence[Markup]
    not_for_you_if: Sequence[Markup]
    workbench: Sequence[Mapping[str, object]]
    tools: int
    needs: Sequence[Mapping[str, object]]
    skills: int
    map: Picture | None
    pay: Sequence[ClaimRow]
    pay_pictures: Sequence[Markup]
    demand: Sequence[ClaimRow]
    phrases: Sequence[tuple[object, ...]]
    questions: Sequence[tuple[object, ...]]
    neighbours: Sequence[tuple[object, ...]]
    criteria: Sequence[ComparisonRow]
    retired_criteria: Sequence[tuple[object, ...]]
    projects: Sequence[Markup]
    use_cases: Sequence[Markup]


def role_pages(guide: Guide, plans: Plans) -> Iterator[Page]:
    """/roles/, where there are several to compare, and /roles/<id>/."""
    if not guide.only_role:
        yield _index(guide, plans)
    for role in guide.roles.values():
        yield _role(guide, role, plans)


def comparison(guide: Guide, writer: PageWriter) -> tuple[ComparisonRow, ...]:
    """The comparison in full: a row per criterion, a cell per role, both in the guide's order."""
    return tuple(
        ComparisonRow(
            former=criterion.formerly,
            anchor=criterion.id,
            name=name_of(criterion),
            question=writer.line(criterion.question),
            why=writer.line(criterion.why),
            cells=tuple(_cell(role, role.criteria[criterion.id], writer) for role in _roles(guide)),
        )
        for criterion in _criteria(guide)
    )


def _roles(guide: Guide) -> list[Role]:
    return [guide.roles[identifier] for identifier in guide.settings.roles]


def _criteria(guide: Guide) -> list[Criterion]:
    return [guide.criteria[identifier] for identifier in guide.settings.criteria]


def _places(guide: Guide, writer: PageWriter) -> tuple[Place, ...]:
    """What the roles are compared by, for the search: with what holds for each of them in a few words, or with what is asked."""
    return tuple(
        Place(anchor=criterion.id, kind="criterion", title=name_of(criterion), line=_in_short(guide, criterion, writer))
        for criterion in _criteria(guide)
    )


def _in_short(guide: Guide, criterion: Criterion, writer: PageWriter) -> str:
    short = [(role.name, role.criteria[criterion.id].short) for role in _roles(guide)]
    said = "; ".join(f"{name}: {writer.plain(value)}" for name, value in short if value)
    return cut(said) if said else writer.summary(criterion.question)


def _cell(role: Role, judgement: CriterionValue, writer: PageWriter) -> Cell:
    # A claim that the text itself links to needs no second mention below it.
    rest = tuple(claim for claim in judgement.claims if f"(claim:{claim})" not in judgement.value)
    more = "](claim:" in judgement.value
    return Cell(role=role.name, value=writer.line(judgement.value), claims=writer.cites(rest), more=more, opinion=judgement.opinion)


def _short_cell(role: Role, judgement: CriterionValue, writer: PageWriter) -> Cell:
    if judgement.short is None:
        return _cell(role, judgement, writer)
    return Cell(role=role.name, value=writer.line(judgement.short))


def _at_a_glance(guide: Guide, criterion: str) -> bool:
    """Whether a criterion has a short value for some role."""
    return any(role.criteria[criterion].short for role in _roles(guide))


def _glance(guide: Guide, plans: Plans, writer: PageWriter) -> Iterator[GlanceGroup]:
    """The rows that have short values, in their groups; all of them in full where none has; and how far the roles are."""
    criteria = _criteria(guide)
    short = [criterion for criterion in criteria if _at_a_glance(guide, criterion.id)]
    for name, group in groupby(short or criteria, key=lambda criterion: criterion.group or ""):
        mine = list(group)
        yield GlanceGroup(
            name=name,
            # Each ground once, in the order of the rows.
            ground="; ".join(dict.fromkeys(criterion.ground for criterion in mine if criterion.ground)),
            rows=tuple(
                GlanceRow(
                    # A fold below holds the anchor of what it tells in full.
                    anchor="" if short else criterion.id,
                    former=() if short else criterion.formerly,
                    name=criterion.short or name_of(criterion),
                    cells=tuple(_short_cell(role, role.criteria[criterion.id], writer) for role in _roles(guide)),
                )
                for criterion in mine
            ),
        )
    if criteria and guide.settings.personas:
        words = writer.words.roles
        yield GlanceGroup(name=words.far, ground=words.far_ground, rows=(_far_row(guide, guide.settings.personas[0], plans, writer),))


def _far_row(guide: Guide, start: str, plans: Plans, writer: PageWriter) -> GlanceRow:
    """The hours to each role for one of the people."""
    words = writer.words
    persona = guide.personas[start]
    keys = {path.to: PathKey(persona.id, path.to) for path in persona.paths}
    return GlanceRow(
        anchor="",
        former=(),
        start=start,
        name=Markup(words.roles.from_persona).format(writer.link("persona", persona.id)),
        cells=tuple(
            Cell(role=role.name, value=anchor(writer.to(keys[role.id].url), range_of(plans[keys[role.id]], writer)))
            if role.id in keys
            else Cell(role=role.name, value=Markup(words.roles.no_path))
            for role in _roles(guide)
        ),
    )


def _index(guide: Guide, plans: Plans) -> Page:
    url = "roles/"
    writer = PageWriter(guide, url)

    def record() -> RolesRecord:
        some = any(_at_a_glance(guide, criterion) for criterion in guide.settings.criteria)
        return RolesRecord(
            decisions=decision_links(guide, writer),
            heads=[
                RoleHead(
                    number=number,
                    tone=tone_of(guide, role.id),
                    name=role.name,
                    href=writer.href("role", role.id),
                    approach=role.approach,
                    summary=writer.line(role.summary),
                )
                for number, role in enumerate(_roles(guide), 1)
            ],
            columns=len(guide.settings.roles) + 1,
            groups=list(_glance(guide, plans, writer)),
            # For who follows a path the script puts the row of that start in the place of the first one's.
            starts=[_far_row(guide, start, plans, writer) for start in guide.settings.personas] if len(guide.settings.personas) > 1 else (),
            other_starts=writer.to("paths/") if len(guide.settings.personas) > 1 else "",
            rows=comparison(guide, writer) if some else (),
            retired=_retired_criteria(guide, writer),
            pictures=pictures_of_roles(guide, writer),
            signs=[
                anchor(f"{writer.href('role', role.id)}#job-ads", writer.words.roles.signs.format(role.name))
                for role in _roles(guide)
                if role.ad_signals
            ],
            reading=writer.link("page", "reading-job-ads") if "reading-job-ads" in guide.pages else "",
        )

    words = writer.words.roles
    compared = bool(guide.settings.criteria)
    described = words.description if guide.claims else words.unsourced_description
    return Page(
        url,
        "roles.md.jinja",
        words.title if compared else words.plain_title,
        described if compared else words.plain_description,
        "roles",
        record,
        source="guide.yml",
        places=partial(_places, guide, writer),
    )


def _retired_criteria(guide: Guide, writer: PageWriter) -> list[tuple[object, ...]]:
    return [
        (criterion.id, name_of(criterion), writer.retired("criterion", criterion))
        for criterion in guide.criteria.values()
        if criterion.retired is not None and criterion.id not in guide.settings.criteria
    ]


def _phrases(role: Role, writer: PageWriter) -> tuple[tuple[str, Markup], ...]:
    return tuple((phrase.phrase, writer.line(phrase.means)) for phrase in role.ad_signals.phrases) if role.ad_signals else ()


def _questions(role: Role, writer: PageWriter) -> tuple[tuple[Markup, Markup], ...]:
    return tuple((writer.line(question.ask), writer.line(question.listen_for)) for question in role.ad_signals.questions) if role.ad_signals else ()


def _role(guide: Guide, role: Role, plans: Plans) -> Page:
    url = f"roles/{role.id}/"
    writer = PageWriter(guide, url)

    def record() -> RoleRecord:
        findings = role.findings or RoleFindings()
        workbench, needs = _workbench(guide, role, writer), _needs(guide, role, writer)
        return RoleRecord(
            role=role,
            tone=tone_of(guide, role.id),
            summary=writer.line(role.summary),
            box=_box(guide, role, plans, writer),
            figures=_figures(guide, role, writer),
            distances=_distances(guide, role, plans, writer),
            findings={name: writer.line(getattr(findings, name)) for name in RoleFindings.model_fields},
            decisions=[
                link
                for link in decision_links(guide, writer)
                if any(role.id in outcome.roles for outcome in guide.decisions[link["id"]].outcomes)
            ],
            retired=writer.retired("role", role),
            description=writer.prose(role.description),
            background=writer.prose(role.background),
            day=[(part.when, writer.line(part.what)) for part in role.a_day],
            responsibilities=writer.lines(role.responsibilities),
            hiring=writer.lines(role.hiring),
            not_for_you_if=writer.lines(role.not_for_you_if),
            workbench=workbench,
            tools=len(live(guide.tools[identifier] for identifier in role.workbench)),
            needs=needs,
            skills=len(role.needs),
            map=map_of_role(guide, role, writer),
            pay=_claims(guide, role.pay, writer),
            pay_pictures=picture_links(guide, role.pay, writer),
            demand=_claims(guide, role.demand, writer),
            phrases=_phrases(role, writer),
            questions=_questions(role, writer),
            criteria=comparison(guide, writer) if guide.only_role == role else (),
            retired_criteria=_retired_criteria(guide, writer) if guide.only_role == role else (),
            neighbours=[(neighbour.title, writer.line(neighbour.note)) for neighbour in role.neighbours],
            projects=writer.links("project", [project.id for project in guide.projects.values() if role.id in project.roles]),
            use_cases=writer.links("use-case", [case.id for case in guide.use_cases.values() if role.id in case.roles]),
        )

    return Page(
        url,
        "role.md.jinja",
        role.name,
        writer.summary(role.summary),
        "roles",
        record,
        source=role.path,
        names=role.alternate_names,
        places=partial(_places, guide, writer) if guide.only_role == role else tuple,
    )


def _box(guide: Guide, role: Role, plans: Plans, writer: PageWriter) -> list[Fact]:
    """What a reader asks of a role first; what the guide does not say has no row."""
    words, short = writer.words.role, role.in_short or RoleInShort()
    rows = (
        Fact(words.for_you_if, writer.line(short.for_you_if)),
        Fact(words.not_if, writer.line(short.not_if or next(iter(role.not_for_you_if), None))),
        Fact(words.pay_row, writer.line(short.pay)),
        Fact(words.demand_row, writer.line(short.demand)),
        Fact(words.time, _time(guide, role, plans, writer)),
        Fact(words.first, _first(guide, role, writer)),
    )
    return [row for row in rows if row.value]


def _keys_to(guide: Guide, role: Role) -> list[PathKey]:
    """The paths to a role, in the order of the people."""
    return [
        PathKey(persona, role.id)
        for persona in guide.settings.personas
        for path in guide.personas[persona].paths
        if path.to == role.id
    ]


def _time(guide: Guide, role: Role, plans: Plans, writer: PageWriter) -> Markup:
    """From the fewest hours of all paths to the role to the most."""
    ranges = [plans[key].hours_range for key in _keys_to(guide, role)]
    if not ranges:
        return Markup("")
    hours = writer.words.path.range.format(min(low for low, _ in ranges), max(high for _, high in ranges))
    return Markup(writer.words.role.time_value).format(Markup("<strong>{}</strong>").format(hours))


def _first(guide: Guide, role: Role, writer: PageWriter) -> Markup:
    """The project that most paths to the role begin with, and its length."""
    firsts = Counter(name for key in _keys_to(guide, role) if (name := path_of(guide, key).first_project))
    if not firsts:
        return Markup("")
    project = guide.projects[firsts.most_common(1)[0][0]]
    hours = Markup('<span class="fp-hours">{}</span>').format(writer.hours(project.minutes))
    return Markup(writer.words.role.first_value).format(writer.link("project", project.id), hours)


def _figures(guide: Guide, role: Role, writer: PageWriter) -> str:
    """Whose the figures of the box are, of where and when, and how each is known; each once."""
    short = role.in_short or RoleInShort()
    claims = [link.id for text in (short.pay, short.demand) if text for link in links(text, LINE) if link.kind == "claim"]
    known = dict.fromkeys(
        ", ".join(part for part in (writer.main_source(claim).publisher, guide.claims[claim].period, known_words(guide.claims[claim], guide)) if part)
        for claim in claims
    )
    return writer.words.role.figures.format("; ".join(known)) if known else ""


def _distances(guide: Guide, role: Role, plans: Plans, writer: PageWriter) -> list[Distance]:
    """How far the role is for each of the people, the nearest first."""
    ranges = sorted((plans[key].hours_range, number, key) for number, key in enumerate(_keys_to(guide, role)))
    most = max((high for (_, high), _, _ in ranges), default=0) or 1  # Who has all that is asked for has no hours to go.
    return [
        Distance(
            href=writer.to(key.url),
            name=guide.personas[key.persona].name,
            hours=range_of(plans[key], writer),
            drawn=drawn_bar(low / most, max(high / most, low / most + _LEAST), tone_of(guide, role.id)),
        )
        for (low, high), _, key in ranges
    ]


def _claims(guide: Guide, claims: tuple[str, ...], writer: PageWriter) -> tuple[ClaimRow, ...]:
    return tuple(claim_row(guide.claims[claim], writer) for claim in claims)


def _workbench(guide: Guide, role: Role, writer: PageWriter) -> list[dict[str, object]]:
    tools = live(guide.tools[identifier] for identifier in role.workbench)
    order = {category: number for number, category in reversed(list(enumerate(tool.category for tool in tools)))}
    tools.sort(key=lambda tool: order[tool.category])
    return [
        {"category": category, "tools": [(writer.link("tool", tool.id), writer.line(tool.summary)) for tool in group]}
        for category, group in groupby(tools, key=lambda tool: tool.category)
    ]


def _needs(guide: Guide, role: Role, writer: PageWriter) -> list[dict[str, object]]:
    groups: list[dict[str, object]] = []
    for area in guide.settings.areas:
        rows = [
            NeedRow(writer.link("skill", skill), writer.dots(need.core), writer.dots(need.full), _ground(need, writer))
            for skill, need in role.needs.items()
            if guide.skills[skill].area == area.id
        ]
        if rows:
            groups.append({"area": area.name, "rows": rows})
    return groups


def _ground(need: Need, writer: PageWriter) -> tuple[Markup, ...]:
    """What says that a skill is asked for: claims by their statements, and the editor's reason."""
    why = (Markup("{} {}").format(writer.words.role.reason, writer.line(need.why)),) if need.why else ()
    return (*writer.states(need.claims), *why)
