"""What a problem looks like to a person, to GitHub and to a tool, and in which order problems are told."""
from __future__ import annotations

import json
import re
from dataclasses import FrozenInstanceError, replace

import pytest
from html_reader import read_html, through_the_engine

from generator.problems import Problem, as_annotations, as_json, as_markdown, count, did_you_mean, explanation, in_order

UNKNOWN = Problem("roles/a.yml", 14, 5, "needs.rags", "no skill 'rags' in content/skills/.", "Did you mean 'rag'?", rule="ids-name-something")


class TestText:
    def test_a_line_names_place_field_finding_and_what_to_do(self) -> None:
        assert UNKNOWN.text() == (
            "content/roles/a.yml:14:5: needs.rags: no skill 'rags' in content/skills/. "
            "Did you mean 'rag'? [ids-name-something]")

    def test_the_content_folder_is_named_as_the_user_named_it(self) -> None:
        assert UNKNOWN.text("../guide/content").startswith("../guide/content/roles/a.yml:14:5: ")
        assert UNKNOWN.text("").startswith("roles/a.yml:14:5: ")

    def test_a_problem_of_a_whole_file_has_no_line(self) -> None:
        assert Problem("roles/a.yml", 0, 0, "", "is empty.").text() == "content/roles/a.yml: is empty."

    def test_a_warning_says_that_it_is_one(self) -> None:
        problem = Problem("a.yml", 2, 1, "output", "the figure '70' has no claim.", severity="warning")
        assert problem.text() == "content/a.yml:2:1: warning: output: the figure '70' has no claim."

    def test_what_a_field_explains_names_the_field_and_no_rule(self) -> None:
        problem = Problem("skills/a.yml", 2, 7, "area", "has no value.", rule="shape", page="contribute/fields/skill/#area")
        assert problem.text() == "content/skills/a.yml:2:7: area: has no value. [fields/skill/#area]"

    def test_the_name_stands_there_however_long_the_message(self) -> None:
        assert Problem("a.yml", 1, 1, "", "x" * 5_000, rule="a-rule").text().endswith("xx ... [a-rule]")

    def test_nothing_stands_where_there_is_no_field_and_no_hint(self) -> None:
        assert Problem("a.yml", 2, 1, "", "is not YAML.").text() == "content/a.yml:2:1: is not YAML."


    def test_a_problem_is_one_line_whatever_it_quotes(self) -> None:
        problem = Problem("a\x1b[2J.yml", 1, 1, "b\nc", "'d\r\ne' is not an id.", "Did you mean\t'f'?")
        assert problem.text() == "content/a [2J.yml:1:1: b c: 'd  e' is not an id. Did you mean 'f'?"


    def test_a_line_that_nobody_would_read_to_its_end_is_cut(self) -> None:
        problem = Problem("a.yml", 1, 1, "", "x" * 5_000)
        assert problem.text() == f"content/a.yml:1:1: {'x' * 981} ..."
        assert len(problem.github()) < 1_100


class TestExplanation:
    FIELD = Problem("skills/a.yml", 2, 7, "area", "has no value.", rule="shape", page="contribute/fields/skill/#area")

    @pytest.mark.parametrize(("problems", "site", "line"), [
        ([], "https://x.org/", ""), ([Problem("a.yml", 1, 1, "", "odd.")], "https://x.org/", ""),
        ([UNKNOWN, UNKNOWN], "https://x.org/g/", "Rules are explained at https://x.org/g/contribute/rules/."),
        ([FIELD], "", "Fields are explained on the site at contribute/fields/."),
        ([FIELD, UNKNOWN], "https://x.org/",
         "Rules are explained at https://x.org/contribute/rules/. Fields are explained at https://x.org/contribute/fields/."),
    ])
    def test_one_line_says_where(self, problems: list[Problem], site: str, line: str) -> None:
        assert explanation(problems, site) == line


