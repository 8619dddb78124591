// What pages other than a path's show of what is kept: "continue where you left off", on the home page and on the list of
// paths, "do you know this?" on the page of a skill, and how far the roles are from where the reader began. Nothing shows to
// somebody who follows no path. News of the path that is followed come with their code when there are both.

import { guide, hours, within } from "../site/words.mjs";
import { openNews } from "./open_news.mjs";
import { setKnown } from "./progress.mjs";
import { remaining } from "./remaining.mjs";
import { nextRow, sums } from "./schedule.mjs";
import { swapped } from "./swap.mjs";
import { openPage } from "./store.mjs";

/** The path that was followed last, of those that are followed here: its address and what is kept of it. */
function latest(progress) {
  const followed = [...progress.paths].filter(([, { plan }]) => plan && plan !== "site");
  const isLast = (path) => Number(path === progress.last);
  followed.sort(([one, { at }], [other, { at: later }]) => isLast(other) - isLast(one) || (at < later ? 1 : -1));
  return followed[0] ?? ["", { plan: null }];
}

/** Shows where to go on. */
function drawResume(box, { store, say, root }) {
  const part = (name) => box.querySelector(`[data-fp="${name}"]`);
  const progress = store.get();
  const [, { plan: kept }] = latest(progress);
  box.hidden = kept === null;
  if (kept === null) return;
  const plan = swapped(kept, progress.swaps);
  const sum = sums(plan, progress);
  const row = nextRow(remaining(plan, progress).rows);
  part("path").textContent = plan.title;
  part("path").href = within(root, plan.url);
  part("done").textContent = progress.hide_times ? "" : say("done_of", hours(say, sum.done), hours(say, sum.total));
  Object.assign(part("bar"), { max: sum.total || 1, value: sum.done });
  part("next").hidden = row === null;
  if (row === null) return;
  part("step").textContent = row.step.act;
  part("step").href = within(root, `${plan.url}#step-${row.index + 1}`);
  part("hours").textContent = progress.hide_times ? "" : hours(say, row.left);
}

/** One tick for a skill, which every followed path hears of. @returns shows what is ticked */
function skillTick(form, { store, say, now, trouble }) {
  const { skill, name } = form.dataset;
  const status = form.querySelector('[data-fp="status"]');
  form.addEventListener("change", (event) => {
    const input = event.target;
    const level = Number(input.value);
    store.set(setKnown(store.get(), skill, level, now().toISOString()));
    const word = input.closest("label").textContent.trim();
    status.textContent = trouble() || (level ? say("known_saved", name, word) : say("known_gone", name));
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  return () => {
    const tick = store.get().known.get(skill);
    for (const input of form.querySelectorAll("input")) input.checked = Number(input.value) === tick?.level;
  };
}

/** Whom the reader answers like, where a decision was asked to remember that. */
function remembered() {
  try {
    return localStorage.getItem(guide().key("start"));
  } catch {
    return null;
  }
}

/**
 * The row of the hours to each role, from where the reader starts: as the address says, which a decision's result leads to,
 * else where their path starts, else like whom they answer; and otherwise as the page has it.
 */
function drawStart(rows, { store }) {
  const row = document.getElementById("fp-start");
  const [path] = latest(store.get());
  const starts = [new URLSearchParams(location.search).get("from"), path.split("/")[0], remembered()];
  const of = (start) => [...rows.content.children].find((other) => other.dataset.start === start);
  const mine = starts.map(of).find(Boolean);
  const shown = (mine ?? rows.content.firstElementChild).cloneNode(true);
  shown.id = row.id;
  if (shown.dataset.start !== row.dataset.start) row.replaceWith(shown);
}

const page = openPage();
const box = document.getElementById("fp-resume");
const form = document.getElementById("fp-know");
const starts = document.getElementById("fp-starts");
const tick = form && skillTick(form, page);
let showNews = () => {};
function draw() {
  if (box) drawResume(box, page);
  tick?.();
  const [, kept] = latest(page.store.get());
  if (kept.plan) showNews([kept.plan], kept);
  if (starts) drawStart(starts, page);
}
page.store.watch(draw);
draw();
if (latest(page.store.get())[1].plan) {
  showNews = await openNews(page);
  draw();
}
