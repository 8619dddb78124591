"""What the generator and its pages cost: `make bench`, by hand, on an idle machine with Linux; it takes about an hour.

Written to RESULTS.md beside this file are medians of some rounds. In a round everything is measured in turn, for the guide and for
four of it in one (multiplied.py), so that what disturbs the machine disturbs all; what takes longer than a minute is measured once. Beside it
stand the same Markdown pages in stock Material (its own search, every page in its menu, no hook), in other engines, and in Hugo where it is
found. Then comes a first visit to pages, over the connection of a telephone. Seconds are of this machine; their ratios go from one to another.
"""
from __future__ import annotations

import argparse
import gzip
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from urllib.request import urlopen

import yaml

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).with_name("RESULTS.md")
SIZES = (1, 4)
ONCE_SECONDS = 60
PACKAGES = ("mkdocs", "mkdocs-material", "markdown", "pydantic", "highspy", "properdocs", "zensical")
STOCK = "stock Material"
GENERATOR = (sys.executable, "-m", "generator")
# One page of each of these kinds: the heaviest.
KINDS = ("", "decide/*", "roles", "roles/*", "paths/*/*", "skills/*", "resources", "evidence/*", "debates/*")
# What Lighthouse calls a slow 4G connection and a telephone in the middle of the range.
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1638.4 * 1024 / 8, "uploadThroughput": 750 * 1024 / 8}
SLOWER = 4
WATCH = """window.seen = { paint: 0, shift: 0, blocked: 0 };
const watch = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
watch("largest-contentful-paint", (entry) => { window.seen.paint = entry.startTime; });
watch("layout-shift", (entry) => { if (!entry.hadRecentInput) window.seen.shift += entry.value; });
watch("longtask", (entry) => { window.seen.blocked += Math.max(0, entry.duration - 50); });"""


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock and, of the largest process, the peak of memory in megabytes; 0 where it is not told."""

    seconds: float
    megabytes: float = 0


class Place:
    """A folder with a guide and all that is made of it."""

    def __init__(self, folder: Path, content: Path, times: int) -> None:
        self.folder, self.content = folder, folder / "content"
        done = run(sys.executable, str(Path(__file__).with_name("multiplied.py")), str(content), str(self.content), str(times))
        print(f"x{times}: multiplied in {done.seconds:.0f} s", flush=True)
        self.generate()
        self.pages = sum(1 for _ in (folder / "pages" / "docs").rglob("*.md"))
        self._text = next(path for path in sorted((self.content / "skills").rglob("*.yml")) if _SUMMARY.search(path.read_text("utf-8")))
        for engine, settings in _engines().items():
            self._tree(engine, settings)
        self._for_hugo()

    def check(self) -> Cost:
        return run(*GENERATOR, "check", "--content", str(self.content))

    def generate(self) -> Cost:
        """The pages, into an empty folder."""
        return run(*GENERATOR, "generate", "--content", str(self.content), "--out", str(self._empty("pages")))

    def cold(self) -> Cost:
        """The whole site, into an empty folder."""
        self._empty("out")
        return self.unchanged()

    def unchanged(self) -> Cost:
        return run(*GENERATOR, "build", "--content", str(self.content), "--out", str(self.folder / "out"))

    def changed(self) -> Cost:
        with self._change():
            return self.unchanged()

    def saved(self) -> Cost:
        """From a save to the open page with it, under `serve`."""
        arguments = ["serve", "--content", str(self.content), "--out", str(self.folder / "out"), "--port", "0"]
        with subprocess.Popen([*GENERATOR, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
            assert process.stdout is not None
            try:
                address = next(found[0] for line in process.stdout if (found := re.search(r"http://\S+/", line)))
                page = f"skills/{self._text.stem}/"
                with urlopen(f"{address}_preview/events?page=/{page}") as feed:  # as a browser does that has it open
                    feed.readline()
                    begin = perf_counter()
                    with self._change() as word:
                        while word not in urlopen(f"{address}{page}").read().decode():
                            sleep(0.01)
                        return Cost(perf_counter() - begin)
            finally:
                process.terminate()

    def engine(self, name: str) -> Cost:
        """One engine on the pages that are there, from nothing."""
        folder = self.folder / name
        for made in ("site", ".cache"):
            shutil.rmtree(folder / made, ignore_errors=True)
        program = name.split(",")[0]
        command = [str(Path(sys.executable).with_name("zensical"))] if program == "Zensical" else \
            [sys.executable, "-m", "properdocs" if program == "ProperDocs" else "mkdocs"]
        return run(*command, "build", "--config-file", "mkdocs.yml", cwd=folder)

    def hugo(self, program: str) -> Cost:
        folder = self.folder / "hugo"
        shutil.rmtree(folder / "public", ignore_errors=True)
        return run(program, "--quiet", cwd=folder)

    def _empty(self, name: str) -> Path:
        shutil.rmtree(self.folder / name, ignore_errors=True)
        return self.folder / name

    @contextmanager
    def _change(self) -> Iterator[str]:
        """Another text, for a while; the word that it has then."""
        before = self._text.read_text("utf-8")
        self._text.write_text(_SUMMARY.sub(r"\1Rewritten ", before, count=1), "utf-8")
        yield "Rewritten "
        self._text.write_text(before, "utf-8")

    def _tree(self, name: str, settings: dict[str, object]) -> None:
        """The pages with a configuration of their own."""
        shutil.copytree(self.folder / "pages", self.folder / name)
        config = self.folder / name / "mkdocs.yml"
        if "theme" in settings:
            shutil.rmtree(self.folder / name / "docs" / "search")
            config.write_text(yaml.safe_dump(settings), "utf-8")
        else:
            config.write_text(yaml.safe_dump(yaml.safe_load(config.read_text("utf-8")) | settings), "utf-8")

    def _for_hugo(self) -> None:
        """The pages for Hugo, in which a page with others below it is an `_index.md`, and the smallest theme that shows them."""
        folder = self.folder / "hugo"
        for path in (self.folder / "pages" / "docs").rglob("*.md"):
            target = folder / "content" / path.relative_to(self.folder / "pages" / "docs").with_name(path.name.replace("index", "_index"))
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
        (folder / "layouts" / "_default").mkdir(parents=True)
        (folder / "layouts" / "_default" / "list.html").write_text(
            "<!doctype html><title>{{ .Title }}</title>"
            "<nav>{{ range .Site.Home.Sections }}<a href={{ .RelPermalink }}>{{ .Title }}</a>{{ end }}</nav>"
            "<article>{{ .Content }}</article>", "utf-8")
        (folder / "hugo.yaml").write_text(yaml.safe_dump({
            "baseURL": "https://example.org/", "disableKinds": ["taxonomy", "term", "RSS"], "markup": {"goldmark": {"renderer": {"unsafe": True}}},
        }), "utf-8")


_SUMMARY = re.compile(r"^(summary: [\"']?)(?=\w)", re.MULTILINE)


def _engines() -> dict[str, dict[str, object]]:
    """What is set otherwise in each engine than in the pages' own configuration; with a theme, that is all that is set."""
    extensions = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["markdown_extensions"]
    return {
        STOCK: {"site_name": "Stock", "theme": {"name": "material"}, "plugins": ["search"], "markdown_extensions": extensions},
        "MkDocs": {},
        "MkDocs, our HTML read": {"hooks": []},
        "ProperDocs": {},
        "Zensical": {"hooks": []},
        "Zensical, our HTML unread": {"hooks": [], "markdown_extensions": [*extensions, "generator.engine.blocks"]},
    }


