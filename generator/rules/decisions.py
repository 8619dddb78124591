"""Rules about decisions: what is named in them exists, everything in them has an effect, and samples end where they must."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from ..content.load import Loc
from ..decisions import joined_by, reachable, roles_of, sample_steps, standing
from ..model import Decision, Entity, Guide, limits
from ..model.decision import Ask, Option, Tree
from ..problems import counted, did_you_mean
from .rule import Finding, repeated, rule


@rule("error")
def decisions_are_consistent(guide: Guide) -> Iterator[Finding]:
    """Within a decision, ids are unique; every block, outcome, question and option it names exists; an answer favours outcomes of its question's own
    block; and no outcome of the last block is silent."""
    for decision in guide.decisions.values():
        yield from _inconsistencies(decision)


@rule("error")
def outcomes_of_rules_join_roles(guide: Guide) -> Iterator[Finding]:
    """An outcome with a rule stands for two or more roles, which two or three other outcomes of its block together stand for. It has one rule, no
    points, and no answers that rule it out: it is ruled out when one of those outcomes is."""
    for decision in guide.decisions.values():
        if _inconsistencies(decision):
            continue
        outcomes = {outcome.id: (number, outcome) for number, outcome in enumerate(decision.outcomes)}
        joined = {both.outcome for both in decision.rules}
        seen: set[str] = set()
        for number, both in enumerate(decision.rules):
            place, outcome = outcomes[both.outcome]
            if outcome.id in seen:
                hint = "On paper the mark of an outcome belongs to one rule. Make one of the two, or give each an outcome of its own."
                yield Finding(decision, ("rules", number, "outcome"), f"'{outcome.id}' has a rule already.", hint)
                continue
            seen.add(outcome.id)
            if outcome.unless:
                hint = "Rule out one of the outcomes that it joins; then it does not apply."
                message = f"'{outcome.id}' is the outcome of a rule and has no answers of its own against it."
                yield Finding(decision, ("outcomes", place, "unless"), message, hint, at_key=True)
            apart = [other for other in decision.outcomes if other.block == outcome.block and other.id not in joined]
            if len(set(outcome.roles)) < 2:
                yield Finding(
                    decision,
                    ("outcomes", place, "roles") if outcome.roles else ("outcomes", place, "id"),
                    f"the outcome '{outcome.id}' of a rule stands for {len(set(outcome.roles)) or 'no'} role{'s' * (not outcome.roles)}.",
                    "It joins two or more.")
            elif not joined_by(outcome, apart):
                hint = f"Together they would be for {', '.join(sorted(outcome.roles))}, and nothing else."
                message = f"no two or three outcomes of the block '{outcome.block}' are joined by '{outcome.id}'."
                yield Finding(decision, ("rules", number, "outcome"), message, hint)
        for loc, outcome_id in _favoured(decision):
            if outcome_id in joined:
                hint = "Favour the outcomes that it joins."
                yield Finding(decision, loc, f"'{outcome_id}' is the outcome of a rule and has no points of its own.", hint, at_key=True)


@rule("error")
def trees_lead_to_outcomes(guide: Guide) -> Iterator[Finding]:
    """Each branch of a decision's tree leads either to an outcome of the decision or on to another question of the tree. Every question but
    the first is led to from one place, so that no way comes back to where it was, and no way has more than four questions."""
    for decision in guide.decisions.values():
        if decision.tree:
            yield from _tangled(decision, decision.tree)


@rule("error")
def sample_answers_fit(guide: Guide) -> Iterator[Finding]:
    """A persona's sample answers, and those it would not give, name questions and options of the decision; none is both. The sample ends at an
    outcome of the block."""
    for persona in guide.personas.values():
        for decision in guide.decisions.values():
            answers, unless = persona.answers.get(decision.id, {}), persona.unless.get(decision.id, {})
            yield from _wrong_answers(decision, answers, persona, ("answers", decision.id))
            yield from _wrong_ends(decision, persona.expect.get(decision.id, {}), persona, ("expect", decision.id))
            yield from _wrong_choices(decision, unless, persona, ("unless", decision.id))
            for question, option in answers.items():
                if option in unless.get(question, ()):
                    message = f"'{option}' is an answer that this persona would not give, says its own `unless`."
                    yield Finding(persona, ("answers", decision.id, question), message, "Take it out of one of the two.")


@rule("error")
def use_cases_name_outcomes(guide: Guide) -> Iterator[Finding]:
    """The outcome that a use case names is one of its decision's."""
    for use_case in guide.use_cases.values():
        for decision in guide.decisions.values():
            outcomes = [outcome.id for outcome in decision.outcomes]
            named = use_case.outcomes.get(decision.id)
            if named is not None and named not in outcomes:
                yield Finding(use_case, ("outcomes", decision.id), *_no("outcome", named, outcomes))


