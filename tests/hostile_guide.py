"""A guide with a hostile text in every field that takes text: all of them pass `check`, none may be more than text.

The fields are found by the marks on the model's types, so a new one is among them from its first day. A text of one line holds a few
vectors at a time; over `rounds()` guides every vector that no rule refuses stands in every field.
"""
from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

import hostile
from conftest import tiny_tree
from pydantic import BaseModel
from pydantic_core import PydanticCustomError

from generator.content.figures import unsourced
from generator.content.load import load
from generator.content.text import links, plain
from generator.model import FOLDERS, KINDS, Language, Markdown, Settings
from generator.model.limits import ACT_LENGTH, LABEL_LENGTH, LINE_LENGTH, NAME_LENGTH, TAGLINE_LENGTH
from generator.model.parts import Entity
from generator.model.types import Act, Label, Name, Outside, Scalar, Tagline, check_url

# What the theme shows on every page, and on the page that is shown for what is not there.
TITLE = "&lt;img src=x onerror=window.hit=1&gt; \" onmouseover=\"window.hit=1"
DESCRIPTION = "0; url=//evil.example\" http-equiv=\"refresh"


@dataclass(frozen=True, slots=True)
class Field:
    """A field that takes text: its kind, its place with `[]` for an entry of a list and `{}` for a value of a mapping, and its sort."""

    kind: str
    place: tuple[str, ...]
    sort: str | Markdown
    """`name`, `act`, `label`, `tagline`, `url`, or the mark of a Markdown text."""
    most: int = field(default=LINE_LENGTH, compare=False)
    """The most letters that it may have."""

    def __str__(self) -> str:
        return f"{self.kind}.{'.'.join(self.place)}"


# Texts of one line without Markdown, by the letters they may have.
NAMES = {"name": NAME_LENGTH, "act": ACT_LENGTH, "label": LABEL_LENGTH, "tagline": TAGLINE_LENGTH}
_SORT_OF = ((Name, "name"), (Act, "act"), (Label, "label"), (Tagline, "tagline"))
# Names that are no words of the guide: the repository looks them up.
CODES = frozenset({Field("guide", ("branch",), "name")})
STATEMENT = Field("claim", ("statement",), Markdown(figures=False))
# A field and the plain text that stands in it, to the text that shall.
Choose = Callable[[Field, str], str]


def fields() -> tuple[Field, ...]:
    """Every field that takes text, but for those that no file can hold: the guide itself and a page are never retired."""
    models = {"guide": Settings, **KINDS}
    found = (each for kind, model in models.items() for each in _fields(model, kind, ()))
    return tuple(each for each in found if each.place[0] != "retired" or each.kind not in ("guide", "page"))


def full_tree(choose: Choose = lambda field, plain: plain) -> dict[str, bytes]:
    """The tiny guide with every optional text, and with a retired thing of each kind; `choose` says what stands in each text."""
    tree = {}
    for path, kind, data in _full_documents():
        made = _of_model(_model(kind), data, kind, (), choose)
        if kind == "page":
            tree[path] = f"# {made['title']}\n\n{made['body']}\n".encode()
        else:
            tree[path] = json.dumps(made, ensure_ascii=False, indent=1).encode()
    return tree


def texts(turn: int) -> list[tuple[Field, str]]:
    """What stands in each text of the hostile guide of a turn."""
    said: list[tuple[Field, str]] = []
    choose = _hostile(turn)

    def note(field: Field, plain: str) -> str:
        said.append((field, choose(field, plain)))
        return plain

    full_tree(note)
    return said


def times(sort: str) -> int:
    """How many fields of a sort the full guide has."""
    return sum(number for field, number in _times().items() if field.sort == sort)


@cache
def rounds() -> int:
    """How many guides it takes."""
    return max(_turns(field) for field in fields() if field.sort != "url")


def hostile_tree(turn: int = 0) -> dict[str, bytes]:
    """The full guide with other words: the same entities, ids, numbers and addresses. Each turn has other vectors in each field, until
    it had them all."""
    return full_tree(_hostile(turn))


def hostile_site_tree() -> dict[str, bytes]:
    """The one that is built into a site: with a title and a description that are made for what the theme does with them."""
    said = {Field("guide", ("title",), "name"): TITLE, Field("guide", ("description",), "name"): DESCRIPTION}
    choose = _hostile(0)
    return full_tree(lambda field, plain: said.get(field) or choose(field, plain))


