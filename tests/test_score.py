"""The scoring of decisions: what each field says on worlds small enough to work out by hand, against an oracle that tries every sheet,
and the same, byte for byte, by the browser's twin."""
from __future__ import annotations

import dataclasses
import json
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import HERE, case_files, guide_of, read_case, tiny_tree
from decisions import Sheet, decision_of, plain_flip, plain_open, plain_ruled_out, plain_winner, random_sheet, random_world
from node import node

from generator.decisions import Result, as_data, as_json, nearest, next_steps, path_for, people_data, reachable, score, standing
from generator.model import Decision, Guide

CASES = case_files("score")
NEXT_STEPS = HERE / "cases" / "score" / "next_steps.json"
Twin = Callable[..., list[str]]


def said(decision: Decision, sheet: Sheet) -> dict[str, Any]:
    """The result as any reader of its JSON has it."""
    return json.loads(as_json(score(decision, sheet)))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_results_are_these(path: Path, bless: bool) -> None:
    """Every field of every sheet."""
    case = read_case(path)
    decision = decision_of(case["world"])
    if bless:
        case["sheets"] = [{"answers": _Row(sheet["answers"]), "result": _in_rows(said(decision, sheet["answers"]))} for sheet in case["sheets"]]
        path.write_text(yaml.dump(case, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=150, default_flow_style=None), "utf-8")
        return
    for sheet in case["sheets"]:
        assert said(decision, sheet["answers"]) == sheet["result"], "run `pytest --bless tests/test_score.py` and review the diff"


class _Row(dict):  # type: ignore[type-arg]
    """A mapping that a case shows in one row."""


class _Dumper(yaml.SafeDumper):
    """Rows for what belongs together, so that a result can be read and worked out by hand."""


_Dumper.add_representer(_Row, lambda dumper, row: dumper.represent_mapping("tag:yaml.org,2002:map", row, flow_style=True))


def _in_rows(result: dict[str, Any]) -> dict[str, Any]:
    return {**result, "blocks": [_Row(block) for block in result["blocks"]]}


@pytest.mark.parametrize("seed", [0, 1, 2, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(3, 24))])
def test_winner_flip_and_open_are_what_trying_everything_finds(seed: int) -> None:
    """Small random decisions, with rules and ties, on empty, partial and whole sheets."""
    dice = random.Random(seed)
    for _ in range(40):
        decision = decision_of(random_world(dice))
        for share in (0, 0.5, 0.8, 1):
            sheet = random_sheet(dice, decision, share)
            for block in score(decision, sheet).blocks:
                assert block.winner == plain_winner(decision, block.id, sheet)
                assert list(block.open) == plain_open(decision, block.id, sheet)
                flip = plain_flip(decision, block.id, sheet)
                assert (block.flip and [list(change) for change in block.flip]) == flip


def test_what_follows_from_the_points_follows_everywhere() -> None:
    """What holds of every result, whatever the decision: each field agrees with what scoring again by its word gives."""
    dice = random.Random(11)
    for _ in range(150):
        decision = decision_of(random_world(dice, questions=6, options=4, outcomes=5))
        sheet = random_sheet(dice, decision, dice.choice((0.3, 0.7, 1)))
        for block in score(decision, sheet).blocks:
            points = dict(block.ranking)
            order = [outcome.id for outcome in decision.outcomes if outcome.id in points]
            for outcome, question, option in block.ruled_out:
                assert outcome not in points and plain_ruled_out(next(end for end in decision.outcomes if end.id == outcome), {question: option})
                assert sheet[question] == option
            assert [outcome for outcome, _ in block.ranking] == sorted(order, key=lambda outcome: -points[outcome])
            assert (block.winner is None) == (block.answered == 0 or not points)
            assert not block.by_rule or block.winner not in points
            if block.flip is not None:
                assert standing(decision, block.id, {**sheet, **dict(block.flip)}).winner != block.winner
            assert [other.id for other in block.why_not] == [outcome for outcome in order if outcome != block.ranking[0][0]]
            assert all(other.behind == block.ranking[0][1] - points[other.id] for other in block.why_not)
            for question in (question for question in decision.questions if question.block == block.id and question.id not in sheet):
                winners = {standing(decision, block.id, {**sheet, question.id: option.id}).winner for option in question.options}
                assert (question.id in block.undecided) == bool(winners - {block.winner, None})
            if len(sheet) == len(decision.questions) and block.questions and points:
                assert block.open == (() if block.winner is None else (block.winner,))


