"""What a reader did and knows (progress.mjs), run in node."""
from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from conftest import HERE
from node import Node, run

from generator.model import Guide
from generator.model.limits import MOST_SEEN
from generator.pipeline import Output
from generator.site.plan_data import plan_data

LONG_AGO = "1970-01-01T00:00:00.000Z"
NOW, LATER, LATEST = (f"2026-11-{day}T10:00:00.000Z" for day in (24, 25, 26))
EMPTY: dict[str, Any] = {
    "version": 2, "steps": [], "known": [], "paths": [], "hide_times": False, "backup": {"at": "", "changes": 0}, "last": ""}


@pytest.fixture(scope="module")
def block(real: Output, real_guide: Guide) -> dict[str, Any]:
    """The data of a real path, as a device keeps it: without addresses outside the site."""
    key, plan = next(iter(real.plans.items()))
    data = plan_data(real_guide, plan, "A path", key.url, key.variant, "Finish")
    for said in [each for step in data["steps"] for each in (step, *step.get("alternatives", []))]:
        said.pop("url", None)
    return data


def step(state: str = "done", minutes: int = 0, at: str = NOW, points: list[str] | None = None) -> dict[str, Any]:
    return {"state": state, "minutes": minutes, "points": points or [], "at": at}


def document(**said: Any) -> dict[str, Any]:
    """A stored document with these steps, skills and paths."""
    made = EMPTY | {name: [list(entry) for entry in sorted(value.items())] if isinstance(value, dict) and name != "backup" else value
                    for name, value in said.items()}
    return {name: value for name, value in made.items() if name != "swaps" or value}


def plan_of(*steps: dict[str, Any], **said: Any) -> dict[str, Any]:
    """The data of a plan with these steps."""
    return {"path": "a/b", "variant": "", "title": "A path", "url": "paths/a/b/", "hours_per_week": 5,
            "milestones": [["All", len(steps)]] if steps else [], "steps": [{"title": "A step", "minutes": 60} | one for one in steps],
            "skills": [["new-skill", "A skill", []]], "known": [], "gap": [], "granted": [], "above": []} | said


def followed(plan: Any, at: str = NOW, **said: Any) -> dict[str, Any]:
    return {"variant": "", "start": "", "hours": 0, "plan": plan, "at": at} | said


