"""The commands as a person or a script meets them: what they print, where, and with which exit code they end."""
from __future__ import annotations

import datetime
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from conftest import HERE, ROOT, changed_tree, fingerpost, read_case, tiny_tree, write_tree

from generator.cli import main
from generator.model.limits import HOURS_PER_WEEK

CASES = HERE / "cases" / "validate"
PACE = "--hours-per-week is a number from {} to {}.".format(*HOURS_PER_WEEK)
PRINTED = "a path is printed with --from PERSONA --to ROLE; those that are kept in files are renewed with --renew."
RENEWED = ("--renew renews the paths that are kept in files: leave out what says which path to print. "
           "One path anew: --renew PERSONA/ROLE")
# Where the site of the tiny guide explains what stands in brackets behind a problem.
RULES = "Rules are explained at https://example.org/flour/contribute/rules/.\n"
FIELDS = "Fields are explained at https://example.org/flour/contribute/fields/.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the tiny guide in `content`, in which commands are run."""
    write_tree(tmp_path / "content", tiny_tree())
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def broken(here: Path) -> Path:
    """The same with two mistakes and something to warn of."""
    (here / "content/skills/dough/sourdough.yml").write_bytes(tiny_tree()["skills/dough/sourdough.yml"].replace(b"kneading", b"kneeding"))
    (here / "content/tools/oven.yml").write_bytes(tiny_tree()["tools/oven.yml"].replace(b"[sourdough]", b"[sourdoh]"))
    return here


def ends(*arguments: str) -> int:
    """How a command ends, in this process."""
    try:
        return main(arguments)
    except SystemExit as end:
        assert isinstance(end.code, int)
        return end.code