def test_what_is_open_before_any_answer_is_what_can_be_reached() -> None:
    dice = random.Random(3)
    for _ in range(50):
        decision = decision_of(random_world(dice))
        for block in score(decision, {}).blocks:
            assert reachable(decision, block.id) == block.open


def test_many_questions_and_outcomes_are_no_matter_of_trying() -> None:
    """Twenty questions of six answers, fifteen outcomes: more sheets than could be tried, and `open` finds what some of them show."""
    dice = random.Random(1)
    outcomes = {f"outcome-{number}": [f"role-{number % 4}"] for number in range(15)} | {"both": ["role-0", "role-1"]}
    favoured = list(outcomes)[:-1]
    questions = {
        f"question-{ask}": {f"option-{option}": {outcome: dice.randint(1, 9) for outcome in dice.sample(favoured, 3)} for option in range(6)}
        for ask in range(20)}
    decision = decision_of({"blocks": {"fit": {"outcomes": outcomes, "questions": questions}},
                            "rules": [{"outcome": "both", "within": 3, "any_of": {"question-3": ["option-1"]}}]})
    sheet = random_sheet(dice, decision, 0.4)
    found = set(score(decision, sheet).blocks[0].open)
    for _ in range(300):
        assert standing(decision, "fit", random_sheet(dice, decision, 1) | sheet).winner in found


def test_the_order_of_the_answers_is_no_matter() -> None:
    dice = random.Random(5)
    for _ in range(30):
        decision = decision_of(random_world(dice))
        sheet = random_sheet(dice, decision, 0.9)
        assert as_json(score(decision, sheet)) == as_json(score(decision, dict(sorted(sheet.items()))))


def test_json_is_one_line_with_these_keys() -> None:
    result = as_json(score(guide_of(tiny_tree()).decisions["which-trade"], {"hours": "dough", "nobody": "x", "scales": "none"}))
    assert "\n" not in result and " " not in result
    made = json.loads(result)
    assert list(made) == ["answers", "blocks", "knows"]
    assert (made["answers"], made["knows"]) == ([["hours", "dough"]], [["kneading", 2]])
    assert [list(block) for block in made["blocks"]] == [[
        "id", "answered", "questions", "winner", "by_rule", "ranking", "margin", "drivers", "flip", "why_not", "ruled_out", "open", "undecided",
        "already"]] * 2


def test_the_twin_is_told_ids_and_points_alone() -> None:
    """No text of the content, and no id as the key of an object."""
    data = as_data(guide_of(tiny_tree()).decisions["which-trade"])
    assert list(data) == ["blocks", "outcomes", "questions", "rules"]
    assert data["outcomes"][0] == {"id": "bread-now", "block": "now", "roles": ["baker"], "unless": [], "elsewhere": False, "project": None}
    assert data["questions"][0]["options"][0] == {
        "id": "dough", "favours": [["bread-now", 3]], "knows": [["kneading", 2]], "begin": None, "formerly": []}
    assert data["rules"] == [{"outcome": "both", "within": 2, "any_of": [["village", ["one"]]]}]