class TestText:
    def test_a_document_comes_back_as_it_was(self, js: Node, block: Any) -> None:
        whole = document(
            steps={"project:x": step("doing", 90, points=["It runs.", "It is tested."]), "resource:constructor#to-string": step("skipped")},
            known={"constructor": {"level": 2, "at": NOW}, "rag": {"level": 0, "at": NOW}}, last="a/b",
            paths={block["path"]: followed(block, start="2026-11-24", hours=7, variant="full"),
                   "z/z/then/y": followed(None), "z/z": followed("site")},
            hide_times=True, backup={"at": NOW, "changes": 3})
        assert json.loads(run(js, "return m.stringify(m.document(a));", json.dumps(whole))) == whole

    @pytest.mark.parametrize(("stored", "read"), [(80, 80), (81, 80), (168, 80)])
    def test_a_pace_that_earlier_pages_took_is_read_as_the_most(self, js: Node, stored: int, read: int) -> None:
        text = json.dumps(document(paths={"z/z": followed("site", hours=stored)}))
        hours, lost = run(js, "const { progress, lost } = m.parse(a); return [progress.paths.get('z/z').hours, lost];", text)
        assert (hours, lost) == (read, [])

    def test_nothing_at_all_can_be_stored(self, js: Node) -> None:
        assert json.loads(run(js, "return m.stringify(m.empty());")) == EMPTY

    def test_equal_documents_make_equal_text(self, js: Node) -> None:
        one = document(steps={"resource:b": step(), "resource:a": step()})
        other = one | {"steps": one["steps"][::-1]}
        assert run(js, "return m.stringify(m.document(a)) === m.stringify(m.document(b)) && m.same(m.document(a), m.document(b));",
                   json.dumps(one), json.dumps(dict(reversed(other.items()))))

    PROBLEMS = {
        "nothing": ("", "json"), "no JSON": ("{'version': 1}", "json"), "cut off": (json.dumps(EMPTY)[:-5], "json"),
        "NaN": ('{"version":NaN}', "json"),
        "a list": ("[1]", "foreign"), "a number": ("7", "foreign"), "null": ("null", "foreign"), "a text": ('"version"', "foreign"),
        "another program's": ('{"name":"x","scripts":{}}', "foreign"), "no number": ('{"version":"1"}', "foreign"),
        "zero": ('{"version":0}', "foreign"),
        "half": ('{"version":1.5}', "foreign"), "by way of a prototype": ('{"__proto__":{"version":1}}', "foreign"),
        "the next version": (json.dumps(EMPTY | {"version": 3}), "newer"), "a far version": ('{"version":1e300}', "newer"),
        "deep": ("[" * 900_000 + "]" * 900_000, "foreign"), "deep objects": ('{"version":' * 150_000 + "1" + "}" * 150_000, "foreign"),
        "deep inside": (json.dumps(EMPTY)[:-1] + ',"x":' + "[" * 500_000 + "]" * 500_000 + "}", "wrong"),
        "ten megabytes": (json.dumps(EMPTY) + " " * 10_000_000, "size"),
        "ten megabytes of steps": ('{"version":1,"steps":[' + "0," * 5_000_000, "size"),
    }

    @pytest.mark.parametrize("name", PROBLEMS)
    def test_what_is_no_document_is_refused(self, js: Node, name: str) -> None:
        text, problem = self.PROBLEMS[name]
        assert run(js, "const { problem, progress } = m.parse(a); return [problem, progress ?? null];", text) == [problem, None]

    # What cannot be read: a field of the document, or an entry beside good ones; where it is; and what is read of it all the same.
    WRONG: tuple[tuple[str, str, Any, str, Any], ...] = (
        ("times hidden by a word", "hide_times", "yes", "hide_times", False),
        ("a backup that is none", "backup", 7, "backup", {"at": "", "changes": 0}),
        ("a backup some time", "backup", {"at": "once", "changes": 3}, "backup.at", {"at": "", "changes": 3}),
        ("a last path that is none", "last", "javascript:x", "last", ""), ("steps as an object", "steps", {}, "steps", []),
        *((name, "steps", [entry], "steps[1]", []) for name, entry in (
            ("no pair", ["resource:x"]), ("a third", ["resource:x", step(), 1]), ("no list", "resource:x"), ("a prototype", ["__proto__", step()]),
            ("an id that is none", ["resource:X y", step()]), ("another kind", ["skill:x", step()]), ("a long id", ["resource:" + "x" * 200, step()]),
            ("a number for an id", [1, step()]), ("an id twice", ["resource:y", step("todo")]), ("a line's end in an id", ["resource:x\n", step()]),
            ("no state", ["resource:x", {"minutes": 0, "points": [], "at": NOW}]), ("another state", ["resource:x", step("constructor")]),
            ("a state of another type", ["resource:x", step() | {"state": ["done"]}]), ("no entry", ["resource:x", None]))),
        *((name, "steps", [["resource:x", step() | said]], f"steps[1].{at}", [["resource:x", step() | read]]) for name, said, at, read in (
            ("minutes below nothing", {"minutes": -1}, "minutes", {}), ("parts of a minute", {"minutes": 0.5}, "minutes", {}),
            ("endless minutes", {"minutes": 1e308}, "minutes", {}), ("minutes as text", {"minutes": "5"}, "minutes", {}),
            ("no minutes", {"minutes": None}, "minutes", {}), ("a point that is none", {"points": ["a", 7]}, "points", {"points": ["a"]}),
            ("points as text", {"points": "a"}, "points", {}),
            ("no moment", {"at": "yesterday"}, "at", {"at": LONG_AGO}),
            ("a day that is none", {"at": "2026-02-30T10:00:00.000Z"}, "at", {"at": LONG_AGO}),
            ("a moment elsewhere", {"at": "2026-02-20T10:00:00.000+02:00"}, "at", {"at": LONG_AGO}),
            ("a far moment", {"at": "+099999-02-20T10:00:00.000Z"}, "at", {"at": LONG_AGO}),
            ("a time taken that is none", {"took": "long"}, "took", {}), ("less than no time taken", {"took": -1}, "took", {}))),
        ("level four", "known", [["rag", {"level": 4, "at": NOW}]], "known[1]", []),
        ("level true", "known", [["rag", {"level": True, "at": NOW}]], "known[1]", []),
        ("a path that is none", "paths", [["a", followed(None)]], "paths[1]", []), ("a way up", "paths", [["../x", followed(None)]], "paths[1]", []),
        *((name, "paths", [["a/b", followed("site") | {at: said}]], f"paths[1].{at}", [["a/b", followed("site")]]) for name, at, said in (
            ("hours without end", "hours", 1e9), ("another variant", "variant", "best"), ("no day", "start", "2026-13-01"),
            ("a year of six digits", "start", "20266-11-28"), ("a plan as text", "plan", "{}"), ("a plan as a list", "plan", []),
            ("a plan that leads elsewhere", "plan", plan_of(url="https://evil.example/")), ("another path's plan", "plan", plan_of(path="c/d")),
            ("a plan of too many steps", "plan", plan_of(*({"key": f"resource:r{number}"} for number in range(401)))),
            ("a plan of too many letters", "plan", plan_of(*({"key": f"resource:r{number}", "cv": "x" * 900} for number in range(90)))),
            ("a title without end", "plan", plan_of(title="x" * 1001)),
            ("a plan of too many alternatives", "plan", plan_of({"key": "resource:x", "alternatives": [
                {"key": f"resource:r{number}", "title": "x", "minutes": 1, "cv": "x" * 900} for number in range(90)]})),
            ("an act without end", "plan", plan_of({"key": "resource:x", "act": "x" * 1001})),
            ("a step that leads outside by a script", "plan", plan_of({"key": "resource:x", "url": "javascript:alert(1)"})))),
        *((name, "swaps", [entry], "swaps[1]" + at, []) for name, entry, at in (
            ("a swap of no step", ["skill:x", {"to": "resource:x", "at": NOW}], ""),
            ("a swap to no step", ["resource:x", {"to": "x", "at": NOW}], ""),
            ("a swap to nothing", ["resource:x", {"at": NOW}], ""), ("a swap that is none", ["resource:x", "resource:y"], ""))),
        ("a swap at no moment", "swaps", [["resource:x", {"to": "resource:z", "at": "once"}]], "swaps[1].at", [
            ["resource:x", {"to": "resource:z", "at": LONG_AGO}]]),
    )

    @pytest.mark.parametrize(("field", "value", "at", "read"), [pytest.param(*rest, id=name) for name, *rest in WRONG])
    def test_one_thing_wrong_costs_no_other(self, js: Node, field: str, value: Any, at: str, read: Any) -> None:
        good = document(steps={"resource:y": step("doing", 5)}, known={"llm": {"level": 1, "at": NOW}}, paths={"z/z": followed(None)}, last="z/z",
                        swaps={"resource:a": {"to": "resource:b", "at": NOW}})
        listed = isinstance(value, list)
        found = run(js, "const { progress, lost } = m.parse(a); return [m.stringify(progress), lost];",
                    json.dumps(good | {field: good[field] + value if listed else value}))
        wanted = good | ({} if read is None else {field: sorted(good[field] + read) if listed else read})
        assert json.loads(found[0]) == wanted
        assert [one["at"] for one in found[1]] == [at]
        assert found[1][0].get("value") == self.piece(value, at)
        assert run(js, "return m.parse(a).lost;", found[0]) == [], "what was read is written so that it is read again"

    def piece(self, value: Any, at: str) -> Any:
        """The piece that cannot be read, of the value of a field."""
        if at.endswith("]"):
            return value[0]
        name = at.rpartition(".")[2]
        whole = value[0][1] if isinstance(value, list) else value
        piece = whole[name] if "." in at else whole
        return 7 if piece == ["a", 7] else piece

    @pytest.mark.parametrize("name", ["nothing", "wrong steps", "another program's", "one bad entry and no other"])
    def test_where_nothing_can_be_read_the_whole_is_refused(self, js: Node, name: str) -> None:
        text = {"nothing": {"version": 1}, "wrong steps": EMPTY | {"steps": {"a": 1}}, "another program's": {"version": 1, "name": "x"},
                "one bad entry and no other": document(steps={"resource:X": step()})}[name]
        assert run(js, "const { problem, progress } = m.parse(a); return [problem, progress ?? null];", json.dumps(text)) == ["wrong", None]

    def test_what_nobody_can_see_is_taken_out_of_texts(self, js: Node) -> None:
        """As it is taken out of the site's own plan, so that a ticked point is found again."""
        points = ["a\u0007b", "a\u202ec", "a\ud800d", "e" * 3000]
        found = run(js, """const plan = m.readPlan(b), [tick] = m.parse(a).progress.steps.values();
            return [tick.points, plan.steps[0].points, plan.title];""",
                    json.dumps(document(steps={"project:x": step(points=points)})), plan_of({"key": "project:x", "points": points}, title="x\u2028y"))
        assert found == [["ab", "ac", "ad", "e" * 3000]] * 2 + ["xy"]

    def test_however_many_there_are_they_are_read(self, js: Node) -> None:
        points = [str(point) for point in range(60)]
        many = document(steps={f"resource:r{number}": step(points=points if number == 0 else []) for number in range(9000)},
                        known={f"s{number}": {"level": 1, "at": NOW} for number in range(3000)},
                        paths={f"a/p{number}": followed(None) for number in range(300)})
        assert json.loads(run(js, "return m.stringify(m.document(a));", json.dumps(many))) == many

    def test_nothing_reaches_prototypes(self, js: Node) -> None:
        """Fields of these names are kept as they came, like any others, and mean nothing."""
        names = {"__proto__": {"hit": 1}, "constructor": {"prototype": {"hit": 1}}, "toString": "x", "toJSON": 1}
        whole = document(steps={"resource:y": step() | names}) | names
        text = json.dumps(dict(sorted(whole.items())))
        found = run(js, """const { progress, lost } = m.parse(a);
            const ticked = m.setStep(progress, "resource:y", { state: "todo" }, b);
            return [lost, m.stringify(progress), m.stringify(ticked), {}.hit ?? null, Object.hit ?? null, progress.hit ?? null];""", text, LATER)
        assert [found[0], *found[3:]] == [[], None, None, None] and json.loads(found[1]) == whole
        assert json.loads(found[2])["steps"] == [["resource:y", step("todo", at=LATER) | names]]

    def test_of_a_name_given_twice_the_last_counts_as_in_any_reader(self, js: Node) -> None:
        text = json.dumps(EMPTY)[:-1] + ', "hide_times": true}'
        assert run(js, "return m.parse(a).progress.hide_times;", text) is True


# What a later version may say in each object of a document.
NEWS = {"rated": 95, "instead": ["resource:other"], "a": {"b": [None, True, 0.5, {"c": "\u202e"}]}, "1": "x", "more": "", "__proto__": 7}
CUT = "project:shop#first-sale"