@rule("error", stage=3, harmless=True)
def outcomes_can_be_reached(guide: Guide) -> Iterator[Finding]:
    """Every outcome wins for some set of answers."""
    for decision in guide.decisions.values():
        reached = {outcome for block in decision.blocks for outcome in reachable(decision, block.id)}
        for number, outcome in enumerate(decision.outcomes):
            if outcome.id not in reached:
                loc = ("outcomes", number, "id")
                yield Finding(decision, loc, f"no sheet of answers ends at '{outcome.id}'.", _why_out_of_reach(decision, outcome.id))


# A warning: a road may be shown that no answer leads to.
@rule("warning", stage=3)
def roles_are_outcomes(guide: Guide) -> Iterator[Finding]:
    """Where there are decisions, every live role has an outcome in one of them."""
    decided = {role for decision in guide.decisions.values() for outcome in decision.outcomes for role in outcome.roles}
    for role in guide.roles.values() if guide.decisions else ():
        if role.retired is None and role.id not in decided:
            hint = "Add it to the roles of an outcome, in content/decisions/."
            yield Finding(role, ("name",), f"no outcome of a decision stands for the role '{role.id}'.", hint)


@rule("error", stage=3, harmless=True)
def questions_have_an_effect(guide: Guide) -> Iterator[Finding]:
    """The options of a question differ in points, or a rule asks for one of them, or one of them rules out an outcome."""
    for decision in guide.decisions.values():
        for number, question in enumerate(decision.questions):
            if len({_effect(decision, question, option) for option in question.options}) == 1:
                hint = "Favour something by one of them, or take the question out."
                yield Finding(decision, ("questions", number, "id"), f"every answer to '{question.id}' has the same effect.", hint)


# A warning: two answers of one effect may both be there so that every reader finds their own words.
@rule("warning", stage=3)
def options_have_effects_of_their_own(guide: Guide) -> Iterator[Finding]:
    """Two options of a question differ in points, in what they say about skills, in what a rule asks for, in what they rule out, or in what comes
    first."""
    for decision in guide.decisions.values():
        for number, question in enumerate(decision.questions):
            seen: dict[object, str] = {}
            if len({_effect(decision, question, option) for option in question.options}) == 1:
                continue
            for index, option in enumerate(question.options):
                effect = _effect(decision, question, option), frozenset(option.knows.items()), option.first
                if effect in seen:
                    hint = "Make one answer of the two, or let their points differ."
                    loc = ("questions", number, "options", index, "id")
                    yield Finding(decision, loc, f"'{option.id}' has the same effect as '{seen[effect]}'.", hint)
                seen.setdefault(effect, option.id)


@rule("error", stage=3, harmless=True)
def samples_end_as_expected(guide: Guide) -> Iterator[Finding]:
    """A decision's cases and the personas' sample answers end at the outcomes they expect."""
    for decision in guide.decisions.values():
        for number, case in enumerate(decision.cases):
            for block, message, hint in _surprises(decision, case.answers, case.expect):
                yield Finding(decision, ("cases", number, "expect", block), message, hint)
        for persona in guide.personas.values():
            expected = persona.expect.get(decision.id, {})
            for block, message, hint in _surprises(decision, persona.answers.get(decision.id, {}), expected):
                yield Finding(persona, ("expect", decision.id, block), message, hint)


