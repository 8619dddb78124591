"""Trees of a decision: the one that an editor wrote down, as a picture whose ends are links, and the strongest questions of a block.

A drawn tree runs from left to right: a question, the answers to it, and what these lead to, each in a column as wide as its words ask for
and the page has room. The height of a branch is that of what hangs on it, and a question stands in the middle of its branches, so no line
crosses another. Where there is no room for the picture the same tree stands as a list in lists, which is also what copies of the page hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from markupsafe import Markup

from ..content.text import escape
from ..model import Decision, Guide
from ..model.decision import Ask, Branch
from ..model.decision import Tree as Written
from .address import meaning
from .look import tone_of
from .picture import FILE, Map, Picture, broken
from .road import text_width
from .writer import PageWriter

# How many questions a tree of the strongest may ask, and how many lines it may have: more is no picture any more.
_QUESTIONS, _LINES = 3, 30
# The file of a decision's tree, beside its page.
FILE_NAME = "tree.svg"
# In units of the drawing: letters, the height of a line and what is between two answers, between branches, columns, and around words.
_LETTERS, _LINE, _NEXT, _BRANCH, _GAP, _PAD = 14, 18, 5, 22, 36, 10
# How wide a column of questions, of answers, of ends may be at most; what the point of an arm and the dot before an answer take of theirs.
_MOST = (260, 420, 200)
_POINT, _DOT = 14, 13
# How far right of a question its branches part, and left of its answers a stroke stands.
_TRUNK, _STROKE = 14, 8


@dataclass(frozen=True)
class Leaf:
    """Where a branch of a tree ends: an outcome, with what it leads to and the colour of its role; or several that are level, without."""

    ends: str
    href: str = ""
    tone: int = 0


@dataclass(frozen=True)
class Fork:
    """A question of a tree, and what follows from its answers; those with the same consequence share a branch."""

    ask: Markup | str
    branches: tuple[tuple[tuple[Markup | str, ...], Fork | Leaf], ...]


@dataclass(frozen=True, kw_only=True)
class TreePicture:
    """A decision's own tree: its picture, the same as lists, and what the guide would change in it."""

    picture: Picture
    listed: Fork
    change: Markup


# ---- the tree that an editor wrote down


def tree_of(guide: Guide, decision: Decision, writer: PageWriter) -> TreePicture | None:
    """The tree of a decision; none where it has none."""
    if decision.tree is None:
        return None
    words, written = writer.words.decide, decision.tree
    tree = _written(guide, decision, written, written.forks[0].id, writer)
    drawn, width, height = drawn_tree(tree)
    return TreePicture(
        picture=Picture(
            id="tree",
            title=written.name,
            lead=writer.line(written.says),
            note=Markup(""),
            source=_source(guide, written, writer),
            alt=words.tree_alt.format(written.name, tree.ask),
            signs=(),
            map=Map(drawn=drawn, width=width, height=height),
            files=((writer.to(f"decide/{decision.id}/") + FILE_NAME, "SVG"),),
        ),
        listed=tree,
        change=writer.prose(written.change),
    )


def _source(guide: Guide, written: Written, writer: PageWriter) -> Markup:
    """Whose tree it is."""
    words = writer.words.decide
    if written.source is None:
        return Markup("{}").format(words.tree_own)
    authors = ", ".join(guide.sources[written.source].authors)
    link = writer.link("source", written.source)
    return Markup(words.tree_by).format(link, escape(authors)) if authors else Markup(words.tree_from).format(link)


def _written(guide: Guide, decision: Decision, written: Written, identifier: str, writer: PageWriter) -> Fork:
    fork = next(fork for fork in written.forks if fork.id == identifier)
    return Fork(fork.ask, tuple(
        (branch.says, _written(guide, decision, written, branch.fork, writer) if branch.fork else _end(guide, decision, branch, writer))
        for branch in fork.branches))


def _end(guide: Guide, decision: Decision, branch: Branch, writer: PageWriter) -> Leaf:
    """An outcome of a single role leads to the page of the role, any other to what it means."""
    outcome = next(outcome for outcome in decision.outcomes if outcome.id == branch.outcome)
    name = branch.named or outcome.name
    if len(outcome.roles) == 1:
        return Leaf(name, writer.href("role", outcome.roles[0]), tone_of(guide, outcome.roles[0]))
    return Leaf(name, writer.to(meaning(decision.id, outcome.id)))


