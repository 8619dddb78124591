// What the site changed since a path was begun: told once, with the hours before and after. Who keeps the old plan is not asked again
// until the site has yet another one.

import { sums } from "./plan.mjs";
import { hours, list } from "../site/words.mjs";

/** @typedef {import("./plan.mjs").Plan} Plan @typedef {import("./plan.mjs").Change} Change */

/** A short mark of a plan, to know it again. @param {Plan} plan */
export function fingerprint(plan) {
  let mark = 0x811c9dc5;
  for (const letter of plan.steps.map((step) => `${step.key} ${step.minutes}`).join("\n")) mark = Math.imul(mark ^ letter.codePointAt(0), 0x01000193) >>> 0;
  return mark.toString(36);
}

/** Which plan of the site was not taken, by path. @param {string} text @returns {Map<string, string>} */
function declined(text) {
  try {
    const pairs = JSON.parse(text);
    return new Map(pairs.filter((pair) => Array.isArray(pair) && pair.length === 2 && pair.every((one) => typeof one === "string")).slice(-100));
  } catch {
    return new Map();
  }
}

/**
 * The notice of a changed plan, or null when nothing changed.
 * @param {{progress: import("./progress.mjs").Progress, change: Change | null, plan: Plan, site: Plan}} at
 * @param {{store: import("./store.mjs").Store, say: import("../site/words.mjs").Say, tell: (words: string) => void, take: () => void}} page
 * @returns {import("./notices.mjs").Notice | null}
 */
export function changeNotice({ progress, change, plan, site }, { store, say, tell, take }) {
  if (!change || change.same) return null;
  const mark = fingerprint(site);
  const refused = declined(store.note("declined"));
  const taking = { words: say("take"), run: take };
  if (refused.get(site.path) === mark) return { text: say("kept"), actions: [taking], quiet: true };
  const keeping = {
    words: say("keep"),
    run: () => {
      store.setNote("declined", JSON.stringify([...refused.set(site.path, mark)]));
      tell(say("kept"));
    },
  };
  const [before, after] = [sums(plan, progress), sums(site, progress)].map((sum) => hours(say, sum.left));
  const titles = (steps) => list(steps.map((step) => step.title));
  return {
    text: say("changed", change.count, before, after),
    items: [
      ...(change.added.length ? [say("changed_in", titles(change.added))] : []),
      ...(change.removed.length ? [say("changed_out", titles(change.removed))] : []),
      ...change.lengths.map((one) => say("changed_length", one.step.title, hours(say, one.after), hours(say, one.before))),
    ],
    actions: [keeping, taking],
  };
}