class TestUnknownFields:
    def whole(self) -> dict[str, Any]:
        plan = plan_of({"key": "resource:x", **NEWS}, {"key": CUT, "points": ["It sells."]}, **NEWS)
        return document(steps={"resource:x": step("doing", 5) | NEWS, CUT: step() | NEWS}, known={"rag": {"level": 1, "at": NOW} | NEWS},
                        paths={"a/b": followed(plan) | NEWS, "a/c": followed(None) | NEWS, "a/d": followed("site") | NEWS},
                        backup={"at": NOW, "changes": 3} | NEWS, last="a/b") | NEWS

    def test_every_object_keeps_them(self, js: Node) -> None:
        text, lost = run(js, "const { progress, lost } = m.parse(a); return [m.stringify(progress), lost];", json.dumps(self.whole()))
        assert (json.loads(text), lost) == (self.whole(), [])
        assert run(js, "return m.stringify(m.document(a));", text) == text

    def test_whatever_is_done_leaves_them_as_they_were(self, js: Node) -> None:
        now = plan_of({"key": "resource:new", "former": ["resource:x"]}, {"key": CUT}, former=["was/b"], renamed=[["rag", "new-skill"]])
        text = run(js, """let made = m.document(a);
            made = m.setStep(made, "resource:x", { state: "skipped", minutes: 9, points: ["p"] }, b);
            made = m.setKnown(made, "rag", 3, b);
            made = m.setPath(m.leave(made, "a/c", b), "a/b", { start: "2026-11-24", hours: 7 }, b);
            made = m.follow(made, m.readPlan({ ...c, path: "a/d" }), {}, b);
            made = m.visit(m.hideTimes(m.backedUp(made, b), true), "a/d");
            return m.stringify(m.migrate(m.fitted(made), m.readPlan(c)));""", json.dumps(self.whole()), LATER, now)
        made = json.loads(text)
        assert {name: made[name] for name in NEWS} == NEWS == {name: made["backup"][name] for name in NEWS}
        steps, known, paths = (dict(made[name]) for name in ("steps", "known", "paths"))
        assert steps["resource:x"] == steps["resource:new"] == step("skipped", 9, LATER, ["p"]) | NEWS and steps[CUT] == step() | NEWS
        assert known["rag"] == known["new-skill"] == {"level": 3, "at": LATER} | NEWS
        assert all(path.items() >= NEWS.items() for path in paths.values()) and paths["a/b"]["hours"] == 7
        assert paths["a/b"]["plan"].items() >= NEWS.items() and paths["a/b"]["plan"]["steps"][0].items() >= ({"key": "resource:new"} | NEWS).items()

    def test_what_is_said_of_a_whole_is_not_said_of_each_of_its_parts(self, js: Node) -> None:
        plan = plan_of({"key": CUT}, {"key": "project:begun#cut"})
        stored = document(steps={"project:shop": step() | NEWS, "project:begun": step("doing", 5) | NEWS})
        made = dict(json.loads(run(js, "return m.stringify(m.migrate(m.document(a), m.readPlan(b)));", json.dumps(stored), plan))["steps"])
        assert made == dict(stored["steps"]) | {CUT: step(), "project:begun#cut": step("doing", 5)}

    def test_the_newest_entry_wins_with_its_own(self, js: Node) -> None:
        mine = document(steps={"resource:x": step(at=LATER) | {"rated": 1}, "resource:y": step() | {"rated": 1}},
                        known={"rag": {"level": 1, "at": NOW, "rated": 1}}) | {"own": 1, "both": 1}
        theirs = document(steps={"resource:x": step() | {"rated": 2}, "resource:y": step("todo", at=LATER)},
                          known={"rag": {"level": 1, "at": NOW, "rated": 2}}) | {"their": 2, "both": 2}
        for one, other, told in ((mine, theirs, ["theirs"]), (theirs, mine, ["mine"])):
            made, taken = run(js, """const { progress, told } = m.merge(m.document(a), m.document(b), c);
                return [m.stringify(progress), told.map(({ taken }) => taken)];""", json.dumps(one), json.dumps(other), LATEST)
            assert {name: json.loads(made)[name] for name in ("steps", "known", "own", "their", "both")} == {
                "steps": [["resource:x", step(at=LATER) | {"rated": 1}], ["resource:y", step("todo", at=LATER)]],
                "known": [["rag", {"level": 1, "at": NOW, "rated": 2}]], "own": 1, "their": 2, "both": 2}
            assert taken == told, "only what a reader ticked is told"

    def test_they_need_room_like_all_that_comes_in(self, js: Node) -> None:
        mine, theirs = document(steps={"resource:x": step()}), document(steps={"resource:y": step() | {"rated": "x" * 500}}) | {"new": "x" * 500}
        found = run(js, """return [300, 900, 1500].map((room) => {
            const { progress, left } = m.merge(m.document(a), m.document(b), c, room);
            return [progress.steps.size, (progress.new ?? "").length, left]; });""", json.dumps(mine), json.dumps(theirs), LATEST)
        assert found == [[1, 0, 2], [1, 500, 1], [2, 500, 0]]

    def test_nothing_lies_too_deep(self, js: Node) -> None:
        for deep, problem in ((12, None), (2000, "wrong")):
            whole = document(steps={"resource:x": step()}) | {"new": 1}
            text = json.dumps(whole).replace('"new": 1', '"new": ' + "[" * deep + "]" * deep)
            assert run(js, "return m.parse(a).problem ?? null;", text) == problem

    def test_a_document_of_the_first_version_becomes_one_of_the_second(self, js: Node) -> None:
        assert json.loads(run(js, "return m.stringify(m.document(a));", json.dumps(self.whole() | {"version": 1}))) == self.whole()


class TestSetters:
    def test_a_step_keeps_what_is_not_changed_and_the_old_document_is_as_it_was(self, js: Node) -> None:
        found = run(js, """
            const first = m.setStep(m.empty(), "resource:x", { state: "doing", minutes: 30 }, a);
            const second = m.setStep(first, "resource:x", { points: ["p", "p"] }, b);
            return [first, second].map((one) => JSON.parse(m.stringify(one)));""", NOW, LATER)
        assert [one["steps"] for one in found] == [[["resource:x", step("doing", 30)]], [["resource:x", step("doing", 30, LATER, ["p"])]]]
        assert [one["backup"]["changes"] for one in found] == [1, 2]

    def test_minutes_stay_within_reason(self, js: Node) -> None:
        found = run(js, """return [-5, 12.6, 1e9].map((minutes) =>
            m.setStep(m.empty(), "resource:x", { minutes }, a).steps.get("resource:x").minutes);""", NOW)
        assert found == [0, 13, 60_000]

    def test_a_whole_milestone(self, js: Node) -> None:
        found = run(js, """const made = m.setSteps(m.setStep(m.empty(), b[0], { state: "doing", minutes: 5 }, a), b, "done", a);
            return [...made.steps].map(([key, { state, minutes }]) => [key, state, minutes]);""", NOW, ["resource:x", "project:y"])
        assert found == [["resource:x", "done", 5], ["project:y", "done", 0]]

    def test_a_clock_that_went_back_makes_nothing_older(self, js: Node) -> None:
        found = run(js, "return m.setKnown(m.setKnown(m.empty(), 'rag', 2, b), 'rag', 0, a).known.get('rag');", NOW, LATER)
        assert found == {"level": 0, "at": LATER.replace("000Z", "001Z")}

    def test_a_path_is_followed_changed_and_left(self, js: Node) -> None:
        found = run(js, """
            const plan = m.readPlan(a);
            const one = m.follow(m.empty(), plan, { start: "2026-11-24" }, b);
            const two = m.setPath(one, "a/b", { hours: 3 }, c);
            const three = m.follow(two, m.readPlan({ ...a, variant: "full" }), {}, d);
            const four = m.leave(three, "a/b", d);
            const none = [m.setPath(m.empty(), "a/b", { hours: 3 }, b), m.leave(m.empty(), "a/b", b)];
            return [one, two, three, four, ...none].map((made) => JSON.parse(m.stringify(made)));""",
                    plan_of({"key": "resource:x"}), NOW, LATER, LATEST)
        ways = [(one["paths"][0][1] if one["paths"] else {}, one["last"]) for one in found]
        assert [({name: value for name, value in way.items() if name != "plan"}, last) for way, last in ways] == [
            ({"variant": "", "start": "2026-11-24", "hours": 0, "at": NOW}, "a/b"),
            ({"variant": "", "start": "2026-11-24", "hours": 3, "at": LATER}, "a/b"),
            ({"variant": "full", "start": "2026-11-24", "hours": 3, "at": LATEST}, "a/b"),
            ({"variant": "full", "start": "2026-11-24", "hours": 3, "at": LATEST.replace("000Z", "001Z")}, ""), ({}, ""), ({}, "")]
        assert ways[0][0]["plan"] == plan_of({"key": "resource:x"}) and ways[3][0]["plan"] is None

    def test_another_step_in_the_place_of_one_and_back(self, js: Node) -> None:
        found = run(js, """
            const one = m.setSwap(m.empty(), "resource:x", "resource:y", a);
            const two = m.setSwap(one, "resource:x", "resource:z#part", b);
            return [one, two, m.setSwap(two, "resource:x", "", b), m.setSwap(two, "resource:x", "resource:x", b)].map(
                (made) => JSON.parse(m.stringify(made)));""", NOW, LATER)
        after = LATER.replace("000Z", "001Z")
        assert [made["swaps"] for made in found] == [[["resource:x", {"to": to, "at": at}]] for to, at in (
            ("resource:y", NOW), ("resource:z#part", LATER), ("", after), ("", after))]
        assert [made["backup"]["changes"] for made in found] == [1, 2, 3, 3]

    def test_how_long_a_step_took_stays_with_its_tick(self, js: Node) -> None:
        found = run(js, """const none = m.setStep(m.empty(), "resource:x", { state: "done" }, a);
            const made = m.setStep(m.setStep(none, "resource:x", { took: 95.4 }, a), "resource:x", { state: "todo" }, b);
            const gone = m.setStep(made, "resource:x", { took: 0 }, b);
            return [none, made, gone].map((one) => [m.took(one, "resource:x"), JSON.parse(m.stringify(one)).steps[0][1]]);""", NOW, LATER)
        assert found == [[0, step()], [95, step("todo", at=LATER) | {"took": 95}], [0, step("todo", at=LATER.replace("000Z", "001Z"))]]
        assert run(js, "return m.took(m.empty(), 'resource:x');") == 0

    def test_a_copy_has_no_address_outside_the_site_whatever_it_came_with(self, js: Node) -> None:
        """A copy may come in anybody's file, and an address would be followed as the site's own."""
        led = {"url": "https://evil.example/"}
        other = {"key": "resource:z", "title": "x", "minutes": 1}
        plan = plan_of({"key": "resource:x", **led, "alternatives": [other | led]}, {"key": "resource:y"})
        bare = plan_of({"key": "resource:x", "alternatives": [other]}, {"key": "resource:y"})
        made, read = run(js, "return [m.follow(m.empty(), m.readPlan(a), {}, c), m.document(b)].map((one) => JSON.parse(m.stringify(one)).paths);",
                         plan, json.dumps(document(paths={"a/b": followed(plan)})), NOW)
        assert made == read == [["a/b", followed(bare)]]
        now = plan_of({"key": "resource:x", "url": "https://example.org/x"}, {"key": "resource:z", "url": "https://example.org/z"})
        urls = run(js, """const [kept, site] = [m.readPlan(a), m.readPlan(b)], made = m.addressed(kept, site);
            if (m.addressed(kept, site) !== made || m.addressed(kept, kept) !== kept) throw new Error("made anew");
            return m.everyStep(made).map(({ key, url }) => [key, url]);""", bare, now)
        assert urls == [["resource:x", "https://example.org/x"], ["resource:y", ""], ["resource:z", "https://example.org/z"]]

    def test_a_backup_starts_the_count_anew(self, js: Node) -> None:
        found = run(js, "return m.setStep(m.backedUp(m.setStep(m.empty(), 'resource:x', {}, a), b), 'resource:x', {}, b).backup;", NOW, LATER)
        assert found == {"at": LATER, "changes": 1}


