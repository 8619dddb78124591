"""Another id for an entity, a part of a resource or project, or an answer: its file, its `formerly`, and every place that mentions it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic_core import PydanticCustomError

from ..content.load import Document, Loc, data_of
from ..content.renaming import NewNames, mentions, renamed_text
from ..model import KINDS, Guide, Project, ProjectPart, Resource, ResourcePart, check_id
from ..model.decision import Option
from ..problems import did_you_mean
from .new_file import taken

_WITH_PARTS = ("resource", "project")


class CannotRename(Exception):
    """The id cannot be had, or a file cannot be changed by exact place; says why, and what to do."""


@dataclass(frozen=True, slots=True)
class RenameTarget:
    """What is renamed: an entity of a kind, the part `part` of a resource or project, or the answer `part` to a question of a decision."""

    kind: str
    id: str
    part: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Renaming:
    """Files by their path below the content folder: where the entity's file goes, if it moves, and every text that changes with how many
    places in it mention the id."""

    moved: tuple[str, str] | None
    texts: Mapping[str, str]
    places: Mapping[str, int]


def rename_target(guide: Guide, written: str) -> RenameTarget:
    """What `weaving`, `skill/weaving`, `the-loom/week-3` or `which-craft/waiting/can` names. Raises CannotRename for nothing and for several."""
    words = written.split("/")
    if len(words) == 3 and words[0] in guide.decisions:
        decision, asked, option = words
        answers = {question.id: [each.id for each in question.options] for question in guide.decisions[decision].questions}
        if option not in answers.get(asked, ()):
            hint = did_you_mean(option, answers[asked]) if asked in answers else did_you_mean(asked, answers)
            raise CannotRename(f"the decision '{decision}' has no answer '{asked[:60]}/{option[:60]}'. {hint}".rstrip())
        return RenameTarget("decision", decision, option, asked)
    if len(words) == 3 and words[0] in _WITH_PARTS:
        return _part_target(guide, words[0], *words[1:])
    if len(words) == 2 and words[0] in KINDS:
        kind, identifier = words
        if identifier not in guide.of(kind):
            raise CannotRename(f"no {kind} '{identifier[:60]}'. {did_you_mean(identifier, guide.of(kind))}".rstrip())
        return RenameTarget(kind, identifier)
    if len(words) == 1:
        kinds = [kind for kind in KINDS if written in guide.of(kind)]
        if len(kinds) > 1:
            raise CannotRename(f"'{written}' is the id of a {' and of a '.join(kinds)}. Write {' or '.join(f'{kind}/{written}' for kind in kinds)}.")
        if not kinds:
            hint = did_you_mean(written, [identifier for kind in KINDS for identifier in guide.of(kind)])
            raise CannotRename(f"nothing has the id '{written[:60]}'. {hint}".rstrip())
        return RenameTarget(kinds[0], written)
    kinds = [kind for kind in _WITH_PARTS if words[0] in guide.of(kind)]
    if len(words) != 2 or not kinds:
        raise CannotRename(f"'{written[:80]}' is none of KIND/ID, RESOURCE/PART, PROJECT/PART and DECISION/QUESTION/ANSWER. "
                           f"Kinds: {', '.join(KINDS)}.")
    having = [kind for kind in kinds if any(part.id == words[1] for part in _whole(guide, kind, words[0]).parts)]
    if len(having) > 1:
        raise CannotRename(f"'{written}' names a part of a {' and of a '.join(having)}. Write {' or '.join(f'{kind}/{written}' for kind in having)}.")
    return _part_target(guide, (having or kinds)[0], *words)


def _part_target(guide: Guide, kind: str, whole: str, part: str) -> RenameTarget:
    if whole not in guide.of(kind):
        raise CannotRename(f"no {kind} '{whole[:60]}'. {did_you_mean(whole, guide.of(kind))}".rstrip())
    if part not in (known := [each.id for each in _whole(guide, kind, whole).parts]):
        raise CannotRename(f"the {kind} '{whole}' has no part '{part[:60]}'. {did_you_mean(part, known)}".rstrip())
    return RenameTarget(kind, whole, part)


def _whole(guide: Guide, kind: str, identifier: str) -> Resource | Project:
    return guide.projects[identifier] if kind == "project" else guide.resources[identifier]


def plan_rename(guide: Guide, documents: list[Document], tree: Mapping[str, bytes], old: RenameTarget, new: str) -> Renaming:
    """Every change that gives something another id. Raises CannotRename."""
    _refuse_taken(guide, documents, old, new)
    entity = guide.of(old.kind)[old.id]
    names = (NewNames({}, {}, {(old.id, old.question, old.part): new}) if old.question
             else NewNames({}, {(old.kind, old.id, old.part): new}) if old.part else NewNames({(old.kind, old.id): new}))
    by_path = {document.path: document for document in documents}
    texts: dict[str, str] = {}
    places: dict[str, int] = {}
    for kind, each in guide:
        mentioned = list(mentions(kind, each, names))
        if mentioned:
            text = renamed_text(by_path[each.path], tree[each.path].decode(), mentioned, names)
            if text is None:
                line = by_path[each.path].mark(mentioned[0].loc, at_key=mentioned[0].is_key).line
                raise CannotRename(f"{each.path}:{line} mentions it in a way that cannot be changed by place alone. Write it plainly first.")
            texts[each.path] = text
            places[each.path] = len(mentioned)
    loc: Loc = ()
    if old.part:
        place, parts = _parts(guide, old)
        loc = (*place, [part.id for part in parts].index(old.part))
    own = with_former(entity.path, texts.get(entity.path, tree[entity.path].decode()), loc, old.part or old.id)
    if own is None:
        raise CannotRename(f"cannot add 'formerly' to {entity.path}. Add it by hand, with the new id.")
    texts[entity.path] = own
    if old.part:
        return Renaming(None, texts, places)
    path = entity.path.removesuffix(f"{old.id}.yml") + f"{new}.yml"
    texts[path] = texts.pop(entity.path)
    places[path] = places.pop(entity.path, 0)
    return Renaming((entity.path, path), texts, places)


def with_former(path: str, text: str, loc: Loc, former: str) -> str | None:
    """The text of a file with one more former id, of the entity or of the part at a place; None when it would not read so."""
    node: Any = yaml.compose(text, yaml.CSafeLoader)
    for step in loc:
        node = next(value for key, value in node.value if key.value == step) if isinstance(step, str) else node.value[step]
    lines = text.split("\n")
    listed = next((value for key, value in node.value if key.value == "formerly"), None)
    if listed is not None and listed.flow_style:
        end = listed.end_mark.index - 1
        new = f"{text[:end]}{', ' if listed.value else ''}{former}{text[end:]}"
    elif listed is not None and listed.value:
        last = listed.value[-1].start_mark
        new = "\n".join([*lines[: last.line + 1], " " * listed.start_mark.column + f"- {former}", *lines[last.line + 1 :]])
    elif node.flow_style:
        end = node.end_mark.index - 1
        new = f"{text[:end]}, formerly: [{former}]{text[end:]}"
    else:
        column = node.value[0][0].start_mark.column
        # In the order of the model: `retired` comes last.
        retired = next((key.start_mark.line for key, _ in node.value if key.value == "retired"), None)
        line = retired if retired is not None else _end_of_fields(lines, node)
        new = "\n".join([*lines[:line], " " * column + f"formerly: [{former}]", *lines[line:]])
        new = new if new.endswith("\n") else f"{new}\n"
    before, after = data_of(path, text.encode()), data_of(path, new.encode())
    is_meant = before is not None and after is not None and _formers(after, loc) == (*_formers(before, loc), former)
    return new if is_meant else None


def _end_of_fields(lines: list[str], node: Any) -> int:
    """The line after fields that stand below each other. libyaml ends them only where the next thing begins: what lies between,
    blank lines and comments that stand no deeper, is not theirs."""
    end, column = min(node.end_mark.line, len(lines)), node.start_mark.column
    while not lines[end - 1].strip() or re.match(rf" {{0,{column}}}#", lines[end - 1]):
        end -= 1
    return end


def _formers(data: Any, loc: Loc) -> tuple[str, ...]:
    for step in loc:
        data = data[step]
    return tuple(data.get("formerly") or ())


def _refuse_taken(guide: Guide, documents: list[Document], old: RenameTarget, new: str) -> None:
    try:
        check_id(new)
    except PydanticCustomError as error:
        raise CannotRename(error.message()) from None
    if old.kind == "page":
        raise CannotRename("a page has no former ids: links to it would be lost. Change its title, which is its first line.")
    if not old.part:
        if other := taken(documents, old.kind, new):
            raise CannotRename(f"the id '{new}' is that of {other}, today or formerly, and never used again. Choose another.")
        return
    what = "answer" if old.question else "part"
    for part in _parts(guide, old)[1]:
        if new == part.id or new in part.formerly:
            raise CannotRename(f"the id '{new}' is that of the {what} '{part.id}', today or formerly, and never used again. Choose another.")


def _parts(guide: Guide, target: RenameTarget) -> tuple[Loc, Sequence[ResourcePart | ProjectPart | Option]]:
    """Where the list stands that a part or an answer is in, and what is in it."""
    if not target.question:
        return ("parts",), _whole(guide, target.kind, target.id).parts
    questions = guide.decisions[target.id].questions
    number = [question.id for question in questions].index(target.question)
    return ("questions", number, "options"), questions[number].options