def run(*command: str, cwd: Path = ROOT) -> Cost:
    """What a command costs; its output is told when it fails."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryFile("w+") as said:
        begin = perf_counter()
        process = subprocess.Popen(command, cwd=cwd, env=environment, stdout=said, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        assert process.returncode == 0, said.read()
    return Cost(seconds, usage.ru_maxrss / 1024)


def measured(places: Sequence[Place], rows: dict[str, Callable[[Place], Cost]], rounds: int) -> dict[str, list[Cost]]:
    """The medians of each row, one for each place."""
    taken: dict[str, list[list[Cost]]] = {name: [[] for _ in places] for name in rows}
    for turn in range(rounds):
        for index, place in enumerate(places):
            for name, row in rows.items():
                costs = taken[name][index]
                if not costs or costs[0].seconds < ONCE_SECONDS:
                    try:
                        costs.append(row(place))
                    except AssertionError as error:
                        if not name.startswith("engine alone"):
                            raise
                        costs.append(Cost(math.nan))  # another engine's own limit is a finding
                        print(error, flush=True)
                    print(f"round {turn + 1}, x{SIZES[index]}, {name}: {costs[-1].seconds:.2f} s, {costs[-1].megabytes:.0f} MB", flush=True)
    return {name: [Cost(median(cost.seconds for cost in costs), median(cost.megabytes for cost in costs)) for costs in both]
            for name, both in taken.items()}


def costs_table(costs: dict[str, list[Cost]], pages: Sequence[int], missing: Sequence[str] = ()) -> list[str]:
    """A line for each row: seconds, growth with the pages, ratio to stock Material, memory."""
    small, large = (f"x{size}" for size in SIZES)
    lines = [
        f"| | {small}, s | {large}, s | growth | of stock, {small} | of stock, {large} | {small}, MB | {large}, MB |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, (one, many) in costs.items():
        growth = math.log(many.seconds / one.seconds) / math.log(pages[1] / pages[0])
        ratios = [cost.seconds / stock.seconds for cost, stock in zip((one, many), costs[STOCK], strict=True)]
        memory = [f"{cost.megabytes:.0f}" if cost.megabytes else "" for cost in (one, many)]
        numbers = (one.seconds, many.seconds, growth, *ratios)
        cells = [name, *("fails" if math.isnan(number) else f"{number:.2f}" for number in numbers), *memory]
        lines.append(f"| {' | '.join(cells)} |")
    return lines + [f"| {name} | not measured |" + " |" * 6 for name in missing]


def visits_table(site: Path, base: str, rounds: int) -> list[str]:
    """A first visit to each kind of page of a built site: what it asks for, and how it is drawn on a slow telephone."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    from browsing import PHONE, reading, served
    from chromium import launched
    from playwright.sync_api import sync_playwright
    from visits import first_visit, heaviest

    kinds = heaviest(site)
    with tempfile.TemporaryDirectory() as folder:
        packed = Path(folder) / "site"  # as a host sends it
        shutil.copytree(site, packed)
        for path in packed.rglob("*"):
            if path.is_file():
                path.write_bytes(gzip.compress(path.read_bytes(), 6))
        lines = ["| page | requests | KiB | largest paint, ms | layout shift | blocked, ms |", "|---|--:|--:|--:|--:|--:|"]
        with sync_playwright() as playwright, served(packed, base, {"Content-Encoding": "gzip"}) as url:
            browser = launched(playwright)
            for kind in KINDS:
                if kind not in kinds:
                    continue  # not every guide has one
                seen: list[dict[str, float]] = []
                for _ in range(rounds):
                    with reading(browser, url, viewport=PHONE) as reader:
                        session = reader.page.context.new_cdp_session(reader.page)
                        session.send("Network.enable")
                        session.send("Network.emulateNetworkConditions", NETWORK)
                        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
                        reader.page.add_init_script(WATCH)
                        asked = first_visit(reader, kinds[kind], packed)
                        reader.page.wait_for_load_state("networkidle")
                        seen.append(reader.page.evaluate("window.seen"))
                paint, shift, blocked = (median(each[name] for each in seen) for name in ("paint", "shift", "blocked"))
                weight = sum(path.stat().st_size for path in asked) / 1024
                lines.append(f"| `/{kinds[kind]}` | {len(asked)} | {weight:.0f} | {paint:.0f} | {shift:.3f} | {blocked:.0f} |")
                print(lines[-1], flush=True)
            browser.close()
    return lines


