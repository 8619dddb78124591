"""The words of the site: every one that is asked for is there, every one that is there is asked for, and all are words."""
from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from generator.model import Language, evidence, learning, types
from generator.model.evidence import ArgumentFinding
from generator.model.people import PersonaPath
from generator.model.types import Scalar
from generator.planner.paths import VARIANTS
from generator.planner.plan import OmissionReason, StageName
from generator.rules.identity import SECTIONS
from generator.site import marks
from generator.site.contribute import TASKS, tasks
from generator.site.registry import GROUPS, TABS

PACKAGE = Path(__file__).parent.parent / "generator"
TEXT = (PACKAGE / "words/en.yml").read_text("utf-8")
WORDS: dict[str, Any] = yaml.safe_load(TEXT)
SCALARS = {mark.name for kind in vars(types).values() for mark in getattr(kind, "__metadata__", ()) if isinstance(mark, Scalar)}

# Groups whose words are looked up by a value of the content or of a plan.
BY_VALUE = {
    "cost": set(get_args(learning.Cost)), "resource_kind": set(get_args(learning.ResourceKind)), "difficulty": set(get_args(learning.Difficulty)),
    "source_kind": set(get_args(evidence.SourceKind)), "verdict": {mark.replace("-", "_") for mark in marks.MARKS},
    "corrections": {verdict.replace("-", "_") for verdict in evidence.VERDICTS if verdict not in evidence.BORNE_OUT},
    "weight": set(evidence.WEIGHTS), "known": set(marks.KNOWN), "operation": set(get_args(evidence.Operation)),
    "read": {"live", "archived", "repository", "report"}, "read_undated": {"archived", "repository"}, "read_by": {"person", "automated"},
    "basis": set(get_args(learning.Resource.model_fields["hours_basis"].annotation)),
    "stance": set(get_args(PersonaPath.model_fields["stance"].annotation)),
}


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{place}.{key}" if place else key)
    else:
        yield place, value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    else:
        yield value


def test_every_word_is_text() -> None:
    """YAML would make truth values of `on` and `no`, and nothing of an empty line."""
    assert [place for place, value in _leaves(WORDS) for text in _texts(value) if not isinstance(text, str)] == []
    assert [place for place, value in _leaves(WORDS) for text in _texts(value) if not text.strip()] == []


def test_no_word_holds_html() -> None:
    """Some are filled with finished HTML and printed as they are."""
    assert [place for place, value in _leaves(WORDS) for text in _texts(value) if re.search("[<>&]", text)] == []


def test_words_are_attributes() -> None:
    assert Language().words.time.hours.format("7.5") == "7.5 h"
    assert Language().words.navigation.home == "Home"


def test_a_word_that_is_not_there_is_an_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'invented'"):
        Language().words.path.invented  # noqa: B018


def test_no_name_is_written_twice() -> None:
    """YAML would take the last without a word."""
    seen: list[tuple[str, ...]] = []
    trail: list[tuple[int, str]] = []
    for line in TEXT.splitlines():
        found = re.match(r"( *)([a-z_]+):", line)
        if found:
            trail = [(depth, name) for depth, name in trail if depth < len(found[1])] + [(len(found[1]), found[2])]
            seen.append(tuple(name for _, name in trail))
    assert [name for name in set(seen) if seen.count(name) > 1] == []
    assert len(seen) > 150


@pytest.mark.parametrize("group", BY_VALUE)
def test_every_value_of_the_content_has_its_word(group: str) -> None:
    assert set(WORDS[group]) == BY_VALUE[group]


def test_every_value_of_a_plan_has_its_word() -> None:
    """What was passed over because it is not free has a heading of its own (`path.passed_over`)."""
    assert set(WORDS["omitted"]) - {"pinned_over"} == set(get_args(OmissionReason)) - {"pinned-over"}
    assert set(get_args(StageName)) <= set(WORDS["proof"])
    assert set(WORDS["path"]["variant"]) == {variant or "core" for variant in VARIANTS}


