"""The contributors' reference, made from the model, the rules and the commands so that it cannot fall behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import yaml
from markupsafe import Markup
from pydantic import BaseModel

from ..content.text import escape
from ..model import FOLDERS, KINDS, Entity, Guide, Holds, Settings, fields, holds
from .commands import Command
from .writer import Page, Pen

FIELDS, RULES_URL, COMMANDS = "contribute/fields/", "contribute/rules/", "contribute/commands/"
_FOLDER = {kind: folder for folder, kind in FOLDERS.items()}
_MODELS: Mapping[str, type[Entity]] = {"guide": Settings, **KINDS}
_LISTED_IN = {"area": "areas", "topic": "topics"}


class RuleText(Protocol):
    """What the page of rules says of each: its name, what it does to a build, its text."""

    @property
    def name(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Row:
    """A field on a page: its name with that of the part it belongs to in front, and all that is known of it, as safe HTML."""

    name: str
    anchor: str
    required: bool
    says: str
    holds: Markup
    default: str
    example: str


def reference_pages(guide: Guide, commands: tuple[Command, ...], rules: Sequence[RuleText]) -> Iterator[Page]:
    """/contribute/fields/ and one page for each kind, /contribute/rules/, /contribute/commands/."""
    yield _kinds(guide)
    yield from (_kind(guide, kind, model) for kind, model in _MODELS.items() if kind != "page")
    yield _rules(guide, rules)
    yield _commands(guide, commands)


def _kinds(guide: Guide) -> Page:
    pen = Pen(guide, FIELDS)
    words = pen.words.contribute
    rows = [
        {
            "name": kind,
            "href": "" if kind == "page" else pen.to(f"{FIELDS}{kind}/"),
            "where": _where(kind),
            "says": _first(model),
        }
        for kind, model in _MODELS.items()
    ]
    context = {"pen": pen, "rows": rows, "back": pen.to("contribute/")}
    return Page(FIELDS, "contribute-fields.md.jinja", words.fields, words.fields_description, "contribute", context, contents=True)


def _kind(guide: Guide, kind: str, model: type[Entity]) -> Page:
    url = f"{FIELDS}{kind}/"
    pen = Pen(guide, url)
    words = pen.words.contribute
    context = {
        "pen": pen,
        "back": pen.to("contribute/"),
        "up": pen.to(FIELDS),
        "where": _where(kind),
        "says": _first(model),
        "rows": tuple(_rows(pen, model)),
    }
    title = words.fields_of.format("guide.yml" if kind == "guide" else kind.capitalize())
    description = words.fields_of_description.format(_where(kind).rpartition("/<")[0] or _where(kind))
    return Page(url, "contribute-kind.md.jinja", title, description, "contribute", context)


def _rules(guide: Guide, rules: Sequence[RuleText]) -> Page:
    pen = Pen(guide, RULES_URL)
    words = pen.words.contribute
    weights = {"error": words.error, "warning": words.warning}
    rows = [(rule.name, rule.text, weights[rule.severity]) for rule in rules]
    context = {"pen": pen, "back": pen.to("contribute/"), "rows": rows}
    return Page(RULES_URL, "contribute-rules.md.jinja", words.rules, words.rules_description, "contribute", context)


def _commands(guide: Guide, commands: tuple[Command, ...]) -> Page:
    pen = Pen(guide, COMMANDS)
    words = pen.words.contribute
    context = {"pen": pen, "back": pen.to("contribute/"), "commands": commands}
    return Page(COMMANDS, "contribute-commands.md.jinja", words.commands, words.commands_description, "contribute", context, contents=True)


def _where(kind: str) -> str:
    if kind == "guide":
        return "content/guide.yml"
    return f"content/{_FOLDER[kind]}/" + ("<id>.md" if kind == "page" else "<id>.yml")


def _first(model: type[BaseModel]) -> str:
    says = " ".join((model.__doc__ or "").split("\n\n")[0].split()).removeprefix("guide.yml: ")
    return says[:1].upper() + says[1:]


def _rows(pen: Pen, model: type[BaseModel], prefix: str = "") -> Iterator[Row]:
    """Every field of a kind, those of its parts below their owner, as `parts[].hours`."""
    shapes = holds(model)
    for field in fields(model):
        name = f"{prefix}{field.name}"
        yield Row(
            name,
            _anchor(name),
            field.required,
            field.says,
            _said(pen, shapes[field.name]),
            "" if field.required or field.default in (None, (), {}) else _yaml(field.default),
            _yaml(field.example) if field.example is not None else "",
        )
        if field.part is not None:
            yield from _rows(pen, field.part, name + {"list": "[].", "map": ".<id>.", "": "."}[field.many])


def _anchor(name: str) -> str:
    return name.replace("[].", ".").replace(".<id>.", ".").replace("_", "-").replace(".", "-")


def _said(pen: Pen, found: Holds) -> Markup:
    """What a field may hold, in words, with links to the kinds that it refers to."""
    words = pen.words.contribute.holds
    if found.shape == "reference":
        return Markup(words.reference).format(_kind_link(pen, found.kind))
    if found.shape == "choice":
        return Markup(words.choice).format(Markup(", ").join(Markup("<code>{}</code>").format(choice) for choice in found.choices))
    if found.shape == "map":
        assert found.key is not None and found.of is not None
        return Markup(words.map).format(_said(pen, found.key), _said(pen, found.of)) + _counted(words, found)
    if found.shape == "list":
        assert found.of is not None
        return Markup(words.list).format(_said(pen, found.of)) + _counted(words, found)
    if found.shape == "count" and found.low is not None and found.high is not None:
        return escape(words.between.format(found.low, found.high))
    return escape(getattr(words, found.shape))


def _counted(words: Any, found: Holds) -> str:
    """How many entries a list or map has, where that is limited."""
    low = words.at_least.format(found.low) if found.low is not None else ""
    return low + (words.at_most.format(found.high) if found.high is not None else "")


def _kind_link(pen: Pen, kind: str) -> Markup:
    target = f"{FIELDS}guide/#{_LISTED_IN[kind]}" if kind in _LISTED_IN else f"{FIELDS}{kind}/"
    return Markup('<a href="{}">{}</a>').format(pen.to(target), kind)


def _yaml(value: Any) -> str:
    """A value as it would stand in a file, on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    return yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=1000, sort_keys=False).strip().removesuffix("\n...")


__all__ = ["COMMANDS", "FIELDS", "RULES_URL", "reference_pages"]