class TestMigration:
    def migrated(self, js: Node, stored: Any, plan: Any) -> Any:
        """The document after following a plan's ids; following them again changes nothing."""
        text = run(js, """const plan = m.readPlan(b); const made = m.migrate(m.document(a), plan);
            if (m.migrate(made, plan) !== made) throw new Error("again"); return m.stringify(made);""", json.dumps(stored), plan)
        return {name: dict(value) if name in ("steps", "known", "swaps", "paths") else value for name, value in json.loads(text).items()}

    def test_a_renamed_step_takes_its_tick_along(self, js: Node) -> None:
        plan = plan_of({"key": "resource:new#part", "former": ["resource:old#part"]})
        made = self.migrated(js, document(steps={"resource:old#part": step("doing", 40)}), plan)
        assert made["steps"]["resource:new#part"] == step("doing", 40)

    @pytest.mark.parametrize(("own", "former", "taken"), [(NOW, LATER, "skipped"), (LATER, NOW, "done"), (NOW, NOW, "done")])
    def test_the_newest_of_old_and_new_name_counts(self, js: Node, own: str, former: str, taken: str) -> None:
        stored = document(steps={"resource:new": step("done", at=own), "resource:old": step("skipped", at=former)})
        assert self.migrated(js, stored, plan_of({"key": "resource:new", "former": ["resource:old"]}))["steps"]["resource:new"]["state"] == taken

    def test_both_halves_of_a_split_take_the_tick(self, js: Node) -> None:
        halves = [{"key": f"resource:{half}", "former": ["resource:whole"]} for half in ("one", "two")]
        made = self.migrated(js, document(steps={"resource:whole": step()}), plan_of(*halves))
        assert {key: entry["state"] for key, entry in made["steps"].items()} == {
            "resource:one": "done", "resource:two": "done", "resource:whole": "done"}
        # One half stands in this plan, the other in another one that is opened later.
        first = self.migrated(js, document(steps={"resource:whole": step()}), plan_of(halves[0]))
        again = document(**{name: first[name] for name in ("steps",)})
        assert self.migrated(js, again, plan_of(halves[1]))["steps"]["resource:two"]["state"] == "done"

    @pytest.mark.parametrize("state", ["done", "skipped"])
    def test_a_whole_ticked_before_it_had_parts_counts_for_its_parts(self, js: Node, state: str) -> None:
        plan = plan_of({"key": "resource:x#a"}, {"key": "resource:x#b"}, {"key": "resource:y#a", "former": ["resource:z#a"]})
        stored = document(steps={"resource:x": step(state), "resource:x#b": step("todo"), "resource:z": step(state)})
        made = self.migrated(js, stored, plan)["steps"]
        assert [made[key]["state"] for key in ("resource:x#a", "resource:x#b", "resource:y#a")] == [state, "todo", state]

    def test_hours_of_a_whole_are_poured_over_its_parts(self, js: Node) -> None:
        # These may stand in any place, and take what is over.
        other = [{"key": f"resource:x#{part}", "title": "x", "minutes": 10} for part in "de"]
        plan = plan_of(*({"key": f"resource:x#{part}", "minutes": 60, "alternatives": other} for part in "abc"))
        made = self.migrated(js, document(steps={"resource:x": step("doing", 90)}), plan)["steps"]
        assert {key: (entry["state"], entry["minutes"]) for key, entry in made.items()} == {
            "resource:x": ("doing", 90), "resource:x#a": ("doing", 60), "resource:x#b": ("doing", 30)}
        more = self.migrated(js, document(steps={"resource:x": step("doing", 206)}), plan)["steps"]
        assert [more[f"resource:x#{part}"]["minutes"] for part in "abcde"] == [60, 60, 60, 10, 10]

    def test_ticked_points_of_a_begun_whole_stay_ticked_in_its_parts(self, js: Node) -> None:
        plan = plan_of({"key": "project:x#a", "points": ["It runs.", "It is kept.", "It runs."]}, {"key": "project:x#b", "points": ["It is shown."]},
                       {"key": "project:x#c", "points": ["It is new."]})
        points = ["It is shown.", "It runs.", "It is gone."]
        for state, minutes, first in (("doing", 20, step("doing", 20, points=["It runs."])), ("todo", 0, step("todo", points=["It runs."]))):
            made = self.migrated(js, document(steps={"project:x": step(state, minutes, points=points)}), plan)["steps"]
            assert made == {"project:x": step(state, minutes, points=points), "project:x#a": first,
                            "project:x#b": step("todo", points=["It is shown."])}

    def test_whoever_is_done_with_the_whole_later_is_done_with_its_parts(self, js: Node) -> None:
        """A kept plan has the project still whole, after another path had it in parts."""
        plan = plan_of({"key": "project:x#a"}, {"key": "project:x#b"}, {"key": "project:x#c"})
        stored = {"project:x": step(at=LATER), "project:x#a": step("doing", 30, NOW) | NEWS, "project:x#b": step("todo", at=LATEST)}
        made = self.migrated(js, document(steps=stored), plan)["steps"]
        assert made == stored | {"project:x#a": step("done", 30, LATER) | NEWS, "project:x#c": step(at=LATER)}
        skipped = stored | {"project:x": step("skipped", at=LATER)}
        assert self.migrated(js, document(steps=skipped), plan)["steps"]["project:x#a"]["state"] == "doing"

    def test_a_kept_step_under_another_key_is_what_its_key_says(self, js: Node) -> None:
        kept, now = plan_of({"key": "project:x"}), plan_of({"key": "resource:y", "former": ["project:x"]})
        made = self.migrated(js, document(paths={"a/b": followed(kept)}), now)["paths"]["a/b"]["plan"]["steps"]
        assert made == [{"key": "resource:y", "title": "A step", "minutes": 60, "ships": "A step", "former": ["project:x"]}]

    SAVED = [text for path in sorted((HERE / "cases" / "follow" / "saved").rglob("*.json"))
             for text in json.loads(path.read_text("utf-8"))["entries"].values() if isinstance(json.loads(text), dict)]

    @pytest.mark.parametrize("number", range(len(SAVED)))
    def test_whatever_was_saved_is_there_when_everything_in_it_has_parts_by_other_names(self, js: Node, number: int) -> None:
        """Every document that was ever saved, read for a plan in which each whole has become three parts of a whole of another name, and
        each part is called otherwise: what was done or skipped still is, nothing is gone, and twice is as once."""
        before = json.loads(run(js, "return m.stringify(m.parse(a).progress);", self.SAVED[number]))
        stored = dict(before["steps"])
        steps = []
        for key in stored:
            kind, _, name = key.partition(":")
            whole, _, part = name.partition("#")
            for now in [part] if part else ["one", "two", "three"]:
                steps.append({"key": f"{kind}:new-{whole}#now-{now}", "former": [f"{kind}:new-{whole}#{now}", f"{kind}:{whole}#now-{now}",
                                                                                f"{kind}:{whole}#{now}"]})
        places = range(0, len(steps), 2)
        plan = plan_of(*({**steps[place], "alternatives": [{"title": "x", "minutes": 60} | one for one in steps[place + 1:place + 2]]}
                         for place in places))
        made = self.migrated(js, before, plan)
        assert made["steps"].items() >= stored.items() and made["known"] == dict(before["known"]) and made["paths"] == dict(before["paths"])
        for one in steps:
            old = one["former"][-1]
            entry = stored.get(old) or stored[old.partition("#")[0]]
            if entry["state"] in ("done", "skipped"):
                assert made["steps"][one["key"]]["state"] == entry["state"], one
        assert len(steps) >= len(stored) > 0 and any(entry["state"] == "done" for entry in stored.values())

    @pytest.mark.parametrize("seed", range(60))
    def test_nothing_that_was_done_is_lost_to_parts_and_names(self, js: Node, seed: int) -> None:
        """Projects and resources, of which some got parts, some other names, some both; ticked under any of their names."""
        dice = random.Random(seed)
        steps: list[dict[str, Any]] = []
        stored: dict[str, Any] = {}
        done = set()
        for number in range(dice.randint(1, 5)):
            kind = dice.choice(("resource", "project"))
            names = [f"{kind}:{letter}{number}" for letter in "xyz"[:dice.randint(1, 3)]]
            parts = [[f"{letter}{part}" for letter in "pqr"[:dice.randint(1, 3)]] for part in range(dice.choice((0, 1, 3)))]
            keys = [[f"{name}#{part}" for name in names for part in called] for called in parts] or [names]
            mine = [{"key": called[0], "minutes": dice.choice((30, 60)), "former": called[1:]} for called in keys]
            ticked = dice.choice((None, "whole", "parts"))
            if ticked == "whole" or (ticked and not parts):
                stored[dice.choice(names)] = step(dice.choice(("done", "done", "skipped")))
                done |= {one["key"] for one in mine} if [*stored.values()][-1]["state"] == "done" else set()
            elif ticked == "parts":
                for one, called in zip(mine, keys, strict=True):
                    if dice.random() < 0.6:
                        stored[dice.choice(called)] = step()
                        done.add(one["key"])
            steps += mine
        dice.shuffle(steps)
        half = dice.randint(0, len(steps))
        plan = plan_of(*({**one, "alternatives": [{"title": "x"} | other for other in steps[half:]]} for one in steps[:half])) \
            if 0 < half else plan_of(*steps)
        made = self.migrated(js, document(steps=stored), plan)
        assert made["steps"].items() >= stored.items(), "what was stored stays"
        present = {one["key"] for one in steps}
        assert {key for key, entry in made["steps"].items() if entry["state"] == "done" and key in present} == done

    def test_a_swap_follows_the_names_of_both_its_steps(self, js: Node) -> None:
        other = {"title": "x", "minutes": 60}
        plan = plan_of({"key": "resource:new", "former": ["resource:old"], "alternatives": [
            other | {"key": "resource:there", "former": ["resource:then"]}, other | {"key": "resource:more"}]},
            {"key": "resource:same", "alternatives": [other | {"key": "resource:there", "former": ["resource:then"]}]}, {"key": "resource:none"})
        swaps = {"resource:old": {"to": "resource:then", "at": NOW}, "resource:same": {"to": "resource:there", "at": NOW},
                 "resource:none": {"to": "resource:then", "at": NOW}, "resource:elsewhere": {"to": "resource:then", "at": NOW}}
        stored = document(swaps=swaps, steps={"resource:then": step()})
        made = self.migrated(js, stored, plan)
        assert dict(made["swaps"]) == swaps | {"resource:new": {"to": "resource:there", "at": NOW}}
        assert made["steps"] == {"resource:then": step(), "resource:there": step()}
        newer = document(swaps=swaps | {"resource:new": {"to": "", "at": LATER}})
        assert dict(self.migrated(js, newer, plan)["swaps"])["resource:new"] == {"to": "", "at": LATER}

    def test_what_may_stand_in_the_place_of_a_step_goes_by_its_new_name_in_a_kept_plan(self, js: Node) -> None:
        other = {"title": "x", "minutes": 60}
        kept = plan_of({"key": "resource:a", "alternatives": [other | {"key": "resource:old"}, other | {"key": "resource:gone"}]})
        now = plan_of({"key": "resource:a", "alternatives": [other | {"key": "resource:new", "former": ["resource:old"]}]})
        made = self.migrated(js, document(paths={"a/b": followed(kept)}), now)["paths"]["a/b"]["plan"]
        assert [one["key"] for one in made["steps"][0]["alternatives"]] == ["resource:new", "resource:gone"]

    def test_a_retired_resource_that_was_done_counts_for_what_replaces_it(self, js: Node) -> None:
        plan = plan_of({"key": "resource:new", "replaces": [["resource:old"], ["resource:old#a", "resource:old#b"]]})
        assert self.migrated(js, document(steps={"resource:old": step()}), plan)["steps"]["resource:new"] == step()
        parts = {"resource:old#a": step(at=NOW), "resource:old#b": step(at=LATER)}
        assert self.migrated(js, document(steps=parts), plan)["steps"]["resource:new"] == step(at=LATER)
        for not_all in ({"resource:old#a": step()}, {"resource:old": step("doing", 30)}, {"resource:old": step("skipped")}):
            assert "resource:new" not in self.migrated(js, document(steps=not_all), plan)["steps"]
        own = {"resource:old": step(at=LATER), "resource:new": step("skipped", at=NOW)}
        assert self.migrated(js, document(steps=own), plan)["steps"]["resource:new"]["state"] == "skipped"

    def test_what_matches_nothing_stays(self, js: Node) -> None:
        stored = document(steps={"resource:gone": step(points=["x"]), "project:constructor": step("doing", 5)},
                          known={"gone": {"level": 2, "at": NOW}},
                          paths={"x/y": followed(None)})
        made = self.migrated(js, stored, plan_of({"key": "resource:new", "former": ["resource:old"]}))
        assert document(**{name: made[name] for name in ("steps", "known", "paths")}) == stored

    def test_a_renamed_skill_stays_known(self, js: Node) -> None:
        plan = plan_of(renamed=[["old-skill", "new-skill"], ["older", "new-skill"]])
        stored = document(known={"old-skill": {"level": 2, "at": NOW}, "older": {"level": 1, "at": LATER}})
        assert self.migrated(js, stored, plan)["known"]["new-skill"] == {"level": 1, "at": LATER}

    def test_a_path_of_a_renamed_persona_goes_on_with_its_kept_plan(self, js: Node) -> None:
        kept = plan_of({"key": "resource:old"}, {"key": "resource:whole"}, {"key": "resource:same"}, path="was/b", url="paths/was/b/")
        now = plan_of({"key": "resource:new", "former": ["resource:old"]}, {"key": "resource:one", "former": ["resource:whole"]},
                      {"key": "resource:two", "former": ["resource:whole"]}, former=["was/b"])
        made = self.migrated(js, document(paths={"was/b": followed(kept, hours=4)}, last="was/b"), now)
        assert (list(made["paths"]), made["last"], made["paths"]["a/b"]["hours"]) == (["a/b"], "a/b", 4)
        plan = made["paths"]["a/b"]["plan"]
        assert (plan["path"], plan["url"]) == ("a/b", "paths/a/b/")
        # The renamed one goes by its new name; what was split is kept as it was.
        assert [one["key"] for one in plan["steps"]] == ["resource:new", "resource:whole", "resource:same"]


