// "Continue where you left off", on the home page and on the list of paths. Nothing shows to somebody who follows no path.

import { next, sums } from "./plan.mjs";
import { hours } from "../site/words.mjs";

/** @typedef {import("./progress.mjs").Progress} Progress @typedef {import("./plan.mjs").Plan} Plan */

/** The path that was followed last, of those whose plan is kept here. @param {Progress} progress @returns {Plan | null} */
function latest(progress) {
  const followed = [...progress.paths].filter(([, path]) => path.plan && path.plan !== "site");
  followed.sort(([one, { at }], [other, { at: later }]) => Number(other === progress.last) - Number(one === progress.last) || (at < later ? 1 : -1));
  return followed.length ? /** @type {Plan} */ (followed[0][1].plan) : null;
}

/**
 * @param {HTMLElement} box
 * @param {{store: import("./store.mjs").Store, say: import("../site/words.mjs").Say, root: string, signal: AbortSignal}} page
 */
export function resume(box, { store, say, root, signal }) {
  const part = (name) => /** @type {HTMLElement} */ (box.querySelector(`[data-fp="${name}"]`));
  const draw = () => {
    const progress = store.get();
    const plan = latest(progress);
    box.hidden = plan === null;
    if (plan === null) return;
    const sum = sums(plan, progress);
    const row = next(plan, progress);
    part("path").textContent = plan.title;
    part("path").href = new URL(plan.url, root).href;
    part("done").textContent = progress.hide_times ? "" : say("done_of", hours(say, sum.done), hours(say, sum.total));
    Object.assign(part("bar"), { max: sum.total || 1, value: sum.done });
    part("next").hidden = row === null;
    if (row === null) return;
    part("step").textContent = row.step.title;
    part("step").href = new URL(`${plan.url}#step-${row.index + 1}`, root).href;
    part("hours").textContent = progress.hide_times ? "" : hours(say, row.left);
  };
  store.watch(draw, signal);
  draw();
}
