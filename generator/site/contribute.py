"""/contribute/: how to take part, and a page for each thing that people come to do. What they look up is in `reference`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from ..content.text import Link, article, escape
from ..model import FOLDER_OF, KINDS, SHELVES, Guide
from .commands import Command
from .reference import COMMANDS, FIELDS, RULES_URL, RuleText, reference_pages
from .words import tasks
from .writer import ARTICLE, Page, PageWriter

OFTEN = 3
_INTO_REPOSITORY = re.compile(r"\[([^\]]*)\]\(\{repository\}[^)]*\)")


def contribute_pages(guide: Guide, commands: tuple[Command, ...], rules: Sequence[RuleText]) -> Iterator[Page]:
    """The index, the tasks in the order of words/en.yml, the reference."""
    words = PageWriter(guide, "").words.contribute
    written = tasks()
    names = names_of(guide)
    pages = [_task(guide, name, written[name], names) for name in words.order]
    yield _index(guide, pages)
    yield from pages
    yield from reference_pages(guide, commands, rules)


def names_of(guide: Guide) -> dict[str, str]:
    """What stands for `{skill}` and the like in the text of a task: names of this guide, so that its commands can be run as they are.

    Of each kind the id and the file of a live entity (`skill`, `skill_file`), or of one that could be, and where files of a kind
    are sorted the folder below the kind's (`resource_shelf`).
    """
    settings = guide.settings
    names = {"branch": settings.branch, "area": settings.areas[0].id}
    if settings.repository:
        names["repository"] = settings.repository
    listed = {"role": settings.roles, "persona": settings.personas, "decision": settings.decisions}
    for kind in KINDS:
        live = [entity for entity in guide.of(kind).values() if entity.retired is None]
        first = next(
            (entity for identifier in listed.get(kind, ()) for entity in live if entity.id == identifier),
            live[0] if live else None,
        )
        path = first.path if first else f"{FOLDER_OF[kind]}/its-id.yml"
        names |= {kind: first.id if first else "its-id", f"{kind}_file": f"content/{path}"}
        if kind in SHELVES:
            names[f"{kind}_shelf"] = "".join(f"{part}/" for part in path.split("/")[1:-1])
    # A path that is there: the first persona's first.
    paths = [path for identifier in settings.personas for path in guide.personas[identifier].paths]
    if paths:
        names["role"] = paths[0].to
        names["role_file"] = f"content/{guide.roles[paths[0].to].path}"
    return names


def filled(text: str, names: dict[str, str]) -> str:
    """A task's text with the names of this guide in it. When nobody knows its repository, links into that are their words alone."""
    if "repository" not in names:
        text = _INTO_REPOSITORY.sub(r"\1", text)
    for name, value in names.items():
        text = text.replace("{" + name + "}", value)
    return text


def _index(guide: Guide, tasks: list[Page]) -> Page:
    url = "contribute/"
    writer = PageWriter(guide, url)
    words = writer.words.contribute
    rows = [{"title": page.title, "href": writer.to(page.url), "says": page.context["first"]} for page in tasks]
    context = {
        "writer": writer,
        "often": rows[:OFTEN],
        "tasks": rows[OFTEN:],
        "reference": [
            (words.fields, writer.to(FIELDS), words.fields_description),
            (words.rules, writer.to(RULES_URL), words.rules_description),
            (words.commands, writer.to(COMMANDS), words.commands_description),
        ],
    }
    return Page(url, "contribute.md.jinja", words.title, words.description, "contribute", context, contents=True)


def _task(guide: Guide, name: str, text: str, names: dict[str, str]) -> Page:
    url = f"contribute/{name}/"
    writer = PageWriter(guide, url)
    head, _, body = filled(text, names).partition("\n")
    lead, _, rest = body.strip().partition("\n\n")

    def resolve(link: Link, inner: Markup) -> Markup:
        target = link.target
        if target.startswith("/"):
            return Markup(f'<a href="{escape(writer.to(target[1:]))}">{inner}</a>')
        return Markup(f'<a class="fp-out" href="{escape(target)}" rel="noopener">{inner}</a>')

    context = {
        "writer": writer,
        "back": writer.to("contribute/"),
        "first": lead.split(". ")[0].removesuffix(".") + ".",
        "lead": Markup("").join(piece for piece in article(lead, ARTICLE, resolve) if isinstance(piece, Markup)),
        "pieces": article(rest, ARTICLE, resolve),
    }
    return Page(
        url, "task.md.jinja", head.removeprefix("# "), writer.summary(lead, ARTICLE), "contribute", context, contents=True
    )


__all__ = ["contribute_pages", "filled", "names_of"]
