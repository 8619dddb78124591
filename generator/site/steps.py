"""The stages of a path and their steps as a follower reads them: what to open, what to do, when it is done, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from ..content.text import escape
from ..model import Guide, Persona, Project, ProjectPart, Resource, ResourcePart
from ..planner import Alternative, Milestone, Plan, Step
from .address import former_address
from .checklist import weeks_of
from .cite import new_issue
from .rows import levels_of
from .step_facts import StepFact, facts_given, hours_lines, needs_lines, on_paper, read_lines, tried_lines
from .writer import PageWriter, anchor, listed, live

# Of the steps that rest on one, so many are named, and one more where it would be the only one left.
FEW = 5
# Of what would do instead of a step so many are named.
FEW_SWAPS = 2


@dataclass(frozen=True, kw_only=True)
class PartPill:
    """A part of a project beside its others: what it is called, and whether it is the one that the step builds."""

    name: str
    hours: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class OpenLink:
    """What a step opens: the very place with its title, who publishes it and what it is, and the address as one types it."""

    label: str
    href: str
    title: str
    by: Markup
    address: str


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """A step. What it does not have is empty: a project has parts, a brief and points, a resource what to do and when that is done."""

    key: str
    number: int
    kind: str
    minutes: int
    hours: str
    week: str
    title: str
    whole: str
    flag: str
    first: bool
    ships: str
    place: OpenLink
    do: tuple[Markup, ...] = ()
    done_when: Markup = Markup()
    can: tuple[Markup, ...] = ()
    parts: tuple[PartPill, ...] = ()
    brief: Markup = Markup()
    points: tuple[Markup, ...] = ()
    shows: Markup = Markup()
    facts: tuple[StepFact, ...]
    report: str = ""


@dataclass(frozen=True, kw_only=True)
class StageRow:
    """A stage: what is shown at its end, how long it takes, when it is over, and the steps up to it."""

    number: int
    title: str
    label: str
    lead: Markup
    minutes: int
    hours: str
    weeks: str
    until: str
    flags: tuple[str, ...]
    flags_said: str
    steps: tuple[StepRow, ...]


@dataclass(frozen=True)
class _Place:
    """Where a step stands: its number, its stage's, the week in which it is done, and of what is shown which one it is (0: none)."""

    number: int
    stage: int
    week: int
    flag: int


