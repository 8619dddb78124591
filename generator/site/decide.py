"""The decisions: the list of them; for each a form that is a scorecard on paper and a conversation where scripts run, and what its
results mean, on a page of their own.

The form is the only source of what a script needs: options carry their points as data, outcomes and rules say what they stand for.

A decision's form is its data. The page of a decision is one form: points and levels stand beside each answer as attributes and,
for those without scripts, as print. `form.mjs` reads the decision from the form, `score.mjs` scores it, `result.mjs` copies
texts from where they stand on the page and fills sentences with nodes; `page.mjs` holds the state. So there is no second
source, no HTML from a string, and what is printed adds up to what the script says: a test does the sums from the visible text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..decisions import joined_by, path_for, people_data, starts
from ..model import Decision, Guide
from ..model.decision import Ask, Block, BothRule, Option, Outcome
from ..planner.paths import PathKey, Plans
from .address import RESULTS, meaning
from .look import tone_of
from .skill_pictures import map_file, map_signs
from .trees import Fork, TreePicture, strongest, tree_of
from .writer import Page, PageWriter, anchor, live, range_of


@dataclass(frozen=True, kw_only=True)
class OptionRow:
    """An answer: what it says, its points by letter (0 where it gives none), and the marks of rules that it serves and of outcomes that
    it rules out."""

    id: str
    text: Markup
    short: str
    you: str
    because: Markup
    first: Markup
    begin: str
    favours: str
    knows: str
    formerly: str
    points: tuple[tuple[str, int], ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class QuestionRow:
    """A question with its number in the decision."""

    id: str
    number: int
    ask: Markup
    why: Markup
    kind: str
    fact: bool
    formerly: str
    options: tuple[OptionRow, ...]


@dataclass(frozen=True, kw_only=True)
class RuleRow:
    """How an outcome that joins roles comes about, in words and as data."""

    outcome: str
    letter: str
    within: int
    any_of: str
    by_letters: str
    by_names: str
    answers: tuple[tuple[Markup, Markup], ...]
    because: Markup


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """Somebody who could begin somewhere: the page and the paths, and as data what decides whether a result leads there."""

    id: str
    name: str
    href: str
    answers: str
    unless: str
    roles: str
    stays: bool
    paths: tuple[PathRow, ...]


@dataclass(frozen=True, kw_only=True)
class PathRow:
    """A path to a role, and the role to which it goes on."""

    to: str
    then: str
    role: str
    href: str
    tone: int
    hours: str
    first_hours: str


@dataclass(frozen=True, kw_only=True)
class PlaceRow:
    """Where a result leads beside paths: a project, a role, a skill, what an outcome means. Projects have their hours."""

    id: str
    name: str
    href: str
    hours: str = ""


@dataclass(frozen=True, kw_only=True)
class OutcomeRow:
    """Where a decision can end, and where to go from there."""

    id: str
    block: str
    letter: str
    name: str
    tone: int
    role_ids: str
    unless: str
    silent: bool
    says: Markup
    already: Markup
    costs: Markup
    choose_if: tuple[Markup, ...]
    roles: tuple[Markup, ...]
    cases: tuple[Markup, ...]
    project: str
    begin_with: tuple[Markup, ...]
    skills_label: str
    skills: tuple[Markup, ...]
    look: tuple[Markup, ...]
    elsewhere: bool
    ways: tuple[Markup, ...]
    out: tuple[tuple[Markup, Markup], ...]
    rule: RuleRow | None


@dataclass(frozen=True, kw_only=True)
class BlockRow:
    """A block of questions with what its sums are of."""

    id: str
    name: str
    result: Markup
    questions: tuple[QuestionRow, ...]
    outcomes: tuple[OutcomeRow, ...]
    tree: Fork | None

    @property
    def summed(self) -> tuple[OutcomeRow, ...]:
        """The outcomes that points are added up for."""
        return tuple(outcome for outcome in self.outcomes if outcome.rule is None)


@dataclass(frozen=True, kw_only=True)
class DecisionsRecord:
    """What `decisions.md.jinja` prints."""

    rows: Sequence[Mapping[str, object]]


@dataclass(frozen=True, kw_only=True)
class DecideRecord:
    """What `decide.md.jinja` prints."""

    paths_href: str
    results_href: str
    decision: Decision
    retired: Markup
    question: Markup
    intro: Markup
    count: int
    blocks: Sequence[BlockRow]
    choices: Sequence[OutcomeRow]
    places: Sequence[PlaceRow]
    already: bool
    rules: Sequence[RuleRow | None]
    out: bool
    people: Sequence[PersonRow]
    tree: TreePicture | None
    strongest: Sequence[tuple[str, Fork]]
    live: Sequence[tuple[object, ...]]
    mapped: str
    signs: Sequence[tuple[str, Markup, str]]
    roles_href: str
    says: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class ResultsRecord:
    """What `results.md.jinja` prints."""

    decision_href: str
    retired: Markup
    question: Markup
    blocks: Sequence[tuple[Markup, Sequence[OutcomeRow]]]


def decide_pages(guide: Guide, plans: Plans) -> Iterator[Page]:
    """/decide/, and for each decision /decide/<id>/ and /decide/<id>/results/."""
    if guide.settings.decisions:
        yield _index(guide, [guide.decisions[identifier] for identifier in guide.settings.decisions])
    for decision in guide.decisions.values():
        yield _decision(guide, decision, plans)
        yield _results(guide, decision)


def decision_links(guide: Guide, writer: PageWriter) -> list[dict[str, str]]:
    """The decisions by name, in the guide's order, as seen from another page."""
    return [
        {"id": identifier, "name": guide.decisions[identifier].name, "href": writer.href("decision", identifier)}
        for identifier in guide.settings.decisions
    ]


