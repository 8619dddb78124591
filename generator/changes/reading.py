"""Two states of the content, checked. What is the same in both is read once, and planned once."""
from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..content.load import load
from ..model import Entity, Guide
from ..planner.locks import DECISIVE, FOLDER, Planned, decisive
from ..problems import Problem
from ..rules.check import Checked, check, check_documents

# A tree of files as `read_tree` gives it: by their paths in the content folder, and what could not be read.
Tree = tuple[Mapping[str, bytes], Iterable[Problem]]


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
    """Everything of a guide that decides its plans."""
    of_kind: dict[str, Iterable[Entity]] = {"guide": [guide.settings], **{kind: guide.of(kind).values() for kind in DECISIVE if kind != "guide"}}
    return [[entity.id, *decisive(kind, entity)] for kind, entities in of_kind.items() for entity in entities]