# ---- as SVG


@dataclass(frozen=True)
class _Laid:
    """A piece of a drawing from its own top on: how high it is, where in it a line enters it, and what is drawn."""

    height: float
    middle: float
    drawn: Markup


def drawn_tree(tree: Fork) -> tuple[Markup, int, int]:
    """A tree as a drawing, with its width and height."""
    wide = _widths(tree)
    laid = _laid(tree, 0, wide)
    return laid.drawn, round(sum(wide) + _GAP * (len(wide) - 1)), round(laid.height)


def _widths(tree: Fork) -> list[float]:
    """The width of each column, questions and answers by turns: as its words on one line ask for, but no more than the page has room, and
    each word stays whole."""
    columns: dict[int, list[tuple[str, int, int]]] = {}
    for column, text, around, most in _texts(tree, 0):
        columns.setdefault(column, []).append((text, around, most))
    least = [max(_width(word) + around for text, around, _ in columns[column] for word in text.split()) for column in sorted(columns)]
    asked = [max(low, *(min(_width(text) + around, most) for text, around, most in columns[column])) for column, low in enumerate(least)]
    room, wish = FILE - _GAP * (len(least) - 1) - sum(least), sum(asked) - sum(least)
    part = min(1.0, max(0.0, room / wish)) if wish else 1.0
    return [low + (high - low) * part for low, high in zip(least, asked, strict=True)]


def _texts(tree: Fork | Leaf, column: int) -> Iterator[tuple[int, str, int, int]]:
    """Every text of a tree: its column, itself, what is around it, how wide its column may be for its sake."""
    if isinstance(tree, Leaf):
        yield column, tree.ends, 2 * _PAD + _POINT, _MOST[2]
        return
    yield column, str(tree.ask), 2 * _PAD, _MOST[0]
    for answers, then in tree.branches:
        for answer in answers:
            yield column + 1, str(answer), _DOT, _MOST[1]
        yield from _texts(then, column + 2)


def _width(text: str) -> float:
    return text_width(text, _LETTERS)


def _laid(tree: Fork | Leaf, column: int, wide: list[float]) -> _Laid:
    x = sum(wide[:column]) + _GAP * column
    if isinstance(tree, Leaf):
        return _arm(tree, x, wide[column])
    answers_at, next_at = x + wide[column] + _GAP, x + wide[column] + wide[column + 1] + 2 * _GAP
    top = 0.0
    middles: list[float] = []
    parts: list[Markup] = []
    for answers, then in tree.branches:
        said, after = _answers(answers, answers_at, wide[column + 1]), _laid(then, column + 2, wide)
        middle = max(said.middle, after.middle)
        parts += [_down(top + middle - said.middle, said.drawn), _path(f"M{next_at - _GAP:g} {top + middle:g}H{next_at:g}"),
                  _down(top + middle - after.middle, after.drawn)]
        middles.append(top + middle)
        top += middle + max(said.height - said.middle, after.height - after.middle) + _BRANCH
    lines = broken(str(tree.ask), wide[column] - 2 * _PAD, _LETTERS)
    high, middle = len(lines) * _LINE + 2 * _PAD, (middles[0] + middles[-1]) / 2
    trunk, over = x + wide[column] + _TRUNK, max(0.0, high / 2 - middle)
    box = Markup('<rect class="fp-fork__box" x="{:g}" y="{:g}" width="{:g}" height="{}" rx="4"></rect>{}').format(
        x, middle - high / 2, wide[column], high, _words("fp-fork__ask", lines, x + _PAD, middle))
    ways = [_path(f"M{trunk - _TRUNK:g} {middle:g}H{trunk:g}"),
            *(_path(f"M{trunk:g} {middle:g}V{end:g}H{answers_at - _STROKE:g}") for end in middles)]
    return _Laid(max(top - _BRANCH, middle + high / 2) + over, middle + over, _down(over, Markup("").join([*ways, box, *parts])))


