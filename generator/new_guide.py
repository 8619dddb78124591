"""The files of a new guide: the sample that lies in `sample/`, under the new guide's own name and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from urllib.parse import urlsplit

from .blank import SCHEMAS, first_line, scalar
from .schema import schemas
from .text import slug

_GUIDE = "content/guide.yml"


@dataclass(frozen=True, slots=True)
class Naming:
    """What a new guide is called and where it lives; what is left empty stays as in the sample. `version` is the generator's."""

    title: str = ""
    repository: str = ""
    site_url: str = ""
    version: str = ""


def sample() -> dict[str, str]:
    """Every file of the sample by its path; what stands below `content/` is a guide that has no problems."""
    return dict(_below(files(__package__) / "sample", ""))


def guide_files(naming: Naming) -> dict[str, str]:
    """Every file of a new guide by its path, with the schemas that editors read."""
    old = sample()
    said = {name: _said(old[_GUIDE], name) for name in ("title", "repository", "site_url")}
    named = {
        "title": naming.title or said["title"],
        "repository": naming.repository.rstrip("/") or said["repository"],
        "site_url": naming.site_url or _published(naming.repository) or said["site_url"],
    }
    guide = old[_GUIDE]
    for name, value in {**named, "short": _short(named["title"])}.items():
        guide = guide.replace(f"\n{name}: {_said(guide, name)}\n", f"\n{name}: {scalar(value)}\n", 1)
    readme = old["README.md"]
    for name, value in named.items():
        readme = readme.replace(said[name], value)
    makefile = old["Makefile"].replace("FINGERPOST_REF ?= main", f"FINGERPOST_REF ?= {naming.version or 'main'}")
    made = {**old, _GUIDE: guide, "README.md": readme, "Makefile": makefile}
    made = {path: _with_schema(path, text) for path, text in made.items()}
    return made | {f"content/{SCHEMAS}/{name}": text for name, text in schemas().items()}


def _below(folder: Traversable, before: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{before}{entry.name}"
        if entry.is_dir():
            yield from _below(entry, f"{path}/")
        else:
            yield path, entry.read_text("utf-8")


def _with_schema(path: str, text: str) -> str:
    """A content file with the line that names its schema to editors."""
    line = first_line(path.removeprefix("content/")) if path.startswith("content/") else ""
    return f"{line}\n{text}" if line else text


def _said(guide: str, name: str) -> str:
    found = re.search(rf"^{name}: (.*)$", guide, re.MULTILINE)
    assert found is not None, name
    return found[1]


def _short(title: str) -> str:
    """An id made of a title's words, as many whole ones as fit."""
    words = slug(title)[:61]
    return words if len(words) <= 60 else words.rpartition("-")[0] or words[:60]


def _published(repository: str) -> str:
    """Where GitHub Pages shows a repository of GitHub; empty for another address."""
    parts = urlsplit(repository)
    names = parts.path.strip("/").removesuffix(".git").split("/")
    if parts.hostname != "github.com" or len(names) != 2 or not all(names):
        return ""
    owner, name = names
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


__all__ = ["Naming", "guide_files", "sample"]
