"""Documents to a frozen guide, or to every problem they have: the shape of each file first, then the rules over all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby, islice
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from .. import PROGRAM
from ..content.load import PLACES, Document, Loc, dotted
from ..content.words import WORDS_FILE, missing_words, own_words, wrong_words
from ..model import FOLDERS, FORMAT, KINDS, Entity, Field, Guide, Language, Settings, Shape, format_of, tree
from ..model.types import check_folder, check_id
from ..planner.locks import Planned
from ..problems import Problem, Severity, did_you_mean, has_errors, in_order
from . import NAMES, PLANS, RULES, SHAPE, TRANSLATED, WORDS, Finding, no_plans
from .explained import field_page

_GUIDE_FILE = "guide.yml"
# So many of the words that a language lacks are named.
_NAMED_WORDS = 3
_MISSING = "is missing."
# A rule that finds so much is not asked for more: nobody would read it, and a hint for each takes its time.
_MAX_FINDINGS = 1_000
_UNKNOWN = "is not a known field."
_SHAPES = {
    "string_type": "must be text",
    "tuple_type": "must be a list: one '- ' line for each entry",
    "dict_type": "must be fields: 'name: value' lines",
    "model_type": "must be fields: 'name: value' lines",
    "int_type": "must be a whole number",
    "is_instance_of": "must be a number",
    "bool_type": "must be 'true' or 'false'",
}


def validate(
    documents: Iterable[Document], before: Iterable[Problem] = (), lenient: bool = False
) -> tuple[Guide | None, tuple[Problem, ...]]:
    """The guide and its warnings, or None and everything that is wrong. `before` are problems that were found in loading.

    Rules over the whole guide run only when every file could be read and has its right shape, so that one slip does not
    bury itself under its consequences. What only plans show is told by `validate_plans`.
    `lenient` gives the guide, too, when all that is wrong with it leaves it fit to be planned, scored and compared.
    """
    documents = list(documents)
    if other := _other_format(documents):
        return None, in_order([*before, other])
    entities: dict[str, dict[str, Entity]] = {kind: {} for kind in KINDS}
    settings: Settings | None = None
    by_path: dict[str, Document] = {}
    problems = list(before)
    for document in documents:
        by_path[document.path] = document
        if document.path == _GUIDE_FILE:
            entity, wrong = _shape(document, Settings)
            settings = entity if isinstance(entity, Settings) else None
        elif document.path == WORDS_FILE:
            wrong = [_at(document, loc, message, hint, at_key=at_key, rule=WORDS) for loc, message, hint, at_key in wrong_words(document.data)]
        else:
            kind, wrong = _kind(document)
            if kind:
                entity, wrong = _shape(document, KINDS[kind])
                wrong = [*wrong, *_claim_id(document, kind, entity, entities[kind])]
        problems.extend(wrong)
    if _GUIDE_FILE not in by_path and not any(problem.path == _GUIDE_FILE for problem in problems):
        problems.append(Problem(_GUIDE_FILE, 0, 0, "", "is missing.", "A guide begins with its guide.yml.", rule=PLACES))
    if problems or settings is None:
        return None, in_order(problems)
    guide = Guide(settings, MappingProxyType({kind: MappingProxyType(dict(sorted(by_id.items()))) for kind, by_id in entities.items()}),
                  Language(settings.language, own_words(by_path[WORDS_FILE].data) if WORDS_FILE in by_path else {}))
    problems = [*_untranslated(guide, by_path), *_findings(guide, by_path)]
    harmless = {rule.name for rule in RULES if rule.harmless} if lenient else set()
    failed = has_errors(problem for problem in problems if problem.rule not in harmless)
    return (None if failed else guide), in_order(problems)


def _untranslated(guide: Guide, documents: Mapping[str, Document]) -> Iterator[Problem]:
    """What is said of the words that a guide in another language leaves in English: once, with the first of them."""
    language = guide.language
    if language.is_english:
        return
    missing, all_words = missing_words(language.own)
    if missing:
        named = ", ".join([*missing[:_NAMED_WORDS], *(["..."] if len(missing) > _NAMED_WORDS else [])])
        what = f"{len(missing)} of {all_words} words of the site are not in '{language.code}', and stay English: {named}."
        hint = f"List them in {WORDS_FILE}, to be translated, with: {PROGRAM} new words. The pages on how to take part are left out of the site: " \
            "they are English alone."
        yield replace(_at(documents[_GUIDE_FILE], ("language",), what, hint, rule=TRANSLATED), severity="warning")


def _other_format(documents: Iterable[Document]) -> Problem | None:
    """What is said of content in another format than this version reads; all else about it would mislead."""
    guide = next((document for document in documents if document.path == _GUIDE_FILE), None)
    if guide is None:
        return None
    number = format_of(guide.data)
    if number is None or number == FORMAT:
        return None
    if number > FORMAT:
        return _at(guide, ("format",), f"is {number}, and this version of Fingerpost reads {FORMAT}.", "Take a newer Fingerpost.")
    what = f"is {number}" if guide.data.get("format") else f"is missing, so the content has format {number}"
    return _at(guide, ("format",), f"{what}; this version of Fingerpost reads {FORMAT}.", f"Bring it up to date with: {PROGRAM} check --fix")


def _kind(document: Document) -> tuple[str, list[Problem]]:
    kind = FOLDERS.get(document.folder)
    if kind:
        return kind, []
    what = f"is in the unknown folder '{document.folder}'." if document.folder else "is not in a folder of entities."
    hint = did_you_mean(document.folder, FOLDERS) if document.folder else ""
    return "", [Problem(document.path, 0, 0, "", what, hint or f"Entities live in {', '.join(sorted(FOLDERS))}.", rule=PLACES)]


def _claim_id(document: Document, kind: str, entity: Entity | None, taken: dict[str, Entity]) -> Iterator[Problem]:
    try:
        for folder in document.path.split("/")[1:-1]:
            check_folder(folder)
    except PydanticCustomError as error:
        yield Problem(document.path, 0, 0, "", error.message(), rule=NAMES)
    try:
        check_id(document.name)
    except PydanticCustomError as error:
        yield Problem(document.path, 0, 0, "", f"the file's name is the id: {error.message()}", rule=NAMES)
        return
    if document.name in taken:
        yield Problem(document.path, 0, 0, "", f"the {kind} '{document.name}' is also in {taken[document.name].path}.",
                      "Ids are unique within a kind: rename one, or delete it.", rule=NAMES)
    elif entity is not None:
        taken[document.name] = entity


def _shape(document: Document, model: type[Entity]) -> tuple[Entity | None, list[Problem]]:
    problems = [_at(document, (name,), "is not written in the file: it follows from the file's name.", "Remove the line.", at_key=True)
                for name in ("id", "path") if name in document.data]
    try:
        return model.model_validate({**document.data, "id": document.name, "path": document.path}), problems
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True, include_input=True)
        # Entries that are wrong are not counted; a list of them is no shorter for that.
        within = {detail["loc"][:length] for detail in details for length in range(len(detail["loc"]))}
        told = [_told(document, tree(model), detail) for detail in details if detail["type"] != "too_short" or detail["loc"] not in within]
        # A field that is missing because its name was misspelt is told once, at the misspelling.
        misspelt = {(problem.field.rpartition(".")[0], problem.hint) for problem in told if problem.message == _UNKNOWN}
        for problem in told:
            owner, _, name = problem.field.rpartition(".")
            if problem.message != _MISSING or (owner, f"Did you mean '{name}'?") not in misspelt:
                problems.append(problem)
        return None, problems


def _told(document: Document, shape: Shape, detail: ErrorDetails) -> Problem:
    """One pydantic error in our words, on the line of the nearest thing that is in the file; what was allowed comes from the tree."""
    kind, value = detail["type"], detail.get("input")
    at_key = "[key]" in detail["loc"]
    loc = tuple(part for part in detail["loc"] if part != "[key]")
    owner = shape.at(loc[:-1])
    field = owner.field(loc[-1]) if owner and loc else None
    around = next(reversed(shape.way(loc)), None)  # the nearest field that it is in
    context = detail.get("ctx", {})
    if kind == "missing":
        return _at(document, loc, _MISSING, _meaning(field))
    if kind == "extra_forbidden":
        known = [known.name for known in owner.fields] if owner else []
        hint = did_you_mean(str(loc[-1]), known) or (f"Known here: {', '.join(known)}." if known else "")
        return _at(document, loc, _UNKNOWN, hint, at_key=True)
    if value is None and kind != "fingerpost":
        return _at(document, loc, "has no value.", "Write one." if field and field.required else "Write one, or remove the line.")
    if kind == "literal_error":
        allowed = choices.choices if (choices := shape.at(loc)) else ()
        word = str(value)[:40]
        return _at(document, loc, f"'{word}' is not one of {', '.join(allowed)}.", did_you_mean(word, allowed))
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
        return _at(document, loc, f"must be {bound}, and is {value}.", _meaning(around), at_key)
    if kind in ("too_short", "too_long"):
        bound = f"at least {context.get('min_length')}" if kind == "too_short" else f"at most {context.get('max_length')}"
        entries = len(detail["input"])
        what = f"must have {bound} entr{'y' if bound.endswith(' 1') else 'ies'}, and has {entries}."
        return _at(document, loc, what, "" if entries else _meaning(field))
    message = detail["msg"] if kind == "fingerpost" else f"{_SHAPES.get(kind, detail['msg'].rstrip('.'))}."
    return _at(document, loc, message, _meaning(around) if kind in _SHAPES or message.endswith("a whole number.") else "", at_key)


def validate_plans(guide: Guide, planned: Planned, documents: Iterable[Document]) -> tuple[Problem, ...]:
    """What is wrong with the plans of a guide: those that do not exist, as errors, and what the rules about plans find."""
    by_path = {document.path: document for document in documents}
    problems = [*_problems(no_plans(guide, planned.failures), by_path, "paths-reach-their-role", "error")]
    for rule in RULES:
        if rule.stage == PLANS:
            problems += _problems(rule.look(guide, planned), by_path, rule.name, rule.severity)
    return in_order(problems)


def _findings(guide: Guide, documents: Mapping[str, Document]) -> Iterator[Problem]:
    failed = False
    for stage, rules in groupby(sorted(RULES, key=lambda rule: rule.stage), key=lambda rule: rule.stage):
        if failed or stage == PLANS:
            return
        for rule in rules:
            for problem in _problems(rule.look(guide), documents, rule.name, rule.severity):
                failed = failed or rule.severity == "error"
                yield problem


def _problems(findings: Iterator[Finding], documents: Mapping[str, Document], rule: str, severity: Severity) -> Iterator[Problem]:
    for finding in islice(findings, _MAX_FINDINGS):
        path = finding.entity.path
        mark = documents[path].mark(finding.loc, finding.needle, finding.at_key)
        yield Problem(path, mark.line, mark.column, dotted(finding.loc), finding.message, finding.hint, severity, rule)


def _at(document: Document, loc: Loc, message: str, hint: str = "", at_key: bool = False, rule: str = SHAPE) -> Problem:
    mark = document.mark(loc, at_key=at_key)
    page = field_page(document.path, loc) if rule == SHAPE else ""
    return Problem(document.path, mark.line, mark.column, dotted(loc), message, hint, rule=rule, page=page)


def _meaning(field: Field | None) -> str:
    """What a field means, with an example of it, as a hint; empty when the field is not known."""
    if field is None or field.example is None:
        return field.says if field else ""
    return f"{field.says} For example: {field.name}: {_example(field.example)}"


def _example(example: Any) -> str:
    if isinstance(example, dict):
        return "{" + ", ".join(f"{key}: {value}" for key, value in example.items()) + "}"
    if isinstance(example, list):
        return "[" + ", ".join(map(str, example)) + "]"
    return str(example)