class TestOnward:
    @pytest.fixture
    def guide(self) -> Guide:
        """The tiny guide with a second persona, who goes to one trade and then to the other."""
        tree = tiny_tree()
        second = tree["personas/home-cook.yml"].decode()
        for old, new in (("hours: dough, last-made: loaf", "hours: sugar, last-made: tart"), ("now: bread-now", "now: cake-now"),
                         (", then: pastry-chef}", "}"), ("{to: pastry-chef, stance: recommended", "{to: pastry-chef, then: baker, stance: sensible")):
            assert old in second
            second = second.replace(old, new)
        both = tree["guide.yml"].replace(b"[home-cook]", b"[home-cook, night-cook]")
        return guide_of({**tree, "personas/night-cook.yml": second.encode(), "guide.yml": both})

    def _result(self, guide: Guide, **answers: str) -> Result:
        return score(guide.decisions["which-trade"], {question.replace("_", "-"): option for question, option in answers.items()})

    def _changed(self, guide: Guide, vector: dict[str, Any]) -> Guide:
        """The guide with a vector's changes."""
        personas, decision = dict(guide.personas), guide.decisions["which-trade"]
        for name, roles in vector.get("paths", {}).items():
            personas[name] = personas[name].model_copy(update={"paths": tuple(path for path in personas[name].paths if path.to in roles)})
        for name, answers in vector.get("unless", {}).items():
            unless = {decision.id: {question: tuple(options) for question, options in answers.items()}}
            personas[name] = personas[name].model_copy(update={"unless": unless})
        if vector.get("idle"):
            outcomes = tuple(outcome.model_copy(update={"roles": (), "unless": {"oven": ("rented",)}} if outcome.id == "pastry-chef" else {})
                             for outcome in decision.outcomes if outcome.id != "both")
            decision = decision.model_copy(update={"outcomes": outcomes, "rules": ()})
        return dataclasses.replace(guide, entities={**guide.entities, "persona": personas, "decision": {decision.id: decision}})

    def test_each_persona_has_one_way_to_an_outcome(self, guide: Guide) -> None:
        decision = guide.decisions["which-trade"]
        found = {outcome.id: [(persona.id, path and path.to) for persona in guide.personas.values() for path in [path_for(persona, outcome)]]
                 for outcome in decision.outcomes}
        assert found == {
            "bread-now": [("home-cook", "baker"), ("night-cook", "baker")],
            "cake-now": [("home-cook", "pastry-chef"), ("night-cook", "pastry-chef")],
            "neither-now": [("home-cook", None), ("night-cook", None)],
            "baker": [("home-cook", "baker"), ("night-cook", "baker")],
            "pastry-chef": [("home-cook", "pastry-chef"), ("night-cook", "pastry-chef")],
            "both": [("home-cook", "baker"), ("night-cook", "pastry-chef")]}

    @pytest.mark.parametrize(("answers", "found"), [
        ({"hours": "sugar", "last_made": "tart"}, ("night-cook", 2)),
        ({"hours": "dough", "last_made": "loaf", "morning": "six"}, ("home-cook", 3)),
        # One more than the other, and as many as the other; the guide's order decides nothing.
        ({"hours": "dough", "morning": "six"}, None), ({"hours": "dough", "last_made": "tart"}, None), ({"morning": "six"}, None),
        # Two of four is half, two of five is less.
        ({"hours": "sugar", "last_made": "tart", "morning": "noon", "oven": "rented"}, ("night-cook", 2)),
        ({"hours": "sugar", "last_made": "tart", "morning": "noon", "oven": "rented", "village": "one"}, None),
        ({}, None)])
    def test_the_nearest_gives_half_of_the_answers_and_two_more_than_anybody(self, guide: Guide, answers: Sheet, found: Any) -> None:
        assert nearest(guide, guide.decisions["which-trade"], self._result(guide, **answers)) == found

    @pytest.mark.parametrize("vector", [pytest.param(vector, id=vector["about"]) for vector in json.loads(NEXT_STEPS.read_text("utf-8"))])
    def test_what_comes_next_is_this_in_both_twins(self, guide: Guide, twin: Twin, vector: dict[str, Any]) -> None:
        """On the tiny guide with a second persona: with some `paths` of a persona alone, with answers that it would not give (`unless`), or
        where one outcome stands for no role (`idle`)."""
        guide = self._changed(guide, vector)
        decision, answers = guide.decisions["which-trade"], vector["answers"]
        steps = {name: [dict(zip(("kind", "persona", "role"), step, strict=True)) for step in vector["expect"][name]] for name in ("steps", "others")}
        ours = as_json(next_steps(guide, decision, score(decision, answers)))
        assert json.loads(ours) == {"nearest": vector["expect"]["nearest"], **steps}
        assert twin(decision, [answers], people_data(guide, decision)) == [ours]


