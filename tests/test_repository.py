"""The repository itself: what is locked, what the workflows may do, and that nothing of one machine is in it."""
from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
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


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
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
        assert may_write <= {"deploy"}
        assert workflow["jobs"].get("deploy", {}).get("permissions", {}).keys() <= {"pages", "id-token"}

    def test_jobs_end_and_keep_no_credentials(self, path: Path) -> None:
        for job in _workflow(path)["jobs"].values():
            assert job["timeout-minutes"] <= 30
            for step in job["steps"]:
                if step.get("uses", "").startswith("actions/checkout@"):
                    assert step["with"]["persist-credentials"] is False

    def test_what_runs_is_a_make_target_and_holds_no_text_from_outside(self, path: Path) -> None:
        for job in _workflow(path)["jobs"].values():
            for command in (step["run"] for step in job["steps"] if "run" in step):
                assert re.fullmatch(r'make ([a-z]+)( [A-Z]+="[\w^ -]+")*( >> "\$GITHUB_STEP_SUMMARY")?', command), command
                assert command.split()[1] in _targets()

    def test_no_secret_is_needed(self, path: Path) -> None:
        assert "secrets." not in path.read_text()


def test_a_pull_request_is_told_what_it_does_without_any_right_to_write() -> None:
    job = _workflow(ROOT / ".github/workflows/test.yml")["jobs"]["content"]
    assert job["permissions"] == {"contents": "read"}
    checkout, told = (next(step for step in job["steps"] if word in str(step)) for word in ("actions/checkout@", "make diff"))
    assert checkout["with"]["fetch-depth"] == 2, "the first parent of the merge is what a pull request is compared with"
    assert told["run"].startswith('make diff REV="HEAD^1" ') and told["if"] == "github.event_name == 'pull_request'"


def test_publishing_is_never_broken_off() -> None:
    workflow = _workflow(ROOT / ".github/workflows/pages.yml")
    assert workflow["concurrency"] == {"group": "pages", "cancel-in-progress": False}
    assert "pull_request" not in workflow["True"]


def test_updates_wait_for_a_week() -> None:
    updates = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text())["updates"]
    assert {update["package-ecosystem"]: update["cooldown"]["default-days"] for update in updates} == {"pip": 7, "github-actions": 7}


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