def _answers(answers: tuple[Markup | str, ...], x: float, wide: float) -> _Laid:
    """Answers below each other, each with a dot where there are several, and a stroke at either side that holds them together."""
    top, dot = 0.0, _DOT if len(answers) > 1 else 0
    parts: list[Markup] = []
    for answer in answers:
        lines = broken(str(answer), wide - dot, _LETTERS)
        high: float = len(lines) * _LINE
        if dot:
            parts.append(Markup('<circle class="fp-fork__dot" cx="{:g}" cy="{:g}" r="2"></circle>').format(x + 5, top + _LINE / 2))
        parts.append(_words("fp-fork__says", lines, x + dot, top + high / 2))
        top += high + _NEXT
    high = top - _NEXT
    if dot:
        parts += [_path(f"M{end:g} 0V{high:g}") for end in (x - _STROKE, x + wide)]
    return _Laid(high, high / 2, Markup("").join(parts))


def _arm(leaf: Leaf, x: float, wide: float) -> _Laid:
    """An end as the arm of a post that points onwards."""
    wide = min(wide, max(_MOST[2], _width(max(leaf.ends.split(), key=_width)) + 2 * _PAD + _POINT))
    lines = broken(leaf.ends, wide - 2 * _PAD - _POINT, _LETTERS)
    high = len(lines) * _LINE + 2 * _PAD - 4
    body = wide - _POINT
    shape = Markup('<path class="fp-fork__arm" d="M{:g} 0h{:g}l{} {:g}l{} {:g}h{:g}z"></path>{}').format(
        x, body, _POINT, high / 2, -_POINT, high / 2, -body, _words("fp-fork__end", lines, x + _PAD, high / 2))
    return _Laid(high, high / 2, Markup('<a class="fp-fork fp-tone--{}" href="{}">{}</a>').format(leaf.tone, leaf.href, shape))


def _words(name: str, lines: list[str], x: float, middle: float) -> Markup:
    first = middle - len(lines) * _LINE / 2 + _LINE / 2 + 5
    return Markup("").join(
        Markup('<text class="{}" x="{:g}" y="{:g}">{}</text>').format(name, x, first + _LINE * index, escape(line))
        for index, line in enumerate(lines))


def _path(d: str) -> Markup:
    return Markup('<path class="fp-fork__line" d="{}"></path>').format(d)


def _down(y: float, what: Markup) -> Markup:
    return Markup('<g transform="translate(0 {:g})">{}</g>').format(y, what) if y else what


# ---- the strongest questions of a block


def strongest(decision: Decision, questions: list[Ask], outcomes: list[str], writer: PageWriter) -> Fork | None:
    """The strongest questions of a block as a tree, with as many of them as fit; nothing when a single outcome is ever ahead."""
    names = {outcome.id: outcome.name for outcome in decision.outcomes}
    by_strength = sorted(questions, key=lambda question: -_spread(question, outcomes))
    for count in range(min(_QUESTIONS, len(by_strength)), 0, -1):
        tree = _fork(by_strength[:count], dict.fromkeys(outcomes, 0), names, writer)
        if isinstance(tree, Fork) and (_lines(tree) <= _LINES or count == 1):
            return tree
    return None


def _spread(question: Ask, outcomes: list[str]) -> int:
    """How far apart the answers to a question can put two outcomes."""
    gaps = [
        [option.favours.get(first, 0) - option.favours.get(second, 0) for option in question.options]
        for first, second in combinations(outcomes, 2)
    ]
    return max((max(gap) - min(gap) for gap in gaps), default=0)


def _fork(questions: list[Ask], points: Mapping[str, int], names: Mapping[str, str], writer: PageWriter) -> Fork | Leaf:
    if not questions:
        ahead = [names[outcome] for outcome, total in points.items() if total == max(points.values())]
        return Leaf(ahead[0] if len(ahead) == 1 else writer.words.decide.level.format(", ".join(ahead)))
    branches: dict[Fork | Leaf, list[Markup]] = {}
    for option in questions[0].options:
        after = {outcome: total + option.favours.get(outcome, 0) for outcome, total in points.items()}
        branches.setdefault(_fork(questions[1:], after, names, writer), []).append(writer.line(option.text))
    if len(branches) == 1:
        return next(iter(branches))
    return Fork(writer.line(questions[0].ask), tuple((tuple(texts), branch) for branch, texts in branches.items()))


def _lines(tree: Fork | Leaf) -> int:
    return 1 if isinstance(tree, Leaf) else sum(_lines(branch) for _, branch in tree.branches)
