"""Small decisions for tests of the scoring: a few words become a decision, and dice make many; and an oracle that tries every sheet.

    blocks:
      fit:
        outcomes: {bread: [baker], cake: [pastry], both: [baker, pastry]}     # outcome: the roles that it stands for
        questions: {hours: {early: {bread: 2}, late: {cake: 1}}}              # question: option: points
    rules: [{outcome: both, within: 1, any_of: {hours: [late]}}]
    knows: {hours: {early: {kneading: 2}}}                                   # question: option: skills, with levels
    unless: {cake: {hours: [early]}}                                         # outcome: question: options that rule it out
"""
from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any

from generator.model import Decision
from generator.model.decision import Ask, Block, BothRule, Option, Outcome

Sheet = Mapping[str, str]


def decision_of(world: Mapping[str, Any]) -> Decision:
    """The decision of a world."""
    knows = world.get("knows", {})
    blocks = world["blocks"]
    return Decision.model_construct(
        id="test", path="decisions/test.yml", name="Test", question="Which?", intro="Two questions.",
        blocks=tuple(Block.model_construct(id=block, name=block, result=block) for block in blocks),
        outcomes=tuple(
            Outcome.model_construct(id=outcome, block=block, name=outcome, says=outcome, roles=tuple(roles or ()), unless={
                question: tuple(options) for question, options in world.get("unless", {}).get(outcome, {}).items()})
            for block, said in blocks.items() for outcome, roles in said["outcomes"].items()),
        questions=tuple(
            Ask.model_construct(id=question, block=block, ask=question, why=question, fact=question in world.get("facts", ()), options=tuple(
                Option.model_construct(id=option, text=option, favours=points or {}, knows=knows.get(question, {}).get(option, {}), because=option)
                for option, points in options.items()))
            for block, said in blocks.items() for question, options in said["questions"].items()),
        rules=tuple(
            BothRule.model_construct(outcome=rule["outcome"], within=rule["within"], because="It joins them.",
                                     any_of={question: tuple(options) for question, options in rule["any_of"].items()})
            for rule in world.get("rules", [])),
        cases=())


def random_world(dice: random.Random, questions: int = 4, options: int = 3, outcomes: int = 4) -> dict[str, Any]:
    """A world with one to three blocks, and with rules now and then; few points, so that ties are common. Questions of one block may
    decide about a rule of another, and ids are what an object of JavaScript would trip over."""
    names = ["constructor", "to-string", "1", "0", "value-of", "has-own-property", "7", "10", *(f"id-{number}" for number in range(30))]
    dice.shuffle(names)
    roles = [f"role-{number}" for number in range(4)]
    blocks: dict[str, Any] = {}
    for number in range(dice.choice((1, 1, 2, 3))):
        ends = [f"{names[place]}-{number}" if number else names[place] for place in range(dice.randint(1, outcomes))]
        asks = [f"{names[10 + place]}-{number}" if number else names[10 + place] for place in range(dice.randint(0 if number else 1, questions))]
        blocks[f"block-{number}"] = {
            "outcomes": {end: dice.sample(roles, dice.choice((0, 1, 1, 1, 2))) for end in ends},
            "questions": {
                ask: {names[20 + place]: {end: dice.choice((1, 1, 2, 3)) for end in dice.sample(ends, dice.randint(0, min(2, len(ends))))}
                      for place in range(dice.randint(2, options))}
                for ask in asks},
        }
    everything = [(ask, list(answers)) for said in blocks.values() for ask, answers in said["questions"].items()]
    rules = []
    for _ in range(dice.choice((0, 1, 1, 2, 3))):
        block, said = dice.choice(list(blocks.items()))
        outcome = dice.choice(["both", "all"]) + "-" + block
        if outcome not in said["outcomes"]:
            together = dice.sample(list(said["outcomes"]), min(dice.choice((2, 2, 3)), len(said["outcomes"])))
            said["outcomes"][outcome] = sorted({role for end in together for role in said["outcomes"][end]})
        chosen = dice.sample(everything, min(len(everything), dice.randint(1, 2)))
        rules.append({"outcome": outcome, "within": dice.randint(0, 3),
                      "any_of": {ask: dice.sample(answers, dice.randint(1, len(answers))) for ask, answers in chosen}})
    skills = ["kneading", "lamination", "2", "1"]
    knows = {ask: {answer: {dice.choice(skills): dice.randint(1, 3)} for answer in answers if dice.random() < 0.4} for ask, answers in everything}
    ruled = {rule["outcome"] for rule in rules}
    ends = [end for said in blocks.values() for end in said["outcomes"] if end not in ruled]
    unless = {
        end: {ask: dice.sample(answers, dice.randint(1, len(answers) - 1)) for ask, answers in dice.sample(everything, 1)}
        for end in dice.sample(ends, dice.choice((0, 0, 1, 1, 2, len(ends))) % (len(ends) + 1))}
    facts = [ask for ask, _ in everything if dice.random() < 0.5]
    return {"blocks": blocks, "rules": rules, "knows": knows, "unless": unless, "facts": facts}