def _hostile(turn: int) -> Choose:
    met: Counter[Field] = Counter()

    def choose(field: Field, plain: str) -> str:
        if field.sort == "url" or field in CODES:
            return plain
        packs = _packs(field.sort, field.most)
        text = packs[(min(turn, _turns(field) - 1) * _times()[field] + met[field]) % len(packs)]
        met[field] += 1
        # A text that a claim stands behind keeps its link, and a claim says its own figure.
        return f"{text} {plain}" if "claim:" in plain or field == STATEMENT else text

    return choose


@cache
def _times() -> Mapping[Field, int]:
    """How often each field stands in the full guide."""
    met: Counter[Field] = Counter()

    def choose(field: Field, plain: str) -> str:
        met[field] += 1
        return plain

    full_tree(choose)
    return met


def _turns(field: Field) -> int:
    """After how many guides a field had all its texts."""
    return -(-len(_packs(field.sort, field.most)) // _times()[field])


def accepted(sort: str | Markdown) -> tuple[str, ...]:
    """The hostile texts that no rule refuses in a field of this sort."""
    return tuple(vector for vector in hostile.VECTORS if _passes(vector, sort))


def refused_links() -> tuple[str, ...]:
    """The hostile links that stand in no text."""
    return tuple(vector for vector in hostile.LINKS if not _passes(vector, Markdown()))


@cache
def _packs(sort: str | Markdown, most: int) -> tuple[str, ...]:
    """All accepted texts that are not too long, a few in each. A text holds one with a backtick at most, as its last: it could make code of
    what follows."""
    blocks = isinstance(sort, Markdown) and sort.blocks
    article = isinstance(sort, Markdown) and sort.headings
    limit = NAMES[sort] if isinstance(sort, str) else 30_000 if article else 3_400 if blocks else min(most, 340)
    join = "\n\n" if blocks else " "
    packs: list[str] = []
    closed: set[int] = set()
    for vector in sorted(accepted(sort), key=lambda vector: "`" in vector):
        text = vector if blocks else " ".join(vector.split())
        if len(text) > limit:
            continue
        last = "`" in vector and sort not in NAMES and not article
        for number, pack in enumerate(packs):
            joined = f"{pack}{join}{text}"
            if number not in closed and len(joined) <= limit and _passes(joined, sort):
                packs[number] = joined
                break
        else:
            number = len(packs)
            packs.append(text)
        if last:
            closed.add(number)
    return tuple(packs)


@cache
def _passes(vector: str, sort: str | Markdown) -> bool:
    text = vector if isinstance(sort, Markdown) and sort.blocks else " ".join(vector.split())
    if not isinstance(sort, Markdown):
        return not {"<", ">"} & set(text) and len(text) <= NAMES.get(sort, 0)
    return all(_is_plain(link.kind, link.target, link.label) for link in links(text, sort)) and not any(
        found.strict for found in unsourced(plain(text, sort, keep_claims=False), Language()))


def _is_plain(kind: str, target: str, label: str) -> bool:
    try:
        return not kind and bool(check_url(target)) and bool(label.strip())
    except PydanticCustomError:
        return False


def _full_documents() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Path, kind and data of each file: those of the tiny guide, one that is pinned, one that is left out, one retired of each kind."""
    retired = {"retired": {"on": "2026-10", "reason": "It is gone."}}
    copied = set()
    for document in load(tiny_tree())[0]:
        kind = FOLDERS[document.folder] if document.folder else "guide"
        data = {name: value for name, value in document.data.items() if name not in ("id", "path")}
        if kind == "persona":
            first, *others = data["paths"]
            pin, omit = {"resource": "kneading-video", "why": "It is short."}, {"resource": "bread-book", "why": "It costs."}
            data["paths"] = [{**first, "pin": [pin], "omit": [omit]}, *others]
        if kind == "claim":  # counted by the guide, and over time
            data |= {"sample": "40", "series": [{"on": "2024", "value": "17"}, {"on": "2025", "value": "18"}]}
        if kind == "source":
            data["countable"] = "true"
        yield document.path, kind, data
        if kind not in ("guide", "page") and kind not in copied:
            copied.add(kind)
            kept = {name: value for name, value in data.items() if name != "formerly"}
            if kind == "project":  # in parts, which hold its points
                part = {name: kept.pop(name) if name == "acceptance" else kept[name]
                        for name in ("name", "brief", "hours", "requires", "proves", "deliverable", "acceptance")}
                kept["parts"] = [{"id": "all-of-it", **part}]
            yield f"{document.folder}/gone-{kind}.yml", kind, kept | retired


def _model(kind: str) -> type[Entity]:
    return Settings if kind == "guide" else KINDS[kind]


def _hints(model: type[BaseModel]) -> Iterator[tuple[str, Any, Any]]:
    """Name in the file, type and description of each field of a model, but for those that a file does not hold."""
    hints = get_type_hints(model, include_extras=True)
    for attribute, info in model.model_fields.items():
        if attribute not in ("id", "path") or not issubclass(model, Entity):
            yield info.alias or attribute, hints[attribute], info


def _fields(hint: Any, kind: str, place: tuple[str, ...]) -> Iterator[Field]:
    sort = _sort(_plain(hint))
    if sort:
        yield Field(kind, place, sort, _most(_plain(hint)))
        return
    for inner, step in _inside(hint):
        yield from _fields(inner, kind, (*place, step) if step else place)


def _sort(hint: Any) -> str | Markdown | None:
    for named, sort in _SORT_OF:
        if hint == named:
            return sort
    if any(isinstance(mark, Outside) for mark in getattr(hint, "__metadata__", ())):
        return "url"
    return next((mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Markdown)), None)


def _most(hint: Any) -> int:
    return next((mark.high for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Scalar) and mark.high), LINE_LENGTH)


def _inside(hint: Any) -> Iterable[tuple[Any, str]]:
    """What a type is made of, with the step that leads there."""
    hint = _bare(hint)
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return [(inner, name) for name, inner, _ in _hints(hint)]
    inner = get_args(hint)
    if get_origin(hint) is tuple:
        return [(inner[0], "[]")]
    return [(inner[1], "{}")] if len(inner) == 2 and get_origin(hint) is not None else []


def _bare(hint: Any) -> Any:
    """A type without its marks, and without None."""
    while hasattr(hint, "__metadata__"):
        hint = hint.__origin__
    inner = get_args(hint)
    return _bare(next(part for part in inner if part is not type(None))) if type(None) in inner else hint


def _of_model(model: type[BaseModel], data: Mapping[str, Any], kind: str, place: tuple[str, ...], choose: Choose) -> dict[str, Any]:
    made = dict(data)
    for name, hint, info in _hints(model):
        there = data.get(name)
        # These hang together with the rest of the guide, and stand in it where they fit.
        if there is None and name not in ("pin", "omit", "retired", "parts", "acceptance", "pick") and list(_fields(hint, kind, ())):
            there = _example(hint, info)
        if there is not None:
            made[name] = _of_value(hint, there, kind, (*place, name), choose)
    return made


def _of_value(hint: Any, value: Any, kind: str, place: tuple[str, ...], choose: Choose) -> Any:
    plain = _plain(hint)
    sort = _sort(plain)
    if sort:
        return choose(Field(kind, place, sort, _most(plain)), value)
    bare = _bare(hint)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return _of_model(bare, value, kind, place, choose)
    if get_origin(bare) is tuple:
        return [_of_value(get_args(bare)[0], item, kind, (*place, "[]"), choose) for item in value]
    if isinstance(value, Mapping):
        return {key: _of_value(get_args(bare)[1], item, kind, (*place, "{}"), choose) for key, item in value.items()}
    return value


def _plain(hint: Any) -> Any:
    """A type without None."""
    inner = get_args(hint)
    return next(part for part in inner if part is not type(None)) if type(None) in inner else hint


def _example(hint: Any, info: Any) -> Any:
    """Something to stand in an optional field: its example, or a part made of the examples of what it must have and of its texts."""
    bare = _bare(hint)
    if get_origin(bare) is tuple and not info.examples:
        return [_example(get_args(bare)[0], info)]
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return {name: inner.examples[0] for name, part, inner in _hints(bare) if inner.is_required() or list(_fields(part, "", ()))}
    return info.examples[0]
