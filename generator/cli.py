"""The commands. The only module that prints, and the only one that decides an exit code.

Exit 0: clean. 1: problems in the content. 2: wrong usage. What loads the solver is imported by the commands that need it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from . import problems as reporting
from .load import load, read_tree
from .model import Guide
from .problems import Problem
from .validate import validate

if TYPE_CHECKING:
    from .plan import Plan, Step

CLEAN, PROBLEMS, USAGE = 0, 1, 2


class _Usage(Exception):
    """The command cannot be carried out as it was given."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except _Usage as error:
        print(f"fingerpost: {error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return CLEAN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m generator", description="A career guide and its learning paths, from structured YAML."
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    check = _command(commands, "check", _check, "say everything that is wrong with the content")
    check.add_argument(
        "--format", choices=("text", "github", "json"), default="text", help="how to print problems (default: text)"
    )

    generate = _command(commands, "generate", _generate, "write the Markdown pages")
    _out(generate)

    build = _command(commands, "build", _build, "write the pages and build the site")
    _out(build)

    serve = _command(commands, "serve", _serve, "build, serve on this machine, and rebuild on every save")
    _out(serve)
    serve.add_argument("--port", type=int, default=8000, metavar="N", help="port on 127.0.0.1 (default: 8000)")

    plan = _command(commands, "plan", _plan, "print the learning path of a persona to a role")
    plan.add_argument("--from", dest="persona", required=True, metavar="PERSONA", help="id of a persona")
    plan.add_argument("--to", dest="role", required=True, metavar="ROLE", help="id of a role")
    plan.add_argument("--full", action="store_true", help="all that the role needs, not its hiring bar alone")
    plan.add_argument("--free", action="store_true", help="free resources only")
    plan.add_argument(
        "--know",
        action="append",
        default=[],
        metavar="SKILL=LEVEL",
        help="a skill you have already, at level 1, 2 or 3; may be repeated",
    )
    plan.add_argument("--hours-per-week", type=int, metavar="N", help="your pace (default: the persona's)")
    plan.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: object, says: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=says, description=says[0].upper() + says[1:] + ".")
    command.add_argument(
        "--content", type=Path, default=Path("content"), metavar="DIR", help="the content folder (default: content)"
    )
    command.set_defaults(run=run)
    return command