def random_document(dice: random.Random, block: Any) -> dict[str, Any]:
    def moment() -> str:
        return (datetime(2026, 11, 24) + timedelta(minutes=dice.randint(0, 6))).isoformat() + ".000Z"

    def path() -> dict[str, Any]:
        plan = dice.choice([None, "site", block, block | {"title": "Another title"}])
        seen = {"seen": sorted(dice.sample(("one", "2026-11-24-1", "role-x-retired"), dice.randint(0, 3)))} if dice.random() < 0.5 else {}
        return followed(plan, moment(), hours=dice.choice((0, 5)), variant=block["variant"], **seen)

    def tick() -> dict[str, Any]:
        return step(dice.choice(("todo", "doing", "done", "skipped")), dice.choice((0, 30, 60)), moment(), dice.choice(([], ["p"], ["q"])))

    return document(
        steps={f"resource:{name}": tick() for name in "abcdef" if dice.random() < 0.6},
        known={name: {"level": dice.randint(0, 3), "at": moment()} for name in "abcd" if dice.random() < 0.6},
        swaps={f"resource:{name}": {"to": dice.choice(("", "resource:x", "resource:y")), "at": moment()} for name in "abcd" if dice.random() < 0.6},
        paths={block["path"]: path()} if dice.random() < 0.6 else {})


