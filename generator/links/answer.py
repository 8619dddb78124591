"""What asking the web gives: an answer, or none; and what is made of it."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: status, headers (names in lower case), and no more of the body than was asked for."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


class NoAnswer(Exception):
    """No answer came; says why. `again` tells whether another try may fare better, `offline` that no host was reached."""

    def __init__(self, says: str, again: bool = False, offline: bool = False) -> None:
        super().__init__(says)
        self.says, self.again, self.offline = says, again, offline


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a link. `to` is where it moved for good, or empty; `offline` says that no host was reached at all."""

    state: Literal["answers", "moved", "failed", "refused"]
    says: str
    to: str = ""
    offline: bool = False
