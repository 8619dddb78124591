"""What a device keeps (store.mjs), in Chromium without a site: nothing is overwritten unread, and what nobody can read costs no more than itself."""
from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from modules import modules, ready, run
from playwright.sync_api import Browser, Page, expect
from test_follow_progress import EMPTY, LATER, LONG_AGO, NOW, RANDOM, document, followed, plan_of, step

KEY = "fingerpost:guide:/:v1"
# Opens what is kept; time stands at the moment that is named.
OPEN = f"""const open = (at = '{NOW}') => m.openStore('{KEY}', () => new Date(at));
    const tick = (store, key) => store.set(m.setStep(store.get(), key, {{ state: 'done' }}, '{NOW}'));"""


@pytest.fixture(scope="module")
def tab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with modules(browser, tmp_path_factory.mktemp("modules")) as found:
        yield found


@pytest.fixture(autouse=True)
def fresh(tab: Page) -> None:
    tab.evaluate("localStorage.clear()")


def keep(page: Page, text: str | dict[str, Any], suffix: str = "") -> None:
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY + suffix, text if isinstance(text, str) else json.dumps(text)])


def kept(page: Page) -> Any:
    return json.loads(page.evaluate("key => localStorage.getItem(key)", KEY))


def aside(page: Page) -> dict[str, str]:
    """What is put aside, by the end of its key."""
    found = page.evaluate("key => Object.entries(localStorage).filter(([name]) => name.startsWith(key + ':broken:'))", KEY)
    return {name.removeprefix(f"{KEY}:broken:"): text for name, text in sorted(found)}