@pytest.fixture(scope="module")
def twin() -> Iterator[Twin]:
    """What `decide/score.mjs` makes of sheets, as JSON, or with people `decide/next_steps.mjs`; run by node."""
    source = """return b.map((sheet) => {
        const result = m.score(a, sheet);
        return JSON.stringify(c ? m.nextSteps(a, c, result) : result);
    });"""

    def results(decision: Decision, sheets: Sequence[Any], people: Sequence[Any] | None = None) -> list[str]:
        given = [list(sheet.items()) if isinstance(sheet, dict) else sheet for sheet in sheets]
        return running.run(source, as_data(decision), given, people)

    with node() as running:
        yield results


@pytest.mark.parametrize(("text", "answers"), [
    ("oven.hired", [["oven", "rented"]]), ("oven.let", [["oven", "rented"]]), ("oven.rented", [["oven", "rented"]]),
    ("oven.hired,hours.dough", [["hours", "dough"], ["oven", "rented"]]), ("oven.hired,oven.employer", [["oven", "rented"]]),
    ("oven.employer,oven.hired", [["oven", "employer"]]), ("oven.hired.let,hours.hired,oven.constructo", []),
])
def test_an_answer_of_before_is_read_as_that_of_today(text: str, answers: list[list[str]]) -> None:
    """In a link, and where a device kept it."""
    decision = guide_of(tiny_tree()).decisions["which-trade"]
    with node() as running:
        assert running.run("return [...m.answersOf(a, b)]", as_data(decision), text) == answers


def test_an_answer_to_a_merged_question_is_heard_where_the_other_was_left_out(real_guide: Guide) -> None:
    """Two questions became one: a link of before still says what it can say of the one."""
    decision = as_data(real_guide.decisions["which-role"])
    with node() as running:
        for text, answers in (
            ("most.code,repaired.bug", [["most", "code"], ["judged", "code"]]),
            ("repaired.answer,judged.numbers", [["judged", "numbers"]]),
            ("judged.numbers,repaired.answer", [["judged", "numbers"]]),
            ("repaired.code,repaired.nowhere", [["judged", "code"]]),
        ):
            assert running.run("return [...m.answersOf(a, b)]", decision, text) == answers