@rule("error")
def recommended_paths_agree_with_samples(guide: Guide) -> Iterator[Finding]:
    """A path that a persona is recommended leads where a decision leads the persona's own sample answers, and not to a role that they already
    have: a page and a result never advise against each other."""
    for decision in guide.decisions.values():
        for persona in guide.personas.values():
            if _inconsistencies(decision) or not (steps := sample_steps(decision, persona)):
                continue
            led = [step.role for step in steps if step.role]
            here = roles_of(decision, persona)
            for number, path in enumerate(persona.paths):
                if path.stance == "recommended" and (path.to in here if steps[0].kind != "path" else path.to not in led):
                    to = "to staying" if steps[0].kind != "path" else f"to '{led[0]}'"
                    yield Finding(
                        persona,
                        ("paths", number, "stance"),
                        f"'{path.to}' is recommended, but '{decision.id}' leads this persona's own answers {to}.",
                        "Recommend that, call this path 'sensible', or change the answers.",
                    )


def _inconsistencies(decision: Decision) -> list[Finding]:
    """What is named twice, or else what stands outside of every block, or else what is named and not there."""
    return list(_unique(decision)) or list(_blocks(decision)) or list(_named(decision))


def _unique(decision: Decision) -> Iterator[Finding]:
    for field in ("blocks", "outcomes", "questions"):
        for index, identifier in repeated(part.id for part in getattr(decision, field)):
            yield Finding(decision, (field, index, "id"), f"'{identifier}' is there twice.", "Rename one.")
    asked = {question.id for question in decision.questions}
    for number, question in enumerate(decision.questions):
        for place, former in enumerate(question.formerly):
            if former in asked:
                loc = ("questions", number, "formerly", place)
                yield Finding(decision, loc, f"'{former}' is a question of today.", "An id under formerly is not used again. Choose another.")
        asked |= set(question.formerly)
        for index, identifier in repeated(option.id for option in question.options):
            yield Finding(decision, ("questions", number, "options", index, "id"), f"'{identifier}' is there twice.", "Rename one.")


def _blocks(decision: Decision) -> Iterator[Finding]:
    """Whatever belongs to a block that is not there, and blocks to which nothing belongs."""
    blocks = [block.id for block in decision.blocks]
    for field in ("outcomes", "questions"):
        parts = getattr(decision, field)
        for number, part in enumerate(parts):
            if part.block not in blocks:
                yield Finding(decision, (field, number, "block"), *_no("block", part.block, blocks))
        for number, block in enumerate(blocks):
            if block not in {part.block for part in parts}:
                hint = f"Let some belong to it, with block: {block}, or take the block out."
                yield Finding(decision, ("blocks", number, "id"), f"no {field[:-1]} belongs to the block '{block}'.", hint)


def _named(decision: Decision) -> Iterator[Finding]:
    outcomes = {outcome.id: outcome.block for outcome in decision.outcomes}
    for loc, outcome in _favoured(decision):
        block = decision.questions[int(loc[1])].block
        if outcome not in outcomes:
            yield Finding(decision, loc, *_no("outcome", outcome, outcomes), at_key=True)
        elif outcomes[outcome] != block:
            hint = f"An answer favours outcomes of its own block, which is '{block}' here."
            yield Finding(decision, loc, f"'{outcome}' is an outcome of the block '{outcomes[outcome]}'.", hint, at_key=True)
    for number, both in enumerate(decision.rules):
        if both.outcome not in outcomes:
            yield Finding(decision, ("rules", number, "outcome"), *_no("outcome", both.outcome, outcomes))
        yield from _wrong_choices(decision, both.any_of, decision, ("rules", number, "any_of"))
    for number, end in enumerate(decision.outcomes):
        if end.silent and end.block == decision.blocks[-1].id:
            hint = "Where the decision ends, every outcome is a result that is shown."
            message = f"'{end.id}' belongs to the last block and cannot be silent."
            yield Finding(decision, ("outcomes", number, "silent"), message, hint, at_key=True)
        yield from _wrong_choices(decision, end.unless, decision, ("outcomes", number, "unless"))
    for number, case in enumerate(decision.cases):
        yield from _wrong_answers(decision, case.answers, decision, ("cases", number, "answers"))
        if not case.expect:
            yield Finding(decision, ("cases", number, "expect"), "is empty, so this case cannot fail.", "Name a block and its outcome.")
        yield from _wrong_ends(decision, case.expect, decision, ("cases", number, "expect"))