class TestMerge:
    def merged(self, js: Node, mine: Any, theirs: Any, now: str = LATEST) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        text, told = run(js, """const { progress, told } = m.merge(m.document(a), m.document(b), c);
            return [m.stringify(progress), told.map(({ what, key, taken, kept, other }) => ({ what, key, taken, kept, other }))];""",
                         json.dumps(mine), json.dumps(theirs), now)
        return json.loads(text), told

    @pytest.mark.parametrize("seed", range(40))
    def test_merging_loses_nothing_tells_everything_and_ends_the_same_on_both_sides(self, js: Node, block: Any, seed: int) -> None:
        dice = random.Random(seed)
        one, two, three = (random_document(dice, block) for _ in range(3))
        said = ("steps", "known", "swaps")  # a path without its copy takes that of the other side, in whichever order they meet
        here, told = self.merged(js, one, two)
        there, _ = self.merged(js, two, one)
        assert [here.get(name) for name in said] == [there.get(name) for name in said], "either way round"
        assert self.merged(js, one, one)[0] == one and self.merged(js, one, one)[1] == [], "with itself"
        assert [self.merged(js, here, three)[0].get(name) for name in said] == [
            self.merged(js, one, self.merged(js, two, three)[0])[0].get(name) for name in said], "in any grouping"
        assert self.merged(js, here, two)[0] == self.merged(js, here, there)[0] == here, "once is enough"
        for name, what in (("steps", "step"), ("known", "skill"), ("swaps", "swap"), ("paths", "path")):
            mine, theirs, made = dict(one.get(name, [])), dict(two.get(name, [])), dict(here.get(name, []))
            assert set(made) == set(mine) | set(theirs)
            for key, entry in made.items():
                at = [side[key]["at"] for side in (mine, theirs) if key in side]
                assert entry["at"] == max(at), "the newest"
                said_of = [piece for piece in told if (piece["what"], piece["key"]) == (what, key)]
                if name != "paths":
                    bare = [{field: value for field, value in side[key].items() if field != "at"} for side in (mine, theirs) if key in side]
                    differs = key in theirs and (key not in mine or bare[0] != bare[1])
                    assert len(said_of) == differs, "told just where the two differ"
                    assert not said_of or (said_of[0]["other"] is None) == (key not in mine)
                    assert not said_of or said_of[0]["taken"] == ("mine" if entry == mine.get(key) else "theirs")

    def test_the_newer_tick_wins_and_the_other_is_told(self, js: Node) -> None:
        mine, theirs = document(steps={"resource:x": step("doing", 30, LATER)}), document(steps={"resource:x": step("done", 0, NOW)})
        made, told = self.merged(js, mine, theirs)
        assert made["steps"] == mine["steps"]
        assert told == [{"what": "step", "key": "resource:x", "taken": "mine", "kept": step("doing", 30, LATER), "other": step("done")}]

    def test_between_equally_old_ones_the_further_wins(self, js: Node) -> None:
        states = ["skipped", "todo", "doing", "done"]
        for less, more in zip(states[1:], states[2:], strict=False):
            for pair in ((less, more), (more, less)):
                made, _ = self.merged(js, *(document(steps={"resource:x": step(state)}) for state in pair))
                assert dict(made["steps"])["resource:x"]["state"] == more

    def test_a_moment_to_come_counts_as_now(self, js: Node) -> None:
        theirs = document(steps={"resource:x": step("done", at="9999-12-31T23:59:59.999Z")})
        made, _ = self.merged(js, EMPTY, theirs, LATER)
        assert dict(made["steps"])["resource:x"]["at"] == LATER
        undone = document(steps={"resource:x": step("todo", at=LATEST)})
        assert dict(self.merged(js, undone, theirs, LATER)[0]["steps"])["resource:x"]["state"] == "todo"

    def test_a_kept_plan_survives_a_transfer_without_it(self, js: Node) -> None:
        plan = plan_of({"key": "resource:x"})
        mine, theirs = (document(paths={"a/b": followed(copy, at, hours=hours)}) for copy, at, hours in ((plan, NOW, 0), ("site", LATER, 3)))
        for one, other in ((mine, theirs), (theirs, mine)):
            made, told = self.merged(js, one, other)
            assert (made["paths"][0][1]["plan"], made["paths"][0][1]["hours"]) == (plan, 3)
            assert [piece["what"] for piece in told] == ["path"]
        assert self.merged(js, mine, document(paths={"a/b": followed("site", NOW)}))[1] == [], "no difference but the copy"

    def test_what_was_read_on_either_side_is_read(self, js: Node) -> None:
        """And reading is no change of the path: the newest of two is that which was changed last."""
        mine, theirs = (document(paths={"a/b": followed(None, at, hours=hours, seen=seen)}) for at, hours, seen in (
            (NOW, 3, ["a", "c"]), (LATER, 5, ["b", "c"])))
        for one, other in ((mine, theirs), (theirs, mine)):
            made, _ = self.merged(js, one, other)
            assert made["paths"][0][1] == followed(None, LATER, hours=5, seen=["a", "b", "c"])
        read = run(js, "return JSON.parse(m.stringify(m.see(m.parse(a[0]).progress, 'a/b', ['z', 'a', 'z'])))", [json.dumps(mine)])
        assert read == mine | {"paths": [["a/b", followed(None, NOW, hours=3, seen=["a", "z"])]]}
        long = run(js, "return m.see(m.parse(a[0]).progress, 'a/b', Array.from({length: 999}, (_, n) => `n-${n}`)).paths.get('a/b').seen.length",
                   [json.dumps(mine)])
        assert long == MOST_SEEN

    def test_what_is_of_the_device_stays_with_it(self, js: Node) -> None:
        mine = document(hide_times=True, backup={"at": NOW, "changes": 2}, last="a/b")
        theirs = document(steps={"resource:x": step()}, backup={"at": LATER, "changes": 0}, last="c/d")
        made, _ = self.merged(js, mine, theirs)
        assert (made["hide_times"], made["backup"], made["last"]) == (True, {"at": NOW, "changes": 3}, "a/b")
        assert self.merged(js, theirs, mine)[0]["last"] == "c/d" and self.merged(js, EMPTY, mine)[0]["last"] == "a/b"