HOSTILE = (
    "::error::x", "\n::stop-commands::y\n", "##[add-mask]z", "@octocat and @org/team", "`` ` ```js", "| a | b |", "[x](javascript:alert(1))",
    "![x](https://x.org/p.png)", "<script>alert(1)</script>", "</code><b>", "&lt;b&gt; &#60;", "https://x.org www.x.org a@x.org #12 GH-12",
    "**a** _b_ ~~c~~", "# Title\n\n- item\n> quote", "\x1b[31mred\x07", "\u202ereversed", "%0A%0D::error::", "$x^2$ :tada:", "\u2028\x85\r",
)


class TestManyOnGitHub:
    MANY = tuple(Problem("a.yml", line, 1, "", "odd.", severity="error" if line > 30 else "warning") for line in range(1, 43))

    def test_ten_are_all_shown(self) -> None:
        assert as_annotations(self.MANY[:10]) == [problem.github() for problem in self.MANY[:10]]

    def test_of_more_nine_are_shown_errors_first_and_how_many_more(self) -> None:
        shown = as_annotations(self.MANY)
        assert shown == [*(problem.github() for problem in self.MANY[30:39]),
                         "::error::3 errors, 30 warnings more; the summary of the job has all of them."]
        assert as_annotations(self.MANY[:11])[-1] == "::warning::2 warnings more; the summary of the job has all of them."

    def test_the_summary_has_all_and_where_they_are_explained(self) -> None:
        text = as_markdown([UNKNOWN, *self.MANY], site="https://x.org/")
        assert text.startswith("## 13 errors, 30 warnings\n\n- <code>") and text.count("\n- ") == 43
        assert "Rules are explained at https://x.org/contribute/rules/." in read_html(through_the_engine(text)).text

    def test_a_summary_stays_below_what_github_takes(self) -> None:
        text = as_markdown([Problem("a.yml", line, 1, "", "\N{SNOWMAN}" * 990) for line in range(1, 900)])
        assert len(text.encode()) < 2**20 and text.endswith("of 899 are listed; `make check` lists all of them.\n")

    @pytest.mark.parametrize("words", HOSTILE)
    @pytest.mark.parametrize("where", ["path", "field", "message", "hint"])
    def test_nothing_of_the_content_is_markup_or_a_command(self, words: str, where: str) -> None:
        problem = replace(Problem("a.yml", 1, 1, "a", "b.", "c."), **{where: words})
        for line in (problem.github(), *as_annotations([problem] * 20), problem.text()):
            assert len(line.splitlines()) == 1 and line.isprintable() and "##[" not in line
            assert not line.startswith("::") or re.fullmatch(r"::error( file=[^:,]+(,line=1,col=1)?)?::.*", line)
        text = as_markdown([problem, problem])
        assert [line for line in text.splitlines() if not re.fullmatch(r"## 2 errors|- <code>(\w| |&#\d+;)*</code>|", line)] == []
        page = read_html(through_the_engine(text))
        assert {element.tag for element in page.elements} <= {"h2", "ul", "li", "p", "code"}
        assert " ".join(page.text.split()).count(" ".join(problem.text().split())) == 2


class TestGitHub:
    def test_an_annotation_stands_on_its_line(self) -> None:
        assert UNKNOWN.github() == (
            "::error file=content/roles/a.yml,line=14,col=5::"
            "needs.rags: no skill 'rags' in content/skills/. Did you mean 'rag'? [ids-name-something]")

    def test_a_warning_is_a_warning_there_too(self) -> None:
        assert Problem("a.yml", 1, 2, "", "odd.", severity="warning").github() == "::warning file=content/a.yml,line=1,col=2::odd."

    def test_a_whole_file_is_annotated_without_a_line(self) -> None:
        assert Problem("a.yml", 0, 0, "", "is empty.").github("") == "::error file=a.yml::is empty."

    def test_a_message_cannot_begin_another_command(self) -> None:
        problem = Problem("a.yml", 1, 1, "", "100 % bad\r\n::set-output name=x::y", "\n::stop-commands::z")
        assert problem.github() == "::error file=content/a.yml,line=1,col=1::100 %25 bad  ::set-output name=x::y  ::stop-commands::z"
        assert len(problem.github().splitlines()) == 1

    def test_a_path_cannot_add_a_property_or_end_the_properties(self) -> None:
        problem = Problem("a,line=9::b%\n.yml", 1, 1, "", "odd.")
        assert problem.github("") == "::error file=a%2Cline=9%3A%3Ab%25 .yml,line=1,col=1::odd."