def _tangled(decision: Decision, tree: Tree) -> Iterator[Finding]:
    """What keeps a tree from being one: the ends of branches first, then the ways to questions, and only then how long these are."""
    for number, identifier in repeated(fork.id for fork in tree.forks):
        yield Finding(decision, ("tree", "forks", number, "id"), f"'{identifier}' is there twice.", "Rename one.")
    forks = dict.fromkeys(fork.id for fork in tree.forks)
    outcomes = [outcome.id for outcome in decision.outcomes]
    before: dict[str, str] = {}
    whole = len(forks) == len(tree.forks)
    for number, fork in enumerate(tree.forks):
        for index, branch in enumerate(fork.branches):
            loc: Loc = ("tree", "forks", number, "branches", index)
            if (branch.outcome is None) == (branch.fork is None):
                said = "leads nowhere." if branch.fork is None else "leads to an outcome and to a question."
                yield Finding(decision, loc, said, "Give it one of the two: outcome, or fork.")
            elif branch.outcome is not None and branch.outcome not in outcomes:
                yield Finding(decision, (*loc, "outcome"), *_no("outcome", branch.outcome, outcomes))
            elif branch.fork is not None and branch.fork not in forks:
                yield Finding(decision, (*loc, "fork"), *_no("question", branch.fork, forks, "this tree"))
            elif branch.fork is not None and (branch.fork in before or branch.fork == tree.forks[0].id):
                there = f"'{before[branch.fork]}' leads there" if branch.fork in before else "it is asked first"
                hint = "A tree has one way to each question. Ask again under another id, or end at an outcome."
                yield Finding(decision, (*loc, "fork"), f"'{branch.fork}' is led to already: {there}.", hint)
            else:
                if branch.fork is not None:
                    before[branch.fork] = fork.id
                continue
            whole = False
    for number, fork in enumerate(tree.forks) if whole else ():
        way = [fork.id]
        while way[-1] in before and before[way[-1]] not in way:
            way.append(before[way[-1]])
        if way[-1] != tree.forks[0].id:
            hint = "Lead to it by the fork of a branch, from the first question on, or take it out."
            yield Finding(decision, ("tree", "forks", number, "id"), f"no way from the first question leads to '{fork.id}'.", hint)
        elif len(way) == limits.TREE_DEPTH + 1:
            hint = f"At most {limits.TREE_DEPTH} fit on a page. End one question earlier."
            yield Finding(decision, ("tree", "forks", number, "id"), f"'{fork.id}' is question {len(way)} of its way.", hint)


def _favoured(decision: Decision) -> Iterator[tuple[Loc, str]]:
    """Each outcome that an option favours, and where that is said."""
    for number, question in enumerate(decision.questions):
        for index, option in enumerate(question.options):
            for outcome in option.favours:
                yield ("questions", number, "options", index, "favours", outcome), outcome


def _wrong_answers(decision: Decision, answers: Mapping[str, str], entity: Entity, loc: Loc) -> Iterator[Finding]:
    """Answers, at a place of an entity, that name a question or an option that is not there."""
    questions = {question.id: [option.id for option in question.options] for question in decision.questions}
    for question, option in answers.items():
        if question not in questions:
            yield Finding(entity, (*loc, question), *_no("question", question, questions), at_key=True)
        elif option not in questions[question]:
            yield Finding(entity, (*loc, question), *_no("option", option, questions[question], f"the question '{question}'"))


def _wrong_choices(decision: Decision, choices: Mapping[str, Sequence[str]], entity: Entity, loc: Loc) -> Iterator[Finding]:
    """The same for several options of each question; the place of an option is its number."""
    for question, options in choices.items():
        for index, option in enumerate(options):
            for finding in _wrong_answers(decision, {question: option}, entity, loc):
                yield finding if finding.at_key else replace(finding, loc=(*finding.loc, index))


