"""A judge of decisions who shares no code with them: it reads their YAML, adds up by hand, and holds against that what the page's logic
concludes, run by node on two thousand sheets of each real decision, and what the page and the command say, on two hundred and fifty, or on
ten and two thousand before a release; on all samples and on all cases, too.

It imports nothing of the scoring, neither Python's nor the browser's. What contradicts an answer is written down here, too, by somebody who
read the texts, so that a line that is missing in the content is found as well as one that is not obeyed.
"""
from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from conftest import CONTENT
from node import node
from playwright.sync_api import Browser

from generator.cli import decide as command
from generator.cli import main
from generator.decisions import as_data, people_data
from generator.model import Guide

Sheet = Mapping[str, str]
SHEETS, MORE_SHEETS, CONCLUDED, MORE_CONCLUDED = 250, 2000, 2000, 10_000
# Of so many sheets each pair of changes is tried, too; of the first of them each three.
PAIRS, TRIPLES = 400, 12
DECISIONS = ("which-role", "which-approach")

# An outcome that a reader who gave the answer must not end at.
AGAINST: Mapping[str, Mapping[str, set[str]]] = {
    "which-role": {
        "stay": {"job.no-job", "job.refused", "most.study"},
        "ml-researcher": {"wait.days", "wait.month", "bound.income"},
        "none-yet": {"job.hours", "job.spare", "job.mine"},
    },
    "which-approach": {
        "no-ml": {"output.text", "output.cited", "output.action", "output.new"},
        "call-a-model": {"output.action", "output.new", "deadline.at-once", "explain.rule"},
        "retrieve-and-prompt": {"output.action", "output.new", "deadline.at-once", "explain.rule"},
        "classical-ml": {"output.text", "output.cited", "output.action", "output.new", "examples.few", "explain.rule"},
        "agent-with-tools": {"output.new", "deadline.at-once", "deadline.seconds", "volume.millions", "error.harm", "explain.rule"},
        "fine-tune": {"output.cited", "output.action", "output.new", "examples.few", "explain.rule", "budget.days"},
        "custom-deep-model": {"output.cited", "output.action", "examples.few", "explain.rule", "budget.days", "budget.months"},
    },
}
# A persona on whose way a reader who gave the answer must not be sent: they cannot program, have trained nothing, or are somebody else.
FOREIGN: Mapping[str, set[str]] = {
    "service.never": {"software-engineer", "frontend-developer", "data-scientist", "data-scientist-on-llm-apis", "ml-engineer",
                      "career-changer", "student"},
    "service.not-yet": {"software-engineer", "frontend-developer", "ml-engineer"},
    "model.not-yet": {"data-scientist", "data-scientist-on-llm-apis", "ml-engineer"},
    "assistant.not-yet": {"data-scientist-on-llm-apis"},
    "most.study": {"software-engineer", "frontend-developer", "data-scientist", "data-scientist-on-llm-apis", "ml-engineer",
                   "career-changer", "analyst"},
    **{f"most.{work}": {"student", "analyst"} for work in ("calls", "training", "running", "code", "research")},
    "most.analysis": {"student"},
    "most.other": {"analyst"},
}
# Words that a reader without a job, or with one that leaves no room, must not find in their result.
STAYING = re.compile(r"keep (the|your) (job|place)", re.IGNORECASE)
NO_ROOM = {"job.no-job", "job.refused"}
# Work that none of the guide's roles is, or that no role fits yet, and with what a reader who does not program begins.
ELSEWHERE = {"platform", "data", "product", "none-yet"}
FIRST = {"service.never": "python-basics"}


class Loader(yaml.BaseLoader):
    """Every scalar as text."""


def _read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader)


@dataclass
class Said:
    """What a reader of a result has before them, wherever: names and numbers, not ids."""

    headlines: list[tuple[str, str]]
    leads: dict[str, str]
    rankings: dict[str, list[tuple[str, int]]]
    flips: dict[str, tuple[str, list[tuple[str, str]]]]
    text: str
    like: tuple[str, int, int] | None
    links: list[str]
    instead: list[str]
    looks: int


