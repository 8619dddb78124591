"""The files of a new guide: the sample that lies in `sample/`, under the new guide's own name and addresses.

Installed, it is called fingerpost. In its repository the package is `generator`, run in place; the wheel (hatchling, which can
put the theme, `mkdocs.yml` and the lock files inside) calls it `fingerpost`, so everything inside refers to itself by place. A
guide pins one version, and that version pins all packages by hash. The content names its format; `editing/upgrade.py` has a
step for each number, and `diff` takes an earlier state through the same steps.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from .. import PACKAGE, __version__
from ..content.text import slug
from ..model import github_pages
from ..model.limits import ID_LENGTH
from .new_file import first_line, scalar
from .schemas import schemas

_GUIDE = "content/guide.yml"
_STANDS_AT = " It stands at <{}>."


@dataclass(frozen=True, slots=True)
class Naming:
    """What a new guide is called, where it lives, and what pip installs for it (a version, a wheel).

    Without a title it has that of the sample, and its short id is made of the title; an address that is left empty is left out.
    """

    title: str = ""
    repository: str = ""
    site_url: str = ""
    requirement: str = f"fingerpost=={__version__}"
    short: str = ""


def sample() -> dict[str, str]:
    """Every file of the sample by its path; what stands below `content/` is a guide that has no problems."""
    folder = PACKAGE / "sample"
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*")) if path.is_file()}


def guide_files(naming: Naming) -> dict[str, str]:
    """Every file of a new guide by its path, with the schemas that editors read."""
    old = sample()
    guide, readme = old[_GUIDE], old["README.md"]
    was = {name: _said(guide, name) for name in ("title", "short", "site_url", "repository")}
    title = naming.title or was["title"]
    named = {"title": title, "short": naming.short or short_of(title), "site_url": naming.site_url, "repository": naming.repository}
    for name, value in named.items():
        guide = guide.replace(f"\n{name}: {was[name]}\n", f"\n{name}: {scalar(value)}\n" if value else "\n", 1)
    site = naming.site_url or github_pages(naming.repository)
    readme = readme.replace(was["title"], title).replace(_STANDS_AT.format(was["site_url"]), _STANDS_AT.format(site) if site else "")
    makefile = old["Makefile"].replace("FINGERPOST ?=\n", f"FINGERPOST ?= {naming.requirement}\n", 1)
    made = {**old, _GUIDE: guide, "README.md": readme, "Makefile": makefile}
    for path in made:  # each content file names its schema to editors
        if path.startswith("content/") and (line := first_line(path.removeprefix("content/"))):
            made[path] = f"{line}\n{made[path]}"
    return made | {f"content/{path}": text for path, text in schemas().items()}


def _said(guide: str, name: str) -> str:
    found = re.search(rf"^{name}: (.*)$", guide, re.MULTILINE)
    assert found is not None, name
    return found[1]


def short_of(title: str) -> str:
    """An id made of a title's words, as many whole ones as fit; empty where they have letters that no id has."""
    words = slug("".join(letter for letter in unicodedata.normalize("NFKD", title) if not unicodedata.combining(letter)))
    if not words.isascii() or not re.search("[a-z0-9]", title.lower()):
        return ""
    words = words[: ID_LENGTH + 1]
    return words if len(words) <= ID_LENGTH else words.rpartition("-")[0] or words[:ID_LENGTH]
