"""The repository itself: what is locked, what the workflows may do, and that nothing of one machine is in it."""
from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path
from typing import Any, get_args, get_type_hints
from urllib.parse import urlsplit

import pytest
import yaml
from pydantic import BaseModel

from generator.model import Claim, Resource, Source
from generator.model.evidence import Citation, Finding

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "generator/sample"  # what a new guide begins with
WORKFLOWS = sorted(path for folder in (ROOT, SAMPLE) for path in (folder / ".github/workflows").glob("*.yml"))
FORMS = sorted(path for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md")

# In pieces, so that this file does not hold what it looks for.
REGISTRIES = ("py" r"pi\.org", "python" "hosted", "npm" r"js\.(org|com)", "deb" r"\.debian", "registry" r"\.yarn", "crates" r"\.io")
REGISTRY = re.compile("|".join(REGISTRIES))
MACHINE = re.compile(r"(?<![\w.:/~-])(/(?:home|root|Users|work|farm|opt)/[\w.]|[A-Z]:\\\\?Users\\)")


def _tracked() -> list[Path]:
    """Every file that is or could be committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def _workflow(path: Path) -> dict[str, Any]:
    # `on:` is the boolean True in YAML 1.1.
    return {str(key): value for key, value in yaml.safe_load(path.read_text()).items()}


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_no_registry_and_no_machine_is_named() -> None:
    found = []
    for path in _tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        for pattern in (REGISTRY, MACHINE):
            found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in pattern.finditer(text)]
    assert found == []


def test_nothing_that_is_built_is_committed() -> None:
    built = {"build", ".venv", "__pycache__", ".pytest_cache", ".hypothesis", ".ruff_cache", "uv.lock", "node_modules"}
    assert [str(path) for path in _tracked() if built & set(path.relative_to(ROOT).parts)] == []


def test_the_site_engine_is_the_one_that_is_maintained() -> None:
    lock = (ROOT / "requirements/site.txt").read_text()
    assert re.search(r"^mkdocs==1\.", lock, re.MULTILINE)
    assert re.search(r"^mkdocs-material==9\.([89]|\d\d)", lock, re.MULTILINE)


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_file_names_exact_versions_with_hashes_and_no_index(path: Path) -> None:
    text = path.read_text()
    entries = [line for line in re.sub(r"\\\n", "", text).splitlines() if line and not line.startswith((" ", "#"))]
    assert len(entries) > 5
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", entry), entry
    assert "://" not in text
    assert not re.search(r"^\s*(--|-[a-z]\b)", re.sub(r"^\s+--hash=\S+( \\)?$", "", text, flags=re.MULTILINE), re.MULTILINE)


def test_the_tests_run_with_the_versions_that_build_the_site() -> None:
    site, test = (set(re.findall(r"^\S+==\S+", (ROOT / f"requirements/{name}.txt").read_text(), re.MULTILINE)) for name in ("site", "test"))
    assert site < test


def test_every_wish_is_locked() -> None:
    for wishes in sorted((ROOT / "requirements").glob("*.in")):
        locked = set(re.findall(r"^(\S+)==", wishes.with_suffix(".txt").read_text(), re.MULTILINE))
        assert set(re.findall(r"^([a-z][\w-]*)", wishes.read_text(), re.MULTILINE)) <= locked, f"repair with: make lock ({wishes.name})"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.relative_to(ROOT).as_posix())
class TestWorkflows:
    def test_actions_are_pinned_by_commit_and_say_their_version(self, path: Path) -> None:
        used = re.findall(r"uses: *(.*)", path.read_text())
        assert used
        assert [line for line in used if not re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []

    def test_a_fork_never_runs_with_more_rights(self, path: Path) -> None:
        assert not {"pull_request" + "_target", "workflow" + "_run"} & set(_workflow(path)["True"])

    def test_rights_are_given_to_each_job_alone(self, path: Path) -> None:
        workflow = _workflow(path)
        assert workflow["permissions"] == {}
        may_write = {name for name, job in workflow["jobs"].items() if "write" in job["permissions"].values()}
        assert may_write <= {"deploy", "issue"}
        assert workflow["jobs"].get("deploy", {}).get("permissions", {}).keys() <= {"pages", "id-token"}
        assert workflow["jobs"].get("issue", {}).get("permissions", {}) in ({}, {"actions": "read", "issues": "write"})

    def test_what_may_write_runs_nothing_of_this_repository(self, path: Path) -> None:
        for job in _workflow(path)["jobs"].values():
            if "write" in job["permissions"].values():
                assert not [step for step in job["steps"] if "checkout" in str(step) or "make" in step.get("run", "")]

    def test_jobs_end_and_keep_no_credentials(self, path: Path) -> None:
        for job in _workflow(path)["jobs"].values():
            assert job["timeout-minutes"] <= 30
            for step in job["steps"]:
                if step.get("uses", "").startswith("actions/checkout@"):
                    assert step["with"]["persist-credentials"] is False

    def test_what_runs_is_a_make_target_and_holds_no_text_from_outside(self, path: Path) -> None:
        for job in _workflow(path)["jobs"].values():
            for command in (step["run"] for step in job["steps"] if "run" in step):
                assert "${{" not in command
                if command.startswith("make "):
                    assert re.fullmatch(r'make ([a-z]+)( [A-Z]+="[\w^ .-]+")*( >> "\$GITHUB_STEP_SUMMARY"| > links\.md)?', command), command
                    assert command.split()[1] in _targets()
                else:
                    assert path.name == "links.yml" and ("gh run download" in command), command

    def test_no_secret_is_needed(self, path: Path) -> None:
        assert "secrets." not in path.read_text()


def test_a_pull_request_is_told_what_it_does_without_any_right_to_write() -> None:
    job = _workflow(ROOT / ".github/workflows/test.yml")["jobs"]["content"]
    assert job["permissions"] == {"contents": "read"}
    checkout, told = (next(step for step in job["steps"] if word in str(step)) for word in ("actions/checkout@", "make diff"))
    assert checkout["with"]["fetch-depth"] == 2, "the first parent of the merge is what a pull request is compared with"
    assert told["run"].startswith('make diff REV="HEAD^1" ') and told["if"] == "github.event_name == 'pull_request'"


class TestLinksWorkflow:
    """Its two scripts, run with a `gh` that writes down what it is asked."""

    def _run(self, folder: Path, job: str, **answers: str) -> list[str]:
        step = next(step for step in _workflow(ROOT / ".github/workflows/links.yml")["jobs"][job]["steps"] if "gh run" in step.get("run", ""))
        (folder / "gh").write_text('#!/bin/sh\necho "$*" >> calls\ncase "$1 $2" in\n' + "".join(
            f'"{call.replace("_", " ")}") {answer} ;;\n' for call, answer in answers.items()) + "esac\n")
        (folder / "gh").chmod(0o755)
        environment = {"PATH": f"{folder}:/usr/bin:/bin", "RUN": "7", "GITHUB_RUN_ID": "7", "GITHUB_REF_NAME": "trunk"}
        done = subprocess.run(["bash", "-e", "-c", step["run"]], cwd=folder, env=environment, capture_output=True, text=True, check=False)
        return [*(folder / "calls").read_text().splitlines(), f"ends with {done.returncode}"]

    def _issue(self, folder: Path, links: str, number: str = "") -> list[str]:
        (folder / "links.md").write_text(links)
        calls = self._run(folder, "issue", issue_list=f"printf '{number}'")
        assert calls[0] == "run download 7 --name links"
        return [call for call in calls if not call.startswith(("issue list", "run download"))]

    def test_a_first_due_link_opens_the_issue(self, tmp_path: Path) -> None:
        label, issue, end = self._issue(tmp_path, "2 links failed on 3 different days or more.\n\n- [ ] x\n")
        assert label.startswith("label create links-due --force ") and end == "ends with 0"
        assert issue == "issue create --title Outside links that no longer answer --label links-due --body-file links.md"

    def test_the_next_one_renews_it(self, tmp_path: Path) -> None:
        assert self._issue(tmp_path, "1 link failed.\n", "12") == ["issue edit 12 --body-file links.md", "ends with 0"]

    def test_none_closes_it(self, tmp_path: Path) -> None:
        assert self._issue(tmp_path, "No link is due.\n\n9 links: 9 answer.\n", "12") == [
            "issue close 12 --comment No link is due any more.", "ends with 0"]

    def test_none_and_no_issue_is_nothing(self, tmp_path: Path) -> None:
        assert self._issue(tmp_path, "No link is due.\n") == ["ends with 0"]

    def test_a_run_that_broke_is_no_good_news(self, tmp_path: Path) -> None:
        assert self._issue(tmp_path, "", "12") == ["ends with 1"]

    def test_the_memory_is_that_of_the_last_run_that_kept_one(self, tmp_path: Path) -> None:
        calls = self._run(tmp_path, "look", run_list="echo 7 6 5 4", run_download='[ "$3" = 5 ]')
        assert calls[0].startswith("run list --workflow links.yml --branch trunk ")
        assert calls[1:] == [f"run download {run} --name links" for run in (7, 6, 5)] + ["ends with 0"]

    def test_the_first_run_has_none(self, tmp_path: Path) -> None:
        assert self._run(tmp_path, "look", run_list="echo 7", run_download="false")[-1] == "ends with 0"

    def test_it_knows_the_words_that_mean_nothing(self) -> None:
        from generator.links.report import NOTHING_DUE

        assert f"grep -qx '{NOTHING_DUE}'" in (ROOT / ".github/workflows/links.yml").read_text()


def test_publishing_is_never_broken_off() -> None:
    """Nor does a push to another branch take the place of a publication that waits: GitHub keeps one waiting run of a group."""
    workflow = _workflow(ROOT / ".github/workflows/pages.yml")
    assert workflow["concurrency"] == {"group": "pages-${{ github.ref }}", "cancel-in-progress": False}
    assert "pull_request" not in workflow["True"]


class TestDefaultBranch:
    """What publishes and what looks at links follows the default branch, whatever it is called; both files are the same in a new guide."""

    def _runs(self, name: str, event: str, ref: str, default: str) -> bool:
        first = next(iter(_workflow(ROOT / f".github/workflows/{name}.yml")["jobs"].values()))
        terms = {"github.event.repository.default_branch": "default", "github.event_name": "event", "github.ref": "ref", "||": "or"}
        condition = first["if"]
        for theirs, ours in terms.items():
            condition = condition.replace(theirs, ours)
        return eval(condition, {"__builtins__": {}, "format": str.format, "event": event, "ref": ref, "default": default})

    @pytest.mark.parametrize("name", ["pages", "links"])
    def test_it_runs_there_and_nowhere_else(self, name: str) -> None:
        for default in ("main", "master", "trunk"):
            assert self._runs(name, "workflow_dispatch", f"refs/heads/{default}", default)
            assert not self._runs(name, "workflow_dispatch", "refs/heads/topic", default)
            assert not self._runs(name, "push", f"refs/tags/{default}", default)
            assert self._runs(name, "push", f"refs/heads/{default}", default)

    def test_what_is_scheduled_runs_though_its_event_names_no_branch(self) -> None:
        assert self._runs("links", "schedule", "refs/heads/master", "")

    def test_every_push_is_heard_and_no_branch_is_named(self) -> None:
        workflows = {path.name: path for path in WORKFLOWS if path.is_relative_to(SAMPLE)}
        assert _workflow(workflows["pages.yml"])["True"]["push"] == {"branches": ["**"]}
        assert [name for name, path in workflows.items() if re.search(r"\bma(in|ster)\b", path.read_text())] == []


def test_the_site_and_its_source_stand_where_the_repository_does() -> None:
    """The generator makes the address of the Pages of it, for owners with capital letters and for user pages, too."""
    here = "${{ github.server_url }}/${{ github.repository }}"
    for name, command, wanted in (
        ("pages", "make site", {"SITE_URL": "${{ vars.SITE_URL }}", "REPOSITORY": here}),
        ("links", 'make links ARGS="--memory', {"REPOSITORY": here}),
    ):
        jobs = _workflow(ROOT / f".github/workflows/{name}.yml")["jobs"].values()
        assert [step["env"] for job in jobs for step in job["steps"] if step.get("run", "").startswith(command)] == [wanted]


@pytest.mark.parametrize(("line", "said"), [
    ("site", "build"), ("diff", "diff"), ("diff REV=HEAD^1 ARGS=--json", "diff --json HEAD^1"), ("links", "links"),
    ("site SITE_URL=https://A.org REPOSITORY=https://b.org", "build --site-url https://A.org --repository https://b.org"),
    ("links REPOSITORY=https://b.org", "links --repository https://b.org"),
])
def test_make_hands_on_addresses_and_the_revision(line: str, said: str) -> None:
    command = ["make", "--silent", "-o", ".venv/site", "-o", ".venv/links", "RUN=echo", *line.split()]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS")) and name not in ("SITE_URL", "REPOSITORY")}
    done = subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (f"-m generator {said}\n", "")


def test_updates_wait_for_a_week() -> None:
    updates = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text())["updates"]
    assert {update["package-ecosystem"]: update["cooldown"]["default-days"] for update in updates} == {"pip": 7, "github-actions": 7}


def _judged(command: list[str | Path]) -> subprocess.CompletedProcess[str]:
    """A judge's verdict, with the network out of its reach."""
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    kept = {name: value for name, value in os.environ.items() if name not in ("GH_TOKEN", "GITHUB_TOKEN", "ZIZMOR_GITHUB_TOKEN")}
    return subprocess.run(command, cwd=ROOT, env=kept | nowhere, capture_output=True, text=True, check=False)


def _zizmor(folder: Path) -> subprocess.CompletedProcess[str]:
    strictest = ["--persona=auditor", "--no-ignores", "--no-config", "--strict-collection", "--collect=all"]
    quiet = ["--offline", "--no-progress", "--format=plain", "--color=never"]
    return _judged([Path(sysconfig.get_path("scripts")) / "zizmor", *quiet, *strictest, folder])


@pytest.mark.parametrize("folder", [ROOT, SAMPLE], ids=["ours", "a new guide's"])
def test_zizmor_finds_nothing_at_its_strictest(folder: Path) -> None:
    done = _zizmor(folder / ".github")
    assert (done.returncode, done.stdout) == (0, "No findings to report. Good job!\n"), done.stdout + done.stderr
    looked_at = [path for path in WORKFLOWS if path.is_relative_to(folder / ".github")]
    assert all(f"completed {path}" in done.stderr.replace("./", "") for path in (*looked_at, folder / ".github/dependabot.yml"))


def test_zizmor_would_find_something(tmp_path: Path) -> None:
    """A workflow of ours that gives every job all rights and takes an action by its tag."""
    text = (ROOT / ".github/workflows/test.yml").read_text().replace("permissions: {}", "permissions: write-all")
    (tmp_path / ".github/workflows").mkdir(parents=True)
    (tmp_path / ".github/workflows/test.yml").write_text(re.sub(r"checkout@\S+ # (v\S+)", r"checkout@\1", text))
    done = _zizmor(tmp_path / ".github")
    assert done.returncode != 0
    assert "error[excessive-permissions]" in done.stdout and "error[unpinned-uses]" in done.stdout


@pytest.mark.parametrize(("schema", "paths"), [
    ("github-workflows", WORKFLOWS), ("github-issue-forms", FORMS),
    ("dependabot", [ROOT / ".github/dependabot.yml", SAMPLE / ".github/dependabot.yml"]),
    ("github-issue-config", [ROOT / ".github/ISSUE_TEMPLATE/config.yml"]),
], ids=lambda value: value if isinstance(value, str) else "")
def test_what_github_reads_has_its_shape(schema: str, paths: list[Path], tmp_path: Path) -> None:
    command: list[str | Path] = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    done = _judged([*command, *paths])
    assert done.returncode == 0, done.stdout + done.stderr
    wrong = tmp_path / paths[0].name
    wrong.write_text(f"{paths[0].read_text()}\ninvented: [true]\n")
    assert _judged([*command, wrong]).returncode == 1


def _form(name: str) -> dict[str, dict[str, Any]]:
    """The fields of an issue form by id."""
    body = yaml.safe_load((ROOT / f".github/ISSUE_TEMPLATE/{name}.yml").read_text())["body"]
    return {field["id"]: field | field["attributes"] for field in body if field["type"] != "markdown"}


def _required(form: dict[str, dict[str, Any]]) -> set[str]:
    return {name for name, field in form.items() if field.get("validations", {}).get("required")}


class TestForms:
    """What the forms ask for is what a file of content holds, in the same words."""

    MODELS: dict[str, dict[type[BaseModel], set[str]]] = {
        "suggest-resource": {Resource: {"title", "url", "provider", "kind", "cost", "hours", "hours_basis", "teaches", "note"}},
        "correct-figure": {
            Claim: {"statement", "verdict"}, Source: {"title", "publisher", "url", "published"}, Citation: {"locator"}, Finding: {"says"},
        },
    }
    # What no file says, and a reviewer needs to know.
    BESIDES = {"suggest-resource": {"why", "interest"}, "correct-figure": {"page"}}

    @pytest.mark.parametrize("name", MODELS)
    def test_the_fields_of_a_form_are_those_of_the_model(self, name: str) -> None:
        form = _form(name)
        assert set(form) == {field for fields in self.MODELS[name].values() for field in fields} | self.BESIDES[name]
        for model, fields in self.MODELS[name].items():
            hints = get_type_hints(model)
            for attribute, info in model.model_fields.items():
                field = form.get(info.alias or attribute)
                if field is None or (info.alias or attribute) not in fields:
                    continue
                assert field["label"] == field["id"]
                assert field["description"].startswith(info.description or "-"), field["id"]
                choices = [choice for choice in get_args(hints[attribute]) if isinstance(choice, str)]
                if choices and field["type"] == "dropdown":
                    assert field["options"] == choices
                else:
                    assert field["type"] in ("input", "textarea")
                    assert str(field["placeholder"]) == _written(info.examples[0])

    def test_a_suggestion_asks_for_all_that_a_resource_must_have(self) -> None:
        must = {info.alias or name for name, info in Resource.model_fields.items() if info.is_required()} - {"id", "path"}
        assert _required(_form("suggest-resource")) == must | self.BESIDES["suggest-resource"]

    def test_a_correction_asks_for_a_claim_and_a_source_of_it(self) -> None:
        must = {info.alias or name for name, info in Source.model_fields.items() if info.is_required()} - {"id", "path", "kind"}
        assert _required(_form("correct-figure")) == must | {"page", "statement", "verdict"}

    def test_of_a_dead_link_the_address_is_enough(self) -> None:
        assert _required(_form("dead-link")) == {"url"}
        assert next(iter(_form("dead-link"))) == "url"

    def test_an_accessibility_problem_needs_a_page_and_what_happens(self) -> None:
        assert _required(_form("accessibility")) == {"page", "happens"}

    def test_every_form_is_tested_here_and_named_once(self) -> None:
        forms = [yaml.safe_load(path.read_text()) for path in FORMS]
        assert {path.stem for path in FORMS} == {"suggest-resource", "correct-figure", "dead-link", "accessibility"}
        assert len({form["name"] for form in forms}) == len({form["title"] for form in forms}) == 4

    def test_addresses_in_forms_are_of_this_guide(self) -> None:
        guide = yaml.safe_load((ROOT / "content/guide.yml").read_text())
        text = "".join(path.read_text() for path in (ROOT / ".github/ISSUE_TEMPLATE").iterdir())
        own = urlsplit(guide["site_url"]).netloc
        ours = [url for url in re.findall(r"https://[^\s`]+", text) if urlsplit(url).netloc in (own, "github.com")]
        assert len(ours) == 4
        assert [url for url in ours if not url.startswith((guide["site_url"], guide["repository"] + "/"))] == []


def _written(example: Any) -> str:
    """An example as a contributor would type it."""
    return yaml.safe_dump(example, default_flow_style=False, width=1000).strip() if isinstance(example, dict) else str(example)


def test_every_file_has_owners_of_this_organisation() -> None:
    """The last pattern that fits decides; none is there for nothing, and code, workflows and locks are not left to the first."""
    organisation = yaml.safe_load((ROOT / "content/guide.yml").read_text())["repository"].split("/")[3]
    lines = [line.split() for line in (ROOT / ".github/CODEOWNERS").read_text().splitlines() if line and not line.startswith("#")]
    tracked = [path.relative_to(ROOT).as_posix() for path in _tracked()]
    assert lines[0] == ["*", f"@{organisation}/maintainers"]
    for pattern, *owners in lines:
        assert owners and all(re.fullmatch(rf"@{organisation}/[a-z]+", owner) for owner in owners), pattern
    for pattern, *_ in lines[1:]:
        assert pattern.startswith("/")
        assert [path for path in tracked if f"/{path}" == pattern or pattern.endswith("/") and f"/{path}".startswith(pattern)], pattern
    folders = {f"/{path.split('/')[0]}/" for path in tracked if "/" in path}
    assert folders <= {pattern for pattern, *_ in lines}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documented_commands_exist(name: str) -> None:
    text = (ROOT / name).read_text()
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))
    assert set(re.findall(r"\bmake ([a-z]+)\b", code)) <= _targets()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_link_to_files_that_exist(name: str) -> None:
    links = re.findall(r"\]\((?!https?:|#|[a-z-]+:)([^)#\s]+)", (ROOT / name).read_text())
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_target_is_explained() -> None:
    explained = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert _targets() - explained == {"browser"}
    done = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {line.split()[1] for line in done.stdout.splitlines()} == explained


def test_the_readme_leads_with_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text()
    assert "make site" in text
    assert "make test" in text


def test_the_changelog_knows_the_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert headings[1:2] in ([], [version])


def test_the_ci_script_can_be_run() -> None:
    assert (ROOT / ".ci/run").stat().st_mode & 0o111
    subprocess.run(["bash", "-n", ".ci/run"], cwd=ROOT, check=True)


def test_code_is_clean() -> None:
    """Ruff, with the rules of pyproject.toml. Much of it repairs itself: `.venv/bin/python -m ruff check --fix`."""
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "concise", "."],
        cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
