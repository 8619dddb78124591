"""How progress is carried along in a link (transfer.mjs): in Chromium, whose streams deflate and inflate it."""
from __future__ import annotations

import json
import re
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from modules import modules, run
from playwright.sync_api import Browser, Page
from test_follow_progress import EMPTY, NOW, document, followed, plan_of, step

from generator.model import Guide
from generator.pipeline import Output
from generator.site.plan_data import plan_data


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with modules(browser, tmp_path_factory.mktemp("modules")) as found:
        yield found


@pytest.fixture(scope="module")
def block(real: Output, real_guide: Guide) -> dict[str, Any]:
    """The data of a real path."""
    key, plan = next(iter(real.plans.items()))
    return plan_data(real_guide, plan, "A path", key.url, key.variant, "Finish")


class TestTransfer:
    def whole(self, block: Any) -> dict[str, Any]:
        steps = {one["key"]: step("done" if place % 2 else "doing", 30) for place, one in enumerate(block["steps"])}
        steps[block["steps"][0]["key"]]["took"] = 95
        swaps = {block["steps"][0]["key"]: {"to": "resource:other", "at": NOW}}
        return document(steps=steps, known={"rag": {"level": 2, "at": NOW}}, swaps=swaps, paths={block["path"]: followed(block)}, last=block["path"])

    def light(self, block: Any) -> dict[str, Any]:
        """What of it is sent: the other side has the site's own plan."""
        whole = deepcopy(self.whole(block))
        whole["paths"][0][1]["plan"] = "site"
        return whole

    def test_what_is_sent_arrives_and_is_short(self, page: Page, block: Any) -> None:
        fragment, text = run(page, """const made = await m.encode(m.document(a));
            return [made, m.stringify((await m.decode("#" + made)).progress)];""", json.dumps(self.whole(block)))
        assert json.loads(text) == self.light(block) and re.fullmatch("p=1[.][A-Za-z0-9_-]+", fragment) and len(fragment) < 1500

    @pytest.mark.parametrize("plan", [
        plan_of({"key": "resource:x", "title": "Send money to evil.example"}, title="SECURITY NOTICE: this site has moved"),
        {"title": "SECURITY NOTICE"}, "SECURITY NOTICE", ["SECURITY NOTICE"], 7], ids=["whole", "broken", "text", "list", "number"])
    def test_a_plan_in_a_link_is_left_out_and_the_ticks_are_taken(self, page: Page, plan: Any) -> None:
        """An old link carried plans; anybody can make one."""
        sent = document(steps={"resource:x": step()}, paths={"a/b": followed(plan, hours=3)})
        text = run(page, "return m.stringify((await m.decode('#p=1.' + a)).progress);", self.packed(json.dumps(sent).encode()))
        assert json.loads(text) == document(steps={"resource:x": step()}, paths={"a/b": followed("site", hours=3)})
        assert "SECURITY" not in text

    def test_a_link_that_was_sent_without_deflating_still_opens(self, page: Page, block: Any) -> None:
        """Browsers of earlier years could not deflate."""
        fragment = "p=0." + urlsafe_b64encode(json.dumps(self.whole(block)).encode()).decode().rstrip("=")
        assert json.loads(run(page, "return m.stringify((await m.decode(a)).progress);", fragment)) == self.light(block)

    def test_letters_of_any_script_are_counted_as_letters(self, page: Page) -> None:
        """What fits as a document fits as a link, however many bytes its letters have."""
        whole = document(steps={f"project:p{number}": step(points=["\u6a21\u578b" * 900]) for number in range(1000)})
        assert run(page, """const made = m.document(a); return m.stringify((await m.decode(await m.encode(made))).progress) === m.stringify(made);""",
                   json.dumps(whole, ensure_ascii=False))

    def packed(self, data: bytes) -> str:
        squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
        return urlsafe_b64encode(squeezer.compress(data) + squeezer.flush()).decode().rstrip("=")

    @pytest.mark.parametrize("fragment", ["", "#", "#step-3", "#fp-content", "#milestone-2", "#p", "#map=1.AAAA", "x" * 2_000_000])
    def test_other_fragments_are_left_alone(self, page: Page, fragment: str) -> None:
        assert run(page, "return m.decode(a);", fragment) is None

    def test_what_was_cut_off_or_changed_is_told(self, page: Page, block: Any) -> None:
        whole = run(page, "return m.encode(m.document(a));", json.dumps(self.whole(block)))
        half = whole[:len(whole) // 2]
        broken = ["p=", "p=1", "p=1.", "p=1.A", "p=0.", "p=1.****", whole + "%20", half, "p=1." + self.packed(b"\xff\xfe"),
                  "p=0." + urlsafe_b64encode(b"{}").decode()]
        found = [run(page, "const { problem, progress } = await m.decode('#' + a); return [problem, progress ?? null];", one) for one in broken]
        assert [one for one in found if one[1] is not None] == []
        assert {problem for problem, _ in found} <= {"broken", "json", "foreign"}

    def test_a_link_with_one_letter_changed_does_no_harm(self, page: Page, block: Any) -> None:
        """What it says then is read as far as it can be, and can be kept."""
        whole = run(page, "return m.encode(m.document(a));", json.dumps(self.whole(block)))
        assert run(page, """let read = 0;
            for (let at = 4; at < a.length; at += 1) {
              const found = await m.decode(a.slice(0, at) + (a[at] === "A" ? "B" : "A") + a.slice(at + 1));
              if (!found.progress) continue;
              read += 1;
              const { progress, lost } = m.parse(m.stringify(found.progress));
              if (lost.length || !m.same(progress, found.progress)) return at;
            }
            return read > 0;""", whole) is True

    @pytest.mark.parametrize(("fragment", "problem"), [("p=2.AAAA", "newer"), ("p=1." + "A" * 1_000_001, "size")], ids=["a later kind", "a long one"])
    def test_what_it_does_not_take_is_told(self, page: Page, fragment: str, problem: str) -> None:
        assert run(page, "return m.decode('#' + a);", fragment) == {"problem": problem, "at": ""}

    def test_a_bomb_is_not_blown_up(self, page: Page) -> None:
        """200 MB in 200 kB: reading stops at six, as many as two million letters may have."""
        found = run(page, """
            let most = 0;
            const real = window.DecompressionStream;
            window.DecompressionStream = class { constructor(kind) {
              const inner = new real(kind);
              this.writable = inner.writable;
              const count = { transform(chunk, out) { most += chunk.length; out.enqueue(chunk); } };
              this.readable = inner.readable.pipeThrough(new TransformStream(count));
            } };
            const answer = await m.decode("#p=1." + a);
            window.DecompressionStream = real;
            return [answer, most];""", self.packed(b" " * 200_000_000))
        assert found[0] == {"problem": "size", "at": ""} and found[1] < 8_000_000

    def test_progress_of_a_hostile_kind_is_refused_with_its_problem(self, page: Page) -> None:
        newer, wrong = (json.dumps(EMPTY | change) for change in ({"version": 9}, {"steps": [[1]]}))
        refused = {newer: "newer", '{"__proto__":{"version":1}}': "foreign", wrong: "wrong"}
        for text, problem in refused.items():
            assert run(page, "return (await m.decode('#p=1.' + a)).problem;", self.packed(text.encode())) == problem