# Documents, plans and what a page may do with them, at random. `dice` is a generator of numbers, the same for the same seed.
RANDOM = r"""
  const generator = (seed) => () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const tools = (seed) => {
    const dice = generator(seed);
    const below = (most) => Math.floor(dice() * most);
    const one = (list) => list[below(list.length)];
    const some = (list) => list.filter(() => dice() < 0.5);
    const moment = () => one([
      "2026-11-24T10:00:00.000Z", "2026-11-24T10:00:00.001Z", "2026-11-25T10:00:00.000Z", "1999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"]);
    const STATES = ["todo", "doing", "done", "skipped"];
    const NAMES = ["a", "b", "c", "d-e", "constructor", "x".repeat(60)];
    const key = () => one(["resource:", "resource:", "project:"]) + one(NAMES) + (dice() < 0.3 ? `#${one(NAMES)}` : "");
    const path = () => `${one(NAMES)}/${one(["a", "b"])}${dice() < 0.2 ? "/then/c" : ""}`;
    const words = () => one(["", "p", "q", "It runs.", "\u202ex", "\ud800", "\u0000", "\u6a21\u578b", "<b>", "x".repeat(500)]);
    const plan = () => {
      const skills = NAMES.map((name, index) => [name, words(), index && dice() < 0.5 ? [below(index)] : []]);
      const pairs = () => some(NAMES.map((_, index) => [index, 1 + below(3)]));
      const about = (name) => ({
        key: name, minutes: 1 + below(600), title: words(), of: words(), cv: words(), stated: dice() < 0.5, teaches: pairs(), asks: pairs(),
        points: some([words(), words(), words()]), former: some([key(), key(), key()]), replaces: some([[key()], [key(), key()]]),
        act: words(), ships: words(), done_when: words(), cv_of: words(), ...(dice() < 0.5 ? { url: "https://example.org/a" } : {}),
      });
      const steps = [...new Set(Array.from({ length: below(6) }, key))].map((name) => (
        { ...about(name), alternatives: Array.from({ length: below(3) }, () => about(key())) }));
      const where = path();
      const points = Array.from({ length: 300 }, (_, index) => `${index}${"x".repeat(390)}`);
      const long = dice() < 0.05 ? [{ key: "project:long", minutes: 1, title: "x", points }] : [];
      const all = [...steps.filter((step) => step.key !== "project:long"), ...long];
      return m.readPlan({
        path: where, variant: one(["", "free", "full", "full-free"]), title: words(), url: `paths/${one(["a", "b"])}/`, hours_per_week: 1 + below(60),
        milestones: all.length ? [[words(), all.length]] : [], steps: all, skills, known: pairs(), gap: pairs(), granted: pairs(), above: [],
        former: some([path(), path()]).filter((old) => old !== where), renamed: some([[one(NAMES), one(NAMES)], ["old", one(NAMES)]]),
      });
    };
    // What a page might pass to a setter, right or wrong.
    const deeds = [
      (p) => m.setStep(p, key(), { state: one(STATES), minutes: one([0, 7, 1e9, -1]), points: some([words(), words()]) }, moment()),
      (p) => m.setSteps(p, some([key(), key(), key()]), one(["done", "todo"]), moment()),
      (p) => m.setKnown(p, one(NAMES), below(4), moment()),
      (p) => m.setSwap(p, key(), one(["", key()]), moment()),
      (p) => m.setStep(p, key(), { took: one([0, 95, 1e9]) }, moment()),
      (p) => m.follow(p, plan(), dice() < 0.5 ? {} : { start: one(["", "2026-11-24", "0001-01-01", "9999-12-31"]), hours: below(169) }, moment()),
      (p) => m.setPath(p, path(), { start: one(["", "2027-01-04"]) , hours: below(80) }, moment()),
      (p) => m.setPath(p, one([...p.paths.keys(), "a/b"]), { start: one(["20266-11-28", "2026-13-01", "x", null, 7, "2026-11-28\n"]) }, moment()),
      (p) => m.setPath(p, one([...p.paths.keys(), "a/b"]), { hours: one([NaN, 1e9, -1, 0.5, "7"]) }, moment()),
      (p) => m.setPath(p, one([...p.paths.keys(), "a/b"]), { variant: one(["best", "full"]) }, moment()),
      (p) => m.see(p, one([...p.paths.keys(), "a/b"]), some(["2026-11-24-1", "role-x-retired", one(NAMES)])),
      (p) => m.see(p, one([...p.paths.keys(), "a/b"]), some([one(["", "A", 7, "x".repeat(999)])])),
      (p) => m.setStep(p, one(["skill:x", "resource:X", "", key()]), { state: one(["done", "gone"]), minutes: one([NaN, 3]) }, moment()),
      (p) => m.setStep(p, key(), { points: one([[7], "p", ["p"]]) }, moment()),
      (p) => m.setKnown(p, one(["rag", "R A G", ""]), one([4, -1, 1.5, "1", 1]), moment()),
      (p) => m.setSwap(p, one(["skill:x", "", key()]), one(["x", null, key(), 7]), moment()),
      (p) => m.setStep(p, key(), { took: one([NaN, "5", null]) }, moment()),
      (p) => m.leave(p, one([...p.paths.keys(), "a/b"]), moment()),
      (p) => m.visit(p, one([path(), "javascript:x"])),
      (p) => m.hideTimes(p, one([true, false, "yes"])),
      (p) => m.backedUp(p, one([moment(), "now"])),
      (p) => m.migrate(p, plan()),
      (p) => later(p),
      (p) => m.merge(p, document(), moment()).progress,
      (p) => m.merge(p, document(), moment(), one([m.MOST_BROUGHT, 2000, 600, 0])).progress,
      (p) => m.merge(p, m.parse(broken(m.stringify(document()))).progress ?? p, moment(), m.MOST_BROUGHT).progress,
    ];
    const document = () => {
      let made = m.empty();
      for (let deed = below(8); deed > 0; deed -= 1) made = tried(made, one(deeds.slice(0, 6)));
      return dice() < 0.5 ? made : later(made);
    };
    // The same with fields that this version does not know, in objects anywhere.
    const later = (made) => {
      const names = ["rated", "instead", "__proto__", "constructor", "7", "more", "at2"];
      const said = () => one([null, 0, 7.5, "", words(), [[]], { a: { b: [1] } }, "x".repeat(below(300))]);
      const told = (object) => JSON.parse(`{${[...new Map([...Object.entries(object), ...some(names).map((name) => [name, said()])])]
        .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)}}`);
      const each = ([key, entry]) => [key, dice() < 0.5 ? entry : told(entry.plan?.steps ? { ...entry, plan: told(
        { ...entry.plan, steps: entry.plan.steps.map(told) }) } : entry)];
      const { steps, known, swaps = [], paths, backup, ...rest } = JSON.parse(m.stringify(made));
      const maps = Object.entries({ steps, known, swaps, paths }).map(([name, list]) => [name, list.map(each)]);
      const text = { ...told(rest), backup: told(backup), ...Object.fromEntries(maps) };
      const { progress, lost } = m.parse(JSON.stringify(text));
      // A copy of a plan may have grown beyond what is kept.
      if (lost.some(({ at }) => !at.endsWith(".plan"))) throw new Error(JSON.stringify(lost.map(({ at }) => at)));
      return progress;
    };
    const tried = (made, deed) => {
      try { return deed(made); } catch (error) { if (error.constructor.name !== "Wrong") throw error; return made; }
    };
    // A text of which some values are others, or gone.
    const broken = (text) => {
      const value = JSON.parse(text);
      for (let count = 1 + below(3); count > 0; count -= 1) {
        let [at, name] = [value, one(["steps", "known", "swaps", "paths", "last", "backup", "hide_times"])];
        const inside = () => (typeof at[name] === "object" && at[name] !== null ? Object.keys(at[name]) : []);
        while (inside().length && dice() < 0.85) [at, name] = [at[name], one(inside())];
        const other = one([null, -1, 1e300, "", "x", "\u0000", [], {}, true, [[]], "20266-11-28"]);
        if (dice() < 0.2 && !Array.isArray(at)) delete at[name]; else at[name] = other;
      }
      return JSON.stringify(value);
    };
    const right = new Set([...deeds.slice(0, 7), ...deeds.slice(-5)]);
    return { dice, below, one, deeds, right, document, tried, broken, moment };
  };
"""


