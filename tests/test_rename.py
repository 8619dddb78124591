"""Another id: every mention follows by exact place, nothing else changes, and nothing is lost by it."""
from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, guide_of, read_tree, tiny_tree, write_tree
from hostile_guide import full_tree

from generator.changes import Snapshot
from generator.changes.entities import entity_changes
from generator.cli import main
from generator.content.load import load
from generator.editing.rename import RenameTarget, plan_rename, with_former
from generator.model import Guide
from generator.rules.check import check
from generator.rules.validate import validate

GUIDES = {"tiny": tiny_tree(), "full": full_tree(), "sample": read_tree(ROOT / "generator" / "sample" / "content")[0]}


def everything(guide: Guide) -> list[RenameTarget]:
    """All that can be renamed: each entity but pages, each part, each answer."""
    entities = [RenameTarget(kind, identifier) for kind, of_kind in guide.entities.items() if kind != "page" for identifier in of_kind]
    answers = [RenameTarget("decision", decision.id, option.id, question.id)
               for decision in guide.decisions.values() for question in decision.questions for option in question.options]
    parts = [RenameTarget("resource", resource.id, part.id) for resource in guide.resources.values() for part in resource.parts]
    return [*entities, *parts, *answers]


@pytest.mark.parametrize("name", GUIDES)
def test_whatever_is_renamed_is_the_same_guide(name: str) -> None:
    """`check` is as it was, comments are, and `diff` sees nothing."""
    tree = GUIDES[name]
    documents, _ = load(tree)
    before, problems = validate(documents)
    assert before is not None
    old = Snapshot(before, {}, {document.path: document for document in documents})
    for thing in everything(before):
        renaming = plan_rename(before, documents, tree, thing, "a-new-id")
        after_tree = {path: raw for path, raw in tree.items() if not renaming.moved or path != renaming.moved[0]}
        after_tree |= {path: text.encode() for path, text in renaming.texts.items()}
        after, now = validate(*load(after_tree))
        assert after is not None and [problem.message.replace("a-new-id", thing.id) for problem in now] == [each.message for each in problems], thing
        assert ("a-new-id" in after.of(thing.kind)) == (not thing.part)
        today = old.in_todays_names(after).guide
        assert all(dict(today.of(kind)) == dict(after.of(kind)) for kind in ("skill", "resource", "project", "role", "persona")), thing
        assert list(entity_changes(today, after)) == [], thing
        for path, text in renaming.texts.items():
            earlier = tree[renaming.moved[0] if renaming.moved and path == renaming.moved[1] else path].decode()
            comments = [line for line in earlier.splitlines() if line.lstrip().startswith("#")]
            assert comments == [line for line in text.splitlines() if line.lstrip().startswith("#")]