def _out(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", type=Path, default=Path("build"), metavar="DIR", help="the folder to write to (default: build)")
    command.add_argument("--site-url", metavar="URL", help="where the site will be published (default: site_url of guide.yml)")


def _read(folder: Path) -> tuple[Guide | None, tuple[Problem, ...]]:
    """A content folder as a guide, or everything that is wrong with it."""
    if not folder.is_dir():
        raise _Usage(f"there is no folder {folder}. Name the content folder with --content.")
    tree, unreadable = read_tree(folder)
    documents, unloaded = load(tree)
    return validate(documents, [*unreadable, *unloaded])


def _report(found: Iterable[Problem], folder: Path, how: str = "text") -> None:
    found = tuple(found)
    root = folder.as_posix()
    if how == "json":
        print(reporting.as_json(found))
        return
    for problem in found:
        print(problem.github(root) if how == "github" else problem.text(root))
    if how == "text":
        print(reporting.count(found))


def _check(options: argparse.Namespace) -> int:
    _, found = _read(options.content)
    _report(found, options.content, options.format)
    return PROBLEMS if any(problem.severity == "error" for problem in found) else CLEAN


def _generate(options: argparse.Namespace) -> int:
    return CLEAN if _make(options, with_site=False) else PROBLEMS


def _build(options: argparse.Namespace) -> int:
    return CLEAN if _make(options, with_site=True) else PROBLEMS


def _make(options: argparse.Namespace, with_site: bool) -> bool:
    """Content to pages, and to the site when asked. False when the content has problems; nothing is written then."""
    from . import build, write

    _check_out(options)
    guide, found = _read(options.content)
    if guide is None:
        _report(found, options.content)
        return False
    _say("Planning paths and writing pages ...")
    output = build.generate(guide)
    warnings = reporting.in_order([*found, *output.warnings])
    if warnings:
        _report(warnings, options.content)
    try:
        written = build.write_documents(output, guide, options.out, options.site_url)
        print(
            f"{len(output.documents)} pages in {options.out / 'docs'}: {len(written.changed)} changed, {len(written.removed)} removed."
        )
        if with_site:
            _say("Building the site ...")
            print(f"The site is in {build.run_engine(options.out)}.")
    except (write.NotOurs, ValueError) as error:
        raise _Usage(str(error)) from None
    except build.EngineFailed as error:
        print(f"The site engine failed; the site that was there is untouched.\n{error}", file=sys.stderr)
        return False
    except OSError as error:
        raise _Usage(f"cannot write below {options.out}: {error.strerror or error}.") from None
    return True


def _check_out(options: argparse.Namespace) -> None:
    out, content = options.out.resolve(), options.content.resolve()
    if out == content or content.is_relative_to(out) or out.is_relative_to(content):
        raise _Usage("--out and --content must be different folders, neither inside the other.")
    if options.site_url is not None:
        from pydantic import TypeAdapter, ValidationError

        from .model.types import Url

        try:
            TypeAdapter(Url).validate_python(options.site_url)
        except ValidationError as error:
            raise _Usage(f"--site-url: {error.errors()[0]['msg']}") from None
        if not options.site_url.endswith("/"):
            options.site_url += "/"


def _serve(options: argparse.Namespace) -> int:
    from .build import ROOT
    from .serve import serve
    from .strings import strings

    if not 0 <= options.port <= 65_535:
        raise _Usage("--port is a number from 0 to 65535.")
    watched = [
        options.content,
        ROOT / "generator" / "templates",
        ROOT / "generator" / "strings.yml",
        ROOT / "theme_overrides",
        ROOT / "mkdocs.yml",
    ]
    def rebuild() -> bool:
        strings.cache_clear()
        return _make(options, with_site=True)

    try:
        serve(rebuild, watched, options.out / "site", options.port, lambda line: print(line, flush=True))
    except OSError as error:
        raise _Usage(f"cannot serve on port {options.port}: {error.strerror or error}.") from None
    return CLEAN


def _plan(options: argparse.Namespace) -> int:
    from .plan import Request, Unreachable, as_json, plan, plan_path

    guide, found = _read(options.content)
    if guide is None:
        _report(found, options.content)
        return PROBLEMS
    persona = _one(guide.personas, options.persona, "persona", "--from")
    _one(guide.roles, options.role, "role", "--to")
    know = _levels(options.know, guide)
    pace = options.hours_per_week if options.hours_per_week is not None else persona.hours_per_week
    if not 1 <= pace <= 100:
        raise _Usage("--hours-per-week is a number from 1 to 100.")
    path = next((path for path in persona.paths if path.to == options.role), None)
    try:
        if path is not None and not know:
            made = plan_path(guide, persona.id, path, options.full, options.free)
        else:
            made = plan(guide, Request(persona.id, options.role, options.full, options.free, know))
    except Unreachable as error:
        missing = ", ".join(f"{skill} at level {level}" for skill, level in error.pairs)
        print(f"No path: nothing at hand teaches {missing}.", file=sys.stderr)
        return PROBLEMS
    if options.json:
        print(json.dumps(as_json(made, pace), ensure_ascii=False, indent=2))
    else:
        _print_plan(made, guide, pace)
    return CLEAN


def _print_plan(made: Plan, guide: Guide, pace: int) -> None:
    """A plan for a person at a terminal: header, milestones with their steps and reasons, and what proves it."""
    from .plan import explain

    low, high = made.hours_range
    first_week, last_week = made.weeks(pace)
    scope = "in full" if made.request.full else "to the hiring bar"
    cost = ", free only" if made.request.free else ""
    print(f"{guide.personas[made.request.persona].name} to {guide.roles[made.request.goal].name}, {scope}{cost}")
    print(
        f"{_hours(made.minutes)} of resources and {_hours(made.project_minutes)} of projects: {low} to {high} h, "
        f"{first_week} to {last_week} weeks at {pace} h a week."
    )
    number = 0
    for milestone in made.milestones:
        print(f"\n{guide.projects[milestone.project].name if milestone.project else 'Finish'} ({_hours(milestone.minutes)})")
        for index in milestone.steps:
            number += 1
            step = made.steps[index]
            print(
                f"{number:4}. {_step_title(step, guide)}  [{_hours(step.minutes)}{'' if step.kind == 'project' else ', ' + step.cost}]"
            )
            print(f"      {explain(step, made, guide)}")
    state = "proven at every stage" if made.optimal else "not proven at every stage"
    print(f"\nShortest possible: {_hours(made.shortest_minutes)} of resources; this plan is {state}.")


def _step_title(step: Step, guide: Guide) -> str:
    if step.kind == "project":
        return f"Project: {guide.projects[step.id].name}"
    resource = guide.resources[step.id]
    part = next((part.title for part in resource.parts if part.id == step.part), "")
    return f"{resource.title}: {part}" if part else resource.title


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}".removesuffix(".0") + " h"


def _one(known: object, identifier: str, kind: str, option: str):  # type: ignore[no-untyped-def]
    if identifier not in known:  # type: ignore[operator]
        hint = reporting.did_you_mean(identifier, known) or f"Known: {', '.join(known)}."  # type: ignore[arg-type]
        raise _Usage(f"{option}: no {kind} '{identifier}'. {hint}")
    return known[identifier]  # type: ignore[index]


def _levels(given: Sequence[str], guide: Guide) -> dict[str, int]:
    levels = {}
    for text in given:
        skill, _, level = text.partition("=")
        _one(guide.skills, skill, "skill", "--know")
        if level not in ("1", "2", "3"):
            raise _Usage(f"--know: '{text}' does not end in =1, =2 or =3.")
        levels[skill] = int(level)
    return levels


def _say(line: str) -> None:
    """Progress, for a person at a terminal alone."""
    if sys.stderr.isatty():
        print(line, file=sys.stderr, flush=True)