def random_sheet(dice: random.Random, decision: Decision, answered: float) -> dict[str, str]:
    """Answers to about this share of the questions, in an order of their own."""
    asks = [question for question in decision.questions if dice.random() < answered]
    dice.shuffle(asks)
    return {question.id: dice.choice(question.options).id for question in asks}


def plain_winner(decision: Decision, block: str, sheet: Sheet) -> str | None:
    """Who wins a block, as the rules of the game say it: slow, and without a thought."""
    asks = [question for question in decision.questions if question.block == block]
    if not any(question.id in sheet for question in asks):
        return None
    joined = {rule.outcome for rule in decision.rules}
    outcomes = {outcome.id: outcome for outcome in decision.outcomes if outcome.block == block}
    points = {outcome: 0 for outcome in outcomes if outcome not in joined and not plain_ruled_out(outcomes[outcome], sheet)}
    for question in asks:
        for option in question.options:
            if sheet.get(question.id) == option.id:
                for outcome, more in option.favours.items():
                    if outcome in points:
                        points[outcome] += more
    ranking = sorted(points, key=lambda outcome: -points[outcome])
    for rule in decision.rules:
        if rule.outcome not in outcomes:
            continue
        wanted = set(outcomes[rule.outcome].roles)
        rivals = [set(outcome.roles) for outcome in outcomes.values() if outcome.id not in joined]
        size = 2 if any(one | other == wanted for one, other in combinations(rivals, 2)) else 3
        foremost = ranking[:size]
        together = len(foremost) == size and {role for outcome in foremost for role in outcomes[outcome].roles} == wanted
        asked = any(sheet.get(question) in options for question, options in rule.any_of.items())
        if together and asked and points[foremost[0]] - points[foremost[-1]] <= rule.within:
            return rule.outcome
    return ranking[0] if ranking else None


def plain_ruled_out(outcome: Outcome, sheet: Sheet) -> bool:
    """Whether an answer of the sheet rules an outcome out."""
    return any(sheet.get(question) in options for question, options in outcome.unless.items())


def plain_open(decision: Decision, block: str, sheet: Sheet) -> list[str]:
    """What can still win, by trying every whole sheet that keeps these answers."""
    if not any(question.block == block for question in decision.questions):
        return []
    found = {plain_winner(decision, block, whole) for whole in whole_sheets(decision.questions, sheet)}
    return [outcome.id for outcome in decision.outcomes if outcome.id in found]


def plain_flip(decision: Decision, block: str, sheet: Sheet, most: int = 4) -> list[list[str]] | None:
    """The fewest changes that give another winner, by trying all: preferences before facts, then by questions, then by options, as they
    stand in the file."""
    now = plain_winner(decision, block, sheet)
    asks = [question for question in decision.questions if question.id in sheet] if any(
        question.block == block and question.id in sheet for question in decision.questions) else []
    for number in range(1, most + 1):
        sets = list(combinations(asks, number))
        without = [some for some in sets if not any(question.fact for question in some)]
        for some in [*without, *(some for some in sets if some not in without)]:
            for chosen in product(*(question.options for question in some)):
                changed = {question.id: option.id for question, option in zip(some, chosen, strict=True)}
                if all(sheet[question] != option for question, option in changed.items()) \
                        and plain_winner(decision, block, {**sheet, **changed}) not in (now, None):
                    return [[question, option] for question, option in changed.items()]
    return None


def whole_sheets(questions: Sequence[Ask], sheet: Sheet) -> Iterator[dict[str, str]]:
    """Every sheet that answers all questions and keeps these answers."""
    for options in product(*([sheet[question.id]] if question.id in sheet else [option.id for option in question.options] for question in questions)):
        yield {question.id: option for question, option in zip(questions, options, strict=True)}


__all__ = ["decision_of", "plain_flip", "plain_open", "plain_ruled_out", "plain_winner", "random_sheet", "random_world", "whole_sheets"]