class TestExactPlaces:
    TEXT = (
        "# sourdough, of all things\ntitle: The sourdough book  # sourdough\nurl: https://example.org/sourdough\nprovider: Flour Press\n"
        "kind: book\ncost: free\nhours: 10\nteaches: {'sourdough': 3, kneading: 1}\nlevel: beginner\n"
        "note: >-\n  Read [sourdough](skill:sourdough) twice, and\n  [what is kneaded](skill:kneading) after it. skill:sourdough stays.\n")

    def test_words_comments_and_addresses_stay(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        write_tree(tmp_path / "content", tiny_tree() | {"resources/book/other.yml": self.TEXT.encode()})
        monkeypatch.chdir(tmp_path)
        assert main(["rename", "skill/sourdough", "leaven"]) == 0
        assert (tmp_path / "content/resources/book/other.yml").read_text() == self.TEXT.replace(
            "{'sourdough': 3", "{'leaven': 3").replace("](skill:sourdough)", "](skill:leaven)")
        said = capsys.readouterr().out
        assert "content/skills/dough/leaven.yml: was sourdough.yml.\n" in said and "content/resources/book/other.yml: 2 places changed.\n" in said
        assert not (tmp_path / "content/skills/dough/sourdough.yml").exists()
        assert main(["check"]) == 0

    @pytest.mark.parametrize(("text", "with_it"), [
        ("name: A\n# x\nsummary: B", "name: A\n# x\nsummary: B\nformerly: [old]\n"),
        ("name: A\nformerly: [one]  # why\n", "name: A\nformerly: [one, old]  # why\n"),
        ("name: A\nformerly: []\n", "name: A\nformerly: [old]\n"),
        ("name: A\nformerly:\n  - one\n  # why\n  - two\nretired: {on: 2026, reason: x}\n",
         "name: A\nformerly:\n  - one\n  # why\n  - two\n  - old\nretired: {on: 2026, reason: x}\n"),
        ("name: A\nretired:\n  on: 2026\n", "name: A\nformerly: [old]\nretired:\n  on: 2026\n"),
        ("name: A\nsummary: >-\n  B\n\n  C\n\n# end\n", "name: A\nsummary: >-\n  B\n\n  C\nformerly: [old]\n\n# end\n"),
        ("{name: A}\n", "{name: A, formerly: [old]}\n"),
        ("name: A\nsummary: |\n  B\n  # no comment\n\n# end", "name: A\nsummary: |\n  B\n  # no comment\nformerly: [old]\n\n# end\n"),
        ("name: A\nskills: [a,\n  b]", "name: A\nskills: [a,\n  b]\nformerly: [old]\n"),
    ])
    def test_the_old_id_stands_under_formerly(self, text: str, with_it: str) -> None:
        assert with_former("skills/x.yml", text, (), "old") == with_it

    def test_so_does_that_of_a_part(self) -> None:
        text = "title: X\nparts:\n  - id: a\n    hours: 1\n    teaches:\n      b: 1\n\n  - {id: c, hours: 2}\n"
        new = with_former("resources/x.yml", text, ("parts", 0), "old")
        assert new == text.replace("      b: 1\n", "      b: 1\n    formerly: [old]\n")
        assert with_former("resources/x.yml", text, ("parts", 1), "old") == text.replace("hours: 2}", "hours: 2, formerly: [old]}")
        assert with_former("resources/x.yml", text.replace("\n\n", "\n      # of b\n\n  # of c\n"), ("parts", 0), "old") == text.replace(
            "\n\n", "\n      # of b\n    formerly: [old]\n\n  # of c\n")


class TestRefusals:
    @pytest.mark.parametrize(("old", "new", "said"), [
        ("sourdoh", "x", "nothing has the id 'sourdoh'. Did you mean 'sourdough'?"),
        ("skill/sourdoh", "x", "no skill 'sourdoh'. Did you mean 'sourdough'?"),
        ("sourdough-course/week-9", "x", "the resource 'sourdough-course' has no part 'week-9'. Did you mean 'week-2'?"),
        ("a/b/c", "x", "'a/b/c' is none of KIND/ID, RESOURCE/PART, PROJECT/PART and DECISION/QUESTION/ANSWER. "
         "Kinds: role, criterion, decision, persona, skill, resource, project, tool, claim, source, debate, faq, use-case, event, page."),
        ("sourdough", "kneading", "the id 'kneading' is that of skills/dough/kneading.yml, today or formerly, and never used again. Choose another."),
        ("bread-book", "croissant-course",
         "the id 'croissant-course' is that of resources/tutorial/croissants.yml, today or formerly, and never used again. Choose another."),
        ("sourdough", "Leaven", "'Leaven' is not an id. Use lower-case letters, digits and single hyphens, like 'plain-weave'."),
        ("sourdough-course/week-1", "week-2",
         "the id 'week-2' is that of the part 'week-2', today or formerly, and never used again. Choose another."),
        ("which-trade/oven/rentd", "x", "the decision 'which-trade' has no answer 'oven/rentd'. Did you mean 'rented'?"),
        ("which-trade/ovn/rented", "x", "the decision 'which-trade' has no answer 'ovn/rented'. Did you mean 'oven'?"),
        ("which-trade/oven/rented", "employer",
         "the id 'employer' is that of the answer 'employer', today or formerly, and never used again. Choose another."),
        ("page/about", "x", "a page has no former ids: links to it would be lost. Change its title, which is its first line."),
    ])
    def test_one_sentence_and_nothing_changes(
        self, old: str, new: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        write_tree(tmp_path / "content", tiny_tree())
        monkeypatch.chdir(tmp_path)
        assert main(["rename", old, new]) == 2
        assert capsys.readouterr() == ("", f"fingerpost: {said}\n")
        assert read_tree(tmp_path / "content")[0] == tiny_tree()

    def test_an_id_of_two_kinds_needs_its_kind(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        tree = tiny_tree()
        tree["skills/dough/oven.yml"] = tree["skills/dough/kneading.yml"]
        guide_of(tree)
        write_tree(tmp_path / "content", tree)
        monkeypatch.chdir(tmp_path)
        assert main(["rename", "oven", "stove"]) == 2
        assert capsys.readouterr().err == "fingerpost: 'oven' is the id of a skill and of a tool. Write skill/oven or tool/oven.\n"
        assert main(["rename", "tool/oven", "stove"]) == 0

    def test_what_would_break_a_rule_is_told_and_not_done(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        tree = tiny_tree()
        former = ", ".join(f"old-{number}" for number in range(20))
        tree["skills/dough/sourdough.yml"] += f"formerly: [{former}]\n".encode()
        write_tree(tmp_path / "content", tree)
        monkeypatch.chdir(tmp_path)
        assert main(["rename", "sourdough", "leaven"]) == 1
        assert "formerly: must have at most 20 entries, and has 21." in (said := capsys.readouterr().out) and said.endswith("Nothing was changed.\n")
        assert read_tree(tmp_path / "content")[0] == tree

    def test_a_broken_guide_is_told_first(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        write_tree(tmp_path / "content", tiny_tree() | {"skills/dough/sourdough.yml": b"name: x\n"})
        monkeypatch.chdir(tmp_path)
        assert main(["rename", "sourdough", "leaven"]) == 1
        assert capsys.readouterr().out.endswith(" errors\n")


def test_published_paths_stay_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Their files name the new id, and no path is planned otherwise; by hand they do as long as `formerly` says who is who."""
    write_tree(tmp_path / "content", tiny_tree())
    monkeypatch.chdir(tmp_path)
    assert main(["plan", "--renew"]) == 0
    kept = check(read_tree(tmp_path / "content")[0])
    for old, new in (("bread-book", "loaf-book"), ("sourdough-course/week-1", "flour"), ("first-loaf", "loaf"), ("home-cook", "amateur"),
                     ("baker", "bread-baker")):
        assert main(["rename", old, new]) == 0
        capsys.readouterr()
        assert main(["check"]) == 0 and capsys.readouterr().out == "no problems\n"
    tree, _ = read_tree(tmp_path / "content")
    now = check(tree)
    assert set(now.planned.states.values()) == {"locked"} and "_plans/amateur/bread-baker.yml" in tree
    assert sorted(plan.minutes for plan in now.planned.plans.values()) == sorted(plan.minutes for plan in kept.planned.plans.values())
    by_hand = tree | {"resources/book/the-book.yml": tree["resources/book/loaf-book.yml"].replace(b"[bread-book]", b"[bread-book, loaf-book]")}
    del by_hand["resources/book/loaf-book.yml"]
    assert set(check(by_hand).planned.states.values()) <= {"locked", "kept"}
