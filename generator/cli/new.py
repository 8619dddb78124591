"""`new`: a file to fill in, and the retirement of the one that it replaces; or a small working guide of another subject."""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path

from pydantic_core import PydanticCustomError

from .. import write
from ..content.load import Document, dotted, load
from ..content.words import WORDS_FILE, missing_words, words_file, wrong_words
from ..editing.new_file import Known, blank, retire, taken
from ..editing.new_guide import Naming, guide_files, short_of
from ..model import FOLDER_OF, KINDS, SHELVES, check_id, tree
from ..model.types import HttpsUrl, Id, Line, Name, RepositoryUrl, SiteUrl
from .common import CLEAN, Commands, Usage, as_field, command, files_of, one, put, today

# The kinds that are no entity of the content, and the options of either alone.
_GUIDE, _WORDS = "guide", "words"
_OF_A_FILE, _OF_A_GUIDE = ("url", "replaces", "reason"), ("title", "short", "repository", "site_url", "requirement")


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    new = command(commands, "new", _new, "write a new file to fill in, with what each field means; or a small working guide on another subject")
    new.add_argument(
        "kind", metavar="KIND", help=f"one of {', '.join([*KINDS, _GUIDE])}; or {_WORDS}, which lists the site's words for translation")
    new.add_argument(
        "id", metavar="ID", nargs="?", default="",
        help="its id, which is the file's name, with a subfolder in front if you like, as in course/weaving; "
        "for a guide, a new or empty folder to write to (it may hold .git); for words, nothing")
    new.add_argument("--url", metavar="URL", help="its address, if it has one")
    new.add_argument("--replaces", metavar="OLD", help="the id of what it replaces, which is retired at the same time")
    new.add_argument("--reason", metavar="TEXT", help="why the old one is retired, in a sentence (default: it was replaced)")
    new.add_argument("--title", metavar="TEXT", help="the guide's title (default: that of the sample)")
    new.add_argument(
        "--short", metavar="ID", help="the guide's short id, under which readers' devices keep their progress (default: made from the title)")
    new.add_argument("--repository", metavar="URL", help="where the guide will live, as in https://github.com/someone/my-guide")
    new.add_argument("--site-url", metavar="URL", help="where the guide will be published (default on GitHub: its Pages)")
    new.add_argument(
        "--requirement", metavar="TEXT",
        help=f"what pip installs for the guide: a version, or the address or file of a wheel (default: {Naming().requirement})")


def _new(options: argparse.Namespace) -> int:
    kind = options.kind
    one({**KINDS, _GUIDE: None, _WORDS: None}, kind, "kind", "KIND")
    if bool(options.id) == (kind == _WORDS):
        raise Usage("words have no ID." if options.id else "ID is missing.")
    for name in {_GUIDE: _OF_A_FILE, _WORDS: (*_OF_A_FILE, *_OF_A_GUIDE)}.get(kind, _OF_A_GUIDE):
        if getattr(options, name) is not None:
            raise Usage(f"--{name.replace('_', '-')}: a {kind} is written without it.")
    return {_GUIDE: _new_guide, _WORDS: _new_words}.get(kind, _new_file)(options)


def _new_words(options: argparse.Namespace) -> int:
    """Writes words.yml: the words that the guide has, and those that it has not as comments."""
    tree, _ = files_of(options.content)
    documents, problems = load({path: raw for path, raw in tree.items() if path == WORDS_FILE})
    own = documents[0].data if documents else {}
    wrong = [problem.text(options.content.as_posix()) for problem in problems] or [
        f"{options.content.as_posix()}/{WORDS_FILE}: {dotted(loc)}: {message}" for loc, message, _, _ in wrong_words(own)]
    if wrong:
        raise Usage(f"{wrong[0]} Mend it first: `check` says all that is wrong with it.")
    put(options.content, tree, {WORDS_FILE: words_file(own)})
    missing, all_words = missing_words(own)
    print(f"{(options.content / WORDS_FILE).as_posix()}: {len(missing)} of {all_words} words are still English, each a comment to translate.")
    return CLEAN


def _new_guide(options: argparse.Namespace) -> int:
    """Writes the sample under its own name, to a folder that is called ID for the other kinds."""
    folder = Path(options.id)
    title = as_field(Name, options.title, "--title") or ""
    repository = as_field(RepositoryUrl, options.repository, "--repository") or ""
    site_url = as_field(SiteUrl, options.site_url, "--site-url") or ""
    requirement = Naming().requirement if options.requirement is None else options.requirement
    if not re.fullmatch(r"[\w.,:/@+~=<>!-]+", requirement):
        raise Usage(f"--requirement: '{requirement[:60]}' is nothing that pip installs. Write fingerpost==1.2.3, or the place of a wheel.")
    short = as_field(Id, options.short, "--short") or ""
    if title and not short and not short_of(title):
        raise Usage("--short: the title gives no id of a-z and 0-9. Choose one, such as --short two-crafts: it never changes.")
    made = guide_files(Naming(title, repository, site_url, requirement, short))
    try:
        write.settle(folder, made)
    except write.NotOurs:
        raise Usage(f"{folder} is there already and not empty, so it is left alone. Name a new folder.") from None
    except ValueError as error:
        raise Usage(str(error)) from None
    except OSError as error:
        raise Usage(f"cannot write below {folder}: {error.strerror or error}.") from None
    place = folder.as_posix()
    print(f"{place}: a guide of its own, in {len(made)} files. What it says is a sample to replace.")
    print(f"Next: cd {shlex.quote(place)} && make check")
    return CLEAN