class StageWriter:
    """Writes the stages of one plan."""

    def __init__(self, guide: Guide, plan: Plan, persona: Persona, writer: PageWriter) -> None:
        self.guide, self.plan, self.writer = guide, plan, writer
        self.words = writer.words.step
        order = plan.steps
        stage_of = {position: number for number, stage in enumerate(plan.milestones, 1) for position in stage.steps}
        stages = [stage_of[position] for stage in plan.milestones for position in stage.steps]
        weeks = dict.fromkeys(range(len(order)), 0)
        for number, week in enumerate(weeks_of((step.minutes for step in order), persona.hours_per_week * 60), 1):
            weeks |= {share.step: number for share in week if share.last}
        flags = {key: number for number, key in enumerate(plan.shown_after, 1)}
        self.order = order
        self.places = {
            step.key: _Place(number, stages[number - 1], weeks[number - 1], flags.get(step.key, 0)) for number, step in enumerate(order, 1)}
        self.shown = len(flags)
        # What holds of a whole resource is said at the first of its parts.
        self._first = {step.id: step.key for step in reversed(order) if step.kind == "resource"}

    def stages(self) -> tuple[StageRow, ...]:
        """All stages, in order."""
        rows = []
        last = 1
        for number, milestone in enumerate(self.plan.milestones, 1):
            steps = [self.plan.steps[position] for position in milestone.steps]
            week = max(self.places[step.key].week for step in steps)
            flags = tuple(step.key for step in steps if self.places[step.key].flag)
            rows.append(StageRow(
                number=number,
                title=self._title(milestone),
                label=self._label(milestone),
                lead=self._lead(milestone),
                minutes=milestone.minutes,
                hours=self.writer.hours(milestone.minutes),
                weeks=(self.words.in_week if last == week else self.words.in_weeks).format(*dict.fromkeys((last, week))),
                until=self.words.until.format(week),
                flags=flags,
                flags_said=(self.words.to_show_one if len(flags) == 1 else self.words.to_show).format(len(flags)) if flags else "",
                steps=tuple(map(self._step, steps)),
            ))
            last = week
        return tuple(rows)

    def _title(self, milestone: Milestone) -> str:
        if milestone.project is None:
            return last_title(self.plan, self.writer)
        return built_in(self.guide, self.plan.steps[milestone.steps[-1]]).name

    def _label(self, milestone: Milestone) -> str:
        """What a stage is called where there is little room."""
        return self.plan.steps[milestone.steps[-1]].ships if milestone.project else self._title(milestone)

    def _lead(self, milestone: Milestone) -> Markup:
        if milestone.project:
            built = built_in(self.guide, self.plan.steps[milestone.steps[-1]])
            return Markup("{} {}").format(self.words.at_the_end, self.writer.line(built.deliverable))
        return escape(self.writer.words.path.finish_lead) if self.plan.project_minutes else Markup("")

    def _step(self, step: Step) -> StepRow:
        return self._project(step) if step.kind == "project" else self._resource(step)

    def _project(self, step: Step) -> StepRow:
        writer, words = self.writer, self.words
        project, built = self.guide.projects[step.id], built_in(self.guide, step)
        href = writer.href("project", step.id)
        cv = built.cv or project.cv
        return StepRow(
            **self._common(step),
            title=built.name,
            whole="",
            place=OpenLink(label=words.project, href=href, title=project.name, by=Markup(), address=f"/{former_address('project', step.id)}"),
            parts=tuple(
                PartPill(name=part.ships or part.name, hours=writer.hours(part.minutes), current=part.id == step.part) for part in project.parts),
            brief=writer.prose(built.brief),
            points=writer.lines(built.acceptance),
            shows=writer.line(built.deliverable),
            facts=facts_given(
                (words.time, (_strong(writer.hours(step.minutes)), words.estimated), "time"),
                (words.needs, needs_lines(project.needs, project.running_cost, None, writer), ""),
                (words.rests_on, (self._numbers(other.key for other in self.plan.steps if step.key in other.needed_by),), "steps"),
                (words.leads_to, self._leads_to(step), "steps"),
                (words.proves, (Markup(", ").join(levels_of(built.proves, writer)),), ""),
                (words.swap, self._swap(step), ""),
                (words.cv, (Markup(words.quoted).format(writer.line(cv)) if cv else "",), ""),
                (words.placed, (writer.line(step.pinned),), ""),
            ),
        )

    def _resource(self, step: Step) -> StepRow:
        writer, words = self.writer, self.words
        resource = self.guide.resources[step.id]
        part = resource.part(step.part)
        piece: Resource | ResourcePart = part or resource
        act = part.act if part else resource.act
        url = (part.url if part else None) or resource.url
        needs = resource.needs_of(piece)
        who_tried = piece if piece.tried else resource
        of_whole = self._first[step.id] == step.key
        kind = anchor(writer.to(f"resources/{step.id}/{f'#{step.part}' if step.part else ''}"),
                      getattr(writer.words.resource_kind, resource.kind))
        titles = [*([part.title] if part else []), resource.title, resource.provider]
        if not act:
            titles.pop(0)  # It stands above as the step's own.
        paid = getattr(writer.words.cost, step.cost) if step.cost != "free" else ""
        cost = Markup('<span class="fp-cost fp-cost--{}">{}</span>').format(step.cost, paid) if paid else ""
        return StepRow(
            **self._common(step),
            title=act or (part.title if part else resource.title),
            whole=resource.title if part and not act else "",
            place=OpenLink(
                label=words.open, href=url, title=titles[0], by=Markup(", ").join([*map(escape, titles[1:]), kind]), address=on_paper(url)),
            do=writer.lines(piece.do),
            done_when=writer.line(piece.done_when),
            can=self._can(step),
            facts=facts_given(
                (words.time, (
                    _strong(writer.hours(step.minutes)), *hours_lines(piece.media, resource.hours_basis == "stated", writer)), "time"),
                (words.cost, (cost, writer.line(resource.price) if of_whole else ""), ""),
                (words.needs, needs_lines(needs, running_cost(self.guide, step), resource.sign_up, writer), ""),
                (words.before, (writer.line(part.note if part else None), writer.line(resource.note) if of_whole else ""), ""),
                (words.last_tried, tried_lines(who_tried.tried, resource.needs_of(who_tried), writer), ""),
                (words.last_read, read_lines(piece.read or resource.read, writer), ""),
                (words.why, self._why(step, piece), ""),
                (words.leads_to, self._leads_to(step), "steps"),
                (words.swap, self._swap(step), ""),
            ),
        )

    def _common(self, step: Step) -> dict[str, Any]:
        """What steps of both kinds have."""
        place = self.places[step.key]
        return {
            "key": step.key,
            "number": place.number,
            "kind": step.kind,
            "minutes": step.minutes,
            "hours": self.writer.hours(step.minutes),
            "week": self.words.in_week.format(place.week),
            "flag": self.words.flag.format(place.flag, self.shown) if place.flag else "",
            "first": place.number == 1,
            "ships": step.ships,
            "report": self._report(step),
        }

    def _report(self, step: Step) -> str:
        """The address of a new issue about a step's hours, with its key and hours filled in; empty when nobody knows where."""
        return new_issue(self.guide, self.words.report_title.format(step.key), self.words.report_body.format(self.writer.hours(step.minutes)))

    def _can(self, step: Step) -> tuple[Markup, ...]:
        """What somebody can do after a step: the sentence of each skill's highest level that it is the first to reach."""
        best = dict(step.closes)  # which are sorted: the highest level of a skill comes last
        return tuple(
            Markup("{} {} {}").format(self.writer.link("skill", skill), self.writer.dots(level), self.writer.line(self._level(skill, level)))
            for skill, level in best.items())

    def _level(self, skill: str, level: int) -> str:
        levels = self.guide.skills[skill].levels
        return (levels.aware, levels.working, levels.deep)[level - 1]

    def _why(self, step: Step, piece: Resource | ResourcePart) -> tuple[Markup | str, ...]:
        """Why a step is here: its own reason or that of an editor who put it here; without one, those of the picks that it serves."""
        own = [self.writer.line(text) for text in (step.pinned, piece.why or self.guide.resources[step.id].why) if text]
        picks = [Markup(self.words.picked).format(self.writer.link("skill", skill), self.writer.line(why))
                 for skill, why in self.guide.resources[step.id].pick.items() if skill in step.serves]
        elsewhere = step.serves and not step.pinned and not step.closes and not step.needed_by
        return (*(own or picks), self.words.taught_elsewhere if elsewhere else "")

    def _leads_to(self, step: Step) -> tuple[Markup | str, ...]:
        """The steps that rest on this one, and the next part of the same project."""
        parts = [other for other in self.plan.steps if other.kind == step.kind == "project" and other.id == step.id]
        number = next((index for index, other in enumerate(parts, 1) if other.key == step.key), 0)
        after = ""
        if 0 < number < len(parts):
            stage = self.places[parts[number].key].stage
            after = Markup(self.words.next_part).format(number + 1, anchor(f"#milestone-{stage}", self.words.stage.format(stage)))
        return (self._numbers(step.needed_by), after)

    def _numbers(self, keys: Iterable[str]) -> Markup:
        """Steps by their numbers, each a link; of many the first."""
        found = sorted(self.places[key].number for key in keys)
        words = self.words.step_one if len(found) == 1 else self.words.step_many
        more = self.words.and_more.format(len(found) - FEW) if len(found) > FEW + 1 else ""
        shown = found[:FEW] if more else found
        return listed(words, (anchor(f"#step-{number}", str(number)) for number in shown)) + more

    def _swap(self, step: Step) -> tuple[Markup | str, ...]:
        """What would do instead of a step, each with what that changes; else the steps for which it cannot go, or that it is part of a
        project, with other projects that the path leads to."""
        if step.kind == "project" and step.part:
            others = [] if step.part != self.guide.projects[step.id].parts[0].id else self._other_projects()
            links = Markup(", ").join(self.writer.link("project", project.id) for project in others)
            return (escape(self.words.no_swap_part), Markup(self.words.other_projects).format(links) if others else "")
        if not step.alternatives and step.needed_by and step.kind == "resource":
            return (Markup(self.words.no_swap).format(self._numbers(step.needed_by)),)
        return tuple(self._alternative(step, other) for other in step.alternatives[:FEW_SWAPS])

    def _other_projects(self) -> list[Project]:
        """Projects for the role that are not on the path and can be built at its end, the shortest few."""
        plan, taken = self.plan, {step.id for step in self.plan.steps if step.kind == "project"}
        able = [project for project in live(self.guide.projects.values())
                if plan.request.goal in project.roles and project.id not in taken
                and all(plan.learned.get(skill, 0) >= level for skill, level in project.requires.items())]
        return sorted(able, key=lambda project: (project.minutes, project.id))[:FEW_SWAPS]

    def _alternative(self, step: Step, other: Alternative) -> Markup:
        more = other.minutes - step.minutes
        words = self.words
        length = self.writer.hours(abs(more))
        change = words.longer.format(length) if more > 0 else words.shorter.format(length) if more < 0 else words.same_hours
        told = [change] if other.cost == "free" else [change, getattr(self.writer.words.cost, other.cost)]
        link = self.writer.link("project", other.id) if other.kind == "project" else item_link(self.guide, other.id, other.part, self.writer)
        return Markup('{} <span class="fp-time">({})</span>').format(link, ", ".join(told))