def test_every_shape_of_a_field_has_its_words() -> None:
    composed = {"reference", "choice", "part", "list", "map"}
    assert set(WORDS["contribute"]["holds"]) == SCALARS | composed | {"at_least", "at_most", "between"}


def test_every_task_has_its_place_among_them() -> None:
    assert sorted(TASKS) == sorted(path.stem for path in (PACKAGE / "tasks").iterdir()) == sorted(tasks())


def test_every_section_has_its_place_in_the_menus_and_its_name() -> None:
    assert set(WORDS["navigation"]) == {section.replace("-", "_") or "home" for section in ("", *SECTIONS)}
    assert sorted([*TABS, *(section for members in GROUPS.values() for section in members)]) == sorted(SECTIONS)
    assert set(GROUPS) == set(WORDS["groups"])


def _sources() -> str:
    return "\n".join(path.read_text() for path in [*PACKAGE.rglob("*.py"), *(PACKAGE / "templates").iterdir(), *_overrides(), *_scripts()])


def _overrides() -> list[Path]:
    return sorted((PACKAGE.parent / "theme_overrides").rglob("*.html"))


def _scripts() -> list[Path]:
    return sorted((PACKAGE.parent / "theme_overrides").rglob("*.mjs"))


def test_every_word_that_a_script_asks_for_is_there() -> None:
    """A decision hands its scripts the words of one group."""
    rooms = [path.read_text() for path in _scripts() if path.parent.name == "decide"]
    asked = {name for text in rooms for name in re.findall(r"(?<!/)\bwords\.([a-z_]+)", text)}
    assert asked == set(WORDS["decide"]["live"])


def test_every_word_that_a_template_asks_for_is_there() -> None:
    known = {place for place, _ in _leaves(WORDS)} | {place.rpartition(".")[0] for place, _ in _leaves(WORDS)}
    asked = set()
    for path in (PACKAGE / "templates").iterdir():
        asked |= set(re.findall(r"\bwords\.([a-z_]+(?:\.[a-z_]+)*)", path.read_text()))
    assert {name.removesuffix(".format") for name in asked} - known == set()
    for path in _overrides():
        assert set(re.findall(r"config\.extra\.words\.([a-z_]+)", path.read_text())) <= set(WORDS["theme"])
    field = next(path.read_text() for path in _overrides() if path.name == "search-field.html")
    assert set(re.findall(r"\bwords\.([a-z_]+)", field)) == set(WORDS["search"]["dialog"])
    assert len(asked) > 80


def test_every_word_is_asked_for() -> None:
    """A word that nothing shows is deleted: a translator would translate it.

    It is asked for by its whole name, or of its group, which then goes by a shorter one: `words` or `labels`.
    """
    text = _sources()
    by_value = {f"proof.{name}" for name in get_args(StageName)} | {f"omitted.{reason}" for reason in get_args(OmissionReason)}
    by_value |= {f"{group}.{name}" for group in ("navigation", "groups") for name in WORDS[group]}
    by_value |= {f"path.variant.{variant}" for variant in WORDS["path"]["variant"]}
    by_value |= {f"step.tried.{result.replace('-', '_')}" for result in get_args(learning.TrialResult)}
    by_value |= {f"finding.{finding.replace('-', '_')}" for finding in get_args(ArgumentFinding)}
    by_value |= {f"questions.kinds.{name}" for name in WORDS["questions"]["kinds"]}
    by_value |= {f"search.{group}.{name}" for group in ("says", "kinds") for name in WORDS["search"][group]}
    by_value |= {f"contribute.holds.{name}" for name in SCALARS} | {"contribute.holds.part"}
    by_value |= {f"follow.{group}.{name}" for group in ("says", "shared", "states", "levels") for name in WORDS["follow"][group]}
    left = [place for place, _ in _leaves(WORDS) if place.split(".")[0] not in BY_VALUE and place not in by_value]
    assert len(left) > 200
    chains = {tuple(chain.split(".")) for chain in re.findall(r"(?:[a-z_]+(?:\(\))?\.)+[a-z_]+", text)}
    asked = {chain[start:end] for chain in chains for start in range(len(chain)) for end in range(start + 1, len(chain) + 1)}

    def is_asked(place: str) -> bool:
        """As `words.group.name`, or as `alias.name` where `words.group` stands alone somewhere."""
        names = tuple(place.split("."))
        return any(("words", *names) in asked if start == 0 else ("words", *names[:start]) in asked and (alias, *names[start:]) in asked
                   for start in range(len(names)) for alias in ("words", "labels"))

    assert [place for place in left if not is_asked(place)] == []