def answered(guide: Guide, decision: str, answers: Mapping[str, str], writer: PageWriter) -> str:
    """The address of a decision with these answers given, as seen from another page."""
    return f"{writer.href('decision', decision)}?a={_written(guide.decisions[decision], answers)}"


def outcome_link(guide: Guide, decision: str, outcome: str, writer: PageWriter) -> Markup:
    """A link to what an outcome of a decision means, by the outcome's name."""
    target = next(candidate for candidate in guide.decisions[decision].outcomes if candidate.id == outcome)
    return anchor(writer.to(meaning(decision, outcome)), target.name)


def _written(decision: Decision, answers: Mapping[str, str]) -> str:
    """Answers as an address carries them, in the order of the questions."""
    return ",".join(f"{question.id}.{answers[question.id]}" for question in decision.questions if question.id in answers)


def _index(guide: Guide, decisions: list[Decision]) -> Page:
    writer = PageWriter(guide, "decide/")
    words = writer.words.decide

    def record() -> DecisionsRecord:
        rows = [
            {
                "name": decision.name,
                "href": writer.href("decision", decision.id),
                "question": writer.line(decision.question),
                "facts": (
                    words.questions.format(len(decision.questions)),
                    words.results.format(len(decision.outcomes)),
                ),
            }
            for decision in decisions
        ]
        return DecisionsRecord(
            rows=rows,
        )

    return Page(
        "decide/",
        "decisions.md.jinja",
        words.title,
        words.description,
        "decide",
        record,
        source="guide.yml",
        names=tuple(words.search),
    )


def _results(guide: Guide, decision: Decision) -> Page:
    url = f"decide/{decision.id}/{RESULTS}"
    writer = PageWriter(guide, url)
    words = writer.words.decide

    def record() -> ResultsRecord:
        outcomes = _outcomes(guide, decision, writer)
        return ResultsRecord(
            decision_href=writer.href("decision", decision.id),
            retired=writer.retired("decision", decision),
            question=writer.line(decision.question),
            blocks=[
                (writer.line(block.result), [outcome for outcome in outcomes if outcome.block == block.id])
                for block in reversed(decision.blocks)
            ],
        )

    return Page(
        url,
        "results.md.jinja",
        words.meanings_of.format(decision.name),
        writer.summary(decision.question),
        "decide",
        record,
        source=decision.path,
        contents=True,
        names=tuple(outcome.name for outcome in decision.outcomes),
    )