class TestUnread:
    def test_a_bad_piece_is_put_aside_and_all_the_rest_is_kept(self, tab: Page) -> None:
        good = document(steps={"resource:y": step("doing", 5)}, known={"llm": {"level": 1, "at": NOW}}, paths={"a/b": followed(plan_of(), hours=3)})
        bad = json.loads(json.dumps(good))
        bad["paths"][0][1]["start"] = "20266-11-28"
        keep(tab, bad)
        unread = run(tab, OPEN + "const store = open(); const before = store.unread(); tick(store, 'resource:x'); return before;")
        assert unread == {"pieces": 1, "newer": False, "raw": json.dumps([{"at": "paths[0].start", "value": "20266-11-28"}], separators=(",", ":"))}
        assert aside(tab) == {NOW: unread["raw"]}
        made = kept(tab)
        assert (made["steps"], made["known"], made["paths"]) == ([["resource:x", step()], *good["steps"]], good["known"], good["paths"])
        assert run(tab, OPEN + "return open().unread();") is None

    def test_what_was_put_aside_whole_comes_back_when_it_can_be_read(self, tab: Page) -> None:
        """A page of yesterday refused a document for one piece of it and began afresh."""
        steps = {"resource:old": step("doing", 30, LONG_AGO), "resource:both": step("done", 0, LONG_AGO)}
        whole = document(steps=steps, paths={"a/b": followed("site")})
        whole["paths"][0][1]["start"] = "20266-11-28"
        keep(tab, whole, f":broken:{LONG_AGO}")
        keep(tab, document(steps={"resource:both": step("todo", 0, LATER)}))
        assert run(tab, OPEN + f"return [...open('{LATER}').get().steps.keys()].sort();") == ["resource:both", "resource:old"]
        assert list(aside(tab)) == [LONG_AGO] and len(kept(tab)["steps"]) == 1, "nothing is written before something is set"
        run(tab, OPEN + f"tick(open('{LATER}'), 'resource:new');")
        assert dict(kept(tab)["steps"]) == {
            "resource:old": step("doing", 30, LONG_AGO), "resource:both": step("todo", 0, LATER), "resource:new": step()}
        assert kept(tab)["paths"] == [["a/b", followed("site")]]
        assert aside(tab) == {LONG_AGO: json.dumps([{"at": "paths[0].start", "value": "20266-11-28"}], separators=(",", ":"))}

    def test_what_came_back_comes_once(self, tab: Page) -> None:
        keep(tab, document(steps={"resource:x": step(at="9999-12-31T23:59:59.999Z")}), f":broken:{LONG_AGO}")
        run(tab, OPEN + "tick(open(), 'resource:y');")
        assert aside(tab) == {} and dict(kept(tab)["steps"])["resource:x"]["state"] == "done"
        run(tab, OPEN + f"const store = open('{LATER}'); store.set(m.setStep(store.get(), 'resource:x', {{ state: 'todo' }}, '{LATER}'));")
        assert run(tab, OPEN + f"return open('{LATER}').get().steps.get('resource:x').state;") == "todo"

    def test_another_tab_that_mends_it_ends_it_here(self, tab: Page) -> None:
        keep(tab, "{")
        other = tab.context.new_page()
        other.goto(tab.url)
        ready(other)
        run(tab, OPEN + "window.store = open(); const page = window.document.documentElement;"
            "store.watch(() => { page.dataset.unread = JSON.stringify(store.unread()); });")
        assert tab.evaluate("store.unread()") == {"pieces": 0, "raw": "{", "newer": False}
        run(other, OPEN + "tick(open(), 'resource:theirs');")
        expect(tab.locator("html")).to_have_attribute("data-unread", "null")
        assert list(aside(tab).values()) == ["{"]
        for name in ("a", "b"):
            run(tab, OPEN + f"tick(store, 'resource:{name}');")
        other.close()
        assert list(aside(tab).values()) == ["{"], "no second copy"
        assert [key for key, _ in kept(tab)["steps"]] == ["resource:a", "resource:b", "resource:theirs"]

    def test_only_so_much_is_kept_of_what_was_put_aside(self, tab: Page) -> None:
        for number in range(12):
            keep(tab, "{" * (1 + number // 2))
            run(tab, OPEN + f"tick(open('2026-11-24T10:00:{number:02}.000Z'), 'resource:x{number}');")
        assert aside(tab) == {f"2026-11-24T10:00:{2 * number:02}.000Z": "{" * (1 + number) for number in range(1, 6)}, "the newest, each once"

    def test_two_at_one_moment_are_both_kept(self, tab: Page) -> None:
        run(tab, OPEN + "const store = open(); window.one = store;")
        for text in ("{", "["):
            keep(tab, text)
            run(tab, OPEN + "tick(one, 'resource:x');")
        assert aside(tab) == {NOW: "{", f"{NOW}+": "["}

    def test_forgetting_forgets_what_was_put_aside(self, tab: Page) -> None:
        keep(tab, document(steps={"resource:x": step()}), f":broken:{LONG_AGO}")
        run(tab, OPEN + "const store = open(); store.wipe(); tick(store, 'resource:y');")
        assert aside(tab) == {} and [key for key, _ in kept(tab)["steps"]] == ["resource:y"]


class TestVersions:
    def test_a_document_of_a_later_version_is_put_aside_whole_until_a_page_can_read_it(self, tab: Page) -> None:
        later = json.dumps(document(steps={"resource:x": step()}) | {"version": 3, "cuts": [1]})
        keep(tab, later)
        assert run(tab, OPEN + "return open().unread();") == {"pieces": 0, "raw": later, "newer": True}
        assert tab.evaluate("key => localStorage.getItem(key)", KEY) == later, "nothing is written before something is set"
        run(tab, OPEN + "tick(open(), 'resource:y'); tick(open(), 'resource:z');")
        assert aside(tab) == {NOW: later} and [key for key, _ in kept(tab)["steps"]] == ["resource:y", "resource:z"]
        # As if this page were of that version.
        keep(tab, later.replace('"version": 3', '"version": 2'), f":broken:{NOW}")
        run(tab, OPEN + "tick(open(), 'resource:w');")
        made = kept(tab)
        assert aside(tab) == {} and made["cuts"] == [1]
        assert [key for key, _ in made["steps"]] == [f"resource:{name}" for name in "wxyz"]

    def test_a_tab_of_an_earlier_version_costs_nothing_however_often_the_two_write(self, tab: Page) -> None:
        """It takes what it finds for a later version's, puts it aside and writes what it knows itself."""
        keep(tab, document(steps={"resource:first": step()}) | {"new": 1})
        run(tab, OPEN + "window.store = open();")
        old: dict[str, Any] = {}
        for number in range(12):
            old[f"resource:old{number}"] = step()
            run(tab, """localStorage.setItem(`${a}:broken:2026-11-24T11:00:00.0${b}Z`, localStorage.getItem(a));
                localStorage.setItem(a, JSON.stringify(c));
                dispatchEvent(new StorageEvent("storage", { key: a }));""", KEY, number + 10, document(steps=old) | {"version": 1})
            assert run(tab, "return [store.get().steps.size, store.get().new];") == [2 * number + 2, 1], "at once, not when it is opened anew"
            run(tab, OPEN + f"tick(store, 'resource:mine{number}');")
        made = kept(tab)
        assert aside(tab) == {} and made["version"] == 2 and made["new"] == 1
        both = {f"resource:{who}{number}" for who in ("old", "mine") for number in range(12)}
        assert {key for key, _ in made["steps"]} == {"resource:first", *both}


class TestTabs:
    def test_swaps_of_two_tabs_are_both_kept_and_of_one_step_the_later(self, tab: Page) -> None:
        run(tab, OPEN + """const tabs = [open("2028-01-01T00:00:00.000Z"), open("2028-01-01T00:00:00.000Z")];
            const swap = (store, key, to, at) => store.set(m.setSwap(store.get(), key, to, at));
            swap(tabs[0], "resource:a", "resource:x", a);
            swap(tabs[1], "resource:b", "resource:y", a);
            swap(tabs[0], "resource:c", "resource:x", b);
            swap(tabs[1], "resource:c", "resource:y", a);
            swap(tabs[1], "resource:a", "", b);
            swap(tabs[0], "resource:d", "resource:z", a);""", NOW, LATER)
        assert kept(tab)["swaps"] == [[f"resource:{key}", {"to": to, "at": at}] for key, to, at in (
            ("a", "", LATER), ("b", "resource:y", NOW), ("c", "resource:x", LATER), ("d", "resource:z", NOW))]


class TestLimits:
    def test_what_would_be_too_large_to_read_is_not_written_and_holds_for_the_visit(self, tab: Page) -> None:
        keep(tab, document(steps={"resource:mine": step()}))
        before = kept(tab)
        found = run(tab, OPEN + """const store = open(); const steps = new Map(store.get().steps);
            const points = ["x".repeat(400)];
            for (let number = 0; number < 5000; number += 1) steps.set(`resource:r${number}`, { state: "done", minutes: 0, points, at: a });
            store.set({ ...store.get(), steps });
            return [store.trouble(), store.get().steps.size];""", NOW)
        assert found == ["full", 5001] and kept(tab) == before

    def test_plans_followed_long_ago_make_way_for_ticks(self, tab: Page) -> None:
        points = ["x" * 900] * 80
        plans = [plan_of({"key": "project:x", "points": [f"{number}{point}" for number, point in enumerate(points)]}, path=f"p{number}/b")
                 for number in range(40)]
        run(tab, OPEN + """const store = open();
            a.forEach((plan, number) => store.set(m.follow(store.get(), m.readPlan(plan), {}, new Date(Date.parse(b) + number).toISOString())));
            tick(store, "resource:x");""", plans, NOW)
        made = kept(tab)
        copies = [path["plan"] != "site" for _, path in sorted(made["paths"], key=lambda entry: entry[1]["at"])]
        assert len(copies) == 40 and copies == sorted(copies) and 0 < sum(copies) < 40 and made["steps"][0][0] == "resource:x"
        assert run(tab, OPEN + "const store = open(); return [store.unread(), store.get().paths.size];") == [None, 40]


class TestLives:
    def test_no_tick_is_lost_to_another_tab_or_to_broken_pieces(self, tab: Page) -> None:
        """Of three hundred seeded lives of a device with two tabs and somebody who writes nonsense: what was set last for a step is there."""
        bad = run(tab, RANDOM + OPEN + """
            const bad = []; const KEY = a;
            for (let seed = 0; seed < 300; seed += 1) {
              localStorage.clear();
              const { one, below, dice, deeds, tried, broken } = tools(seed);
              const tabs = [open("2028-01-01T00:00:00.000Z"), open("2028-01-01T00:00:00.000Z")];
              let minute = 0;
              const set = new Map();
              for (let count = 6 + below(10); count > 0; count -= 1) {
                const store = one(tabs);
                const now = new Date(Date.parse("2027-01-01T00:00:00.000Z") + 60000 * (minute += 1)).toISOString();
                const key = one(["resource:mine", "project:mine", "resource:mine#part"]);
                const state = one(["done", "skipped"]);
                store.set(m.setStep(tried(store.get(), one(deeds.slice(0, 6))), key, { state }, now));
                set.set(key, state);
                const text = localStorage.getItem(KEY);
                const found = m.parse(text);
                if (!found.progress || found.lost.length) { bad.push([seed, "unreadable"]); break; }
                // A piece of another part of it is broken by somebody else.
                if (dice() < 0.3) {
                  const value = JSON.parse(text);
                  value.known = [["R A G", { level: 1, at: now }], ...value.known];
                  value.paths = value.paths.map(([path, said]) => [path, { ...said, start: "20266-11-28" }]);
                  localStorage.setItem(KEY, JSON.stringify(value));
                }
              }
              const at = open().get().steps;
              for (const [key, state] of set) if (at.get(key)?.state !== state) bad.push([seed, key, state, at.get(key)?.state ?? null]);
              if (Object.keys(localStorage).length > 6) bad.push([seed, "copies", Object.keys(localStorage).length]);
            }
            return bad;""", KEY)
        assert bad == []


def test_the_first_document_is_empty(tab: Page) -> None:
    assert json.loads(run(tab, OPEN + "return m.stringify(open().get());")) == EMPTY
