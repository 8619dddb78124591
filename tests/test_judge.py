"""A judge of decisions who shares no code with them: it reads their YAML, adds up by hand, and holds what the page and the command say
against that, on two thousand sheets of each real decision, on all samples and on all cases.

It imports nothing of the scoring, neither Python's nor the browser's. What contradicts an answer is written down here, too, by somebody who
read the texts, so that a line that is missing in the content is found as well as one that is not obeyed.
"""
from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from conftest import CONTENT
from playwright.sync_api import Browser

from generator.cli import decide as command
from generator.cli import main

Sheet = Mapping[str, str]
SHEETS = 2000
DECISIONS = ("which-role", "which-approach")

# An outcome that a reader who gave the answer must not end at.
AGAINST: Mapping[str, Mapping[str, set[str]]] = {
    "which-role": {
        "stay": {"job.no-job", "job.refused", "most.study"},
        "ml-researcher": {"wait.days", "wait.month"},
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
    roles: int


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
        self.rules = self.file.get("rules", [])
        self.joined = {rule["outcome"] for rule in self.rules}
        self.personas = {path.stem: _read(path) for path in sorted((CONTENT / "personas").glob("*.yml"))}
        self.samples = {persona: said["answers"][decision] for persona, said in self.personas.items() if decision in said.get("answers", {})}
        self.names = {said["name"]: persona for persona, said in self.personas.items()}

    # How it comes out, added up by hand.

    def points(self, block: str, sheet: Sheet) -> dict[str, int]:
        """The points of a block's outcomes that no answer rules out, in the order of the file."""
        given = [f"{question}.{option}" for question, option in sheet.items()]
        sums: dict[str, int] = {}
        for outcome, said in self.outcomes.items():
            out = any(sheet.get(question) in options for question, options in said.get("unless", {}).items())
            if said["block"] == block and outcome not in self.joined and not out:
                sums[outcome] = sum(int(self.options[answer].get("favours", {}).get(outcome, 0)) for answer in given)
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
            far = f"{more} point{'s' * (more != 1)} ahead of {name[second[0]]}"
            if winner in self.joined:
                far = f"between {name[first[0]]} and {name[second[0]]}" + (f", with {_and(level)} level" if level else "")
            elif more == 0:
                far = f"as many points as {_and([name[second[0]], *level])}"
            if said.leads.get(self.result[block]) != far:
                yield f"{block} says '{said.leads.get(self.result[block])}', not '{far}'"
        if self.result[block] in said.flips:
            target, changes = said.flips[self.result[block]]
            changed = dict(sheet)
            for ask, text in changes:
                question = next(identifier for identifier, found in self.questions.items() if found["ask"] == ask)
                changed[question] = next(option["id"] for option in self.questions[question]["options"] if option["text"].rstrip(".") == text)
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
            if near and welcome and winners[-1] and (not here or here & self._here(sample)):
                yield f"{persona} gives {same} of {len(sheet)} alike, and is not named"

    def _here(self, sheet: Sheet) -> set[str]:
        """The roles that somebody who answers so has already."""
        winners = [self.winner(block, sheet) for block in self.blocks[:-1]]
        return {role for winner in winners if winner for role in self.outcomes[winner].get("roles", [])}

    def _wrong_steps(self, winners: Mapping[str, str | None], sheet: Sheet, given: set[str], said: Said) -> Iterator[str]:
        last = winners[self.blocks[-1]]
        if last is None:
            if said.links:
                yield f"leads to {said.links} from no result"
            return
        roles = set(self.outcomes[last].get("roles", []))
        here = self._here(sheet)
        already = bool(roles & here)
        if not said.links and not said.roles:
            yield f"{last} has no next step"
        if self.samples and not said.links:
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

    def _path(self, link: str) -> tuple[str, str, dict[str, int] | None, bool]:
        """Persona, role, skills taken along and whether it is staying, of an address of the site."""
        parts = urlsplit(link)
        _, _, place = parts.path.partition("/paths/")
        persona, _, role = place.strip("/").partition("/")
        known = parse_qs(parts.query).get("know")
        know = {skill: int(level) for skill, level in (pair.split(":") for pair in known[0].split(","))} if known else ({} if role else None)
        return persona, role, know, parts.fragment == "stay"

    def sheets(self) -> list[dict[str, str]]:
        """All samples and cases, sheets by dice, and sheets that are half somebody's."""
        dice = random.Random(f"judge {self.id}")
        people = [*self.samples.values(), *(case["answers"] for case in self.file.get("cases", []))]
        sheets = [self._ordered(answers) for answers in people]
        for _ in range(SHEETS):
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


# A reader's eyes: what the result shows, sheet after sheet, opened as a remembered sheet is, by the page's own button.
_LOOK = """([key, sheets]) => {
    const root = document.getElementById("fp-decide"), text = (node) => node.textContent.replace(/\\s+/g, " ").trim();
    const all = (selector, from = root) => [...from.querySelectorAll(selector)];
    // What is read is there without being laid out four thousand times.
    document.documentElement.style.display = "none";
    return sheets.map((sheet) => {
        localStorage.setItem(key, sheet);
        root.querySelector('[data-do="mine"]').click();
        return {
            short: all("[data-short] > div").map((line) => [line.querySelector("dt"), line.querySelector("dd strong"), line.querySelector("dd span")]
                .map((part) => part && text(part))),
            onward: root.querySelector("[data-onward]").hidden ? "" : text(root.querySelector("[data-onward]")),
            links: all("[data-onward]:not([hidden]) a").filter((link) => !link.closest(".fp-first")).map((link) => link.href),
            ends: all(".fp-end").map((end) => ({
                result: text(end.querySelector("[data-slot=result]")), text: text(end),
                ranking: all(".fp-ranks li", end).map((row) => [text(row.querySelector("a")), text(row.querySelector(".fp-ranks__points"))]),
                flip: all("[data-slot=flips] p strong", end).map(text)[0] ?? null,
                changes: all("[data-slot=flips] li", end).map((row) => [text(row.querySelector(".fp-told__ask")), text(row.querySelector("strong"))]),
                links: all("[data-slot=go] a", end).length,
            })),
        };
    });
}"""


def _page_said(seen: Mapping[str, Any]) -> Said:
    like = re.search(r"you answer most like this one: (.+?) \((\d+) of (\d+) answers the same\)", seen["onward"])
    ends = {end["result"]: end for end in seen["ends"]}
    fits = [line for line in seen["short"] if line[1] not in (None, "Nothing fits all of your answers")]
    return Said(
        headlines=[(line[0], line[1]) for line in fits],
        leads={line[0]: line[2] or "" for line in fits},
        rankings={name: [(row, int(points.split()[0])) for row, points in end["ranking"]] for name, end in ends.items()},
        flips={name: (end["flip"], [(ask, text) for ask, text in end["changes"]]) for name, end in ends.items() if end["flip"]},
        text=" ".join([seen["onward"], *(re.split(r"How they compare", end["text"])[0] for end in seen["ends"])]),
        like=(like[1], int(like[2]), int(like[3])) if like else None,
        links=seen["links"],
        roles=sum(end["links"] for end in seen["ends"]),
    )


def test_the_page_says_nothing_false_and_leads_nobody_astray(judge: Judge, browser: Browser, real_url: str) -> None:
    sheets = judge.sheets()
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{real_url}decide/{judge.id}/", wait_until="load")
    page.locator("[data-view]").first.wait_for(state="attached")  # its script has begun
    key = f"fingerpost:{_read(CONTENT / 'guide.yml')['short']}:{urlsplit(real_url).path}:v1:decide:{judge.id}"
    written = [",".join(f"{question}.{option}" for question, option in sheet.items()) for sheet in sheets]
    seen = [one for at in range(0, len(sheets), 250) for one in page.evaluate(_LOOK, [key, written[at:at + 250]])]
    context.close()
    assert _all_faults(judge, ((sheet, _page_said(one)) for sheet, one in zip(sheets, seen, strict=True))) == []


def _lines_said(judge: Judge, text: str, site: str) -> Said:
    """What the command prints, read back."""
    results = [re.escape(name) for name in judge.result.values()]
    parts = re.split(rf"(?m)^(?=(?:{'|'.join(results)}): )", text)[1:]
    said = Said([], {}, {}, {}, "", None, [], 0)
    for part in parts:
        result, name = part.split("\n")[0].split(": ", 1)
        whole = " ".join(part.split())
        said.text += re.split(r"Points, by this guide", whole)[0]
        if name.startswith(("nothing yet", "nothing fits")):
            continue
        said.headlines.append((result, name))
        table = part.partition("Points, by this guide's judgement\n")[2]
        said.rankings[result] = [(row[1], int(row[2])) for row in re.finditer(r"^ {4}(\S.*?) {2,}(\d+)(?: {2}#+)?$", table, re.MULTILINE)]
        said.leads[result] = whole
    section = text.partition("  Where to go next\n")[2].split("\n\n")[0]
    onward = " ".join(section.split())
    like = re.search(r"You answer most like this one: (.+?) \((\d+) of (\d+) answers the same\)", onward)
    said.like = (like[1], int(like[2]), int(like[3])) if like else None
    for persona, role, known in re.findall(r"plan --from (\S+) --to (\S+)((?: --know \S+)*)", onward):
        know = ",".join(pair.replace("=", ":") for pair in known.split() if pair != "--know")
        said.links.append(f"/paths/{persona}/{role}/" + (f"?know={know}" if know else ""))
    said.links += [f"/paths/{persona}/#stay" for name, persona in judge.names.items() if f"{name}, if you stay" in onward]
    starts = re.search(r"(?:Another starting point|Choose the starting point nearest to yours): (.*)", onward)
    said.links += [f"/paths/{persona}/" for name, persona in judge.names.items() if starts and name in re.split(r", | and ", starts[1])]
    said.links += re.findall(rf"Every starting point: {re.escape(site)}(paths/)", onward)
    # What is left of the lines names a persona's whole page.
    said.links += [f"/paths/{persona}/" for name, persona in judge.names.items() if re.search(rf"(?m)^    {re.escape(name)}$", section)]
    said.text += " ".join(re.findall(r"First: .*", text))
    return said


def test_the_command_says_nothing_false_and_leads_nobody_astray(
    judge: Judge, real_guide: object, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "whole_guide", lambda folder: (real_guide, None))
    site = _read(CONTENT / "guide.yml").get("site_url", "")

    def told() -> Iterator[tuple[Sheet, Said]]:
        for sheet in judge.sheets():
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
                far = f"{_and([name for name, points in names if points == most])} are level; the guide names {first} first"
            if far not in said.leads.get(self.result[block], ''):
                yield f"{block} does not say '{far}'"