def _new_file(options: argparse.Namespace) -> int:
    kind = options.kind
    tree, _ = files_of(options.content)
    documents, _ = load(tree)
    old = _old(options, documents)
    path = _path(options, old)
    _refuse_taken(kind, path, options, documents)
    created = {options.content / path: blank(kind, path, Known(today(), _given(options, path, documents), old.data if old else {}))}
    changed = {}
    if old is not None:
        reason = options.reason or f"Another {kind} took its place."
        text = retire(old.path, tree[old.path].decode(), today(), reason, path.rpartition("/")[2].rpartition(".")[0])
        if text is None:
            place = (options.content / old.path).as_posix()
            raise Usage(f"--replaces: cannot add 'retired' to the end of {place}. Add it by hand, and leave --replaces out.")
        changed[options.content / old.path] = text
    try:
        write.edit(created, changed)
    except OSError as error:
        raise Usage(f"cannot write {options.content / path}: {error.strerror or error}. Nothing was changed.") from None
    for file in changed:
        print(f"{file.as_posix()}: retired.")
    file = (options.content / path).as_posix()
    print(f"{file}: fill in what is empty, then: make check ARGS={file}")
    return CLEAN


def _old(options: argparse.Namespace, documents: list[Document]) -> Document | None:
    """The document of what is replaced, which is live."""
    if options.reason is not None and options.replaces is None:
        raise Usage("--reason says why --replaces retires something; there is nothing to retire.")
    if options.reason is not None:
        as_field(Line, options.reason, "--reason")
    if options.replaces is None:
        return None
    entities = {document.name: document for document in documents if document.folder == FOLDER_OF[options.kind]}
    old = one(entities, options.replaces, options.kind, "--replaces")
    if "retired" in old.data:
        raise Usage(f"--replaces: the {options.kind} '{old.name}' is retired already.")
    if options.kind == "page":
        raise Usage("--replaces: a page is not retired; change its text.")
    return old


def _path(options: argparse.Namespace, old: Document | None) -> str:
    """Where the file will stand, below the content folder: where it was asked for, else beside the old one."""
    shelf, _, identifier = options.id.removeprefix("/").rpartition("/")
    try:
        for part in [*(shelf.split("/") if shelf else []), identifier]:
            check_id(part)
    except PydanticCustomError as error:
        raise Usage(f"ID: {error.message()}") from None
    if old is not None and not shelf:
        shelf = "/".join(old.path.split("/")[1:-1])
    ending = "md" if options.kind == "page" else "yml"
    return "/".join(part for part in (FOLDER_OF[options.kind], shelf, f"{identifier}.{ending}") if part)


def _given(options: argparse.Namespace, path: str, documents: list[Document]) -> dict[str, str]:
    """The fields that are known already: the address, and what the sub-folder stands for where files of the kind keep to that."""
    given: dict[str, str] = {}
    if options.url is not None:
        as_field(HttpsUrl, options.url, "--url")
        given["url"] = options.url
    shelf = path.split("/")[1:-1]
    field = SHELVES.get(options.kind)
    if field is None or len(shelf) != 1:
        return given
    shape = tree(KINDS[options.kind]).at((field,))
    groups = next((document.data.get(f"{field}s") for document in documents if document.path == "guide.yml"), None)
    choices = (shape.choices if shape else ()) or tuple(group.get("id") for group in groups or () if hasattr(group, "get"))
    if shelf[0] in choices:
        given[field] = shelf[0]
    return given


def _refuse_taken(kind: str, path: str, options: argparse.Namespace, documents: list[Document]) -> None:
    """An id and an address belong to one entity; a file is never overwritten."""
    identifier = Path(path).stem
    if other := taken(documents, kind, identifier):
        place = (options.content / other).as_posix()
        raise Usage(f"the id '{identifier}' is that of {place}, and never used again. Choose another.")
    file = options.content / path
    if file.exists() or file.is_symlink():
        raise Usage(f"{file.as_posix()} is there already, and is left alone.")
    for folder in file.parents[: path.count("/")]:
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise Usage(f"{folder.as_posix()} is a symbolic link or no folder.")
    if options.url is None:
        return
    if "url" not in KINDS[kind].model_fields:
        raise Usage(f"--url: a {kind} has no address.")
    for document in documents:
        same = document.folder == FOLDER_OF[kind] and str(document.data.get("url")).rstrip("/") == options.url.rstrip("/")
        if same and "retired" not in document.data and document.name != options.replaces:
            raise Usage(f"--url: {(options.content / document.path).as_posix()} has this address already.")