def test_words_with_gaps_are_filled() -> None:
    """`{}` is filled by the pages, and by `fill` in scripts; a word without a gap is not."""
    text = re.sub(r"\bfill\((?:\w+\.)*words\.(\w+)", r".\1.format(", _sources())
    for place, value in _leaves(WORDS):
        name = place.rpartition(".")[2]
        if place.startswith(("follow.says.", "follow.shared.", "search.says.", "step.tried.")):
            continue  # scripts fill these, see TestScripts; how a trial went goes by its value
        filled = rf"\.{name}(\)|\b)[^\n]*\.format\(|\.{name}\.format\(|\blengths\.hours\([^\n]*\bwords\.{name}\b"
        if isinstance(value, str) and "{}" in value and not re.search(filled, text):
            pytest.fail(f"nothing fills {place}: {value}")


class TestScripts:
    """Sentences that scripts show. They ask for them by name: `say("name", value, ...)`, or by a name that begins with a kind of value."""

    SAID = WORDS["follow"]["shared"] | WORDS["follow"]["says"] | WORDS["search"]["says"]
    KINDS = {
        "state": list(WORDS["follow"]["states"]), "now": list(WORDS["follow"]["states"]), "level": ["0", "1", "2", "3"],
        "gone": ["known", "done", "taught", "unneeded"], "stored": ["full", "blocked"],
        "problem": ["size", "json", "foreign", "newer", "wrong", "broken"],
    }

    def _asked(self) -> dict[str, set[int]]:
        """Every name that is asked for, with how many values come along, as far as that can be read off."""
        asked: dict[str, set[int]] = {}
        for path in _scripts():
            text = path.read_text()
            for name in re.findall(r'"([a-z_]+)"', text):
                asked.setdefault(name, set())
            for kind in re.findall(r"`([a-z]+)_\$\{[^`]*\}`", text):
                for value in self.KINDS[kind]:
                    asked.setdefault(f"{kind}_{value}", set())
        return asked

    def test_every_sentence_is_asked_for(self) -> None:
        asked = self._asked()
        assert [name for name in self.SAID if re.sub("_(one|two|few|many|other)$", "", name) not in asked] == []

    def test_every_sentence_that_is_asked_for_is_there(self) -> None:
        named = {name for path in _scripts() for name in re.findall(r'\bsay\((?:[^"()]*\? )?"([a-z_]+)"', path.read_text())}
        kinds = {f"{kind}_{value}" for kind, values in self.KINDS.items() for value in values if kind not in ("state", "level")}
        assert (named | kinds) - set(self.SAID) == set()
        assert len(named) > 50

    def test_forms_for_one_have_the_gaps_of_their_sentence(self) -> None:
        for name, text in self.SAID.items():
            base = name.removesuffix("_one")
            assert text.count("{}") <= 3 and (base == name or self.SAID[base].count("{}") == text.count("{}")), name


def _scripts() -> list[Path]:
    folder = PACKAGE.parent / "theme_overrides" / "assets" / "javascripts"
    return sorted(path for path in folder.rglob("*.mjs") if path.name not in ("catalogue.mjs", "shell.mjs"))
