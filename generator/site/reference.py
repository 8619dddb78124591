"""The contributors' reference, made from the model, the rules and the commands so that it cannot fall behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import yaml
from markupsafe import Markup

from ..content.text import escape
from ..model import FOLDER_OF, KINDS, LISTED_IN, Entity, Guide, Settings, Shape, tree
from ..model.limits import MOST_COUNT
from ..problems import CONTRIBUTE, FIELDS_PAGE, RULES_PAGE
from ..rules.explained import field_anchor
from .commands import Command
from .writer import Page, PageWriter, anchor

FIELDS, RULES_URL, COMMANDS = FIELDS_PAGE, RULES_PAGE, f"{CONTRIBUTE}commands/"
_MODELS: Mapping[str, type[Entity]] = {"guide": Settings, **KINDS}


class RuleText(Protocol):
    """What the page of rules says of each: its name, what it does to a build, its text."""

    @property
    def name(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class FieldRow:
    """A field on a page: its name with that of the part it belongs to in front, and all that is known of it, as safe HTML."""

    name: str
    anchor: str
    required: bool
    says: str
    holds: Markup
    default: str
    example: str


@dataclass(frozen=True, kw_only=True)
class ContributeFieldsRecord:
    """What `contribute-fields.md.jinja` prints."""

    rows: Sequence[Mapping[str, object]]


@dataclass(frozen=True, kw_only=True)
class ContributeKindRecord:
    """What `contribute-kind.md.jinja` prints."""

    where: str
    says: str
    rows: Sequence[FieldRow]


@dataclass(frozen=True, kw_only=True)
class ContributeRulesRecord:
    """What `contribute-rules.md.jinja` prints."""

    rows: Sequence[tuple[object, ...]]


@dataclass(frozen=True, kw_only=True)
class ContributeCommandsRecord:
    """What `contribute-commands.md.jinja` prints."""

    commands: Sequence[Command]


def reference_pages(guide: Guide, commands: tuple[Command, ...], rules: Sequence[RuleText]) -> Iterator[Page]:
    """/contribute/fields/ and one page for each kind, /contribute/rules/, /contribute/commands/."""
    yield _kinds(guide)
    yield from (_kind(guide, kind, model) for kind, model in _MODELS.items() if kind != "page")
    yield _rules(guide, rules)
    yield _commands(guide, commands)


def _kinds(guide: Guide) -> Page:
    writer = PageWriter(guide, FIELDS)
    words = writer.words.contribute

    def record() -> ContributeFieldsRecord:
        rows = [
            {
                "name": kind,
                "href": "" if kind == "page" else writer.to(f"{FIELDS}{kind}/"),
                "where": _where(kind),
                "says": _lead(tree(model)),
            }
            for kind, model in _MODELS.items()
        ]
        return ContributeFieldsRecord(
            rows=rows,
        )

    return Page(FIELDS, "contribute-fields.md.jinja", words.fields, words.fields_description, "contribute", record, contents=True)


def _kind(guide: Guide, kind: str, model: type[Entity]) -> Page:
    url = f"{FIELDS}{kind}/"
    writer = PageWriter(guide, url)
    words = writer.words.contribute

    def record() -> ContributeKindRecord:
        return ContributeKindRecord(
            where=_where(kind),
            says=_lead(tree(model)),
            rows=tuple(_rows(writer, tree(model))),
        )

    title = words.fields_of.format("guide.yml" if kind == "guide" else kind.capitalize())
    description = words.fields_of_description.format(_where(kind).rpartition("/<")[0] or _where(kind))
    return Page(url, "contribute-kind.md.jinja", title, description, "contribute", record)


def _rules(guide: Guide, rules: Sequence[RuleText]) -> Page:
    writer = PageWriter(guide, RULES_URL)
    words = writer.words.contribute

    def record() -> ContributeRulesRecord:
        weights = {"error": words.error, "warning": words.warning}
        rows = [(rule.name, rule.text, weights[rule.severity]) for rule in rules]
        return ContributeRulesRecord(
            rows=rows,
        )

    return Page(RULES_URL, "contribute-rules.md.jinja", words.rules, words.rules_description, "contribute", record)


def _commands(guide: Guide, commands: tuple[Command, ...]) -> Page:
    writer = PageWriter(guide, COMMANDS)
    words = writer.words.contribute

    def record() -> ContributeCommandsRecord:
        return ContributeCommandsRecord(
            commands=commands,
        )

    return Page(
        COMMANDS, "contribute-commands.md.jinja", words.commands, words.commands_description, "contribute", record, contents=True
    )


def _where(kind: str) -> str:
    if kind == "guide":
        return "content/guide.yml"
    return f"content/{FOLDER_OF[kind]}/" + ("<id>.md" if kind == "page" else "<id>.yml")


def _lead(shape: Shape) -> str:
    lead = shape.lead.removeprefix("guide.yml: ")
    return lead[:1].upper() + lead[1:]


def _rows(writer: PageWriter, shape: Shape, prefix: str = "") -> Iterator[FieldRow]:
    """Every field of a kind, those of its parts below their owner, as `parts[].hours`."""
    for field in shape.fields:
        name = f"{prefix}{field.name}"
        yield FieldRow(
            name=name,
            anchor=_anchor(name),
            required=field.required,
            says=field.says,
            holds=_allowed(writer, field.shape),
            default="" if field.required or field.default in (None, (), {}) else _yaml(field.default),
            example=_yaml(field.example) if field.example is not None else "",
        )
        if field.shape.part is not None:
            yield from _rows(writer, field.shape.part, name + {"list": "[].", "map": ".<id>."}.get(field.shape.name, "."))


def _anchor(name: str) -> str:
    return field_anchor(name.replace("[].", ".").replace(".<id>.", ".").split("."))


def _allowed(writer: PageWriter, shape: Shape) -> Markup:
    """What a field may hold, in words, with links to the kinds that it refers to."""
    words = writer.words.contribute.holds
    if shape.name == "reference":
        return Markup(words.reference).format(_kind_link(writer, shape.kind))
    if shape.name == "choice":
        return Markup(words.choice).format(
            Markup(", ").join(Markup("<code>{}</code>").format(choice) for choice in shape.choices)
        )
    if shape.name == "map" and shape.key and shape.of:
        return Markup(words.map).format(_allowed(writer, shape.key), _allowed(writer, shape.of)) + _counted(words, shape)
    if shape.name == "list" and shape.of:
        return Markup(words.list).format(_allowed(writer, shape.of)) + _counted(words, shape)
    narrow = shape.name == "count" and shape.high != MOST_COUNT
    return escape((words.between if narrow else getattr(words, shape.name)).format(low=shape.low, high=shape.high))


def _counted(words: Any, shape: Shape) -> str:
    """How many entries a list or map has, where that is limited."""
    low = words.at_least.format(shape.low) if shape.low is not None else ""
    return low + (words.at_most.format(shape.high) if shape.high is not None else "")


def _kind_link(writer: PageWriter, kind: str) -> Markup:
    if kind == "page":  # Markdown, without fields
        return Markup(kind)
    target = f"{FIELDS}guide/#{field_anchor([LISTED_IN[kind]])}" if kind in LISTED_IN else f"{FIELDS}{kind}/"
    return anchor(writer.to(target), kind)


def _yaml(value: Any) -> str:
    """A value as it would stand in a file, on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    return (
        yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=1000, sort_keys=False)
        .strip()
        .removesuffix("\n...")
    )


__all__ = ["COMMANDS", "FIELDS", "RULES_URL", "reference_pages"]