class Judge:
    """One decision as its file says it, with the personas."""

    def __init__(self, decision: str) -> None:
        self.id = decision
        self.file = _read(CONTENT / "decisions" / f"{decision}.yml")
        self.blocks = [block["id"] for block in self.file["blocks"]]
        self.result = {block["id"]: block["result"] for block in self.file["blocks"]}
        self.outcomes = {outcome["id"]: outcome for outcome in self.file["outcomes"]}
        self.questions = {question["id"]: question for question in self.file["questions"]}
        self.options = {f"{question}.{option['id']}": option for question, said in self.questions.items() for option in said["options"]}
        self.favours = {(question, option["id"]): [(outcome, int(points)) for outcome, points in option.get("favours", {}).items()]
                        for question, said in self.questions.items() for option in said["options"]}
        self.rules = self.file.get("rules", [])
        self.joined = {rule["outcome"] for rule in self.rules}
        self.personas = {path.stem: _read(path) for path in sorted((CONTENT / "personas").glob("*.yml"))}
        self.samples = {persona: said["answers"][decision] for persona, said in self.personas.items() if decision in said.get("answers", {})}
        self.names = {said["name"]: persona for persona, said in self.personas.items()}

    # How it comes out, added up by hand.

    def points(self, block: str, sheet: Sheet) -> dict[str, int]:
        """The points of a block's outcomes that no answer rules out, in the order of the file."""
        sums = {outcome: 0 for outcome, said in self.outcomes.items()
                if said["block"] == block and outcome not in self.joined
                and not any(sheet.get(question) in options for question, options in said.get("unless", {}).items())}
        for question, option in sheet.items():
            for outcome, points in self.favours[question, option]:
                if outcome in sums:
                    sums[outcome] += points
        return sums

    def winner(self, block: str, sheet: Sheet) -> str | None:
        """Who must win a block."""
        if not any(self.questions[question]["block"] == block for question in sheet):
            return None
        sums = self.points(block, sheet)
        ranking = sorted(sums, key=lambda outcome: -sums[outcome])
        for rule in self.rules:
            if self.outcomes[rule["outcome"]]["block"] == block and len(ranking) > 1:
                roles = {role for outcome in ranking[:2] for role in self.outcomes[outcome].get("roles", [])}
                near = sums[ranking[0]] - sums[ranking[1]] <= int(rule["within"])
                asked = any(sheet.get(question) in options for question, options in rule["any_of"].items())
                if roles == set(self.outcomes[rule["outcome"]]["roles"]) and near and asked:
                    return rule["outcome"]
        return ranking[0] if ranking else None

    def same(self, persona: str, sheet: Sheet) -> int:
        """How many answers a persona gives alike."""
        return sum(self.samples[persona].get(question) == option for question, option in sheet.items())

    def knows(self, sheet: Sheet) -> dict[str, int]:
        """The highest level of each skill that the answers tell."""
        found: dict[str, int] = {}
        for question, option in sheet.items():
            for skill, level in self.options[f"{question}.{option}"].get("knows", {}).items():
                found[skill] = max(int(level), found.get(skill, 0))
        return found

    # What is wrong with what was said.

    def faults(self, sheet: Sheet, said: Said) -> Iterator[str]:
        """Everything false, missing, foreign or against an answer."""
        given = {f"{question}.{option}" for question, option in sheet.items()}
        winners = {block: self.winner(block, sheet) for block in self.blocks}
        shown = [(block, winner) for block, winner in reversed(winners.items())
                 if winner is None or self.outcomes[winner].get("silent") != "true"]
        wanted = [(self.result[block], self.outcomes[winner]["name"]) for block, winner in shown if winner]
        if said.headlines != wanted:
            yield f"headlines are {said.headlines}, not {wanted}"
        for block, winner in shown:
            if winner:
                yield from self._wrong_numbers(block, winner, sheet, said)
        for block, winner in winners.items():
            if winner and AGAINST[self.id].get(winner, set()) & given:
                yield f"{winner} in {block} is against {AGAINST[self.id][winner] & given}"
        if NO_ROOM & given and STAYING.search(said.text):
            yield f"says to keep a job, against {NO_ROOM & given}"
        yield from self._wrong_likeness(sheet, said)
        yield from self._wrong_steps(winners, sheet, given, said)
        for persona, role, _, _ in map(self._path, said.instead):
            yield from self._wrong_instead(persona, role, sheet)

    def _wrong_numbers(self, block: str, winner: str, sheet: Sheet, said: Said) -> Iterator[str]:
        sums = self.points(block, sheet)
        name = {outcome: self.outcomes[outcome]["name"] for outcome in self.outcomes}
        ranking = sorted(sums.items(), key=lambda pair: -pair[1])
        if said.rankings.get(self.result[block]) != [(name[outcome], points) for outcome, points in ranking]:
            yield f"the points of {block} are {said.rankings.get(self.result[block])}, not {ranking}"
        ways = {winner}
        first, second = ranking[0], ranking[1] if len(ranking) > 1 else None
        if second is not None:
            level = [name[outcome] for outcome, points in ranking[2:] if points == second[1]]
            more = first[1] - second[1]
            far = f"{name[first[0]]} is ahead of {name[second[0]]} by {more} point{'s' * (more != 1)}."
            if more == 0:
                level = _and([name[first[0]], name[second[0]], *level])
                far = f"{level} tie; we name {name[first[0]]} first, so it counts as ahead."
            if said.leads.get(self.result[block]) != far:
                yield f"{block} says '{said.leads.get(self.result[block])}', not '{far}'"
        if self.result[block] in said.flips:
            target, changes = said.flips[self.result[block]]
            changed = dict(sheet)
            for ask, text in changes:
                question = next(identifier for identifier, found in self.questions.items() if found["ask"] == ask)
                options = self.questions[question]["options"]
                changed[question] = next(option["id"] for option in options if option.get("short", option["text"]).rstrip(".") == text)
            end = self.winner(block, changed)
            if end is None or name[end] != target or end in ways:
                yield f"{block}: the change {changes} ends at {end}, not at {target}"

    def _wrong_likeness(self, sheet: Sheet, said: Said) -> Iterator[str]:
        if said.like is None:
            yield from self._forgotten(sheet)
            return
        persona, same, of = self.names[said.like[0]], said.like[1], said.like[2]
        others = [self.same(other, sheet) for other in self.samples if other != persona]
        if (same, of) != (self.same(persona, sheet), len(sheet)):
            yield f"{persona} gives {self.same(persona, sheet)} of {len(sheet)} alike, not {same} of {of}"
        if 2 * same < of or same < max(others, default=0) + 2:
            yield f"{persona} is said to be like this by {same} of {of}, where others have {sorted(others)}"

    def _forgotten(self, sheet: Sheet) -> Iterator[str]:
        """Who answers like this and should have been named: near enough, welcome, and with a role that the reader has, if any."""
        winners = [self.winner(block, sheet) for block in self.blocks]
        here = self._here(sheet)
        for persona, sample in self.samples.items():
            same, others = self.same(persona, sheet), [self.same(other, sheet) for other in self.samples if other != persona]
            near = 2 * same >= len(sheet) and same >= max(others) + 2
            unless = self.personas[persona].get("unless", {}).get(self.id, {})
            welcome = not any(option in unless.get(question, ()) for question, option in sheet.items())
            if near and welcome and winners[-1] and winners[-1] not in ELSEWHERE and (not here or here & self._here(sample)):
                yield f"{persona} gives {same} of {len(sheet)} alike, and is not named"

    def _here(self, sheet: Sheet) -> set[str]:
        """The roles that somebody who answers so has already."""
        winners = [self.winner(block, sheet) for block in self.blocks[:-1]]
        return {role for winner in winners if winner for role in self.outcomes[winner].get("roles", [])}

    def _wrong_steps(self, winners: Mapping[str, str | None], sheet: Sheet, given: set[str], said: Said) -> Iterator[str]:
        last = winners[self.blocks[-1]]
        if last is None or last in ELSEWHERE:
            if said.links or said.instead:
                yield f"leads to {said.links} from {last}"
            if (last is not None) != (said.looks > 0):
                yield f"{said.looks} places to look for {last}"
            return
        roles = set(self.outcomes[last].get("roles", []))
        here = self._here(sheet)
        already = bool(roles & here)
        if not said.links and not said.instead:
            yield f"{last} has no next step"
        if self.samples and not any("paths/" in link for link in [*said.links, *said.instead]):
            yield f"{last} leads to nobody, and not to all"
        paths = [self._path(link) for link in said.links]
        for persona, role, know, stay in (path for path in paths if path[0]):
            if persona not in self.personas:
                yield f"there is no persona {persona}"
                continue
            foreign = {answer for answer in given if persona in FOREIGN.get(answer, set())}
            if foreign:
                yield f"leads to {persona}, against {foreign}"
            if stay and (NO_ROOM & given or (roles and not already)):
                yield f"{persona}: to stay is no step from {last}"
            if role:
                if role not in [path["to"] for path in self.personas[persona]["paths"]]:
                    yield f"{persona} has no path to {role}"
                if already and role in here:
                    yield f"starts again at {role} on the path of {persona}"
                if not already and role not in roles:
                    yield f"{role} is not where {last} leads"
                if know is not None and know != self.knows(sheet):
                    yield f"takes {know} along, not {self.knows(sheet)}"
        if already and any(persona and not role for persona, role, *_ in paths) and not NO_ROOM & given and not any(path[3] for path in paths):
            yield f"{last}: is there already, and is not led to staying"
        if "most.study" in given and self.id == "which-role" and not any(path[0] == "student" for path in paths) and "service.never" not in given:
            yield "a student is not led to the student"

    def _wrong_instead(self, persona: str, role: str, sheet: Sheet) -> Iterator[str]:
        """A path that is offered beside the main one: to who comes second, or beyond a role that the reader has."""
        foreign = {f"{question}.{option}" for question, option in sheet.items() if persona in FOREIGN.get(f"{question}.{option}", set())}
        if foreign:
            yield f"leads to {persona} beside, against {foreign}"
        if role not in [path["to"] for path in self.personas[persona]["paths"]]:
            yield f"{persona} has no path to {role}"
        ranking = sorted((points := self.points(self.blocks[-1], sheet)), key=lambda outcome: -points[outcome])
        here, last = self._here(sheet), self.winner(self.blocks[-1], sheet)
        roles = set(self.outcomes[last or ""].get("roles", []))
        already = here & roles
        later = role in roles and any(sheet.get(question) == option for question, option in (answer.split(".") for answer in FIRST))
        if role in here or not (already or later or (len(ranking) > 1 and role in self.outcomes[ranking[1]].get("roles", []))):
            yield f"{role} is neither who comes second nor beyond {here}"

    def _path(self, link: str) -> tuple[str, str, dict[str, int] | None, bool]:
        """Persona, role, skills taken along and whether it is staying, of an address of the site."""
        parts = urlsplit(link)
        _, _, place = parts.path.partition("/paths/")
        persona, _, role = place.strip("/").partition("/")
        known = parse_qs(parts.query).get("know")
        know = {skill: int(level) for skill, level in (pair.split(":") for pair in known[0].split(","))} if known else ({} if role else None)
        return persona, role, know, parts.fragment == "stay"

    # What is wrong with what was concluded.

    def misjudged(self, sheet: Sheet, verdict: Mapping[str, Any], depth: int) -> Iterator[str]:
        """Everything false in a verdict: who, how sure, why, like whom, and where it leads. Of how sure it is, `depth` changes are tried."""
        given = {f"{question}.{option}" for question, option in sheet.items()}
        block = self.blocks[-1]
        winner = self.winner(block, sheet)
        if verdict["winner"] != winner:
            yield f"{verdict['winner']} is not {winner}"
            return
        here = self._here(sheet)
        roles = set(self.outcomes[winner].get("roles", [])) if winner else set()
        if verdict["there"] != bool(here & roles):
            yield f"says there: {verdict['there']}, with {here} and {roles}"
        if winner and AGAINST[self.id].get(winner, set()) & given:
            yield f"{winner} is against {given}"
        yield from self._wrong_second(sheet, winner, verdict["second"])
        yield from self._wrong_sureness(sheet, winner, verdict["sure"], depth)
        yield from self._wrong_reason(sheet, winner, verdict["why"])
        yield from self._wrong_ways(sheet, given, winner, verdict)
        like = verdict["nearest"] and (self.personas[verdict["nearest"][0]]["name"], verdict["nearest"][1], len(sheet))
        yield from self._wrong_likeness(sheet, Said([], {}, {}, {}, "", like, [], [], 0)) if self.samples and winner not in ELSEWHERE else ()

    def _wrong_second(self, sheet: Sheet, winner: str | None, second: str | None) -> Iterator[str]:
        """What is named beside a result that lies elsewhere has the most points of those that do not."""
        points = {outcome: sum for outcome, sum in self.points(self.blocks[-1], sheet).items() if outcome not in ELSEWHERE and sum > 0}
        if winner not in ELSEWHERE and second is not None:
            yield f"{second} is named beside {winner}"
        if winner in ELSEWHERE and second != (max(points, key=lambda outcome: points[outcome]) if points else None):
            yield f"{second} does not come next: {points}"

    def _wrong_sureness(self, sheet: Sheet, winner: str | None, sure: Mapping[str, Any], depth: int) -> Iterator[str]:
        block, kind, changes = self.blocks[-1], sure["kind"], sure["changes"]
        if (kind == "none") != (winner is None):
            yield f"{kind} for {winner}"
        if winner is None:
            return
        if sure["dots"] != {"settled": 3, "left": 2, "alone": 1, "changes": min(changes, 3)}[kind]:
            yield f"{sure['dots']} dots for {kind} {changes}"
        free = [question for question in self.questions if question not in sheet]
        alone = any(self._other(block, winner, {**sheet, question: option["id"]}) for question in free
                    if self.questions[question]["block"] == block for option in self.questions[question]["options"])
        if kind == "alone" and not alone:
            yield "no question alone could change it"
        if kind != "alone" and alone and changes != 1:
            yield f"{kind}, though a question alone could change it"
        if kind == "left" and not self._could(block, winner, sheet, free):
            yield "nothing that is left could change it"
        if kind in ("settled", "changes") and changes != 1 and self._could(block, winner, sheet, free):
            yield f"{kind}, though what is left could change it"
        if kind in ("settled", "changes"):
            fewest = next((number for number in range(1, depth + 1) if self._changes(block, winner, sheet, number)), None)
            if (fewest is not None or changes <= depth) and fewest != (changes or None) and not (kind == "settled" and fewest is None):
                yield f"{kind} {changes}, though {fewest} changes are enough"
        if kind == "changes" and changes == 1 and sure["to"] not in self._ends(block, winner, sheet):
            yield f"one change never makes it {sure['to']}"

    def _other(self, block: str, winner: str, sheet: Sheet) -> bool:
        return self.winner(block, sheet) not in (winner, None)

    def _ends(self, block: str, winner: str, sheet: Sheet) -> set[str | None]:
        """Where one other answer ends."""
        changed = ({**sheet, question: option["id"]} for question in sheet for option in self.questions[question]["options"])
        return {self.winner(block, one) for one in changed} - {winner, None}

    def _could(self, block: str, winner: str, sheet: Sheet, free: list[str]) -> bool:
        """Whether some way of answering what is left ends elsewhere: for each outcome that which favours it most against the winner."""
        rule = [pair for rule in self.rules for pair in ((question, option) for question, options in rule["any_of"].items() for option in options)]
        for outcome, said in self.outcomes.items():
            if said["block"] != block or outcome == winner:
                continue
            rivals = [winner] if winner not in self.joined else []
            for wanted in [None, *(pair for pair in rule if pair[0] in free)]:
                for other in rivals or [None]:
                    whole = dict(sheet)
                    for question in free:
                        out = said.get("unless", {}).get(question, ())
                        allowed = [option for option in self.questions[question]["options"] if option["id"] not in out]
                        score = {option["id"]: int(option.get("favours", {}).get(outcome, 0)) - int(option.get("favours", {}).get(other, 0))
                                 for option in allowed or self.questions[question]["options"]}
                        whole[question] = max(score, key=lambda option: score[option])
                    if wanted:
                        whole[wanted[0]] = wanted[1]
                    if self._other(block, winner, whole):
                        return True
        dice = random.Random(str(sorted(sheet.items())))
        return any(self._other(block, winner, {**sheet, **{question: dice.choice(self.questions[question]["options"])["id"] for question in free}})
                   for _ in range(60)) if free else False

    def _changes(self, block: str, winner: str, sheet: Sheet, number: int) -> bool:
        """Whether so many other answers end elsewhere; by trying all."""
        for questions in combinations(sheet, number):
            choices = [[option["id"] for option in self.questions[question]["options"] if option["id"] != sheet[question]] for question in questions]
            if any(self._other(block, winner, {**sheet, **dict(zip(questions, options, strict=True))}) for options in product(*choices)):
                return True
        return False

    def _wrong_reason(self, sheet: Sheet, winner: str | None, why: Any) -> Iterator[str]:
        """The reason is an answer given, and none puts the winner further ahead of the second."""
        if winner is None or winner in self.joined:
            if why != (None if winner is None else "rule"):
                yield f"the reason for {winner} is {why}"
            return
        points = self.points(self.blocks[-1], sheet)
        others = [outcome for outcome in sorted(points, key=lambda outcome: -points[outcome]) if outcome != winner]
        second = others[0] if others else None

        def ahead(question: str) -> int:
            favours = self.options[f"{question}.{sheet[question]}"].get("favours", {})
            return int(favours.get(winner, 0)) - int(favours.get(second, 0))

        asked = [question for question in sheet if self.questions[question]["block"] == self.blocks[-1]]
        most = max((ahead(question) for question in asked), default=0)
        if why is None:
            if most > 0:
                yield "there is a reason, and none is given"
        elif sheet.get(why[0]) != why[1] or ahead(why[0]) != most:
            yield f"{why} is not what counted most for {winner} against {second}"

    def _wrong_ways(self, sheet: Sheet, given: set[str], winner: str | None, verdict: Mapping[str, Any]) -> Iterator[str]:
        arm, ways, starts = verdict["arm"], verdict["ways"], verdict["starts"]
        if winner is None or winner in ELSEWHERE:
            if arm or ways or starts or verdict["lost"]:
                yield f"{winner} leads to {arm}, {ways}, {starts}"
            return
        if len(ways) > 4:
            yield f"{len(ways)} other ways"
        if not arm and not starts and not verdict["lost"]:
            yield f"{winner} leads nowhere"
        roles = self.outcomes[winner].get("roles", [])
        first = {FIRST[answer] for answer in given if answer in FIRST}
        leaving = bool(roles) and not verdict["there"]
        if first and leaving and (arm or {}).get("kind") != "begin":
            yield f"begins with {arm}, against {first}"
        points = self.points(self.blocks[-1], sheet)
        second = sorted(points, key=lambda outcome: -points[outcome])[1:2]
        for way in [*([arm] if arm else []), *ways]:
            if way["kind"] == "begin" and way["id"] not in first:
                yield f"begins with {way['id']}, which nobody lacks"
            if way["kind"] == "project" and (way["id"] != self.outcomes[winner].get("project") or first or verdict["there"]):
                yield f"the project {way['id']} from {winner}"
            if way["kind"] == "role" and way["id"] not in roles:
                yield f"the role {way['id']} from {winner}"
            if way["kind"] == "outcome" and (way["id"] not in second or points[way["id"]] == 0):
                yield f"{way['id']} is not the runner-up"
        links = [self._link(way, sheet) for way in [*([arm] if arm else []), *starts] if "persona" in way]
        instead = [self._link(way, sheet) for way in ways if way["kind"] == "path"]
        own = arm and arm["kind"] == "path" and [link for link in instead if link == links[0]]
        if own:
            yield f"offers {own} twice"
        if self.samples:
            winners = {block: self.winner(block, sheet) for block in self.blocks}
            said = Said([], {}, {}, {}, "", None, links or ["/paths/"], instead, 0)
            yield from self._wrong_steps(winners, sheet, given, said)
            for link in instead:
                persona, role, *_ = self._path(link)
                yield from self._wrong_instead(persona, role, sheet)

    def _link(self, way: Mapping[str, Any], sheet: Sheet) -> str:
        """The address that a way stands for."""
        known = ",".join(f"{skill}:{level}" for skill, level in self.knows(sheet).items())
        if way["kind"] == "path":
            return f"/paths/{way['persona']}/{way['role']}/" + (f"?know={known}" if known else "")
        return f"/paths/{way['persona']}/" + ("#stay" if way["kind"] == "stay" else "")

    def sheets(self, number: int) -> list[dict[str, str]]:
        """All samples and cases, sheets by dice, and sheets that are half somebody's."""
        dice = random.Random(f"judge {self.id}")
        people = [*self.samples.values(), *(case["answers"] for case in self.file.get("cases", []))]
        sheets = [self._ordered(answers) for answers in people]
        for _ in range(number):
            share = dice.choice((0.2, 0.6, 0.9, 1, 1))
            sheet = {question: dice.choice(said["options"])["id"] for question, said in self.questions.items() if dice.random() < share}
            like = dice.choice((0, 0, 0.5, 0.8))
            sheet.update({question: option for question, option in dice.choice(people).items() if dice.random() < like})
            sheets.append(self._ordered(sheet))
        return [sheet for sheet in sheets if sheet]

    def _ordered(self, sheet: Sheet) -> dict[str, str]:
        return {question: sheet[question] for question in self.questions if question in sheet}


