"""What a host's robots.txt asks of us."""
from __future__ import annotations

import re
from collections.abc import Iterable

from protego import Protego

AGENT = "fingerpost"
_AGENT_LINE = re.compile(r"[ \t]*user[- ]?agent\b[ \t]*:?[ \t]*([^\s#/]*).*", re.IGNORECASE)


def rules(lines: Iterable[str]) -> Protego:
    """The rules of a robots.txt for `AGENT`; without lines everything is allowed.

    Protego gives each agent a copy of each rule, so a file of thousands of both would fill the memory. Agents that are not us are
    therefore all called the same.
    """
    return Protego.parse("\n".join(_AGENT_LINE.sub(_agent, line) for line in lines))


def _agent(line: re.Match[str]) -> str:
    name = line[1].lower()
    return f"User-agent: {name if name in ('*', AGENT) else 'other'}"