def _outcomes(guide: Guide, decision: Decision, writer: PageWriter) -> list[OutcomeRow]:
    letters = _lettered(decision)
    return [_outcome(guide, decision, outcome, letters, writer) for outcome in decision.outcomes]


def _lettered(decision: Decision) -> dict[str, str]:
    """The letter of each outcome on a scorecard."""
    return dict(zip((outcome.id for outcome in decision.outcomes), _letters(), strict=False))


def _tone(guide: Guide, roles: Sequence[str]) -> int:
    """The colour of a role, by the place of its arm; 0 for one without, and for what stands for several."""
    return tone_of(guide, roles[0]) if len(roles) == 1 else 0


def _places(guide: Guide, decision: Decision, writer: PageWriter) -> Iterator[PlaceRow]:
    """Where a result can lead beside paths, each once."""
    for outcome in decision.outcomes:
        yield PlaceRow(id=f"outcome:{outcome.id}", name=outcome.name, href=writer.to(meaning(decision.id, outcome.id)))
    words = writer.words.decide
    reached = {path.to for persona in guide.settings.personas for path in guide.personas[persona].paths}
    for role in dict.fromkeys(role for outcome in decision.outcomes for role in outcome.roles):
        name, there = guide.roles[role].name, role in reached
        yield PlaceRow(
            id=f"role:{role}",
            name=words.paths_to.format(name) if there else words.role_for.format(name),
            href=writer.href("role", role) + ("#paths" if there else ""),
        )
    for project in dict.fromkeys(outcome.project for outcome in decision.outcomes if outcome.project):
        found = guide.projects[project]
        yield PlaceRow(id=f"project:{project}", name=found.name, href=writer.href("project", project), hours=writer.hours(found.minutes))
    for skill in dict.fromkeys(option.begin for question in decision.questions for option in question.options if option.begin):
        yield PlaceRow(id=f"begin:{skill}", name=guide.skills[skill].name, href=writer.href("skill", skill))
    if len(starts(guide, decision)) > 1 and guide.settings.roles:
        yield PlaceRow(id="compare:roles", name=words.compare, href=writer.to("roles/"))


def _decision(guide: Guide, decision: Decision, plans: Plans) -> Page:
    url = f"decide/{decision.id}/"
    writer = PageWriter(guide, url)

    def record() -> DecideRecord:
        letters = _lettered(decision)
        outcomes = _outcomes(guide, decision, writer)
        by_id = {outcome.id: outcome for outcome in outcomes}
        numbers = {question.id: number for number, question in enumerate(decision.questions, 1)}
        blocks = [_block(decision, block, outcomes, numbers, letters, writer) for block in decision.blocks]
        return DecideRecord(
            paths_href=writer.to("paths/") if guide.settings.personas else "",
            results_href=writer.to(f"{url}{RESULTS}"),
            decision=decision,
            retired=writer.retired("decision", decision),
            question=writer.line(decision.question),
            intro=writer.prose(decision.intro),
            count=len(decision.questions),
            blocks=blocks,
            choices=[outcome for outcome in blocks[-1].outcomes if outcome.choose_if],
            places=list(_places(guide, decision, writer)),
            already=any(outcome.already for outcome in outcomes),
            rules=[by_id[rule.outcome].rule for rule in decision.rules],
            out=any(outcome.unless for outcome in outcomes),
            people=list(_people(guide, decision, plans, writer)),
            tree=tree_of(guide, decision, writer),
            strongest=[(block.name, block.tree) for block in blocks if block.tree],
            live=list(vars(writer.words.decide.live).items()),
            mapped=" ".join(role for role in _led_to(guide, decision) if map_file(guide, guide.roles[role])),
            signs=map_signs(writer.words),
            roles_href=writer.to("roles/"),
            says=[(name, getattr(writer.words.follow.says, name)) for name in ("map", "map_all", "map_failed")],
        )

    return Page(
        url,
        "decide.md.jinja",
        decision.name,
        writer.summary(decision.question),
        "decide",
        record,
        source=decision.path,
        names=(*(outcome.name for outcome in decision.outcomes), *writer.words.decide.search),
    )


