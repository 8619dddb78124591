"""What a plan is: the request that asked for it, its steps and milestones, what it leaves out, and the proof.

Every length is in whole minutes. A plan is a value: the same content and request give an equal plan on every machine.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

from ..model import lengths
from .prerequisites import Pair

OmissionReason = Literal["known", "covered", "pinned-over", "omitted", "paid"]
RowName = Literal["first_project", "stretch", "between_projects", "after_last"]
StageName = Literal["hours", "picks", "providers", "resources", "paid", "short", "unique", "rows", "order"]


class Unreachable(Exception):
    """No plan exists. `pairs` are the (skill, level) pairs that cannot be learned from the resources at hand, sorted; `in_order` says
    that something teaches each of them, but no order credits them: what is taught too early is lost."""

    def __init__(self, pairs: tuple[Pair, ...], in_order: bool = False) -> None:
        super().__init__(pairs, in_order)  # what an exception needs to come back from another process
        self.pairs, self.in_order = pairs, in_order

    def __str__(self) -> str:
        return "cannot be learned: " + ", ".join(f"{skill} {level}" for skill, level in self.pairs)


@dataclass(frozen=True)
class Request:
    """Whose path, to which role, and which variant.

    `full` asks for all levels of the role instead of the hiring bar; `free` admits `cost: free` alone; `know` adds levels to what the
    persona has. With `then`, the plan is for that second role and begins where the plan for `role` (same variant) ends.
    """

    persona: str
    role: str
    full: bool = False
    free: bool = False
    know: Mapping[str, int] = field(default_factory=dict, hash=False)
    then: str | None = None

    @property
    def goal(self) -> str:
        """The role that the plan leads to: `then` when there is one."""
        return self.then or self.role


@dataclass(frozen=True)
class Alternative:
    """What may be taken in the place of a step: every later step can still be taken in its place, and the path leads as far."""

    kind: Literal["resource", "project"]
    id: str
    part: str | None
    minutes: int
    cost: str


@dataclass(frozen=True)
class Step:
    """One thing to do: a resource (or a part of one), or a project (or a part of one).

    `milestone` is an index into `Plan.milestones`. `ships` is what there is to show at its end, or empty. `closes` are the gap pairs that
    this step is the first to credit. `needed_by` are keys of later steps that rest directly on something this one is the first to teach,
    `holds` of all that rest on it, near and far, the later parts of a project too.
    `pinned` is the editor's reason, or empty. `serves` are the skills of the gap for which it is an editor's pick, which may be more than it closes.
    """

    kind: Literal["resource", "project"]
    id: str
    part: str | None
    minutes: int
    cost: str
    milestone: int
    ships: str = ""
    closes: tuple[Pair, ...] = ()
    needed_by: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    pinned: str = ""
    serves: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()

    @property
    def key(self) -> str:
        """`resource:id`, `project:id`, or the same with `#part`: how progress is saved."""
        return f"{self.kind}:{self.id}#{self.part}" if self.part else f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class Milestone:
    """A project, or a part of one, and the steps that lead to it, as indexes into `Plan.steps`, its own last. `project` is None for
    "Finish"."""

    project: str | None
    part: str | None
    steps: tuple[int, ...]
    minutes: int


@dataclass(frozen=True)
class OmittedItem:
    """A resource (or `resource#part`, of one that is partly in the plan) that teaches something wanted and is not a step.

    known: at the start; `detail` are the skills. covered: steps of the plan teach it; `detail` are their keys. pinned-over: pinned, but
    not free; `detail` is the pin's reason. omitted: an editor keeps it out; `detail` is why. paid: not free, in a plan of free things.
    """

    id: str
    reason: OmissionReason
    detail: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stage:
    """One stage of the choice, or of the order: the value reached, and the bound that no plan can beat, the solver's own or that of the
    search. hours, short and rows are in minutes, order in minutes times weights; of picks alone more is better; providers is 1 where one has
    more than its share; unique has no value: the solver found no equal set that comes before."""

    name: StageName
    value: int
    bound: int


@dataclass(frozen=True)
class Row:
    """How far a path keeps what is asked of it: `value` are the minutes of the longest stretch of its kind, `at` is the key of the step at
    which that ends."""

    name: RowName
    limit: int
    value: int
    at: str

    @property
    def kept(self) -> bool:
        """Whether the longest stretch is within the limit."""
        return self.value <= self.limit


@dataclass(frozen=True)
class Plan:
    """A path: steps in order, in milestones, with reasons and proof.

    `shortest_minutes` is H, the least that any plan takes; `minutes` counts resources, `project_minutes` projects,
    `first_project_minutes` everything up to and including the first project or part of one (0 when there is none), `stated_minutes` the
    part of `minutes` that publishers name. `picks` are the gap skills served by an editor's pick, `rows` those that are asked for. `known`
    and `learned` are levels at the start and at the end, `gap` is what is missing at the start.
    """

    request: Request
    steps: tuple[Step, ...]
    milestones: tuple[Milestone, ...]
    omitted: tuple[OmittedItem, ...]
    shortest_minutes: int
    minutes: int
    project_minutes: int
    first_project_minutes: int
    stated_minutes: int
    picks: int
    stages: tuple[Stage, ...]
    rows: tuple[Row, ...]
    gap: frozenset[Pair]
    known: Mapping[str, int]
    learned: Mapping[str, int]

    @property
    def optimal(self) -> bool:
        """Whether the solver's bounds prove every stage."""
        return all(stage.value == stage.bound for stage in self.stages)

    @property
    def shown_after(self) -> dict[str, int]:
        """Each step that ends with something to show, by its key, with the minutes until then."""
        ends = accumulate(step.minutes for step in self.steps)
        return {step.key: end for step, end in zip(self.steps, ends, strict=True) if step.ships}

    @property
    def total_minutes(self) -> int:
        """Resources and projects."""
        return self.minutes + self.project_minutes

    @property
    def hours_range(self) -> tuple[int, int]:
        """(low, high) hours of the whole plan, projects included, whose length is an estimate."""
        return lengths.hours_range(self.total_minutes, self.stated_minutes)

    def weeks(self, hours_per_week: int) -> tuple[int, int]:
        """(low, high) whole weeks at this pace, from the hours as they are shown."""
        low, high = self.hours_range
        return -(-low // hours_per_week), -(-high // hours_per_week)
