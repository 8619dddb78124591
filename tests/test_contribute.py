"""How to take part: every field and every rule is documented, and every command that a page or document shows does what it says."""
from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

import pytest
from conftest import guide_of, tiny_tree
from html_reader import Reading, close, read_html, through_the_engine
from pydantic import BaseModel, TypeAdapter, ValidationError

from generator.build import Output
from generator.checks import RULES, decisions, evidence, identity, learning, references
from generator.model import FOLDERS, KINDS, Entity, Holds, Settings, holds, types
from generator.pages.pen import Pen
from generator.pages.reference import _said
from generator.strings import strings

MODELS: Mapping[str, type[Entity]] = {"guide": Settings, **{kind: model for kind, model in KINDS.items() if kind != "page"}}


def reading(output: Output, url: str) -> Reading:
    """A page as the engine's Markdown makes it."""
    return read_html(through_the_engine(output.documents[f"{url}index.md"].split("---\n\n", 1)[1]))


def models_in(hint: Any) -> Iterator[type[BaseModel]]:
    """The models inside a type: of a list, of a map, of what may be left out."""
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        yield hint
    for part in get_args(hint):
        yield from models_in(part)


def all_fields(model: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    """Every field that a file of a kind can hold, by its last name: walked here by the model alone."""
    for name, info in model.model_fields.items():
        if issubclass(model, Entity) and name in ("id", "path"):
            continue
        yield info.alias or name, info
        for inner in models_in(info.annotation):
            yield from all_fields(inner)


class TestEveryField:
    @pytest.mark.parametrize("kind", MODELS)
    def test_it_is_documented_with_meaning_example_and_what_it_may_hold(self, kind: str, tiny: Output) -> None:
        page = reading(tiny, f"contribute/fields/{kind}/")
        text = close(page.text)
        wanted = list(all_fields(MODELS[kind]))
        assert page.text.count("Allowed: ") == len(wanted) == len([element for element in page.elements if element.tag == "dt"])
        for name, info in wanted:
            assert close(f"{name} {'required' if info.is_required() else ''} {info.description} Allowed:") in text, name
            for example in info.examples or ():
                assert not isinstance(example, str) or close(f"For example: {example}") in text, name
        places = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
        assert len(places) == len(set(places)) and page.faults == []

    def test_every_kind_is_listed_with_its_folder(self, tiny: Output) -> None:
        text = close(reading(tiny, "contribute/fields/").text)
        for folder, kind in FOLDERS.items():
            says = (KINDS[kind].__doc__ or "").split("\n\n")[0]
            assert close(f"{kind} {says} content/{folder}/<id>.{'md' if kind == 'page' else 'yml'}") in text

    def test_what_is_taken_when_a_field_is_left_out_is_said(self, tiny: Output) -> None:
        text = " ".join(reading(tiny, "contribute/fields/resource/").text.split())
        assert "Allowed: one of stated, estimate; if left out: estimate" in text
        assert "if left out: main" in " ".join(reading(tiny, "contribute/fields/guide/").text.split())


class TestWhatAFieldMayHold:
    @pytest.mark.parametrize(("model", "field", "said"), [
        ("resource", "teaches", "pairs of skill id and level 1, 2 or 3"), ("resource", "hours", "hours, such as 8 or 1.5"),
        ("resource", "kind", "one of course, book, tutorial, docs, article, video, paper, exercises, competition, code"),
        ("resource", "year", "a whole number, 1950 to 2100"), ("persona", "hours_per_week", "a whole number, 1 to 60"),
        ("persona", "answers", "pairs of decision id and pairs of an id and an id"),
        ("persona", "paths", "list of fields of its own, below, at least 1"),
        ("guide", "figures", "list of fields of its own, below, at most 4"), ("skill", "area", "area id"), ("role", "pay", "list of claim id"),
        ("claim", "value", "a number, without separators or units"), ("source", "published", "a day, a month or a year: 2026-11-20, 2026-11 or 2026"),
    ])
    def test_is_said_in_words(self, model: str, field: str, said: str) -> None:
        pen = Pen(guide_of(tiny_tree()), "contribute/")
        assert read_html(_said(pen, holds(MODELS[model])[field])).text == said

    def test_an_id_leads_to_what_it_names(self) -> None:
        pen = Pen(guide_of(tiny_tree()), "contribute/fields/role/")
        for kind, href in (("skill", "../skill/"), ("area", "../guide/#areas"), ("topic", "../guide/#topics")):
            assert read_html(_said(pen, Holds("reference", kind=kind))).all("a", "href") == [href]

    @pytest.mark.parametrize("shape", ["name", "line", "freeline", "prose", "freeprose", "article"])
    def test_the_length_that_is_said_is_the_length_that_is_allowed(self, shape: str) -> None:
        found = re.search(r"at most (\d+) characters", getattr(strings().contribute.holds, shape))
        kind = TypeAdapter(next(kind for name, kind in vars(types).items() if name.lower() == shape))
        assert found and kind.validate_python("x" * int(found[1]))
        with pytest.raises(ValidationError):
            kind.validate_python("x" * (int(found[1]) + 1))

    def test_a_type_that_is_not_known_is_told(self) -> None:
        class Odd(BaseModel):
            field: complex

        with pytest.raises(TypeError, match="no shape is known for <class 'complex'>"):
            holds(Odd)


class TestEveryRule:
    def test_it_is_documented_with_its_weight(self, tiny: Output) -> None:
        page = reading(tiny, "contribute/rules/")
        text = close(page.text)
        names = [
            name for module in (references, identity, learning, decisions, evidence)
            for name in re.findall(r"^@rule\(.*\)\ndef (\w+)", inspect.getsource(module), re.MULTILINE)
        ]
        assert len(names) == len(RULES) > 25
        for rule in RULES:
            assert close(f"{rule.name} {rule.severity} {rule.text}") in text
        assert {name.replace("_", "-") for name in names} <= {element.attributes.get("id") for element in page.elements}
