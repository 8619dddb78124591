"""`new-guide`: a small working guide of another subject, in a folder of its own."""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path

from .. import write
from ..editing.new_guide import Naming, guide_files
from ..model.types import Name, RepositoryUrl, SiteUrl
from .common import CLEAN, Commands, Usage, as_field


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    says = "write a small working guide to fill with another subject"
    new = commands.add_parser("new-guide", help=says, description=f"{says[0].upper()}{says[1:]}.")
    new.add_argument("folder", type=Path, metavar="DIR", help="where to; a folder that is new or empty (but for .git)")
    new.add_argument("--title", metavar="TEXT", help="what it is called (default: that of the sample)")
    new.add_argument("--repository", metavar="URL", help="where it will live, as https://github.com/someone/my-guide")
    new.add_argument("--site-url", metavar="URL", help="where it will be published (default: for GitHub its Pages)")
    new.add_argument(
        "--requirement", default=Naming().requirement, metavar="TEXT",
        help=f"what pip installs for it: a version, the address or file of a wheel (default: {Naming().requirement})",
    )
    new.set_defaults(run=_new_guide)


def _new_guide(options: argparse.Namespace) -> int:
    title = as_field(Name, options.title, "--title") or ""
    repository = as_field(RepositoryUrl, options.repository, "--repository") or ""
    site_url = as_field(SiteUrl, options.site_url, "--site-url") or ""
    if not re.fullmatch(r"[\w.,:/@+~=<>!-]+", options.requirement):
        raise Usage(f"--requirement: '{options.requirement[:60]}' is nothing that pip installs. Write fingerpost==1.2.3, or the place of a wheel.")
    made = guide_files(Naming(title, repository, site_url, options.requirement))
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
