// The plan that a reader started with, where the site has another one now: what changed, told once with the hours before
// and after, and the steps of it that the page does not hold. Who keeps the old plan is not asked again until the site has
// yet another.

import { hours, list, within } from "../site/words.mjs";
import { element, piece } from "./panel.mjs";
import { sums } from "./schedule.mjs";
import { swapped } from "./swap.mjs";

/** A short mark of a plan, to know it again. @param {Plan} plan */
export function fingerprint(plan) {
  const lines = plan.steps.map((step) => `${step.key} ${step.minutes}`).join("\n");
  let mark = 0x811c9dc5;
  for (const letter of lines) mark = Math.imul(mark ^ letter.codePointAt(0), 0x01000193) >>> 0;
  return mark.toString(36);
}

/** Which plan of the site was not taken, by path. */
function declined(text) {
  const isPair = (pair) => Array.isArray(pair) && pair.length === 2 && pair.every((name) => typeof name === "string");
  try {
    return new Map(JSON.parse(text).filter(isPair).slice(-100));
  } catch {
    return new Map();
  }
}

/**
 * The notice of a changed plan, or null when nothing changed.
 * @param {{progress: Progress, change: Change | null, plan: Plan, site: Plan}} at `plan` with what stands in the place of steps
 * @param {{store: Store, say: Say, tell: (words: string) => void, take: () => void}} page
 * @returns {Notice | null}
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
  const [before, after] = [plan, swapped(site, progress.swaps)].map((some) => hours(say, sums(some, progress).left));
  const titles = (steps) => list(steps.map((step) => step.title));
  return {
    text: say("changed", change.count, before, after),
    items: [
      ...(change.added.length ? [say("changed_in", titles(change.added))] : []),
      ...(change.removed.length ? [say("changed_out", titles(change.removed))] : []),
      ...change.lengths.map((length) =>
        say("changed_length", length.step.title, hours(say, length.after), hours(say, length.before))),
    ],
    actions: [keeping, taking],
  };
}

/**
 * Draws a plan that the page does not hold.
 * @param {Plan} plan @param {Map<string, HTMLElement>} present steps of the page, as it came, by key
 * @param {string} root the address of the site's root @param {Say} say
 * @returns {{blocks: HTMLElement[], lines: HTMLElement[], items: HTMLElement[]}} milestones with their steps; their lines of
 * hours and dates; all steps in order
 */
export function drawPlan(plan, present, root, say) {
  const items = plan.steps.map((step, index) => drawStep(step, index + 1, present.get(step.key), plan, root, say));
  const blocks = plan.milestones.map(({ title, steps }, number) => {
    const block = piece("leg");
    const minutes = steps.reduce((sum, index) => sum + plan.steps[index].minutes, 0);
    block.className = "fp";
    Object.assign(block.querySelector("h2"), { textContent: title, id: `milestone-${number + 1}` });
    block.querySelector(".fp-milestone__number").textContent = say("milestone", String(number + 1));
    block.querySelector(".fp-time").textContent = hours(say, minutes);
    block.querySelector("ol").append(...steps.map((index) => items[index]));
    return block;
  });
  return { blocks, lines: blocks.map((block) => block.querySelector(".fp-milestone")), items };
}

/** A step as the page has it (`there`), or from what was kept of it. */
function drawStep(step, number, there, plan, root, say) {
  const item = there ? there.cloneNode(true) : blank(step, plan, root, say);
  item.id = `step-${number}`;
  item.classList.add(`fp-step--${step.kind}`);
  item.querySelector(".fp-step__number").textContent = String(number);
  item.querySelector(".fp-step__head > .fp-hours").textContent = hours(say, step.minutes);
  // Numbers of other steps are those of the plan as it is now.
  for (const link of item.querySelectorAll('.fp-why a[href^="#step-"]')) link.closest(".fp-why")?.remove();
  return item;
}

/** A step that the page does not have: one of a kept plan, or what stands in the place of one. */
function blank(step, plan, root, say) {
  const item = piece("step");
  const entries = (texts) => texts.map((text) => element("li", { textContent: text }));
  const skills = step.teaches.map(([skill, level]) =>
    say("know_level", plan.skills.get(skill).name, say(`level_${level}`)));
  const href = within(root, step.href);
  const place = step.url ? [element("a", { className: "fp-out", href: step.url, textContent: step.title })]
    : step.act === step.title ? [] : [element("span", { textContent: step.title })];
  const whole = step.of ? [element("span", { textContent: step.of })] : [];
  const checks = [...step.points, ...(step.done_when ? [step.done_when] : [])];
  item.querySelector(".fp-step__title").append(element("a", { href, textContent: step.act }));
  item.querySelector(".fp-meta").append(...place, ...whole);
  item.querySelector(".fp-chips").append(...entries(skills));
  item.querySelector('[data-fp="points"]').append(...entries(checks));
  item.querySelector("details").hidden = checks.length === 0;
  return item;
}
