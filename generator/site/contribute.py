"""/contribute/: how to take part, and a page for each thing that people come to do. What they look up is in `reference`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from .. import PACKAGE
from ..content.text import Heading, Link, article
from ..model import FOLDER_OF, KINDS, SHELVES, Guide
from .commands import Command
from .reference import COMMANDS, FIELDS, RULES_URL, RuleText, reference_pages
from .writer import ARTICLE, Page, PageWriter, anchor

# The tasks, the most frequent first; each is a file of tasks/.
TASKS = (
    "fix-a-typo", "add-a-resource", "correct-a-figure", "replace-a-resource", "add-a-skill", "add-a-persona", "add-a-role", "change-a-decision",
    "grant-a-pick", "check-links", "review-a-change", "start-a-guide")
OFTEN = 3
_INTO_REPOSITORY = re.compile(r"\[([^\]]*)\]\(\{repository\}[^)]*\)")


@dataclass(frozen=True, kw_only=True)
class ContributeRecord:
    """What `contribute.md.jinja` prints."""

    often: Sequence[Mapping[str, object]]
    tasks: Sequence[Mapping[str, object]]
    reference: Sequence[tuple[object, ...]]


@dataclass(frozen=True, kw_only=True)
class TaskRecord:
    """What `task.md.jinja` prints."""

    lead: Markup
    pieces: Sequence[Heading | Markup]


def contribute_pages(guide: Guide, commands: tuple[Command, ...], rules: Sequence[RuleText]) -> Iterator[Page]:
    """The index, the tasks, the reference.

    Tasks are whole pages of English, which no list of words translates: a guide in another language goes without them.
    """
    written = tasks() if guide.language.is_english else {}
    names = names_of(guide)
    texts = {name: filled(written[name], names) for name in TASKS if name in written}
    yield _index(guide, texts)
    yield from (_task(guide, name, text) for name, text in texts.items())
    yield from reference_pages(guide, commands, rules)


def tasks() -> dict[str, str]:
    """The pages on how to take part, as Markdown, by name: `add-a-resource` and the like."""
    return {name: (PACKAGE / "tasks" / f"{name}.md").read_text("utf-8") for name in TASKS}


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


def _parts(text: str) -> tuple[str, str, str]:
    """The text of a task as its title, its first paragraph and the rest."""
    head, _, body = text.partition("\n")
    lead, _, rest = body.strip().partition("\n\n")
    return head.removeprefix("# "), lead, rest


def _first_sentence(lead: str) -> str:
    return lead.split(". ")[0].removesuffix(".") + "."


def _index(guide: Guide, texts: Mapping[str, str]) -> Page:
    url = "contribute/"
    writer = PageWriter(guide, url)
    words = writer.words.contribute

    def record() -> ContributeRecord:
        rows = [
            {"title": title, "href": writer.to(f"contribute/{name}/"), "says": _first_sentence(lead)}
            for name, (title, lead, _) in ((name, _parts(text)) for name, text in texts.items())
        ]
        return ContributeRecord(
            often=rows[:OFTEN],
            tasks=rows[OFTEN:],
            reference=[
                (words.fields, writer.to(FIELDS), words.fields_description),
                (words.rules, writer.to(RULES_URL), words.rules_description),
                (words.commands, writer.to(COMMANDS), words.commands_description),
            ],
        )

    return Page(url, "contribute.md.jinja", words.title, words.description, "contribute", record, contents=True)


def _task(guide: Guide, name: str, text: str) -> Page:
    url = f"contribute/{name}/"
    writer = PageWriter(guide, url)
    title, lead, rest = _parts(text)

    def record() -> TaskRecord:
        def resolve(link: Link, inner: Markup) -> Markup:
            return anchor(writer.to(link.target[1:]) if link.target.startswith("/") else link.target, inner)

        return TaskRecord(
            lead=Markup("").join(piece for piece in article(lead, ARTICLE, resolve) if isinstance(piece, Markup)),
            pieces=article(rest, ARTICLE, resolve),
        )

    return Page(url, "task.md.jinja", title, writer.summary(lead, ARTICLE), "contribute", record, contents=True)


__all__ = ["contribute_pages", "filled", "names_of"]
