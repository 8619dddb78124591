"""Fingerpost: structured YAML about a career question in, a checked and planned static guide out.

The package is called `generator` in its repository and `fingerpost` where it is installed; everything inside refers to itself by place.
"""
from pathlib import Path

__version__ = "0.1.0"

PACKAGE = Path(__file__).resolve().parent
# Where the theme, the engine's configuration and the lock files lie: inside an installed package, beside it in the repository.
HOME = PACKAGE if (PACKAGE / "mkdocs.yml").is_file() else PACKAGE.parent
# How a person starts the commands.
PROGRAM = "fingerpost" if __name__ == "fingerpost" else "python -m generator"