class TestTwin:
    @pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
    def test_on_the_worlds_worked_out_by_hand(self, path: Path, twin: Twin) -> None:
        case = read_case(path)
        expected = [json.dumps(sheet["result"], separators=(",", ":")) for sheet in case["sheets"]]
        assert twin(decision_of(case["world"]), [sheet["answers"] for sheet in case["sheets"]]) == expected

    @pytest.mark.parametrize("decision", ["which-role", "which-approach"])
    def test_on_hundreds_of_sheets_of_a_real_decision(self, decision: str, real_guide: Guide, twin: Twin) -> None:
        """Empty, partial and whole sheets, by dice that fall the same each time; they end at every outcome."""
        real = real_guide.decisions[decision]
        dice = random.Random(2026)
        sheets = [random_sheet(dice, real, dice.choice((0.1, 0.4, 0.7, 0.9, 1))) for _ in range(400)]
        ours = [score(real, sheet) for sheet in sheets]
        theirs = twin(real, sheets)
        assert [index for index, result in enumerate(ours) if as_json(result) != theirs[index]] == []
        assert {block.winner for result in ours for block in result.blocks} == {None, *(outcome.id for outcome in real.outcomes)}
        assert {len(result.answers) for result in ours} >= {0, len(real.questions)}

    @pytest.mark.parametrize("decision", ["which-role", "which-approach"])
    def test_what_follows_from_a_real_decision(self, decision: str, real_guide: Guide, twin: Twin) -> None:
        """From sheets near those of the personas too, as dice alone are seldom like anybody."""
        real = real_guide.decisions[decision]
        dice = random.Random(2027)
        samples = [persona.answers[decision] for persona in real_guide.personas.values() if decision in persona.answers] or [{}]
        sheets = [{**random_sheet(dice, real, 0.9), **{ask: option for ask, option in dice.choice(samples).items() if dice.random() < share}}
                  for share in (0, 0.4, 0.7, 0.9) for _ in range(100)]
        ours = [next_steps(real_guide, real, score(real, sheet)) for sheet in sheets]
        assert twin(real, sheets, people_data(real_guide, real)) == [as_json(found) for found in ours]
        if decision == "which-role":
            assert {step.kind for found in ours for step in found.steps} == {"path", "stay", "page"}
            assert {(found.nearest is None, len(found.steps) > 0, len(found.others) > 0) for found in ours} == {
                (False, True, True), (False, True, False), (True, True, False), (True, False, True), (True, False, False)}

    @pytest.mark.parametrize("seed", range(4))
    def test_on_small_random_decisions(self, seed: int, twin: Twin) -> None:
        dice = random.Random(100 + seed)
        for _ in range(50):
            decision = decision_of(random_world(dice, questions=5, options=4, outcomes=5))
            sheets = [random_sheet(dice, decision, share) for share in (0, 0.3, 0.6, 0.9, 1)]
            assert twin(decision, sheets) == [as_json(score(decision, sheet)) for sheet in sheets]

    def test_what_no_page_would_send_is_ignored(self, twin: Twin) -> None:
        decision = guide_of(tiny_tree()).decisions["which-trade"]
        hostile = [["__proto__", "x"], ["constructor", "prototype"], ["hours", None], ["scales", {"id": "hand"}], [1, 2], ["oven", "constructor"]]
        assert twin(decision, [hostile]) == [as_json(score(decision, {"oven": "constructor"}))]


class TestMadeToBeHard:
    """Decisions of which nobody could wait for the exact answer: it comes all the same, from both twins, and errs towards what could be."""

    def test_what_can_be_reached(self, twin: Twin) -> None:
        """The first outcome has about as much as the others have on average, so that it nearly wins."""
        dice = random.Random(1)
        questions = {}
        for number in range(30):
            options = [{f"e{place}": dice.randint(0, 8) for place in range(1, 7)} for _ in range(3)]
            for place, points in enumerate(options):
                points["e0"] = max(0, round(sum(points.values()) / 6) - (number + place + 1) % 2)
            questions[f"q{number}"] = {f"o{place}": points for place, points in enumerate(options)}
        decision = decision_of({"blocks": {"all": {"outcomes": {f"e{place}": [] for place in range(7)}, "questions": questions}}})
        assert reachable(decision, "all") == tuple(f"e{place}" for place in range(7))
        assert twin(decision, [{}]) == [as_json(score(decision, {}))]

    def test_what_would_change_the_result(self, twin: Twin) -> None:
        """Nearly every change leaves the two equal, as the rule asks, and the one that the rule asks for does not."""
        questions: dict[str, Any] = {f"q{number}": {f"o{more}": {"first": more, "second": more} for more in range(1, 10)} for number in range(29)}
        questions["rule"] = {"no": {}, "yes": {"first": 9}}
        outcomes = {"first": ["a"], "second": ["b"], "both": ["a", "b"]}
        decision = decision_of({"blocks": {"all": {"outcomes": outcomes, "questions": questions}},
                                "rules": [{"outcome": "both", "within": 0, "any_of": {"rule": ["yes"]}}]})
        sheet = {name: next(iter(options)) for name, options in questions.items()}
        result = score(decision, sheet)
        assert (result.blocks[0].winner, result.blocks[0].margin, result.blocks[0].flip) == ("first", 0, None)
        assert twin(decision, [sheet]) == [as_json(result)]
