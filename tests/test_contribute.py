"""How to take part: every field and every rule is documented, and every command that a page or document shows does what it says."""
from __future__ import annotations

import inspect
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any, get_args

import pytest
from conftest import CONTENT, ROOT, case_files, changed_tree, guide_of, read_case, tiny_tree, write_tree
from html_reader import Reading, close, read_html, read_page
from pydantic import BaseModel, TypeAdapter, ValidationError
from shell import arguments_of, matches, mentioned, repository, shown

from generator.cli import _parser, main
from generator.content.load import load
from generator.model import FOLDERS, KINDS, Entity, Guide, Refers, Settings, Shape, limits, tree
from generator.model.types import Article, FreeLine, FreeProse, Line, Name, Prose, Scalar
from generator.pipeline import Output
from generator.rules import NAMED, RULES, decisions, evidence, faq, glance, identity, learning, look, plans, references
from generator.rules.check import check
from generator.site.contribute import filled, names_of, tasks
from generator.site.reference import _allowed
from generator.site.render import _marks
from generator.site.writer import PageWriter

MODELS: Mapping[str, type[Entity]] = {"guide": Settings, **{kind: model for kind, model in KINDS.items() if kind != "page"}}


def reading(output: Output, url: str) -> Reading:
    """A page as the engine's Markdown makes it."""
    return read_page(output.documents[f"{url}index.md"])


def _scalar(kind: Any) -> Scalar:
    return next(mark for mark in kind.__metadata__ if isinstance(mark, Scalar))


def models_in(hint: Any) -> Iterator[type[BaseModel]]:
    """The models inside a type: of a list, of a map, of what may be left out."""
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        yield hint
    for part in get_args(hint):
        yield from models_in(part)