def machine() -> str:
    """What the numbers depend on: the cores, and what was installed."""
    found = [f"Python {sys.version.split()[0]}"]
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} not installed")
    return f"{os.cpu_count()} cores; {', '.join(found)}"


def main() -> None:
    """Measures, and writes it down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--content", type=Path, default=ROOT / "content", help="the guide (default: this one)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="how often each is measured (default: 5)")
    parser.add_argument("--hugo", default=shutil.which("hugo"), metavar="PROGRAM", help="Hugo; the package `hugo` is one (default: as found)")
    parser.add_argument("--out", type=Path, default=RESULTS, help="the file to write (default: bench/RESULTS.md)")
    options = parser.parse_args()
    rows: dict[str, Callable[[Place], Cost]] = {
        "`check`": Place.check, "`generate`": Place.generate, "whole build, cold": Place.cold, "whole build, nothing changed": Place.unchanged,
        "whole build, one text changed": Place.changed, "save to page, under `serve`": Place.saved,
    }
    engines = [name for name in _engines() if name != STOCK]
    rows |= {f"engine alone: {name}": lambda place, name=name: place.engine(name) for name in engines}
    rows[STOCK] = lambda place: place.engine(STOCK)
    if options.hugo:
        rows["Hugo"] = lambda place: place.hugo(options.hugo)
    with tempfile.TemporaryDirectory() as folder:
        places = [Place(Path(folder) / f"x{size}", options.content.resolve(), size) for size in SIZES]
        costs = measured(places, rows, options.rounds)
        table = costs_table(costs, [place.pages for place in places], [] if options.hugo else ["Hugo"])
        settings = yaml.safe_load((places[0].folder / "out" / "mkdocs.yml").read_text("utf-8"))
        visits = visits_table(places[0].folder / "out" / "site", re.sub(r"^https?://[^/]+", "", settings["site_url"]) or "/", options.rounds)
    options.out.write_text("\n".join([
        "# What it costs", "",
        f"Written by `make bench`; edits are lost. Medians of {options.rounds}, in seconds of one machine: {machine()}.",
        f"x1 is the guide ({places[0].pages} pages), x4 four of it in one ({places[1].pages} pages). Growth is the exponent of the number of pages; "
        f"*of stock* the ratio to {STOCK} on the same Markdown pages: its own search, every page in its menu, no hook. "
        f"What takes longer than {ONCE_SECONDS} s was measured once. Hugo has a theme of one line, and does not follow links between files. "
        "Memory is that of the largest process.", "",
        *table, "",
        "## A first visit", "",
        f"The heaviest page of nine kinds in Chromium, {NETWORK['latency']} ms and 1.6 Mbit/s away, the processor {SLOWER} times slower, files "
        "packed by gzip. The last three are Chromium's own metrics, not Lighthouse's score: the largest contentful paint, the layout shift, "
        "and by how much tasks were longer than 50 ms.", "",
        *visits, ""]), "utf-8")
    print(f"Written: {options.out}")


if __name__ == "__main__":
    main()
