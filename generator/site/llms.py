"""`llms.txt`: what the site holds, page by page, for programs that read Markdown (llmstxt.org)."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Guide
from .registry import Page, file_of, section_name

# What is long and can be left out comes under the heading that the format has for it.
_OPTIONAL = frozenset(("resources", "contribute"))


def llms_txt(guide: Guide, pages: Iterable[Page]) -> str:
    """The guide's title and description, then its pages by section, each with the address of its Markdown and what it says."""
    words = guide.language.words
    groups: dict[str, list[str]] = {}
    for page in pages:
        if page.searchable and page.url:
            name = "Optional" if page.section in _OPTIONAL else section_name(page.section, words) or words.groups.read
            target = f"{guide.settings.site}{file_of(page.url)}"
            groups.setdefault(name, []).append(f"- [{_plain(page.title)}]({target}): {_plain(page.description)}")
    optional = groups.pop("Optional", [])
    parts = [f"# {_plain(guide.settings.title)}", f"> {_plain(guide.settings.description)}"]
    parts += ["\n".join((f"## {name}", "", *lines)) for name, lines in groups.items()]
    if optional:
        parts.append("\n".join(("## Optional", "", *optional)))
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    """Words inside a link or a line, where brackets would be markup."""
    return " ".join(text.replace("[", "(").replace("]", ")").split())
