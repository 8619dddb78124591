// Another step in the place of one: what a reader may take instead, what that changes, and the plan with it. No page, no clock,
// no storage; what was chosen is kept by progress.mjs (setSwap), for all paths.
//
//   swapped(plan, swaps) -> Plan
//       the plan with other steps in place, whose `instead_of` says in whose: hours, milestones, dates and files follow from
//       it. The plan itself where nothing is swapped
//   swapsOf(plan, swaps, key) -> Swap[]
//       what may be taken in the place of a step, by its own key or by that of what stands there; what stands there is none
//
// `plan` is the plan as the site or the device has it, `swaps` that of a document. A swap is in force when the plan offers it
// and stays whole: every step may start when it comes, and at the end all is known that the role asks for. Older swaps come
// first, so that one that broke the plan (from another tab, after the plan became another) stays out and the others stay in.
// What is not in force stays in the document: another path may offer it.

import { learners, learning } from "./prerequisites.mjs";

/**
 * @typedef {object} Swap
 * @property {Step} step what would stand there @property {boolean} back whether it is the plan's own
 * @property {number} change minutes that the path grows by, or shrinks by (below 0)
 * @property {boolean} whole whether the plan stays whole, all other swaps in place; else
 * @property {boolean} twice it stands in the plan already, in another place
 * @property {Pair[]} asks what it asks for and is not known yet when it comes
 * @property {Step[]} builds later steps that build on what would go
 * @property {Pair[]} lacks what the role asks for and nobody would teach
 * @typedef {Map<number, Step>} Chosen other steps by their place
 */

/** The last answer for each plan. @type {WeakMap<Plan, {swaps: unknown, chosen: Chosen, plan: Plan}>} */
const answers = new WeakMap();

export const swapped = (plan, swaps) => inForce(plan, swaps).plan;

export function swapsOf(plan, swaps, key) {
  const now = inForce(plan, swaps);
  const index = now.plan.steps.findIndex((step) => step.key === key || step.instead_of === key);
  if (index < 0) return [];
  const [own, present] = [plan.steps[index], now.plan.steps[index]];
  const before = walked(now.plan);
  return [own, ...own.alternatives].filter((step) => step.key !== present.key).map((step) => {
    const there = withSteps(plan, new Map(now.chosen).set(index, step));
    const twice = there.steps.some((other, place) => place !== index && other.key === step.key);
    const after = walked(there);
    const whole = !twice && isWhole(after);
    const builds = whole ? [] : there.steps.filter((_, place) => place > index
      && (after.early.has(place) || before.credits[place].some((skill) => !after.credits[place].includes(skill))));
    const change = step.minutes - present.minutes;
    const asks = after.early.get(index) ?? [];
    return { step, back: step === own, change, whole, twice, asks, builds, lacks: after.lacks };
  });
}

/** Which swaps stand, and the plan with them. */
function inForce(plan, swaps) {
  const last = answers.get(plan);
  if (last?.swaps === swaps) return last;
  const offered = plan.steps.flatMap((own, index) => {
    const swap = swaps.get(own.key);
    const step = own.alternatives.find((other) => other.key === swap?.to);
    return step ? [{ index, step, at: swap.at }] : [];
  });
  offered.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : one.index - other.index));
  let [chosen, made] = [new Map(), plan];
  for (const { index, step } of offered) {
    if (made.steps.some((other) => other.key === step.key)) continue;
    const more = new Map(chosen).set(index, step);
    const there = withSteps(plan, more);
    if (isWhole(walked(there))) [chosen, made] = [more, there];
  }
  const answer = { swaps, chosen, plan: made };
  answers.set(plan, answer);
  return answer;
}

/** @param {Plan} plan @param {Chosen} chosen @returns {Plan} */
function withSteps(plan, chosen) {
  const steps = plan.steps.map((own, index) => {
    const step = chosen.get(index) ?? own;
    return step === own ? own : { ...step, instead_of: own.key };
  });
  return { ...plan, steps };
}

const isWhole = ({ early, lacks }) => early.size === 0 && lacks.length === 0;

/**
 * Takes all steps in order, also those that may not start when they come: `early` says what each of them lacks. `credits` are
 * the skills that each is credited with, `lacks` what the role asks for and is not known at the end.
 */
function walked(plan) {
  const all = learning(plan);
  const pupil = learners(all, [], { count: 0 })(all.levels(plan.known));
  const known = ([skill, level]) => pupil.known[all.place.get(skill)] >= level;
  const early = new Map();
  const credits = plan.steps.map((_, step) => {
    if (!pupil.mayStart(step)) early.set(step, plan.steps[step].asks.filter((pair) => !known(pair)));
    const levels = pupil.credits(step);
    pupil.learn(levels);
    return levels.map(([skill]) => skill);
  });
  const lacks = [...plan.granted, ...plan.gap].filter((pair) => !known(pair));
  return { early, credits, lacks };
}
