"""From one format of the content to the next, a step for each; a step changes only what it is certain of."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence

from ..content.load import data_of, guide_fields
from ..model import FORMAT, format_of
from .new_guide import Naming, guide_files

# All paths here are as seen from the content folder.
_GUIDE, MAKEFILE, IGNORED = "guide.yml", "../Makefile", "../.gitignore"
# What the Makefile of a guide said while guides fetched a clone of the generator, without the place and the version of that clone.
_FETCHED = "1cb6e59dd4468416"
# The fields that facts of a use-case were until format 2, with the words that its page had for them.
_FACTS = {
    "latency": "An answer must come",
    "volume": "How many",
    "data": "What data there is",
    "cost_of_error": "What a wrong answer costs",
}

# The files of a guide as they should be, by path, and what is left to a person.
Step = tuple[Mapping[str, str], Sequence[str]]


def format_in(tree: Mapping[str, bytes]) -> int | None:
    """The format of a content folder; None where guide.yml cannot be read, or names no number."""
    fields = guide_fields(tree)
    return None if fields is None else format_of(fields)


def upgrade(tree: Mapping[str, bytes]) -> tuple[Mapping[str, bytes], Sequence[str]]:
    """All files that an earlier format has otherwise, as they are in that of this version, and what is left to a person; MAKEFILE and IGNORED
    may stand among the files of the content folder. Nothing is done where guide.yml cannot be read, or its format is newer."""
    number = format_in(tree)
    if number is None or number >= FORMAT:
        return {}, ()
    files = {path: raw.decode("utf-8", "replace") for path, raw in tree.items()}
    changed: dict[str, str] = {}
    by_hand: list[str] = []
    for step_from in range(number, FORMAT):  # each is given the files as the one before it left them
        texts, left = _STEPS[step_from]({**files, **changed})
        changed |= texts
        by_hand += left
    done = {path: text.encode() for path, text in changed.items()}
    if format_in({**tree, **done}) != FORMAT:
        return {}, (f"{_GUIDE} is written in a way that cannot be changed by place alone. Write its fields as plain lines first.",)
    return done, by_hand


def _to_2(files: Mapping[str, str]) -> Step:
    """guide.yml says its format; the guide names a version to install, and no clone to fetch."""
    guide = re.sub("^format:.*\n?", "", files[_GUIDE], flags=re.MULTILINE).rstrip("\n")
    changed = {_GUIDE: f"{guide}\nformat: 2\n"}
    makefile_of_today = guide_files(Naming())["Makefile"]
    makefile = files.get(MAKEFILE, "")
    if _fingerprint(makefile) == _FETCHED:
        changed[MAKEFILE] = makefile_of_today
        if IGNORED in files and "/.fingerpost/" in files[IGNORED]:
            changed[IGNORED] = files[IGNORED].replace("/.fingerpost/", "/.venv/")
        return changed, ("The folder .fingerpost is of no use any more; delete it.",)
    if "FINGERPOST_REF" in makefile:
        return changed, ("Makefile was changed by hand and fetches a clone still. "
                                 "Take over what you need from the one that `new guide` writes, which installs a version.",)
    return changed, ()


def _to_3(files: Mapping[str, str]) -> Step:
    """The facts of a use-case are a list in the guide's own words: what were four fields of their own become facts under the words that
    pages had for them, where the first of them stood, each with the comments above it."""
    changed = {_GUIDE: re.sub("^format:.*$", "format: 3", files[_GUIDE], count=1, flags=re.MULTILINE)}
    by_hand = []
    for path, text in files.items():
        if path.startswith("use-cases/") and path.endswith(".yml") and (document := data_of(path, text.encode())):
            names = [name for name in document if name in _FACTS]
            if not names or "facts" in document:
                continue
            facts = tuple({"name": _FACTS[name], "value": document[name]} for name in names)
            new = _with_facts(text)
            if data_of(path, new.encode()) == {**{name: value for name, value in document.items() if name not in _FACTS}, "facts": facts}:
                changed[path] = new
            else:
                by_hand.append(f"{path} is written in a way that cannot be changed by place alone. Write {', '.join(names)} as entries of facts:.")
    return changed, by_hand


def _with_facts(text: str) -> str:
    """The text of a use-case with the lines of its four fields, further in, below `facts:`."""
    before: list[str] = []
    facts: list[str] = []
    after: list[str] = []
    lines = text.split("\n")
    position = 0
    while position < len(lines):
        line = lines[position]
        end = position + 1
        while end < len(lines) and lines[end][:1] == " ":
            end += 1
        name = line.partition(":")[0]
        if re.match(f"({'|'.join(_FACTS)}):( |$)", line):
            above: list[str] = []
            while facts and after and after[-1].startswith("#"):
                above.insert(0, after.pop())
            facts += [f"  {comment}" for comment in above]
            facts += [f"  - name: {_FACTS[name]}", f"    value{line[len(name):]}", *(f"    {more}" for more in lines[position + 1 : end])]
        else:
            (after if facts else before).extend(lines[position:end])
        position = end
    return "\n".join([*before, "facts:", *facts, *after])


def _fingerprint(makefile: str) -> str:
    text = re.sub(r"^(FINGERPOST_(URL|REF) \?=).*$", r"\1", makefile, flags=re.MULTILINE)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# From which format each leads to the next.
_STEPS: Mapping[int, Callable[[Mapping[str, str]], Step]] = {1: _to_2, 2: _to_3}
