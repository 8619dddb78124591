"""Published paths kept in files: what stays, what is planned anew, what `check` and `plan --renew` say of it; and the solver is asked only then."""
from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import CONTENT, ROOT, TINY, guide_of, tiny_tree, write_tree

from generator.cli import main
from generator.content.load import load_folder, read_tree
from generator.model import KINDS, Entity, Guide, Settings
from generator.model import tree as shape
from generator.planner import locks, order
from generator.planner.locks import DECISIVE, FOLDER, Lock, Planned, lock_files, plan_all, read_locks, renew
from generator.planner.paths import PathKey
from generator.rules.check import check

CORE = PathKey("home-cook", "baker")
SECOND = PathKey("home-cook", "pastry-chef")
BOOK = "resources/book/bread-book.yml"
VIDEO = "resources/video/kneading-video.yml"


def locked(tree: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a guide with its paths kept."""
    renewed, failures = renew(guide_of(tree), {})
    assert not failures
    files = lock_files({key: each.lock for key, each in renewed.items()})
    return {**tree, **{path: text.encode() for path, text in files.items()}}


def planned(tree: Mapping[str, bytes]) -> Planned:
    """The plans of a guide with what it keeps."""
    return plan_all(guide_of(tree), read_locks(load_folder(tree, FOLDER)))


def edited(tree: Mapping[str, bytes], path: str, old: str, new: str) -> dict[str, bytes]:
    """The files with one change."""
    assert old in tree[path].decode()
    return {**tree, path: tree[path].decode().replace(old, new, 1).encode()}


@pytest.fixture(scope="module")
def kept() -> dict[str, bytes]:
    """The tiny guide with its paths kept."""
    return locked(tiny_tree())


class TestAPlan:
    def test_made_of_its_lock_is_the_plan_that_was_kept(self, kept: Mapping[str, bytes]) -> None:
        now, then = planned(kept), plan_all(guide_of(tiny_tree()))
        assert set(now.states.values()) == {"locked"} and set(then.states.values()) == {"missing"}
        assert now.plans == then.plans and all(plan.optimal for plan in now.plans.values())

    @pytest.mark.parametrize("name", ["SLACK_PERCENT", "PROVIDERS_SHARE"])
    def test_of_another_slack_or_share_is_out_of_date(self, kept: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        monkeypatch.setattr(locks, name, getattr(locks, name) + 1)
        assert set(planned(kept).states.values()) == {"kept"}

    def test_of_a_lock_needs_no_solver(self, kept: Mapping[str, bytes], tmp_path: Path) -> None:
        write_tree(tmp_path / "content", kept)
        source = ("import sys; from generator.cli import main; code = main(sys.argv[1:]); "
                  "print(code, [name for name in ('highspy', 'numpy') if name in sys.modules])")
        for command in ("check", "generate"):
            done = subprocess.run([sys.executable, "-c", source, command, "--content", str(tmp_path / "content")],
                                  cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True)
            assert done.stdout.splitlines()[-1] == "0 []", done.stdout + done.stderr

    def test_stays_when_words_change(self, kept: Mapping[str, bytes]) -> None:
        changed = edited(kept, BOOK, "title: The bread book", "title: The book of bread")
        assert set(planned(changed).states.values()) == {"locked"}

    def test_stays_while_it_can_be_followed_and_is_not_much_longer(self, kept: Mapping[str, bytes]) -> None:
        """A shorter way elsewhere does not move a follower's steps; nothing is called proven of it any more."""
        changed = edited(kept, BOOK, "hours: 10", "hours: 10.5")
        now = planned(changed)
        assert now.states[CORE] == "kept"
        assert [step.key for step in now.plans[CORE].steps] == [step.key for step in planned(kept).plans[CORE].steps]
        assert now.plans[CORE].minutes == planned(kept).plans[CORE].minutes + 30
        assert not now.plans[CORE].optimal

    @pytest.mark.parametrize(("hours", "state"), [("11.5", "kept"), ("11.6", "broken")])
    def test_is_planned_anew_beyond_the_slack_of_the_fewest_hours_that_were_known(
        self, kept: Mapping[str, bytes], hours: str, state: str
    ) -> None:
        assert planned(kept).plans[CORE].shortest_minutes == 600
        assert planned(edited(kept, BOOK, "hours: 10", f"hours: {hours}")).states[CORE] == state

    @pytest.mark.parametrize(("path", "old", "new"), [
        (BOOK, "\ntitle:", "\nretired: {on: 2026-10, reason: It is out of print.}\ntitle:"),
        ("personas/home-cook.yml", "first_project_within: 20, then",
         "first_project_within: 20, omit: [{resource: bread-book, why: It is long.}], then"),
        ("personas/home-cook.yml", "first_project_within: 20, then",
         "first_project_within: 20, pin: [{resource: kneading-video, why: Watch hands.}], then"),
    ], ids=["retired", "left out by an editor", "something is pinned"])
    def test_that_can_no_longer_be_followed_is_planned_anew(self, kept: Mapping[str, bytes], path: str, old: str, new: str) -> None:
        changed = edited(kept, path, old, new)
        now = planned(changed)
        assert now.states[CORE] == "broken"
        assert now.plans[CORE] == plan_all(guide_of(changed)).plans[CORE]

    def test_with_a_step_too_early_or_without_its_project_is_none(self, kept: Mapping[str, bytes]) -> None:
        lock = read_locks(load_folder(kept, FOLDER))[SECOND]
        guide = guide_of(tiny_tree())
        for steps in (lock.steps[::-1], lock.steps[1:], tuple(step for step in lock.steps if not step.startswith("project:")),
                      (*lock.steps, lock.steps[0]), (*lock.steps, "resource:nothing"), ()):
            assert plan_all(guide, {SECOND: Lock(lock.asked, steps, lock.bounds)}).states[SECOND] == "broken", steps


class TestFiles:
    def test_are_read_as_they_were_written(self, kept: Mapping[str, bytes]) -> None:
        locks = read_locks(load_folder(kept, FOLDER))
        assert set(locks) == {CORE, SECOND, PathKey("home-cook", "baker", "free"), PathKey("home-cook", "baker", "", "pastry-chef")}
        assert {path: text.encode() for path, text in lock_files(locks).items()} == {
            path: text for path, text in kept.items() if path.startswith(FOLDER)}

    @pytest.mark.parametrize("text", [
        "", "core: {", "<<<<<<< ours\ncore: 1\n", "core: 1\n", "core: {asked: x, steps: x, bounds: {}}\n",
        "core: {asked: x, steps: [], bounds: {}}\n",
        "core: {asked: x, steps: [{a: b}], bounds: {hours: 1}}\n", "core: {asked: x, steps: [x], bounds: {hours: -1}}\n", "- x\n",
        "core: {asked: x, steps: ['resource:bread-book'], bounds: {hours: 600}, more: 1}\n",
    ])
    def test_that_hold_anything_else_are_as_good_as_missing(self, kept: Mapping[str, bytes], text: str) -> None:
        """A merge that went wrong is no red build."""
        now = planned({**kept, f"{FOLDER}/home-cook/baker.yml": text.encode()})
        assert now.states[CORE] in ("missing", "broken") and now.plans == planned(kept).plans


class Watched:
    """An entity that writes down which of its fields are read."""

    def __init__(self, kind: str, entity: Entity, read: set[tuple[str, str]]) -> None:
        self._kind, self._entity, self._read = kind, entity, read

    def __getattr__(self, name: str) -> Any:
        self._read.add((self._kind, name))
        return getattr(self._entity, name)


@pytest.mark.parametrize("folder", [pytest.param(CONTENT, marks=pytest.mark.long), TINY], ids=["content", "tiny"])
def test_no_other_field_decides_a_plan(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What plans and their hashes read of the guide is in DECISIVE, and nothing is there that no plan reads."""
    monkeypatch.setattr(order, "MOST_LABELS", 500)  # which orders are best is another matter
    monkeypatch.setattr(order, "MOST_LABELS_FOR_ROWS", 500)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    tree, _ = read_tree(folder)
    guide, read = guide_of(tree), set[tuple[str, str]]()
    watched = Guide(Watched("guide", guide.settings, read), {  # type: ignore[arg-type]
        kind: {name: Watched(kind, entity, read) for name, entity in guide.of(kind).items()} for kind in guide.entities})
    renewed, _ = renew(watched, {})
    plan_all(watched, {key: each.lock for key, each in renewed.items()})
    names = {(kind, field.attribute): field.name for kind, model in {"guide": Settings, **KINDS}.items() for field in shape(model).fields}
    fields = {(kind, names[kind, name]) for kind, name in read if (kind, name) in names}
    assert fields == {(kind, name) for kind, each in DECISIVE.items() for name in each}


class TestRows:
    """A guide that wishes for more than its paths can keep."""

    @pytest.fixture(scope="class")
    def broken(self) -> dict[str, bytes]:
        return locked(edited(tiny_tree(), "guide.yml", "roles: [", "rhythm: {stretch: 14, between_projects: 20}\nroles: ["))

    def test_that_are_broken_stand_in_the_file(self, broken: Mapping[str, bytes], kept: Mapping[str, bytes]) -> None:
        path = f"{FOLDER}/home-cook/baker.yml"
        assert yaml.safe_load(broken[path])["core"]["rows"] == {"stretch": 16}
        assert "rows" not in yaml.safe_load(kept[path])["core"], "where all are kept there is nothing to say"

    def test_are_read_as_they_were_written(self, broken: Mapping[str, bytes]) -> None:
        now = planned(broken)
        assert now.states[CORE] == "locked"
        files = lock_files(read_locks(load_folder(broken, FOLDER)))
        assert {path: text.encode() for path, text in files.items()} == {path: raw for path, raw in broken.items() if path.startswith(FOLDER)}

    def test_a_lock_of_an_earlier_planner_is_followed_and_planned_anew_when_it_is_renewed(self, kept: Mapping[str, bytes]) -> None:
        guide, locks = guide_of(tiny_tree()), read_locks(load_folder(kept, FOLDER))
        free = PathKey("home-cook", "baker", "free")
        now = locks[free]
        # The steps in another order that leads to the goal, and no bound of an order.
        steps = (now.steps[1], now.steps[0], *now.steps[2:])
        old = Lock("0", steps, {name: bound for name, bound in now.bounds.items() if name not in ("rows", "order", "providers")})
        planned_now = plan_all(guide, {**locks, free: old})
        assert planned_now.states[free] == "kept" and tuple(step.key for step in planned_now.plans[free].steps) == steps
        assert renew(guide, {free: old})[0][free].lock.steps == now.steps
        # One of this planner stays, while the rows are kept no worse.
        assert renew(guide, {free: Lock("0", steps, now.bounds)})[0][free].lock.steps == steps


class TestCheck:
    def says(self, tree: Mapping[str, bytes]) -> list[str]:
        """What `check` says of a tree."""
        return [problem.text() for problem in check(tree).problems]

    def test_says_nothing_of_a_guide_that_keeps_no_paths(self) -> None:
        assert self.says(tiny_tree()) == []

    def test_says_once_which_paths_are_kept_from_other_content(self, kept: Mapping[str, bytes]) -> None:
        [line] = self.says(edited(kept, BOOK, "hours: 10", "hours: 10.5"))
        assert line == ("content/guide.yml:35:11: warning: personas: 2 paths of _plans/: home-cook/baker, home-cook/pastry-chef: each was planned "
                        "from other content and stays as it is, for it can be followed still. Renew with: make plan ARGS=--renew [plans-are-locked]")

    def test_says_which_are_missing_and_which_cannot_be_followed(self, kept: Mapping[str, bytes]) -> None:
        del (tree := dict(kept))[f"{FOLDER}/home-cook/pastry-chef.yml"]
        assert ["1 path of _plans/: home-cook/pastry-chef: each is not kept yet" in line for line in self.says(tree)] == [True]
        retired = edited(kept, BOOK, "\ntitle:", "\nretired: {on: 2026-10, reason: It is out of print.}\ntitle:")
        assert any("can no longer be followed as it was kept, and is planned anew for the moment. Renew with: make plan ARGS=--renew" in line
                   for line in self.says(retired))

    def test_of_this_guide_finds_every_path_kept(self) -> None:
        assert set(check(*read_tree(CONTENT)).planned.states.values()) <= {"locked", "kept"}, "repair with: make plan ARGS=--renew"


class TestCommand:
    @pytest.fixture
    def here(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A folder with the tiny guide."""
        write_tree(tmp_path / "content", tiny_tree())
        monkeypatch.chdir(tmp_path)
        return tmp_path

    def ends(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
        """The exit code of a command, and what it printed."""
        code = main(list(arguments))
        return code, capsys.readouterr().out.splitlines()

    def edit(self, path: str, old: str, new: str) -> None:
        """One change to a file here."""
        file = Path("content", path)
        assert old in file.read_text()
        file.write_text(file.read_text().replace(old, new, 1))

    def test_keeps_every_path_and_changes_nothing_the_second_time(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code, lines = self.ends(capsys, "plan", "--renew")
        assert (code, lines[-1]) == (0, "content/_plans: 4 paths; 2 written.")
        assert lines[:2] == ["home-cook/baker: new, 2 steps", "home-cook/baker/free: new, 4 steps"]
        before = {path: path.stat().st_mtime_ns for path in (here / "content/_plans").rglob("*.yml")}
        assert self.ends(capsys, "plan", "--renew") == (0, ["content/_plans: 4 paths; nothing changed."])
        assert {path: path.stat().st_mtime_ns for path in (here / "content/_plans").rglob("*.yml")} == before
        assert self.ends(capsys, "check") == (0, ["no problems"])

    def test_keeps_the_steps_that_can_be_followed_and_says_what_a_plan_made_anew_would_have(
        self, here: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.ends(capsys, "plan", "--renew")
        self.edit(VIDEO, "hours: 1.5", "hours: 1")
        self.edit(BOOK, "hours: 10", "hours: 11")
        steps = yaml.safe_load(Path("content/_plans/home-cook/baker.yml").read_text())["core"]["steps"]
        code, lines = self.ends(capsys, "plan", "--renew")
        assert code == 0 and yaml.safe_load(Path("content/_plans/home-cook/baker.yml").read_text())["core"]["steps"] == steps
        assert self.ends(capsys, "check") == (0, ["no problems"])
        assert [line for line in lines if line.startswith(("  +", "  -"))] == []

    def test_plans_anew_what_cannot_be_followed_and_shows_its_steps(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.ends(capsys, "plan", "--renew")
        self.edit(BOOK, "\ntitle:", "\nretired: {on: 2026-10, reason: It is out of print.}\ntitle:")
        _, lines = self.ends(capsys, "plan", "--renew")
        assert "home-cook/baker: planned anew" in lines
        assert any(line.startswith("  + resource:sourdough-course") for line in lines)
        assert not any("home-cook/pastry-chef" in line for line in lines)

    def test_plans_a_path_anew_that_is_named(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.ends(capsys, "plan", "--renew")
        self.edit(BOOK, "hours: 10", "hours: 21.5")
        file = Path("content/_plans/home-cook/baker.yml")
        self.ends(capsys, "plan", "--renew")
        before = file.read_text()
        self.edit(BOOK, "hours: 21.5", "hours: 10")
        assert self.ends(capsys, "plan", "--renew", "home-cook/baker")[0] == 0
        assert "bread-book" in file.read_text() and file.read_text() != before

    def test_removes_the_file_of_a_path_that_is_gone(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.ends(capsys, "plan", "--renew")
        extra = Path("content/_plans/nobody/baker.yml")
        extra.parent.mkdir()
        extra.write_text(Path("content/_plans/home-cook/baker.yml").read_text())
        assert self.ends(capsys, "plan", "--renew") == (0, ["content/_plans: 4 paths; 0 written, 1 removed."])
        assert not extra.exists()

    def test_refuses_a_path_that_is_none(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["plan", "--renew", "home-cook/smith"]) == 2
        assert "no path 'home-cook/smith'. Write PERSONA/ROLE; there are home-cook/baker, home-cook/pastry-chef." in capsys.readouterr().err