class TestWriters:
    def test_whatever_a_page_writes_it_reads_again(self, js: Node) -> None:
        """Of a thousand seeded lives of a document: after every deed it is text that is read whole, and the same."""
        bad, deeds, refused = run(js, RANDOM + """
            const bad = []; let [made, refused] = [0, 0];
            for (let seed = 0; seed < 1000; seed += 1) {
              const { one, deeds, right, tried, below } = tools(seed);
              let progress = m.empty();
              for (let count = 1 + below(12); count > 0; count -= 1) {
                const deed = one(deeds);
                // What a page passes rightly is never refused.
                const next = right.has(deed) ? deed(progress) : tried(progress, deed);
                made += 1;
                if (next === progress) refused += 1;
                progress = next;
                const found = m.parse(m.stringify(progress));
                if (found.progress && !found.lost.length && m.same(found.progress, progress)) continue;
                bad.push([seed, String(deed), found.problem ?? found.lost.map((one) => one.at)]);
                break;
              }
            }
            return [bad, made, refused];""")
        assert bad == [] and deeds > 5000 and refused > 250

    def test_of_a_document_with_broken_pieces_all_others_are_read(self, js: Node) -> None:
        """Several hundred seeded documents: an entry whose text was not touched is read as it was, and what was not read is told."""
        bad, lost = run(js, RANDOM + """
            const bad = []; let count = 0;
            for (let seed = 0; seed < 750; seed += 1) {
              const { document, broken } = tools(seed);
              const before = JSON.parse(m.stringify(document()));
              const text = broken(JSON.stringify(before));
              const found = m.parse(text);
              if (found.problem) { if (found.problem !== "wrong") bad.push([seed, found.problem]); continue; }
              count += found.lost.length;
              const [touched, read] = [JSON.parse(text), JSON.parse(m.stringify(found.progress))];
              for (const name of ["steps", "known", "swaps", "paths"]) {
                const texts = (list) => new Set((Array.isArray(list) ? list : []).map((pair) => JSON.stringify(pair)));
                const [untouched, there] = [texts(touched[name]), texts(read[name])];
                for (const text of texts(before[name])) if (untouched.has(text) && !there.has(text)) bad.push([seed, name, text]);
              }
              const again = m.parse(m.stringify(found.progress));
              if (!again.progress || again.lost.length) bad.push([seed, "again"]);
            }
            return [bad, count];""")
        assert bad == [] and lost > 375

    def test_both_devices_come_to_the_same_and_no_field_is_lost(self, js: Node) -> None:
        """Of several hundred seeded pairs of documents, whatever fields of later versions they have."""
        bad, fields = run(js, RANDOM + """
            const bad = []; let fields = 0;
            for (let seed = 0; seed < 750; seed += 1) {
              const { document } = tools(seed);
              const [one, other] = [document(), document()];
              const pairs = [[one, other], [other, one]].map(([mine, theirs]) => m.merge(mine, theirs, "9999-12-31T23:59:59.999Z").progress);
              const [made, twin] = pairs.map((progress) => JSON.parse(m.stringify({ ...progress, backup: {}, hide_times: false, last: "" })));
              if (JSON.stringify(made) !== JSON.stringify(twin)) bad.push([seed, "not the same"]);
              const light = (entry) => JSON.stringify({ ...entry, plan: null });
              for (const side of [one, other].map((progress) => JSON.parse(m.stringify(progress)))) {
                for (const name of Object.keys(side)) if (!Object.hasOwn(made, name)) bad.push([seed, name]);
                fields += Object.keys(side).filter((name) => name !== "swaps").length - 7;
              }
              for (const name of ["steps", "known", "swaps", "paths"]) for (const [key, entry] of made[name] ?? []) {
                const sides = [one, other].map((progress) => new Map(JSON.parse(m.stringify(progress))[name]).get(key)).filter(Boolean);
                if (!sides.some((side) => light(side) === light(entry))) bad.push([seed, name, key]);
              }
            }
            return [bad, fields];""")
        assert bad == [] and fields > 750

    def test_merging_beyond_what_there_is_room_for_leaves_out_the_oldest_of_theirs_and_nothing_of_mine(self, js: Node) -> None:
        bad = run(js, RANDOM + """
            const bad = [];
            for (let seed = 0; seed < 400; seed += 1) {
              const { document, moment, one } = tools(seed);
              const [mine, theirs, now, room] = [document(), document(), "9999-12-31T23:59:59.999Z", one([0, 300, 600, 1200, 4000])];
              const { progress, left } = m.merge(mine, theirs, now, room);
              const light = (one) => m.stringify(m.withoutCopies(one)).length;
              if (light(progress) > Math.max(room, light(mine)) + 200) bad.push([seed, "too much"]);
              let [out, newest, oldest] = [0, "", "~"];
              for (const name of ["steps", "known", "swaps", "paths"]) {
                for (const [key, entry] of mine[name]) if (!(progress[name].get(key)?.at >= entry.at)) bad.push([seed, "mine", key]);
                for (const [key, entry] of theirs[name]) {
                  if (mine[name].has(key)) continue;
                  if (!progress[name].has(key)) { out += 1; if (entry.at > newest) newest = entry.at; }
                }
              }
              if (out > left) bad.push([seed, "untold", out, left]);
            }
            return bad;""")
        assert bad == []

    def test_thousands_of_steps_and_paths_of_a_friend_are_taken_as_far_as_there_is_room(self, js: Node) -> None:
        """What made a document unreadable once: a friend's four thousand steps beside one's own, and a hundred paths."""
        mine = document(steps={"resource:mine": step("doing", 30, LONG_AGO)}, paths={"my/path": followed("site", at=LONG_AGO)})
        theirs = document(steps={f"resource:r{number:05}": step(at=LATER if number % 2 else NOW) for number in range(8000)},
                          paths={f"a/p{number}": followed("site", at=LATEST) for number in range(100)})
        text, left, room = run(js, """const { progress, left } = m.merge(m.document(a), m.document(b), c, m.MOST_BROUGHT);
            return [m.stringify(progress), left, m.MOST_BROUGHT];""", json.dumps(mine), json.dumps(theirs), LATEST)
        made = json.loads(text)
        steps, paths = dict(made["steps"]), dict(made["paths"])
        assert steps["resource:mine"] == step("doing", 30, LONG_AGO) and len(paths) == 101 and "my/path" in paths
        assert room - 300 < len(text) <= room + 100 and left == 8000 - (len(steps) - 1) > 0 and len(steps) > 4000
        assert {entry["at"] for key, entry in steps.items() if key != "resource:mine"} == {LATER, NOW}, "the newer half, and some of the older"
        assert sum(entry["at"] == LATER for entry in steps.values()) == 4000
        assert run(js, "return m.parse(a).lost;", text) == []

    def test_copies_of_plans_make_way_before_anything_else_does(self, js: Node, block: Any) -> None:
        plans = {f"p{number}/b": block | {"path": f"p{number}/b"} for number in range(300)}
        whole = document(steps={"resource:mine": step()}, paths={key: followed(plan, f"2026-11-24T10:00:00.{number:03}Z")
                                                                for number, (key, plan) in enumerate(plans.items())})
        fitted, largest = run(js, """const followed = (made, [key, path]) => m.follow(made, m.readPlan(path.plan), {}, path.at);
            const made = a.paths.reduce(followed, m.empty());
            const found = m.fitted(m.setStep(made, "resource:mine", { state: "done" }, c));
            return [m.stringify(found), m.MOST_STORED];""", whole, None, NOW)
        made = json.loads(fitted)
        kept = [path["plan"] != "site" for _, path in sorted(made["paths"], key=lambda entry: entry[1]["at"])]
        assert len(fitted) <= largest < len(json.dumps(whole, separators=(",", ":"))) and len(kept) == 300
        assert kept == sorted(kept) and 0 < sum(kept) < 300, "those followed longest ago"
        assert largest - len(fitted) < len(json.dumps(block)) and dict(made["steps"])["resource:mine"]["state"] == "done"

    def test_a_copy_that_grows_beyond_its_bounds_by_new_names_is_given_up(self, js: Node) -> None:
        cv = {"key": "project:x", "cv": "x" * 900}
        kept = plan_of({"key": "resource:old"}, *(cv | {"key": f"project:x{number}"} for number in range(80)))
        now = plan_of({"key": "resource:new", "former": ["resource:old", *(f"resource:former-{number}" for number in range(300))]})
        made = run(js, """const made = m.migrate(m.follow(m.empty(), m.readPlan(a), {}, c), m.readPlan(b));
            return [m.stringify(made), m.parse(m.stringify(made)).lost];""", kept, now, NOW)
        assert len(json.dumps(kept, separators=(",", ":"))) < 80_000
        assert json.loads(made[0])["paths"] == [["a/b", followed("site")]] and made[1] == []

    def test_what_is_too_large_without_copies_is_not_fitted(self, js: Node) -> None:
        whole = document(steps={f"resource:r{number:05}": step(points=["x" * 390]) for number in range(4300)})
        assert len(json.dumps(whole, separators=(",", ":"))) > 2_000_000
        assert run(js, """const made = m.empty();
            for (const [key, entry] of a.steps) made.steps.set(key, entry);
            return m.fitted(made);""", whole) is None