def last_title(plan: Plan, writer: PageWriter) -> str:
    """What the steps after the last project are called; where there is no project, they are all of the path."""
    words = writer.words.path
    return str(words.finish if plan.project_minutes else words.whole)


def built_in(guide: Guide, step: Step) -> Project | ProjectPart:
    """The project that a step builds, or the part of one."""
    project = guide.projects[step.id]
    return project.part(step.part) or project


def running_cost(guide: Guide, step: Step) -> str:
    """What doing a step costs beyond its price, in words; nothing where nobody says."""
    if step.kind == "project":
        return guide.projects[step.id].running_cost or ""
    resource = guide.resources[step.id]
    part = resource.part(step.part)
    return (part.running_cost if part else None) or resource.running_cost or ""


def item_link(guide: Guide, resource: str, part: str | None, writer: PageWriter) -> Markup:
    """A link to a resource, or to a part of it with the name of the whole."""
    whole = guide.resources[resource]
    piece = whole.part(part)
    if piece is None:
        return writer.link("resource", resource)
    return anchor(writer.to(f"resources/{resource}/#{part}"), piece.title) + Markup(' <span class="fp-by">{}</span>').format(whole.title)


def _strong(text: str) -> Markup:
    return Markup("<strong>{}</strong>").format(text)


__all__ = ["OpenLink", "PartPill", "StageRow", "StageWriter", "StepRow", "built_in", "item_link", "last_title", "running_cost"]