class TestJson:
    def test_an_array_of_objects_with_every_part(self) -> None:
        assert json.loads(as_json([UNKNOWN])) == [{
            "path": "roles/a.yml", "line": 14, "column": 5, "field": "needs.rags", "message": "no skill 'rags' in content/skills/.",
            "hint": "Did you mean 'rag'?", "severity": "error", "rule": "ids-name-something", "url": "contribute/rules/#ids-name-something",
        }]

    def test_no_problems_are_an_empty_array(self) -> None:
        assert as_json([]) == "[]"

    def test_letters_of_every_script_stay_readable(self) -> None:
        assert '"message": "größer als 天"' in as_json([Problem("a.yml", 1, 1, "", "größer als 天")])


class TestOrder:
    def test_by_path_then_line_then_column_then_field(self) -> None:
        wanted = (
            Problem("a.yml", 0, 0, "", "z"), Problem("a.yml", 2, 9, "", "z"), Problem("a.yml", 10, 1, "a", "z"), Problem("a.yml", 10, 1, "b", "a"),
            Problem("a.yml", 10, 3, "a", "a"), Problem("b.yml", 1, 1, "", "a"),
        )
        assert in_order(reversed(wanted)) == wanted

    def test_the_same_problem_is_told_once(self) -> None:
        assert in_order([UNKNOWN, Problem("a.yml", 1, 1, "", "x"), UNKNOWN]) == (Problem("a.yml", 1, 1, "", "x"), UNKNOWN)


@pytest.mark.parametrize(("errors", "warnings", "said"), [
    (0, 0, "no problems"), (1, 0, "1 error"), (2, 0, "2 errors"), (0, 1, "1 warning"), (0, 12, "12 warnings"), (2, 1, "2 errors, 1 warning"),
    (1, 2, "1 error, 2 warnings"),
])
def test_problems_are_counted_by_their_weight(errors: int, warnings: int, said: str) -> None:
    found = [Problem("a.yml", line, 1, "", "x") for line in range(errors)]
    found += [Problem("a.yml", line, 1, "", "x", severity="warning") for line in range(warnings)]
    assert count(found) == said


class TestNearestWord:
    KNOWN = ("rag", "retrieval", "prompt-engineering", "llm-apis")

    @pytest.mark.parametrize(("typed", "hint"), [
        ("rags", "Did you mean 'rag'?"), ("promt-engineering", "Did you mean 'prompt-engineering'?"), ("llm-api", "Did you mean 'llm-apis'?"),
        ("retreival", "Did you mean 'retrieval'?"), ("knitting", ""), ("", ""),
    ])
    def test_a_slip_is_recognised_and_a_stranger_is_not(self, typed: str, hint: str) -> None:
        assert did_you_mean(typed, self.KNOWN) == hint

    def test_nothing_is_near_when_nothing_is_known(self) -> None:
        assert did_you_mean("rag", ()) == ""

    def test_a_monstrous_word_is_not_compared_in_full(self) -> None:
        """Comparing is quadratic: of a word of a megabyte only its beginning is looked at."""
        assert did_you_mean("rag" * 400_000, self.KNOWN) == ""
        assert did_you_mean("x" * 80 + "y" * 400_000, ["x" * 80]) == f"Did you mean '{'x' * 80}'?"


def test_a_problem_is_a_value() -> None:
    """Nobody changes one on its way to the reader."""
    assert Problem("a.yml", 1, 1, "", "x") == Problem("a.yml", 1, 1, "", "x")
    with pytest.raises(FrozenInstanceError):
        UNKNOWN.line = 1  # type: ignore[misc]