def _led_to(guide: Guide, decision: Decision) -> list[str]:
    """The roles to which a result may send somebody on a path."""
    reached = {path.to for persona in live(guide.personas.values()) for path in persona.paths}
    return [role for role in guide.roles if role in reached and any(role in outcome.roles for outcome in decision.outcomes)]


def _letters() -> Iterator[str]:
    """A to Z, then AA, AB and so on: a scorecard's names for its columns."""
    for first in ("", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
        for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
            yield first + second


def _block(
    decision: Decision,
    block: Block,
    outcomes: list[OutcomeRow],
    numbers: Mapping[str, int],
    letters: Mapping[str, str],
    writer: PageWriter,
) -> BlockRow:
    mine = tuple(outcome for outcome in outcomes if outcome.block == block.id)
    summed = [outcome.id for outcome in mine if outcome.rule is None]
    questions = [question for question in decision.questions if question.block == block.id]
    return BlockRow(
        id=block.id,
        name=block.name,
        result=writer.line(block.result),
        questions=tuple(_question(decision, question, numbers[question.id], summed, letters, writer) for question in questions),
        outcomes=mine,
        tree=strongest(decision, questions, summed, writer),
    )


def _question(
    decision: Decision, question: Ask, number: int, summed: list[str], letters: Mapping[str, str], writer: PageWriter
) -> QuestionRow:
    words = writer.words.decide
    return QuestionRow(
        id=question.id,
        number=number,
        ask=writer.line(question.ask),
        why=writer.line(question.why),
        kind=words.fact if question.fact else words.preference,
        fact=question.fact,
        formerly=" ".join(question.formerly),
        options=tuple(_option(decision, question, option, summed, letters, writer) for option in question.options),
    )


def _option(
    decision: Decision, question: Ask, option: Option, summed: list[str], letters: Mapping[str, str], writer: PageWriter
) -> OptionRow:
    words = writer.words.decide
    return OptionRow(
        id=option.id,
        text=writer.line(option.text),
        short=option.short or "",
        you=option.you or "",
        because=writer.line(option.because),
        first=writer.line(option.first) if option.first else Markup(),
        begin=option.begin or "",
        favours=" ".join(f"{outcome}:{points}" for outcome, points in option.favours.items()),
        knows=" ".join(f"{skill}:{level}" for skill, level in option.knows.items()),
        formerly=" ".join(option.formerly),
        points=tuple((letters[outcome], option.favours.get(outcome, 0)) for outcome in summed),
        marks=(
            *(
                words.marked.format(letters[rule.outcome])
                for rule in decision.rules
                if option.id in rule.any_of.get(question.id, ())
            ),
            *(
                words.marked_out.format(letters[outcome.id])
                for outcome in decision.outcomes
                if option.id in outcome.unless.get(question.id, ())
            ),
        ),
    )


def _outcome(guide: Guide, decision: Decision, outcome: Outcome, letters: Mapping[str, str], writer: PageWriter) -> OutcomeRow:
    rule = next((rule for rule in decision.rules if rule.outcome == outcome.id), None)
    cases = [
        case.id for case in guide.use_cases.values() if case.outcomes.get(decision.id) == outcome.id and case.retired is None
    ]
    return OutcomeRow(
        id=outcome.id,
        block=outcome.block,
        letter=letters[outcome.id],
        name=outcome.name,
        tone=_tone(guide, outcome.roles),
        role_ids=" ".join(outcome.roles),
        unless=_choices(outcome.unless),
        silent=outcome.silent,
        says=writer.prose(outcome.says),
        already=writer.prose(outcome.already),
        costs=writer.prose(outcome.costs),
        choose_if=writer.lines(outcome.choose_if),
        roles=writer.links("role", outcome.roles),
        cases=writer.links("use-case", cases),
        project=outcome.project or "",
        begin_with=writer.links("project", [outcome.project] if outcome.project else []),
        skills_label=writer.words.decide.skills if outcome.roles else writer.words.decide.skills_to_add,
        skills=writer.links("skill", outcome.skills),
        look=writer.lines(outcome.look),
        elsewhere=outcome.elsewhere,
        ways=tuple(_ways(guide, decision, outcome, writer)),
        out=tuple(_chosen(decision, outcome.unless, writer)),
        rule=_rule(decision, rule, letters, writer) if rule else None,
    )


def _rule(decision: Decision, rule: BothRule, letters: Mapping[str, str], writer: PageWriter) -> RuleRow:
    """A rule, with the groups of outcomes that it joins: those that together stand for exactly its outcome's roles."""
    words = writer.words.decide
    target = next(outcome for outcome in decision.outcomes if outcome.id == rule.outcome)
    ruled = {other.outcome for other in decision.rules}
    rivals = [outcome for outcome in decision.outcomes if outcome.block == target.block and outcome.id not in ruled]
    groups = [tuple(rivals[place] for place in places) for places in joined_by(target, rivals)]
    size = words.joined[len(groups[0]) - 2]
    return RuleRow(
        outcome=target.id,
        letter=letters[target.id],
        within=rule.within,
        any_of=_choices(rule.any_of),
        by_letters=words.rule_letters.format(
            _either(groups, lambda outcome: letters[outcome.id], writer), size, rule.within, letters[rule.outcome]
        ),
        by_names=words.rule_names.format(_either(groups, lambda outcome: outcome.name, writer), size, rule.within),
        answers=tuple(_chosen(decision, rule.any_of, writer)),
        because=writer.line(rule.because),
    )


def _choices(answers: Mapping[str, Sequence[str]]) -> str:
    """Questions with options of each as data: `question.option.option question.option`."""
    return " ".join(".".join((question, *options)) for question, options in answers.items())


def _chosen(decision: Decision, answers: Mapping[str, Sequence[str]], writer: PageWriter) -> Iterator[tuple[Markup, Markup]]:
    """The same in words, in the order of the decision: what is asked, and an answer."""
    for question in decision.questions:
        for option in question.options:
            if option.id in answers.get(question.id, ()):
                yield writer.line(question.ask), writer.line(option.text)


def _either(groups: list[tuple[Outcome, ...]], called: Callable[[Outcome], str], writer: PageWriter) -> str:
    """Groups of outcomes in words: one, or the other."""
    words = writer.words.decide
    return words.either.join(words.together.format(", ".join(map(called, first)), called(last)) for *first, last in groups)


def _ways(guide: Guide, decision: Decision, outcome: Outcome, writer: PageWriter) -> Iterator[Markup]:
    """The paths to an outcome of the last block, where the decision ends."""
    if outcome.block == decision.blocks[-1].id:
        for persona in starts(guide, decision):
            path = path_for(persona, outcome)
            if path is not None:
                yield anchor(writer.to(PathKey(persona.id, path.to).url), persona.name)


def _people(guide: Guide, decision: Decision, plans: Plans, writer: PageWriter) -> Iterator[PersonRow]:
    for persona, data in zip(starts(guide, decision), people_data(guide, decision), strict=True):
        yield PersonRow(
            id=persona.id,
            name=persona.name,
            href=writer.href("persona", persona.id),
            answers=_written(decision, persona.answers.get(decision.id, {})),
            unless=_choices(persona.unless.get(decision.id, {})),
            roles=" ".join(data["roles"]),
            stays=data["stays"],
            paths=tuple(
                _path(guide, PathKey(persona.id, path.to), path.then or "", plans, writer) for path in persona.paths
            ),
        )


def _path(guide: Guide, key: PathKey, then: str, plans: Plans, writer: PageWriter) -> PathRow:
    plan = plans[key]
    return PathRow(
        to=key.role,
        then=then,
        role=guide.roles[key.role].name,
        href=writer.to(key.url),
        tone=_tone(guide, [key.role]),
        hours=range_of(plan, writer),
        first_hours=writer.hours(next(iter(plan.shown_after.values()))) if plan.shown_after else "",
    )

