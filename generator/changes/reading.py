"""Two states of the content, checked. What is the same in both is read once, and planned once."""
from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..content.load import load
from ..model import KINDS, Entity, Guide, Settings, Shape, tree
from ..planner.locks import FOLDER, Planned
from ..problems import Problem
from ..rules.check import Checked, check, check_documents

# A tree of files as `read_tree` gives it: by their paths in the content folder, and what could not be read.
Tree = tuple[Mapping[str, bytes], Iterable[Problem]]
_PLANNED_KINDS = ("skill", "resource", "project", "role", "persona")
# The shapes of what only readers read.
_WORDS = frozenset({"name", "line", "freeline", "prose", "freeprose", "article", "url"})


def check_both(before: Tree, after: Tree) -> tuple[Checked, Checked]:
    """The earlier state and the later one, leniently checked (see `validate`)."""
    later = check(*after, lenient=True)
    files, unreadable = before[0], [*before[1]]
    if files == after[0] and not unreadable and not after[1]:
        return later, later
    same = [document for document in later.documents if files.get(document.path) == after[0][document.path]]
    others, unloaded = load({path: raw for path, raw in files.items() if path not in {document.path for document in same}})
    documents = sorted([*same, *others], key=lambda document: document.path)

    def known(guide: Guide) -> Planned | None:
        alike = later.guide is not None and _locks(files) == _locks(after[0]) and _decides(guide) == _decides(later.guide)
        return later.planned if alike else None

    return check_documents(files, documents, [*unreadable, *unloaded], lenient=True, known=known), later


def _locks(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    return {path: raw for path, raw in files.items() if path.startswith(f"{FOLDER}/")}


def _decides(guide: Guide) -> list[list[object]]:
    """Everything of a guide that plans may be made of: all but the words and addresses of what they are planned from."""
    entities: list[Entity] = [guide.settings, *(entity for kind in _PLANNED_KINDS for entity in guide.of(kind).values())]
    return [[entity.id, *(getattr(entity, name) for name in _DECISIVE[type(entity)])] for entity in entities]


def _is_words(shape: Shape | None) -> bool:
    """Whether a value is words for readers alone: no reference, number, choice or date is in it."""
    if shape is None:
        return True
    if shape.name == "part":
        return all(_is_words(field.shape) for field in shape.fields)
    if shape.name in ("list", "map"):
        return _is_words(shape.of) and (shape.key is None or shape.key.name == "level" or _is_words(shape.key))
    return shape.name in _WORDS


_DECISIVE = {
    model: tuple(field.attribute for field in tree(model).fields if not _is_words(field.shape))
    for model in (Settings, *(KINDS[kind] for kind in _PLANNED_KINDS))
}


__all__ = ["Tree", "check_both"]