def _wrong_ends(decision: Decision, expected: Mapping[str, str], entity: Entity, loc: Loc) -> Iterator[Finding]:
    """Blocks and outcomes of an expectation that are not there."""
    blocks = {block.id: [outcome.id for outcome in decision.outcomes if outcome.block == block.id] for block in decision.blocks}
    for block, outcome in expected.items():
        if block not in blocks:
            yield Finding(entity, (*loc, block), *_no("block", block, blocks), at_key=True)
        elif outcome not in blocks[block]:
            yield Finding(entity, (*loc, block), *_no("outcome", outcome, blocks[block], f"the block '{block}'"))


def _no(what: str, identifier: str, known: Collection[str], where: str = "this decision") -> tuple[str, str]:
    return f"{where} has no {what} '{identifier}'.", did_you_mean(identifier, known) or f"Known: {', '.join(known)}."


def _effect(decision: Decision, question: Ask, option: Option) -> object:
    """What an answer does to the result: the points by which it sets outcomes apart, whether each rule asks for it, and whether it rules
    out each outcome. Points that all outcomes of the block get set none apart."""
    joined = {both.outcome for both in decision.rules}
    points = [option.favours.get(outcome.id, 0) for outcome in decision.outcomes if outcome.block == question.block and outcome.id not in joined]
    return (
        tuple(point - min(points) for point in points),
        tuple(option.id in both.any_of.get(question.id, ()) for both in decision.rules),
        tuple(option.id in outcome.unless.get(question.id, ()) for outcome in decision.outcomes),
    )


def _why_out_of_reach(decision: Decision, outcome: str) -> str:
    """What stands in the way of an outcome."""
    rules = [both for both in decision.rules if both.outcome == outcome]
    if rules:
        return "No sheet brings the outcomes that it joins to the front, near enough for its rule and with an answer that the rule asks for."
    here = next(part for part in decision.outcomes if part.id == outcome)
    allowed = {
        question.id: [option for option in question.options if option.id not in here.unless.get(question.id, ())]
        for question in decision.questions}
    if not all(allowed[question.id] for question in decision.questions if question.block == here.block):
        return "Every answer to one of its questions rules it out."
    best = {
        question: max(options, key=lambda option: option.favours.get(outcome, 0)).id for question, options in allowed.items() if options}
    ending = standing(decision, here.block, best)
    points = dict(ending.ranking)
    if not points[outcome]:
        return "No option favours it."
    if ending.ranking[0][0] == outcome:
        return "Where it leads, a rule always makes another the winner."
    return f"The answers that favour it most give it {counted(points[outcome], 'point')}, and '{ending.ranking[0][0]}' {ending.ranking[0][1]}."


def _surprises(decision: Decision, answers: Mapping[str, str], expected: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """The blocks that end elsewhere than expected, with the message and the hint."""
    for block, outcome in expected.items():
        ending = standing(decision, block, answers)
        if ending.winner == outcome:
            continue
        if ending.winner is None:
            why = "these answers rule out every outcome" if ending.answered else f"no question of the block '{block}' is answered"
            yield block, f"expected '{outcome}', but {why}.", ""
            continue
        rule = " by its rule" if ending.by_rule else ""
        told = ", ".join(f"{ranked} {points}" for ranked, points in ending.ranking)
        yield block, f"expected '{outcome}', but the answers end at '{ending.winner}'{rule}: {told}.", _how(decision, outcome)


def _how(decision: Decision, outcome: str) -> str:
    """How an outcome of a rule is reached; nothing for the others."""
    for both in decision.rules:
        if both.outcome == outcome:
            asked = ", ".join(f"{question}: {' or '.join(options)}" for question, options in both.any_of.items())
            apart = counted(both.within, "point")
            return f"Its rule joins the first {_joined(decision, outcome)} when they are at most {apart} apart, and asks for {asked}."
    return ""


def _joined(decision: Decision, outcome: str) -> str:
    target = next(each for each in decision.outcomes if each.id == outcome)
    ruled = {both.outcome for both in decision.rules}
    groups = joined_by(target, [each for each in decision.outcomes if each.block == target.block and each.id not in ruled])
    return "three" if groups and len(groups[0]) > 2 else "two"