def all_fields(model: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    """Every field that a file of a kind can hold, by its last name: walked here by the model alone."""
    for name, info in model.model_fields.items():
        if issubclass(model, Entity) and name in ("id", "path"):
            continue
        yield info.alias or name, info
        for inner in models_in(info.annotation):
            yield from all_fields(inner)


class TestEveryField:
    @pytest.mark.parametrize("kind", MODELS)
    def test_it_is_documented_with_meaning_example_and_what_it_may_hold(self, kind: str, tiny: Output) -> None:
        page = reading(tiny, f"contribute/fields/{kind}/")
        text = close(page.text)
        wanted = list(all_fields(MODELS[kind]))
        assert page.text.count("Allowed: ") == len(wanted) == len([element for element in page.elements if element.tag == "dt"])
        for name, info in wanted:
            assert close(f"{name} {'required' if info.is_required() else ''} {info.description} Allowed:") in text, name
            for example in info.examples or ():
                assert not isinstance(example, str) or close(f"For example: {example}") in text, name
        places = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
        assert len(places) == len(set(places)) and page.faults == []

    def test_every_kind_is_listed_with_its_folder(self, tiny: Output) -> None:
        text = close(reading(tiny, "contribute/fields/").text)
        for folder, kind in FOLDERS.items():
            says = (KINDS[kind].__doc__ or "").split("\n\n")[0]
            assert close(f"{kind} {says} content/{folder}/<id>.{'md' if kind == 'page' else 'yml'}") in text

    def test_what_is_taken_when_a_field_is_left_out_is_said(self, tiny: Output) -> None:
        text = " ".join(reading(tiny, "contribute/fields/resource/").text.split())
        assert "Allowed: one of stated, estimate; default: estimate" in text
        assert "default: main" in " ".join(reading(tiny, "contribute/fields/guide/").text.split())


class TestWhatAFieldMayHold:
    @pytest.mark.parametrize(("model", "field", "said"), [
        ("resource", "teaches", "pairs of skill id and level 1, 2 or 3, at least 1, at most 60"), ("resource", "hours", "hours, such as 8 or 1.5"),
        ("resource", "kind", "one of course, book, tutorial, docs, article, video, paper, exercises, competition, code"),
        ("resource", "year", "a whole number, {} to {}".format(*limits.YEARS)),
        ("persona", "hours_per_week", "a whole number, {} to {}".format(*limits.HOURS_PER_WEEK)),
        ("persona", "answers", "pairs of decision id and pairs of an id and an id"),
        ("persona", "paths", "list of fields of its own, below, at least 1"),
        ("guide", "figures", "list of fields of its own, below, at most 4"), ("skill", "area", "area id"), ("role", "pay", "list of claim id"),
        ("claim", "value", "a number, without separators or units"), ("source", "published", "a day, a month or a year: 2026-11-20, 2026-11 or 2026"),
    ])
    def test_is_said_in_words(self, model: str, field: str, said: str) -> None:
        writer = PageWriter(guide_of(tiny_tree()), "contribute/")
        shape = tree(MODELS[model]).at((field,))
        assert shape and read_html(_allowed(writer, shape)).text == said

    def test_an_id_leads_to_what_it_names(self) -> None:
        writer = PageWriter(guide_of(tiny_tree()), "contribute/fields/role/")
        for kind, href in (("skill", "../skill/"), ("area", "../guide/#areas"), ("topic", "../guide/#topics")):
            assert read_html(_allowed(writer, Shape("reference", marks=(Refers(kind),)))).all("a", "href") == [href]

    @pytest.mark.parametrize("kind", [Name, Line, FreeLine, Prose, FreeProse, Article], ids=lambda kind: _scalar(kind).name)
    def test_the_length_that_is_said_is_the_length_that_is_allowed(self, kind: Any) -> None:
        mark, accepts = _scalar(kind), TypeAdapter(kind)
        said = read_html(_allowed(PageWriter(guide_of(tiny_tree()), "contribute/"), Shape(mark.name, high=mark.high))).text
        found = re.search(r"at most (\d+) characters", said)
        assert found and accepts.validate_python("x" * int(found[1]))
        with pytest.raises(ValidationError):
            accepts.validate_python("x" * (int(found[1]) + 1))

    def test_a_type_that_is_not_known_is_told(self) -> None:
        class Odd(BaseModel):
            field: complex

        with pytest.raises(TypeError, match="no shape is known for <class 'complex'>"):
            tree(Odd)


class TestEveryRule:
    def test_it_is_documented_with_its_weight(self, tiny: Output) -> None:
        page = reading(tiny, "contribute/rules/")
        text = close(page.text)
        names = [
            name for module in (references, identity, learning, plans, decisions, evidence, faq, glance, look)
            for name in re.findall(r"^@rule\(.*\)\ndef (\w+)", inspect.getsource(module), re.MULTILINE)
        ]
        assert len(names) == len(RULES) > 25
        for rule in NAMED:
            assert close(f"{rule.name} {rule.severity} {unescape(read_html(_marks(rule.text)).text)}") in text
        assert {name.replace("_", "-") for name in names} <= {rule.name for rule in NAMED}
        assert {rule.name for rule in NAMED} <= {element.attributes.get("id") for element in page.elements}

    def test_every_problem_that_can_be_printed_is_explained_where_it_says(self, tiny: Output) -> None:
        """The names that are written in the generator, and the problems of every case."""
        named = {rule.name for rule in NAMED}
        source = "".join(path.read_text() for path in (ROOT / "generator").rglob("*.py"))
        assert set(re.findall(r'rule="([^"]+)"', source)) <= named
        places: dict[str, set[str]] = {}
        explained = {
            problem.explained
            for path in [*case_files("validate"), *case_files("slips")]
            for problem in check(changed_tree(read_case(path))).problems
        }
        assert "" not in explained and len(explained) > 60
        for place in explained:
            url, _, anchor = place.partition("#")
            if url not in places:
                places[url] = {element.attributes.get("id", "") for element in reading(tiny, url).elements}
            assert not anchor or anchor in places[url], place


@dataclass(frozen=True)
class Edit:
    """A change to a file of the content: a pattern and what takes its place, once; in a copy of another file, if one is named."""

    path: str
    old: str
    new: str
    like: str = ""

    def make(self, content: Path) -> None:
        path = content / self.path
        text = (content / self.like).read_text() if self.like else path.read_text()
        if not self.like:
            text, count = re.subn(self.old, self.new, text, count=1, flags=re.MULTILINE)
            assert count == 1, self
        path.write_text(text)


# Where a page says what to do in an editor: the task, how many of its commands went before, and what is done to which file. A file
# that is not there is made of another one.
EDITS: Mapping[tuple[str, int], Sequence[Edit]] = {
    ("add-a-resource", 2): [
        Edit("resources/course/its-id.yml", f"^{field}:.*", f"{field}: {value}")
        for field, value in (("title", "Its title"), ("provider", "A school"), ("cost", "free"), ("hours", "8"), ("teaches", "{kneading: 1}"))
    ],
    ("correct-a-figure", 0): [Edit("claims/craft/loaf-hours.yml", "^value: 18", "value: 19")],
    ("add-a-skill", 1): [
        Edit("skills/dough/its-id.yml", "", "", "skills/dough/kneading.yml"),
        Edit("roles/baker.yml", "^needs:", "needs:\n  its-id: {core: 1, full: 2}"),
    ],
    ("add-a-skill", 2): [Edit("resources/video/kneading-video.yml", "kneading: 2", "kneading: 2, its-id: 2")],
    ("add-a-persona", 1): [Edit("personas/its-id.yml", "", "", "personas/home-cook.yml")],
    ("add-a-persona", 2): [Edit("guide.yml", r"^personas: \[", "personas: [its-id, ")],
    ("add-a-role", 1): [Edit("roles/its-id.yml", "", "", "roles/baker.yml")],
    ("change-a-decision", 1): [Edit(
        "decisions/which-trade.yml", r"^cases:",
        "cases:\n  - {name: Somebody whom I know, answers: {morning: six, scales: hand}, expect: {fit: pastry-chef}}")],
    ("change-a-decision", 2): [Edit("decisions/which-trade.yml", "pastry-chef: 2, baker: 1", "pastry-chef: 5, baker: 1")],
    ("grant-a-pick", 0): [Edit("resources/video/kneading-video.yml", r"\Z", "pick: {kneading: It shows the hands.}\n")],
}
# What a page shows and is only parsed here, and why.
NOT_RUN = {"make links": "it needs a network"}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The tiny guide in a repository of its own."""
    write_tree(tmp_path / "guide/content", tiny_tree())
    return repository(tmp_path / "guide")


class TestEveryTask:
    @pytest.mark.parametrize("name", [name for name in tasks() if name != "start-a-guide"])
    def test_what_it_shows_is_what_happens(
        self, name: str, clone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.chdir(clone)
        text = filled(tasks()[name], names_of(guide_of(tiny_tree())))
        done = 0
        for number, command in enumerate(shown(text)):
            for edit in EDITS.get((name, number), ()):
                edit.make(clone / "content")
            given = arguments_of(command.line)
            if command.line in NOT_RUN:
                assert _parser().parse_args(given).run
                continue
            code = main(given)
            printed = capsys.readouterr()
            assert printed.err == "" and code in (0, 1), command.line
            assert matches(command.output, printed.out), f"{command.line}\n--- shown\n{chr(10).join(command.output)}\n--- printed\n{printed.out}"
            assert (code == 1) == bool(re.search(r"\d errors?$", printed.out.strip())), command.line
            done += 1
        assert done or name == "fix-a-typo"
        assert {number for task, number in EDITS if task == name} <= set(range(done))

    def test_what_is_not_run_is_shown(self) -> None:
        assert NOT_RUN.keys() <= {command.line for text in tasks().values() for command in shown(text)}

    @pytest.mark.parametrize("name", list(tasks()))
    def test_the_commands_that_it_names_can_be_given(self, name: str) -> None:
        """Those in a sentence, which stand for many."""
        for line in mentioned(filled(tasks()[name], names_of(guide_of(tiny_tree())))):
            assert _parser().parse_args(arguments_of(line)).run, line

    @pytest.mark.parametrize("name", list(tasks()))
    def test_its_yaml_is_yaml_of_known_fields(self, name: str) -> None:
        known = {field.name for model in MODELS.values() for field in tree(model).fields}
        for block in re.findall(r"^```yaml\n(.*?)^```", filled(tasks()[name], names_of(guide_of(tiny_tree()))), re.MULTILINE | re.DOTALL):
            documents, problems = load({"skills/x.yml": block.encode()})
            assert problems == [] and set(documents[0].data) <= known

    def test_it_fits_every_guide(self, real_guide: Guide) -> None:
        """Nothing is left to fill in, and what is named is there, in a guide with all kinds of things and in one with hardly any."""
        for guide in (real_guide, guide_of(tiny_tree())):
            names = names_of(guide)
            assert names["role"] in guide.roles and names["persona"] in guide.personas
            for kind in KINDS:
                assert names[kind] in guide.of(kind) or (names[kind] == "its-id" and not guide.of(kind))
                assert not guide.of(kind) or names[f"{kind}_file"] == f"content/{guide.of(kind)[names[kind]].path}"
            for text in tasks().values():
                assert re.findall(r"\{[a-z_]+\}", filled(text, names)) == []


class TestDocuments:
    @pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
    def test_every_command_can_be_given(self, name: str) -> None:
        text = (ROOT / name).read_text()
        lines = [command.line for command in shown(text)] + mentioned(text)
        assert len(lines) > 3
        for line in lines:
            given = arguments_of(line)
            assert given or line.partition(" ARGS=")[0] in ("make test", "make test-all", "make quick", "make help", "make lock", "make dist"), line
            assert not given or _parser().parse_args(given).run, line

    def test_the_check_that_the_readme_shows_is_what_such_a_file_gets(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    ) -> None:
        command = next(command for command in shown((ROOT / "README.md").read_text()) if command.line == "make check" and command.output)
        shutil.copytree(CONTENT, tmp_path / "content")
        path = tmp_path / "content/resources/article/applied-llms.yml"
        text = path.read_text()
        for old, new in (("llm-evals: 1}", "llm-evals: 1, rags: 1}"), ("llm-apis: 1", "llm-api: 1")):
            assert text.count(old) == 1
            text = text.replace(old, new)
        path.write_text(text)
        monkeypatch.chdir(tmp_path)
        assert main(arguments_of(command.line)) == 1
        assert tuple(capsys.readouterr().out.splitlines()) == command.output