class TestCheck:
    def test_clean_content_ends_with_0(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert ends("check") == 0
        assert capsys.readouterr() == ("no problems\n", "")

    def test_problems_end_with_1_all_told_sorted_and_counted(self, broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert ends("check") == 1
        assert capsys.readouterr() == (
            "content/skills/dough/sourdough.yml:5:12: requires[0]: no skill 'kneeding' in content/skills/. "
            "Did you mean 'kneading'? [ids-name-something]\n"
            "content/tools/oven.yml:5:10: skills[0]: no skill 'sourdoh' in content/skills/. Did you mean 'sourdough'? [ids-name-something]\n"
            f"{RULES}2 errors\n", "")

    def test_warnings_alone_end_with_0(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = here / "content/skills/dough/sourdough.yml"
        path.write_bytes(path.read_bytes().replace(b"of your own", b"of 12 years"))
        assert ends("check") == 0
        assert capsys.readouterr().out == (
            "content/skills/dough/sourdough.yml:3:40: warning: summary: the figure '12' has no claim. "
            f"Link it, as in [12](claim:...), or leave it out. [other-numbers-have-claims]\n{RULES}1 warning\n")

    def test_for_github_problems_are_annotations_and_nothing_else(self, broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert ends("check", "--format", "github") == 1
        assert capsys.readouterr().out.splitlines() == [
            "::error file=content/skills/dough/sourdough.yml,line=5,col=12::"
            "requires[0]: no skill 'kneeding' in content/skills/. Did you mean 'kneading'? [ids-name-something]",
            "::error file=content/tools/oven.yml,line=5,col=10::"
            "skills[0]: no skill 'sourdoh' in content/skills/. Did you mean 'sourdough'? [ids-name-something]"]

    def test_for_github_all_problems_stand_in_the_summary_of_the_job(
        self, broken: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(broken / "summary.md"))
        (broken / "summary.md").write_text("Before.\n")
        assert ends("check", "--format", "github") == 1
        before, title, _, *listed = (broken / "summary.md").read_text().splitlines()
        assert (before, title) == ("Before.", "## 2 errors")
        assert [line for line in listed if line.startswith("- <code>content&#47;")] == listed[:2]
        assert unescape(listed[3]) == f"<code>{RULES.strip()}</code>"
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(broken / "no/summary.md"))
        assert ends("check", "--format", "github") == 2
        assert capsys.readouterr().err == f"fingerpost: cannot write the summary {broken}/no/summary.md: No such file or directory.\n"

    def test_for_github_clean_content_is_silence(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert ends("check", "--format", "github") == 0
        assert capsys.readouterr().out == ""

    def test_for_tools_problems_are_json(self, broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert ends("check", "--format", "json") == 1
        found = json.loads(capsys.readouterr().out)
        assert [(problem["path"], problem["line"], problem["rule"]) for problem in found] == [
            ("skills/dough/sourdough.yml", 5, "ids-name-something"), ("tools/oven.yml", 5, "ids-name-something")]

    def test_for_tools_clean_content_is_an_empty_list(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert ends("check", "--format", "json") == 0
        assert capsys.readouterr().out == "[]\n"

    def test_the_content_may_stand_elsewhere(self, broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (broken / "content").rename(broken / "guide")
        assert ends("check", "--content", "guide") == 1
        assert capsys.readouterr().out.startswith("guide/skills/dough/sourdough.yml:5:12: ")

    @pytest.mark.parametrize("path", [
        "content/skills/dough/sourdough.yml", "content/skills", "content/skills/", "./content/skills/../skills/dough", "{here}/content/skills",
    ])
    def test_of_some_files_what_is_wrong_there_comes_first_and_what_they_break_elsewhere_after(
        self, path: str, broken: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (broken / "content/personas/home-cook.yml").write_bytes(
            tiny_tree()["personas/home-cook.yml"].replace(b"name: Home cook", b"nam: Home cook"))
        (broken / "content/skills/dough/sourdough.yml").write_bytes(b"nam: x\n" + tiny_tree()["skills/dough/sourdough.yml"])
        assert ends("check", path.format(here=broken)) == 1
        assert capsys.readouterr().out == (
            "content/skills/dough/sourdough.yml:1:1: nam: is not a known field. Did you mean 'name'? [fields/skill/]\n"
            "content/personas/home-cook.yml:2:1: nam: is not a known field. Did you mean 'name'? [fields/persona/]\n"
            f"{FIELDS}1 error; elsewhere 1 error\n")

    def test_what_a_file_breaks_elsewhere_is_told_though_the_file_is_right(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = here / "content/claims/craft/loaf-hours.yml"
        path.write_bytes(path.read_bytes().replace(b" 18", b" 19"))
        assert ends("check", "content/claims") == 1
        assert capsys.readouterr().out == (
            "content/roles/baker.yml:20:58: criteria.morning.value: the link text says 18, but the claim 'loaf-hours' has 19 hours. "
            f"Change the text or the claim. [claim-links-agree]\n{RULES}no problems; elsewhere 1 error\n")

    def test_warnings_of_other_files_are_counted_and_not_told(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = here / "content/skills/dough/sourdough.yml"
        path.write_bytes(path.read_bytes().replace(b"of your own", b"of 12 years"))
        assert ends("check", "content/tools/oven.yml") == 0
        assert capsys.readouterr().out == "no problems; elsewhere 1 warning\n"
        assert ends("check", "content/tools/oven.yml", "content/skills") == 0
        assert capsys.readouterr().out.endswith(
            f"Link it, as in [12](claim:...), or leave it out. [other-numbers-have-claims]\n{RULES}1 warning\n")

    def test_plans_are_made_for_files_that_they_are_made_from(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """For others the solver would be asked in vain."""
        path = here / "content/personas/home-cook.yml"
        path.write_bytes(path.read_bytes().replace(b"first_project_within: 20", b"first_project_within: 1"))
        said = ("content/personas/home-cook.yml:11:110: warning: paths[0].first_project_within: is 1, but the first project is shipped after "
                f"16 hours. Choose a smaller first project, or resources with shorter parts. [first-project-comes-early]\n{RULES}")
        for paths, output in (
            ([], f"{said}1 warning\n"), (["content"], f"{said}1 warning\n"), (["content/personas/home-cook.yml"], f"{said}1 warning\n"),
            (["content/skills", "content/tools"], "no problems; elsewhere 1 warning\n"), (["content/tools", "content/claims"], "no problems\n"),
        ):
            assert ends("check", *paths) == 0
            assert capsys.readouterr().out == output
        assert ends("check", "--format", "github") == 0
        assert capsys.readouterr().out.startswith(
            "::warning file=content/personas/home-cook.yml,line=11,col=110::paths[0].first_project_within: is 1,")

    def test_some_files_of_a_clean_guide_have_no_problems(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert ends("check", "content/tools/oven.yml", "content/guide.yml", "content") == 0
        assert capsys.readouterr().out == "no problems\n"

    @pytest.mark.parametrize("how", ["github", "json"])
    def test_for_tools_some_files_are_the_first_of_one_list(self, how: str, broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert ends("check", "--format", how, "content/tools") == 1
        out = capsys.readouterr().out
        assert out.index("tools/oven.yml") < out.index("skills/dough/sourdough.yml")
        assert len(json.loads(out) if how == "json" else out.splitlines()) == 2

    @pytest.mark.parametrize("name", ["a\nb.yml", "\x1b[31m.yml", "-rf.yml", "a b.yml", "\u202e.yml"])
    def test_a_file_name_is_data_too(self, name: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (here / "content/skills" / name).write_bytes(tiny_tree()["skills/dough/kneading.yml"])
        assert ends("check") == 1
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) == 3 and "the file's name is the id" in lines[0] and lines[0].isprintable()

    def test_an_empty_folder_is_no_guide(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (here / "empty").mkdir()
        assert ends("check", "--content", "empty") == 1
        assert capsys.readouterr().out == (
            "empty/guide.yml: is missing. A guide begins with its guide.yml. [files-are-in-their-place]\n"
            "Rules are explained on the site at contribute/rules/.\n1 error\n")


class TestNoPlan:
    """Content whose plans fail although no rule saw it: a rule that looks for an order gives up where that would take too long."""

    SAID = "no order of {} leads to 'proofing' at level 1 and 1 more: what is taught before its prerequisites are known is lost. " \
        "Give one of them parts, or add a resource that teaches it by itself. [paths-reach-their-role]\n"

    @pytest.fixture
    def tangled(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        write_tree(here / "content", changed_tree(read_case(CASES / "no-order-works.yml")))
        monkeypatch.setattr("generator.planner.planning_problem.MOST_CASES", 0)
        return here

    @pytest.fixture
    def tangled_when_free(self, tangled: Path) -> Path:
        paid = (tangled / "content/resources/book/bread-book.yml")
        paid.write_text(paid.read_text().replace("{kneading: 2, sourdough: 2}", "{kneading: 2, sourdough: 2, proofing: 1, shaping: 1}"))
        return tangled

    @pytest.mark.parametrize("command", ["check", "generate", "build", "due"])
    def test_of_a_core_path_is_told_on_its_line(self, command: str, tangled: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert ends(command) == 1
        assert capsys.readouterr().out == (
            f"content/personas/home-cook.yml:11:10: paths[0].to: {self.SAID.format('the resources at hand')}{RULES}1 error\n")
        assert not (tangled / "build").exists()

    @pytest.mark.parametrize("command", ["check", "generate", "build", "due"])
    def test_of_another_is_told_as_well(self, command: str, tangled_when_free: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert ends(command) == 1
        assert capsys.readouterr().out == (
            f"content/personas/home-cook.yml:11:10: paths[0].to: {self.SAID.format('free resources alone')}{RULES}1 error\n")

    def test_ends_diff_with_the_side_that_has_none(self, tangled_when_free: Path, capsys: pytest.CaptureFixture[str]) -> None:
        for arguments in (["init", "-q"], ["add", "-A"], ["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x"]):
            subprocess.run(["git", *arguments], cwd=tangled_when_free, check=True)
        assert ends("diff", "HEAD") == 1
        said = f"content/personas/home-cook.yml:11:10: paths[0].to: {self.SAID.format('free resources alone')}"
        assert capsys.readouterr().out == (
            f"Nothing can be compared: the content at HEAD has 1 error.\nHEAD:{said}Nothing can be compared: the content has 1 error.\n{said}")


class TestWrongUsage:
    @pytest.mark.parametrize(("arguments", "said"), [
        ("check --content nowhere", "there is no folder nowhere. Name the content folder with --content."),
        ("check --content content/guide.yml", "there is no folder content/guide.yml. Name the content folder with --content."),
        ("check content/skills/rag.yml", "there is no file or folder content/skills/rag.yml."),
        ("check content/skills file", "file is not in the content folder content. Name that folder with --content."),
        ("check --content content/skills content/skills content/tools",
         "content/tools is not in the content folder content/skills. Name that folder with --content."),
        ("check --content content/skills .", ". is not in the content folder content/skills. Name that folder with --content."),
        ("build --content nowhere", "there is no folder nowhere. Name the content folder with --content."),
        ("plan --from home-cook --to baker --content nowhere", "there is no folder nowhere. Name the content folder with --content."),
        ("build --out content", "--out and --content must be different folders, neither inside the other."),
        ("generate --out content/build", "--out and --content must be different folders, neither inside the other."),
        ("build --out .", "--out and --content must be different folders, neither inside the other."),
        ("build --out content/skills/../..", "--out and --content must be different folders, neither inside the other."),
        ("generate --out link/x", "--out and --content must be different folders, neither inside the other."),
        ("generate --out file", "cannot write below file: Not a directory."),
        ("generate --out file/x", "cannot write below file/x: Not a directory."),
        ("generate --out theirs", "theirs/docs was not written by Fingerpost, so it is left alone. Move it away or choose another place."),
        ("generate --site-url javascript:x", "--site-url: 'javascript:x' is not a web address. It starts with https://."),
        ("build --site-url http://example.org/", "--site-url: 'http://example.org/' uses plain http. Use https://."),
        ("build --site-url https://user@example.org/",
         "--site-url: 'user@example.org' is not a plain host name: lower case, no user, no port, no address in digits."),
        ("serve --port 99999", "--port is a number from 0 to 65535."),
        ("serve --port -1", "--port is a number from 0 to 65535."),
        ("plan --from homecook --to baker", "--from: no persona 'homecook'. Did you mean 'home-cook'?"),
        ("plan --from nobody --to baker", "--from: no persona 'nobody'. Known: home-cook."),
        ("plan --from home-cook --to bakre", "--to: no role 'bakre'. Did you mean 'baker'?"),
        ("plan --from home-cook --to xyz", "--to: no role 'xyz'. Known: baker, pastry-chef."),
        ("plan", PRINTED),
        ("plan --from home-cook", PRINTED),
        ("plan --renew --json", RENEWED),
        ("plan --renew --from home-cook --to baker", RENEWED),
        ("plan --renew home-cook/baker --know kneading=1", RENEWED),
        ("new guide x --url https://example.org/", "--url: a guide is written without it."),
        ("new skill x --title X", "--title: a skill is written without it."),
        ("plan --from home-cook --to baker --know kneeding=1", "--know: no skill 'kneeding'. Did you mean 'kneading'?"),
        ("plan --from home-cook --to baker --know kneading", "--know: 'kneading' does not end in =1, =2 or =3."),
        ("plan --from home-cook --to baker --know kneading=4", "--know: 'kneading=4' does not end in =1, =2 or =3."),
        ("plan --from home-cook --to baker --know kneading=1 --know sourdough=x", "--know: 'sourdough=x' does not end in =1, =2 or =3."),
        ("plan --from home-cook --to baker --hours-per-week 0", PACE),
        (f"plan --from home-cook --to baker --hours-per-week {HOURS_PER_WEEK[1] + 1}", PACE),
        ("decide which-trad", "decide: no decision 'which-trad'. Did you mean 'which-trade'?"),
        ("decide xyz", "decide: no decision 'xyz'. Known: which-trade."),
        ("decide which-trade --answers hour=dough", "--answers: no question 'hour'. Did you mean 'hours'?"),
        ("decide which-trade --answers scales=hand,hours=dogh", "--answers: hours: no option 'dogh'. Did you mean 'dough'?"),
        ("decide which-trade --answers oven=x", "--answers: oven: no option 'x'. Known: constructor, rented, employer."),
        ("decide which-trade --answers __proto__=x --json",
         "--answers: no question '__proto__'. Known: hours, last-made, morning, scales, oven, village."),
        ("decide which-trade --answers hours", "--answers: 'hours' is not written QUESTION=OPTION."),
        ("decide which-trade --answers hours=dough,hours=sugar", "--answers: 'hours' is answered twice."),
        ("decide which-trade --answers hours=dough --answers hours=sugar", "--answers: 'hours' is answered twice."),
        ("decide which-trade --content nowhere", "there is no folder nowhere. Name the content folder with --content."),
    ])
    def test_ends_with_2_and_one_clear_sentence(self, arguments: str, said: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (here / "file").write_text("x")
        (here / "theirs/docs").mkdir(parents=True)
        (here / "theirs/docs/thesis.txt").write_text("x")
        (here / "link").symlink_to("content")
        before = sorted(here.rglob("*"))
        assert ends(*arguments.split()) == 2
        assert capsys.readouterr() == ("", f"fingerpost: {said}\n")
        assert sorted(path for path in here.rglob("*") if path not in before) in ([], [here / "theirs/docs/thesis.txt"])

    @pytest.mark.parametrize(("arguments", "said"), [
        ("", "the following arguments are required: COMMAND"),
        ("frobnicate", "argument COMMAND: invalid choice: 'frobnicate' (choose from "),
        ("check --bad", "unrecognized arguments: --bad"),
        ("plan extra", "unrecognized arguments: extra"),
        ("plans home-cook/baker", "there is no command 'plans' any more. Write: python -m generator plan --renew"),
        ("new-guide x", "there is no command 'new-guide' any more. Write: python -m generator new guide"),
        ("schema --check", "there is no command 'schema' any more. Write: python -m generator check --fix"),
        ("upgrade", "there is no command 'upgrade' any more. Write: python -m generator check --fix"),
        ("generate extra", "unrecognized arguments: extra"),
        ("check --format xml", "argument --format: invalid choice: 'xml' (choose from 'text', 'github', 'json')"),
        ("check --content", "argument --content: expected one argument"),
        ("serve --port http", "argument --port: invalid int value: 'http'"),
        ("plan --from home-cook --to baker --hours-per-week many", "argument --hours-per-week: invalid int value: 'many'"),
    ])
    def test_an_unknown_word_is_told_with_the_usage(self, arguments: str, said: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert ends(*arguments.split()) == 2
        out, err = capsys.readouterr()
        assert out == "" and err.startswith("usage: python -m generator") and said in err.splitlines()[-1]

    def test_a_broken_guide_is_told_before_a_wrong_id(self, broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert ends("plan", "--from", "nobody", "--to", "baker") == 1
        assert capsys.readouterr().out.endswith("2 errors\n")


class TestHelp:
    COMMANDS = ("check", "new", "rename", "generate", "build", "serve", "plan", "decide", "diff", "due", "links")

    def test_every_command_is_listed(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert ends("--help") == 0
        listed = [line.split()[0] for line in capsys.readouterr().out.partition("COMMAND\n")[2].splitlines() if line.strip()]
        assert set(self.COMMANDS) <= set(listed)

    @pytest.mark.parametrize("command", COMMANDS)
    def test_every_command_says_what_each_option_means(self, command: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert ends(command, "--help") == 0
        words = " ".join(capsys.readouterr().out.split())
        assert "--content DIR the content folder (default: content)" in words
        assert ("--out DIR the folder to write to (default: build)" in words) == (command in ("generate", "build", "serve"))


class TestPlan:
    def _plan(self, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
        assert ends("plan", "--from", "home-cook", "--to", "baker", "--json", *more) == 0
        out, err = capsys.readouterr()
        assert err == ""
        return json.loads(out)

    def test_json_is_one_object_with_these_fields(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        made = self._plan(capsys)
        assert list(made) == [
            "persona", "role", "scope", "cost", "optimal", "shortest_hours", "hours", "hours_range", "project_hours", "first_project_hours", "picks",
            "weeks", "steps", "omitted"]
        assert (made["persona"], made["role"], made["scope"], made["cost"], made["optimal"]) == ("home-cook", "baker", "core", "any", True)
        assert (made["shortest_hours"], made["hours"], made["project_hours"], made["first_project_hours"]) == (10, 16, 6, 16)
        assert (made["hours_range"], made["weeks"], made["picks"]) == ([10, 20], [3, 5], 1)

    def test_each_step_of_the_json_has_these_fields(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        made = self._plan(capsys)
        resource, project = made["steps"]
        assert list(resource) == list(project) == ["kind", "id", "part", "hours", "cost", "milestone", "closes", "why", "alternatives"]
        assert {key: resource[key] for key in ("kind", "id", "part", "hours", "cost", "milestone")} == {
            "kind": "resource", "id": "bread-book", "part": None, "hours": 10, "cost": "paid", "milestone": 0}
        assert resource["closes"] == [{"skill": skill, "level": level} for skill in ("kneading", "sourdough") for level in (1, 2)]
        assert (project["kind"], project["id"], project["hours"], project["closes"]) == ("project", "first-loaf", 6, [])
        assert all(step["why"].endswith(".") for step in made["steps"])
        assert all(set(omission) == {"id", "why"} for omission in made["omitted"])

    def test_that_there_is_none_is_told_with_the_reason(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """To a role that no path of the persona leads to, so that `check` does not ask."""
        tree = changed_tree(read_case(CASES / "no-order-works.yml"))
        lines = tree["personas/home-cook.yml"].splitlines(keepends=True)
        tree["personas/home-cook.yml"] = b"".join(line for line in lines if not line.startswith(b"  - {to: baker,"))
        write_tree(here / "content", tree)
        assert ends("check") == 0
        capsys.readouterr()
        assert ends("plan", "--from", "home-cook", "--to", "baker") == 1
        assert capsys.readouterr() == ("", "No path: no order of the available resources teaches shaping at level 1.\n")
        (here / "content/resources/tutorial/let-it-rise.yml").write_bytes(
            tree["resources/tutorial/let-it-rise.yml"].replace(b"weighing: 1", b"weighing: 2"))
        assert ends("plan", "--from", "home-cook", "--to", "baker") == 1
        assert capsys.readouterr() == ("", "No path: no available resource teaches proofing at level 1, shaping at level 1.\n")

    def test_variants_are_options(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        full = self._plan(capsys, "--full", "--free")
        assert (full["scope"], full["cost"]) == ("full", "free")
        assert {step["cost"] for step in full["steps"]} == {"free"}

    def test_what_is_known_already_shortens_the_plan(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        made = self._plan(capsys, "--know", "kneading=2", "--know", "sourdough=2")
        assert [step["kind"] for step in made["steps"]] == ["project"]
        assert made["hours"] == 6

    def test_the_pace_changes_the_weeks_alone(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        own, fast = self._plan(capsys), self._plan(capsys, "--hours-per-week", "20")
        assert fast["weeks"] == [1, 1]
        assert {**own, "weeks": None} == {**fast, "weeks": None}

    def test_for_a_person_it_is_a_list_with_reasons(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert ends("plan", "--from", "home-cook", "--to", "baker") == 0
        out, err = capsys.readouterr()
        assert err == ""
        lines = out.splitlines()
        assert lines[:5] == [
            "Home cook to Baker, enough to get hired", "10 h of resources and 6 h of projects: 10 to 20 h, 3 to 5 weeks at 4 h a week.", "",
            "A first loaf (16 h)", "   1. The bread book  [10 h, paid]"]
        assert lines[-1] == "No choice of resources takes less than 10 h. Proven: by this guide's rules no other choice or order is better."

    def test_json_and_list_name_the_same_steps(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        made = self._plan(capsys, "--full")
        ends("plan", "--from", "home-cook", "--to", "baker", "--full")
        listed = [line for line in capsys.readouterr().out.splitlines() if line[:4].strip().isdigit()]
        assert len(listed) == len(made["steps"])


WHOLE = "hours=dough,last-made=toast,morning=six,scales=hand,oven=constructor,village=many"


class TestDecide:
    def _said(self, capsys: pytest.CaptureFixture[str], *more: str) -> str:
        assert ends("decide", "which-trade", *more) == 0
        out, err = capsys.readouterr()
        assert err == ""
        return out

    def test_an_answer_of_before_is_read_as_that_of_today(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert self._said(capsys, "--answers", "oven=hired,oven=rented", "--json") == self._said(capsys, "--answers", "oven=rented", "--json")

    def test_for_a_person_it_is_where_the_answers_end_and_why(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert self._said(capsys, "--answers", WHOLE) == """\
Which trade fits me?
6 of 6 questions answered.

What suits you: Baker
  You are there. Keep the oven, and go deeper.

  Points, by our judgement
    Baker          5
    Pastry chef    3
    Baker is 2 points ahead of Pastry chef.

  What counted most for Baker against Pastry chef
    +2 “By feel” [scales]
       Flour differs from day to day.
    +2 “Mine: I built it” [oven]
       Nobody builds an oven for cakes.

  What would change it
    The smallest change: answer “To the gram” [scales] instead, and it is Pastry chef.

  Why not the others
    Pastry chef: 2 points behind because of “By feel” [scales] (+2) and “Mine: I built it”
      [oven] (+2).

  Where to go next
    Your answers are most like those of: Home cook (4 of 6 the same).
    Home cook, if you stay
    Home cook, the path to Pastry chef:
      python -m generator plan --from home-cook --to pastry-chef --know kneading=2 --know sourdough=1

What you do now: Bread
  You bake bread, whatever your apron says.

  Points, by our judgement
    Bread          4
    Neither yet    2
    Cakes          0
    Bread is 2 points ahead of Neither yet.

  What counted most for Bread against Neither yet
    +3 “Dough and ovens” [hours]
       Hours with dough are a baker's.

  What would change it
    The smallest change: answer “Sugar and butter” [hours] instead, and it is Cakes.

  Why not the others
    Cakes: 4 points behind because of “Dough and ovens” [hours] (+3) and “Toast” [last-made]
      (+1).
    Neither yet: 2 points behind because of “Dough and ovens” [hours] (+3).

What your answers say you know: Kneading (level 2) and Sourdough (level 1)

Full result: https://example.org/flour/decide/which-trade/
"""

    def test_part_of_the_answers_says_what_is_open(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        said = self._said(capsys, "--answers", "morning=six,scales=hand,village=one")
        assert "3 of 6 questions answered.\n\nWhat suits you: Both trades\n" in said
        assert "\nWhat you do now: nothing yet. None of its 2 questions is answered.\n" in said
        assert "    Baker is 1 point ahead of Pastry chef.\n    Both trades is the result by a rule: One bakery bakes everything.\n" in said
        assert ("    The questions left could make it Baker.\n"
                "    This question alone could: Whose oven is it?\n") in said

    def test_what_is_level_is_said_to_be(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        said = self._said(capsys, "--answers", "scales=gram,oven=constructor")
        assert "    Baker and Pastry chef tie; we name Baker first, so it counts as ahead.\n" in said
        assert "    Pastry chef: level, but named later because of “Mine: I built it” [oven] (+2).\n" in said

    def test_the_way_on_is_a_command_that_works(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        way = next(line for line in self._said(capsys, "--answers", WHOLE).splitlines() if " -m generator " in line)
        assert ends(*way.removeprefix("      python -m generator ").split()) == 0

    def test_what_an_answer_rules_out_and_what_comes_first_is_said(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = here / "content/decisions/which-trade.yml"
        text = path.read_text()
        for old, new in (("    says: Start from the plate.\n", "    says: Start from the plate.\n    unless: {oven: [constructor]}\n"),
                         ("{baker: 1}, because: Rent", '{baker: 1}, first: "Ask who [kneads](skill:kneading) there.", because: Rent'),
                         ('"You eat well, and that is a start."}', '"You eat well, and that is a start.", silent: true}')):
            assert old in text
            text = text.replace(old, new)
        path.write_text(text)
        said = self._said(capsys, "--answers", "hours=table,morning=noon,oven=constructor")
        assert "What suits you: Baker\n" in said and "What you do now" not in said
        assert "    Pastry chef is ruled out, whatever its points, by “Mine: I built it” [oven].\n" in said
        said = self._said(capsys, "--answers", "morning=noon,oven=rented")
        assert "  Where to go next\n    First: Ask who kneads there.\n    Home cook, the path to Pastry chef:\n" in said

    def test_where_the_answers_rule_out_everything_the_way_out_is_said(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = here / "content/decisions/which-trade.yml"
        text = path.read_text()
        for says in ("    says: Start from the plate.\n", "    says: Start from the dough. Begin with [a loaf](project:first-loaf).\n"):
            assert says in text
            text = text.replace(says, f"{says}    unless: {{oven: [rented]}}\n")
        path.write_text(text)
        said = self._said(capsys, "--answers", "morning=two,oven=rented")
        assert ("What suits you: nothing fits all your answers.\n"
                "    Baker is ruled out, whatever its points, by “One that I rent” [oven].\n") in said
        assert "    The smallest change: answer “Mine: I built it” [oven] instead, and it is Baker.\n" in said
        assert "Where to go next" not in said

    def test_json_is_the_canonical_line(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        said = self._said(capsys, "--json", "--answers", " scales=hand", "--answers", "hours=table,", "--answers", "scales=hand")
        made = json.loads(said)
        assert said.count("\n") == 1 and ": " not in said
        assert made["answers"] == [["hours", "table"], ["scales", "hand"]]
        assert [block["winner"] for block in made["blocks"]] == ["neither-now", "baker"]

    def test_without_answers_json_is_that_of_an_empty_sheet(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        made = json.loads(self._said(capsys, "--json"))
        assert made["answers"] == [] and [block["winner"] for block in made["blocks"]] == [None, None]

    def test_without_answers_every_question_is_listed_with_what_to_write(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        said = self._said(capsys)
        assert ("Which trade fits me?\n\nYour last month\n\n  hours: Where did most hours in the kitchen go?\n"
                "    dough  Dough and ovens.\n    sugar  Sugar and butter.\n") in said
        assert said.endswith("\nAnswer with --answers hours=dough,...\n")

    def test_a_text_without_markup_has_names_and_figures(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = here / "content/decisions/which-trade.yml"
        says = "says: |\n      Read [](resource:bread-book), *then*:\n\n      - wait [](claim:loaf-hours),\n      - rest."
        path.write_text(path.read_text().replace("says: Start from the plate.", says))
        said = self._said(capsys, "--answers", "morning=noon")
        assert "What suits you: Pastry chef\n  Read The bread book, then:\n  - wait 18 hours,\n  - rest.\n" in said

    def test_a_broken_guide_is_told_instead(self, broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert ends("decide", "which-trade") == 1
        assert capsys.readouterr().out.endswith("2 errors\n")


class TestNew:
    def test_a_resource_that_replaces_another_takes_one_new_one_edit_and_one_check(
        self, here: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        old = here / "content/resources/book/bread-book.yml"
        old.write_bytes(b"# Out of print.\n" + old.read_bytes().removesuffix(b"\n"))
        before = old.read_text()
        today = datetime.date.today().isoformat()
        assert ends("new", "resource", "loaf-book", "--url", "https://example.org/loaf", "--replaces", "bread-book") == 0
        assert capsys.readouterr() == (
            "content/resources/book/bread-book.yml: retired.\n"
            "content/resources/book/loaf-book.yml: fill in what is empty, then: make check ARGS=content/resources/book/loaf-book.yml\n", "")
        assert old.read_text() == (
            f"{before}\nretired:\n  on: {today}\n  reason: Another resource took its place.\n  replaced_by: loaf-book\n")
        new = here / "content/resources/book/loaf-book.yml"
        text = new.read_text()
        assert "url: https://example.org/loaf\n" in text and "kind: book\n" in text and f"#   on: {today}  # The day" in text
        assert "teaches:  # Skills and the level reached by doing the exercises; with parts, what they teach together. In the old one: {" in text
        taught = next(line.removeprefix("teaches: ") for line in before.splitlines() if line.startswith("teaches: "))
        for field, value in {"title": "The loaf book", "provider": "Us", "cost": "paid", "hours": "10", "teaches": taught}.items():
            text = re.sub(rf"(?m)^{field}: ", f"{field}: {value} ", text)
        new.write_text(text)
        assert ends("check", str(new.relative_to(here))) == 0
        assert capsys.readouterr().out == "no problems\n"

    @pytest.mark.parametrize(("arguments", "path", "holds"), [
        ("resource course/rye", "resources/course/rye.yml", "kind: course\n"),
        ("resource rye", "resources/rye.yml", "kind:  # What it is."),
        ("resource odd/rye", "resources/odd/rye.yml", "kind:  # What it is."),
        ("skill dough/shaping", "skills/dough/shaping.yml", "area: dough\n"),
        ("skill shaping", "skills/shaping.yml", "area:  # The id of its area"),
        ("claim craft/rye-hours", "claims/craft/rye-hours.yml", "topic: craft\n"),
        ("source almanac --url https://example.org/a", "sources/almanac.yml", "\nurl: https://example.org/a\n\n# Where known:\n"),
        ("use-case picnic", "use-cases/picnic.yml", "$schema=../_schemas/use-case.json\n"),
        ("page how-we-bake", "pages/how-we-bake.md", "# How we bake\n"),
    ])
    def test_every_kind_has_its_place_and_its_folder_says_what_it_can(
        self, arguments: str, path: str, holds: str, here: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert ends("new", *arguments.split()) == 0
        assert capsys.readouterr().out == f"content/{path}: fill in what is empty, then: make check ARGS=content/{path}\n"
        assert holds in (here / "content" / path).read_text()

    def test_a_reason_of_ones_own(self, here: Path) -> None:
        assert ends("new", "tool", "stone", "--replaces", "oven", "--reason", "It went: cold.") == 0
        assert (here / "content/tools/oven.yml").read_text().endswith('  reason: "It went: cold."\n  replaced_by: stone\n')

    def test_what_is_wrong_elsewhere_is_no_obstacle(self, broken: Path) -> None:
        (broken / "content/roles/baker.yml").write_text("name: [\n")
        assert ends("new", "tool", "stone") == 0

    @pytest.mark.parametrize(("arguments", "said"), [
        ("skil x", "KIND: no kind 'skil'. Did you mean 'skill'?"),
        ("skill Rye", "ID: 'Rye' is not an id. Use lower-case letters, digits and single hyphens, like 'plain-weave'."),
        ("skill ../../x", "ID: '..' is not an id. Use lower-case letters, digits and single hyphens, like 'plain-weave'."),
        ("skill a/con", "ID: 'con' is a name that Windows keeps for itself. Choose another id."),
        ("skill sourdough", "the id 'sourdough' is that of content/skills/dough/sourdough.yml, and never used again. Choose another."),
        ("skill link/rye", "content/skills/link is a symbolic link or no folder."),
        ("skill file/rye", "content/skills/file is a symbolic link or no folder."),
        ("skill taken", "content/skills/taken.yml is there already, and is left alone."),
        ("skill rye --url https://example.org/", "--url: a skill has no address."),
        ("resource rye --url http://example.org/", "--url: 'http://example.org/' uses plain http. Use https://."),
        ("resource rye --url {url}", "--url: content/resources/book/bread-book.yml has this address already."),
        ("resource rye --replaces bread-bok", "--replaces: no resource 'bread-bok'. Did you mean 'bread-book'?"),
        ("tool stone --replaces gone", "--replaces: the tool 'gone' is retired already."),
        ("tool stone --replaces flow",
         "--replaces: cannot add 'retired' to the end of content/tools/flow.yml. Add it by hand, and leave --replaces out."),
        ("page us --replaces about", "--replaces: a page is not retired; change its text."),
        ("tool stone --reason x", "--reason says why --replaces retires something; there is nothing to retire."),
        ("tool stone --replaces oven --reason=", "--reason: is empty. Write something or remove the line."),
        ("tool stone --content nowhere", "there is no folder nowhere. Name the content folder with --content."),
    ])
    def test_what_cannot_be_done_is_told_and_nothing_is_written(
        self, arguments: str, said: str, here: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (here / "elsewhere").mkdir()
        (here / "content/skills/link").symlink_to(here / "elsewhere")
        (here / "content/skills/file").write_text("x")
        (here / "content/skills/taken.yml").write_text("name: [")
        (here / "content/tools/gone.yml").write_text("name: Gone\nretired: {on: 2026, reason: Lost.}\n")
        (here / "content/tools/flow.yml").write_text("{name: Flow}\n")
        url = next(line[5:] for line in tiny_tree()["resources/book/bread-book.yml"].decode().splitlines() if line.startswith("url: "))
        before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
        assert ends("new", *arguments.format(url=url).split()) == 2
        assert capsys.readouterr() == ("", f"fingerpost: {said}\n")
        assert {path: path.read_bytes() for path in here.rglob("*") if path.is_file()} == before

    def test_when_the_old_one_cannot_be_written_there_is_no_new_one(
        self, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def full(path: Path, content: bytes) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("generator.write._replace", full)
        assert ends("new", "tool", "stone", "--replaces", "oven") == 2
        assert capsys.readouterr().err == "fingerpost: cannot write content/tools/stone.yml: No space left on device. Nothing was changed.\n"
        assert (here / "content/tools/oven.yml").read_bytes() == tiny_tree()["tools/oven.yml"]
        assert not (here / "content/tools/stone.yml").exists()


class TestFix:
    STONE = "summary: Bakes.\nurl: https://Example.org/\ncategory: Heat\nname: Stone\nskills: []\n"

    def test_what_became_what_is_said_and_then_what_is_left(self, broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = broken / "content/tools/stone.yml"
        path.write_text(self.STONE)
        assert ends("check", "--fix", "content/tools") == 1
        assert capsys.readouterr().out == (
            "content/tools/stone.yml:2: url: 'https://Example.org/' became 'https://example.org/'.\n"
            "content/tools/stone.yml: the schema of its kind named for editors.\n1 file mended.\n"
            "content/tools/oven.yml:5:10: skills[0]: no skill 'sourdoh' in content/skills/. Did you mean 'sourdough'? [ids-name-something]\n"
            "content/skills/dough/sourdough.yml:5:12: requires[0]: no skill 'kneeding' in content/skills/. "
            "Did you mean 'kneading'? [ids-name-something]\n"
            f"{RULES}1 error; elsewhere 1 error\n")
        assert path.read_text() == (
            "# yaml-language-server: $schema=../_schemas/tool.json\nsummary: Bakes.\nurl: https://example.org/\ncategory: Heat\nname: Stone\n"
            "skills: []\n")
        assert ends("check", "--fix", "content/tools") == 1
        assert "mended" not in capsys.readouterr().out

    def test_of_named_files_alone(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        before = {path: path.read_bytes() for path in (here / "content").rglob("*.yml")}
        (here / "content/tools/stone.yml").write_text(self.STONE)
        assert ends("check", "--fix", "content/tools/stone.yml") == 0
        assert {path: path.read_bytes() for path in before} == before

    def test_what_cannot_be_read_is_told_and_left(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (here / "content/tools/b.yml").write_text("name: [\n")
        assert ends("check", "--fix", "content/tools/b.yml") == 1
        assert capsys.readouterr().out.startswith("content/tools/b.yml:1:7: ")
        assert (here / "content/tools/b.yml").read_text() == "name: [\n"

    def test_it_speaks_in_words_alone(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert ends("check", "--fix", "--format", "json") == 2
        assert capsys.readouterr().err == "fingerpost: --fix changes files and says so in words; leave --format out.\n"


class TestSchemas:
    def test_one_file_for_each_kind_and_no_more_when_nothing_changed(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        before = {path: path.read_text() for path in (here / "content/_schemas").iterdir()}
        shutil.rmtree(here / "content/_schemas")
        assert ends("check") == 0 and capsys.readouterr().out == "no problems\n", "a guide may keep none"
        assert ends("check", "--fix") == 0
        names = sorted(path.name for path in (here / "content/_schemas").iterdir())
        assert f"content/_schemas: {len(names)} written, for editors.\n" in capsys.readouterr().out
        assert {"guide.json", "skill.json", "use-case.json"} <= set(names) and "page.json" not in names
        assert {path: path.read_text() for path in before} == before
        assert ends("check", "--fix") == 0 and capsys.readouterr().out == "no problems\n"

    def test_what_fell_behind_the_model_is_told_with_its_repair(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (here / "content").rename(here / "guide")
        (here / "guide/_schemas/role.json").write_text("<<<<<<< HEAD\n")
        (here / "guide/_schemas/skill.json").unlink()
        assert ends("check", "--content", "guide") == 0
        repair = "Repair with: python -m generator check --fix --content guide [schemas-follow-the-model]\n"
        assert capsys.readouterr().out == (
            f"guide/_schemas/role.json: warning: is out of date. {repair}"
            f"guide/_schemas/skill.json: warning: is missing. {repair}{RULES}2 warnings\n")
        assert ends("check", "--fix", "--content", "guide", "guide/tools") == 0
        assert (here / "guide/_schemas/role.json").read_text() == "<<<<<<< HEAD\n", "not named"
        capsys.readouterr()
        assert ends("check", "--fix", "--content", "guide", "guide/_schemas") == 0
        assert capsys.readouterr().out == "guide/_schemas: 2 written, for editors.\n2 files mended.\nno problems\n"


class TestWriting:
    def test_generate_says_what_changed(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert ends("generate") == 0
        said = capsys.readouterr().out
        count = len(list((here / "build/docs").rglob("index.md")))
        assert said == f"{count} pages in build/docs: {count} changed, 0 removed.\n"
        assert ends("generate") == 0
        assert capsys.readouterr().out == f"{count} pages in build/docs: 0 changed, 0 removed.\n"
        assert {path.name for path in (here / "build").iterdir()} == {"docs", "mkdocs.yml"}

    def test_a_broken_guide_is_not_written(self, broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert ends("generate") == 1
        out, err = capsys.readouterr()
        assert out.endswith("2 errors\n") and err == ""
        assert not (broken / "build").exists()

    def test_warnings_are_told_and_do_not_stop_it(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = here / "content/skills/dough/sourdough.yml"
        path.write_bytes(path.read_bytes().replace(b"of your own", b"of 12 years"))
        assert ends("generate") == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[0].startswith("content/skills/dough/sourdough.yml:3:40: warning: summary: ")
        assert lines[2] == "1 warning" and lines[3].endswith(" changed, 0 removed.")

    @pytest.mark.parametrize("given", ["https://fork.example.org/Guide", "https://Fork.example.org/Guide/"])
    def test_an_address_is_the_same_as_an_option_and_in_the_guide(self, given: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert ends("generate", "--site-url", given) == 0
        assert "site_url: https://fork.example.org/Guide/\n" in (here / "build/mkdocs.yml").read_text()
        path = here / "content/guide.yml"
        path.write_text(path.read_text().replace("https://example.org/flour/\n", f"{given}\n"))
        assert ends("check") == ends("decide", "which-trade", "--answers", WHOLE) == ends("generate", "--out", "again") == 0
        out = capsys.readouterr().out
        assert "no problems\n" in out and "Full result: https://fork.example.org/Guide/decide/which-trade/\n" in out
        assert (here / "again/mkdocs.yml").read_text() == (here / "build/mkdocs.yml").read_text()

    def test_a_copy_on_github_stands_on_its_own_pages_and_leads_to_its_own_files(self, here: Path) -> None:
        assert ends("generate", "--repository", "https://github.com/Hugo-Mueller/Ops-Guide") == 0
        assert "site_url: https://hugo-mueller.github.io/Ops-Guide/\n" in (here / "build/mkdocs.yml").read_text()
        page = (here / "build/docs/roles/baker/index.md").read_text()
        assert "\nedit: https://github.com/Hugo-Mueller/Ops-Guide/edit/main/content/roles/baker.yml\n" in page and "example.org/flour" not in page

    def test_what_nobody_knows_is_not_linked(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = here / "content/guide.yml"
        path.write_text("".join(line for line in path.read_text().splitlines(True) if not line.startswith(("site_url:", "repository:"))))
        assert ends("check") == ends("decide", "which-trade", "--answers", WHOLE) == ends("generate") == 0
        assert "Full result: decide/which-trade/\n" in capsys.readouterr().out
        config = (here / "build/mkdocs.yml").read_text()
        assert "site_url: ''\n" in config and "repository: ''\n" in config
        pages = {path: path.read_text() for path in (here / "build/docs").rglob("*.md")}
        assert [path for path, text in pages.items() if "/edit/" in text or 'href=""' in text or "{repository}" in text] == []
        assert "\nsource: content/roles/baker.yml\n" in pages[here / "build/docs/roles/baker/index.md"]
        assert "find it in the content folder: one file" in pages[here / "build/docs/contribute/fix-a-typo/index.md"]

    @pytest.mark.parametrize(("option", "value", "said"), [
        ("--site-url", "https://a.org/?x", "'https://a.org/?x' is not the address of a whole site. Leave out what begins with '?' or '#'."),
        ("--site-url", "", "'' is not a web address. It starts with https://."),
        ("--repository", "git@github.com:a/b", "'git@github.com:a/b' is not a web address. It starts with https://."),
    ])
    def test_an_address_that_is_none_is_refused(self, option: str, value: str, said: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert ends("generate", option, value) == 2
        assert capsys.readouterr() == ("", f"fingerpost: {option}: {said}\n")
        assert not (here / "build").exists()


class TestProcess:
    """What only a process of its own can show."""

    @pytest.mark.parametrize("command", [["check"], ["plan", "--from", "home-cook", "--to", "baker"], ["generate", "--out", "out"]])
    def test_in_a_pipe_nothing_but_the_result_is_printed(self, command: list[str], here: Path) -> None:
        done = fingerpost(*command, cwd=here)
        assert (done.returncode, done.stderr) == (0, "")
        assert "\x1b" not in done.stdout and "\r" not in done.stdout and done.stdout.endswith("\n")

    def test_a_terminal_that_lacks_a_letter_shows_its_number(self, here: Path) -> None:
        done = fingerpost("decide", "which-trade", "--answers", WHOLE, cwd=here, PYTHONIOENCODING="ascii")
        assert (done.returncode, done.stderr) == (0, "") and "+3 \\u201cDough and ovens\\u201d [hours]" in done.stdout

    def test_at_a_terminal_long_work_says_what_it_does(self, here: Path) -> None:
        ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "generator", "generate"]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=here, env=environment, stdout=subprocess.PIPE, stderr=theirs, text=True, check=False)
        os.close(theirs)
        said = os.read(ours, 10_000).decode()
        os.close(ours)
        assert (done.returncode, said) == (0, "Writing pages ...\r\n")

    def test_a_reader_that_goes_away_is_no_error(self, broken: Path) -> None:
        for path in range(300):
            (broken / f"content/skills/bad-{path}.yml").write_text("name: x\n")
        process = subprocess.Popen([sys.executable, "-m", "generator", "check"], cwd=broken, env=os.environ | {"PYTHONPATH": str(ROOT)},
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
        process.stderr.close()
        assert process.wait() in (0, 1)

    @pytest.mark.parametrize("raw", [
        b"\xff\xfe", b"a: " + b"[" * 200_000, b"a: &a [*a]", b"\0", b"%", b"name: 1\nname: 2", b"!!python/object/apply:os.system [id]",
    ], ids=["bytes", "brackets", "anchor", "nul", "percent", "twice", "tag"])
    def test_no_content_gives_a_traceback(self, raw: bytes, here: Path) -> None:
        paths = ("guide.yml", "skills/dough/kneading.yml", "pages/about.md")
        write_tree(here / "content", tiny_tree() | dict.fromkeys(paths, raw))
        done = fingerpost("check", cwd=here)
        assert (done.returncode, done.stderr) == (1, "")
        assert [path for path in paths if f"content/{path}:" not in done.stdout] == [] and "Traceback" not in done.stdout
