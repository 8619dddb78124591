"""Which paths a guide has, and the plan of each."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..content.renaming import NewNames
from ..model import Guide, Persona, PersonaPath
from .plan import Plan

# The variants of a path that have a page, each with what it asks of a plan: anything at hand, or free resources alone.
VARIANTS: Mapping[str, bool] = {"": False, "free": True}


@dataclass(frozen=True)
class PathKey:
    """One path of the site: a persona's way to a role, in a variant, or the second role that follows it."""

    persona: str
    role: str
    variant: str = ""
    then: str = ""

    @property
    def name(self) -> str:
        """`persona/role`, with `/then/second` for the role that follows, and the variant behind."""
        return "/".join([self.persona, self.role, *(["then", self.then] if self.then else []), *([self.variant] if self.variant else [])])

    @property
    def url(self) -> str:
        """The address of its page, below the site's root."""
        return f"paths/{self.name}/"

    def renamed(self, names: NewNames) -> PathKey:
        """The same path under the ids of today."""
        return PathKey(names.of("persona", self.persona), names.of("role", self.role), self.variant, self.then and names.of("role", self.then))

    @property
    def is_core(self) -> bool:
        """Whether this is a persona's path to a role's hiring bar, at any cost."""
        return not self.variant and not self.then


Plans = Mapping[PathKey, Plan]


def path_keys(guide: Guide) -> Iterator[PathKey]:
    """Every path of the personas in use: to the hiring bar, the same with free resources alone, and the second role that follows."""
    for identifier in guide.settings.personas:
        yield from keys_of(guide.personas[identifier])


def keys_of(persona: Persona) -> Iterator[PathKey]:
    """The paths of one persona, in use or not."""
    for path in persona.paths:
        yield from (PathKey(persona.id, path.to, variant) for variant in VARIANTS)
        if path.then:
            yield PathKey(persona.id, path.to, "", path.then)


def path_of(guide: Guide, key: PathKey) -> PersonaPath:
    """What the editor says of a path."""
    return next(path for path in guide.personas[key.persona].paths if path.to == key.role)


def shown(plans: Plans) -> Plans:
    """The plans that have a page: a free one only where the path at any cost is another, because something in it is not free."""
    return {
        key: plan for key, plan in plans.items()
        if key.variant != "free" or any(step.cost != "free" for step in plans[PathKey(key.persona, key.role)].steps)}
