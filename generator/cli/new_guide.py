"""`new-guide`: a small working guide of another subject, in a folder of its own."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path
from typing import Any

from .. import write
from ..new_guide import Naming, guide_files
from .common import CLEAN, Commands, Usage


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    says = "write a small working guide to fill with another subject"
    new = commands.add_parser("new-guide", help=says, description=f"{says[0].upper()}{says[1:]}.")
    new.add_argument("folder", type=Path, metavar="DIR", help="where to; a folder that is new or empty (but for .git)")
    new.add_argument("--title", metavar="TEXT", help="what it is called (default: that of the sample)")
    new.add_argument("--repository", metavar="URL", help="where it will live, as https://github.com/someone/my-guide")
    new.add_argument("--site-url", metavar="URL", help="where it will be published (default: for GitHub its Pages, else the sample's)")
    new.set_defaults(run=_new_guide)


def _new_guide(options: argparse.Namespace) -> int:
    from ..build import ROOT
    from ..revision import head

    given = _checked(options)
    made = guide_files(Naming(**given, version=head(ROOT)))
    try:
        write.settle(options.folder, made)
    except write.NotOurs:
        raise Usage(f"{options.folder} is there already and not empty, so it is left alone. Name a new folder.") from None
    except ValueError as error:
        raise Usage(str(error)) from None
    except OSError as error:
        raise Usage(f"cannot write below {options.folder}: {error.strerror or error}.") from None
    place = options.folder.as_posix()
    print(f"{place}: a guide of its own, in {len(made)} files. What it says is a sample to replace.")
    print(f"Next: cd {shlex.quote(place)} && make check")
    return CLEAN


def _checked(options: argparse.Namespace) -> dict[str, Any]:
    """The options that were given, held against the fields that they become."""
    from pydantic import TypeAdapter, ValidationError

    from ..model.types import Name, Url

    given = {"title": options.title, "repository": options.repository, "site_url": options.site_url}
    for name, kind in {"title": Name, "repository": Url, "site_url": Url}.items():
        if given[name] is None:
            continue
        try:
            given[name] = TypeAdapter(kind).validate_python(given[name])
        except ValidationError as error:
            raise Usage(f"--{name.replace('_', '-')}: {error.errors()[0]['msg']}") from None
    if given["site_url"] and not given["site_url"].endswith("/"):
        given["site_url"] += "/"
    return {name: value or "" for name, value in given.items()}