def _and(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


@pytest.fixture(scope="module", params=DECISIONS)
def judge(request: pytest.FixtureRequest) -> Judge:
    return Judge(request.param)


def _all_faults(judge: Judge, told: Iterator[tuple[Sheet, Said]]) -> list[tuple[str, str]]:
    found = ((fault, sheet) for sheet, said in told for fault in judge.faults(sheet, said))
    return [(fault, ",".join(f"{question}.{option}" for question, option in sheet.items())) for fault, sheet in found][:10]


def test_the_logic_of_the_page_concludes_nothing_false(judge: Judge, real_guide: Guide, pytestconfig: pytest.Config) -> None:
    """In node, without a page: every verdict on thousands of sheets."""
    decision = real_guide.decisions[judge.id]
    sheets = judge.sheets(number_of := MORE_CONCLUDED if pytestconfig.getoption("--all") else CONCLUDED)
    with node() as running:
        verdicts = running.run(
            "return c.map((sheet) => m.verdictOf(a, b, m.score(a, sheet)))",
            as_data(decision), people_data(real_guide, decision), [list(sheet.items()) for sheet in sheets],
        )
    found = [
        (fault, ",".join(f"{question}.{option}" for question, option in sheet.items()))
        for number, (sheet, verdict) in enumerate(zip(sheets, verdicts, strict=True))
        for fault in judge.misjudged(sheet, verdict, depth=3 if number < TRIPLES else 2 if number < PAIRS else 1)
    ]
    assert found[:10] == [] and len(sheets) > number_of * 0.95
    assert {verdict["winner"] for verdict in verdicts} >= {outcome for outcome, said in judge.outcomes.items() if said["block"] == judge.blocks[-1]}
    assert {verdict["sure"]["kind"] for verdict in verdicts} >= ({"changes", "alone"} if number_of == MORE_CONCLUDED else {"changes"})


# A reader's eyes: what the result shows, sheet after sheet, opened as a remembered sheet is, by the page's own button.
_LOOK = """([key, sheets]) => {
    const root = document.getElementById("fp-decide"), text = (node) => node ? node.textContent.replace(/\\s+/g, " ").trim() : "";
    const all = (selector, from = root) => [...from.querySelectorAll(selector)];
    // What is read is there without being laid out four thousand times.
    document.documentElement.style.display = "none";
    return sheets.map((sheet) => {
        localStorage.setItem(key, sheet);
        root.querySelector('[data-do="mine"]').click();
        const lead = root.querySelector("[data-lead]");
        return {
            verdict: text(root.querySelector("[data-verdict]")),
            before: all("[data-blocks] > details > summary").map((line) => [text(line.querySelector("span")), text(line.querySelector("strong"))]),
            lead: text(lead), advice: all("[data-lead] > :not(.fp-sure)").map(text).join(" "),
            links: [".fp-go", ".fp-others a:is([data-way=page], [data-way=stay])", ".fp-else .fp-chips a:not([href*='skills/'])",
                ":scope > p:not(.fp-before-all) > a"].flatMap((links) => all(links, lead)).map((link) => link.href),
            instead: all('.fp-others a:is([data-way="path"])', lead).map((link) => link.href),
            looks: lead.querySelector(".fp-nowhere") ? all(":scope > ul > li", lead).length : 0,
            ends: all(".fp-end").map((end) => ({
                block: end.dataset.end, says: text(end.querySelector("[data-slot=says]")), margin: text(end.querySelector("[data-slot=margin]")),
                ranking: all(".fp-ranks li", end).map((row) => [text(row.querySelector("a")), text(row.querySelector(".fp-ranks__points"))]),
                flip: all("[data-slot=flips] p strong", end).map(text)[0] ?? null,
                changes: all("[data-slot=flips] li", end).map((row) => [text(row.querySelector(".fp-told__ask")), text(row.querySelector("strong"))]),
            })),
        };
    });
}"""


def _page_said(judge: Judge, seen: Mapping[str, Any]) -> Said:
    like = re.search(r"Your answers are most like those of: (.+?) \((\d+) of (\d+) the same\)", seen["lead"])
    ends = {judge.result[end["block"]]: end for end in seen["ends"]}
    nothing = ("", "Nothing fits all your answers", "No result yet")
    last = (judge.result[judge.blocks[-1]], re.sub(", and (you are there|one side is yours) already$", "", seen["verdict"]))
    fits = [(result, name) for result, name in [last, *map(tuple, seen["before"])] if name not in nothing]
    return Said(
        headlines=fits,
        leads={name: end["margin"] for name, end in ends.items()},
        rankings={name: [(row, int(points.split()[0])) for row, points in end["ranking"]] for name, end in ends.items()},
        flips={name: (end["flip"], [(ask, text) for ask, text in end["changes"]]) for name, end in ends.items() if end["flip"]},
        text=" ".join([seen["advice"], *(end["says"] for end in seen["ends"])]),
        like=(like[1], int(like[2]), int(like[3])) if like else None,
        links=seen["links"],
        instead=seen["instead"],
        looks=seen["looks"],
    )


@pytest.fixture(scope="module")
def sheets(judge: Judge, pytestconfig: pytest.Config) -> list[dict[str, str]]:
    return judge.sheets(MORE_SHEETS if pytestconfig.getoption("--all") else SHEETS)


def test_the_page_says_nothing_false_and_leads_nobody_astray(judge: Judge, sheets: list[Sheet], browser: Browser, real_url: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{real_url}decide/{judge.id}/", wait_until="load")
    page.locator("[data-view]").first.wait_for(state="attached")  # its script has begun
    key = f"fingerpost:{_read(CONTENT / 'guide.yml')['short']}:{urlsplit(real_url).path}:v1:decide:{judge.id}"
    written = [",".join(f"{question}.{option}" for question, option in sheet.items()) for sheet in sheets]
    seen = [one for at in range(0, len(sheets), 250) for one in page.evaluate(_LOOK, [key, written[at:at + 250]])]
    context.close()
    assert _all_faults(judge, ((sheet, _page_said(judge, one)) for sheet, one in zip(sheets, seen, strict=True))) == []


def _lines_said(judge: Judge, text: str, site: str) -> Said:
    """What the command prints, read back."""
    results = [re.escape(name) for name in judge.result.values()]
    parts = re.split(rf"(?m)^(?=(?:{'|'.join(results)}): )", text)[1:]
    said = Said([], {}, {}, {}, "", None, [], [], 0)
    for part in parts:
        result, name = part.split("\n")[0].split(": ", 1)
        whole = " ".join(part.split())
        said.text += re.split("Points, by our judgement", whole)[0]
        if name.startswith(("nothing yet", "nothing fits")):
            continue
        said.headlines.append((result, name))
        table = part.partition("Points, by our judgement\n")[2]
        said.rankings[result] = [(row[1], int(row[2])) for row in re.finditer(r"^ {4}(\S.*?) {2,}(\d+)(?: {2}#+)?$", table, re.MULTILINE)]
        said.leads[result] = whole
    section = text.partition("  Where to go next\n")[2].split("\n\n")[0]
    onward = " ".join(section.split())
    like = re.search(r"Your answers are most like those of: (.+?) \((\d+) of (\d+) the same\)", onward)
    said.like = (like[1], int(like[2]), int(like[3])) if like else None
    for persona, role, known in re.findall(r"plan --from (\S+) --to (\S+)((?: --know \S+)*)", onward):
        know = ",".join(pair.replace("=", ":") for pair in known.split() if pair != "--know")
        said.links.append(f"/paths/{persona}/{role}/" + (f"?know={know}" if know else ""))
    said.links += [f"/paths/{persona}/#stay" for name, persona in judge.names.items() if f"{name}, if you stay" in onward]
    starts = re.search(r"(?:Another starting point|Choose the starting point closest to yours): (.*)", onward)
    said.links += [f"/paths/{persona}/" for name, persona in judge.names.items() if starts and name in starts[1].split("; ")]
    said.links += re.findall(rf"Every starting point: {re.escape(site)}(paths/)", onward)
    # What is left of the lines names a persona's whole page.
    said.links += [f"/paths/{persona}/" for name, persona in judge.names.items() if re.search(rf"(?m)^    {re.escape(name)}$", section)]
    said.text += " ".join(re.findall(r"First: .*", text))
    said.looks = text.count("  This guide has no role for these answers. Where to look\n")
    return said


def test_the_command_says_nothing_false_and_leads_nobody_astray(
    judge: Judge, sheets: list[Sheet], real_guide: object, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "whole_guide", lambda folder: (real_guide, None))
    site = _read(CONTENT / "guide.yml").get("site_url", "")

    def told() -> Iterator[tuple[Sheet, Said]]:
        for sheet in sheets:
            assert main(["decide", judge.id, "--answers", ",".join(f"{question}={option}" for question, option in sheet.items())]) == 0
            said = _lines_said(judge, capsys.readouterr().out, site)
            yield sheet, said

    assert _all_faults(_Terminal(judge.id), told()) == []


class _Terminal(Judge):
    """The terminal says in a sentence how far ahead the first is, and shows the change by the words of the answers."""

    def _wrong_numbers(self, block: str, winner: str, sheet: Sheet, said: Said) -> Iterator[str]:
        sums = sorted(self.points(block, sheet).items(), key=lambda pair: -pair[1])
        names = [(self.outcomes[outcome]["name"], points) for outcome, points in sums]
        if said.rankings.get(self.result[block]) != names:
            yield f"the points of {block} are {said.rankings.get(self.result[block])}, not {names}"
        if len(names) > 1:
            (first, most), (second, less), *_ = names
            far = f"{first} is {most - less} point{'s' * (most - less != 1)} ahead of {second}."
            if most == less:
                far = f"{_and([name for name, points in names if points == most])} tie; we name {first} first"
            if far not in said.leads.get(self.result[block], ''):
                yield f"{block} does not say '{far}'"
