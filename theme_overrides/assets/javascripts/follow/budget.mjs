// What fits into a number of hours: the steps in order until the minutes are used up. The same as generator/site/budget.py, which
// says it for a page's own lines; both are tested on tests/cases/follow/budget.json.
//
//   budget(plan, minutes, progress = empty()) -> Budget     from where somebody stands; without progress, from the beginning

import { learners, learning } from "./prerequisites.mjs";
import { empty } from "./progress.mjs";
import { remaining } from "./remaining.mjs";
import { ahead } from "./schedule.mjs";

/**
 * @typedef {object} Budget how things stand when the minutes are used up
 * @property {number} milestones how many are whole @property {number} percent of the first that is not, rounded down
 * @property {string[]} shipped what there is to show, in the order of the path
 * @property {{ships: string, key: string, minutes: number} | null} next the first thing to show that is not there, and the
 * minutes that it lacks
 * @property {string[]} skills those of the gap that are known as the path asks, in the plan's order
 */

/** @param {Plan} plan @param {number} minutes @param {Progress} [progress] @returns {Budget} */
export function budget(plan, minutes, progress = empty()) {
  const { rows, known } = remaining(plan, progress);
  const order = ahead(rows);
  const left = new Map(rows.map((row) => [row, row.left]));
  let [room, lack] = [minutes, 0];
  for (const row of order) {
    const taken = Math.min(room, row.left);
    left.set(row, row.left - taken);
    room -= taken;
  }
  const isDone = (row) => row.state === "done" || (row.needed && row.state !== "skipped" && left.get(row) === 0);
  const next = order.find((row) => {
    lack += left.get(row);
    return row.step.ships && !isDone(row);
  });
  const stages = plan.milestones.map(({ steps }) => steps.map((index) => rows[index]));
  const open = (stage) => stage.reduce((sum, row) => sum + left.get(row), 0);
  const total = (stage) => stage.reduce((sum, row) => sum + row.spent + row.left, 0);
  const first = stages.find((stage) => open(stage) > 0);
  const levels = learned(plan, rows, known, order.filter(isDone));
  return {
    milestones: stages.filter((stage) => open(stage) === 0).length,
    percent: first ? Math.floor(100 * (total(first) - open(first)) / total(first)) : 0,
    shipped: rows.filter((row) => row.step.ships && isDone(row)).map((row) => row.step.ships),
    next: next ? { ships: next.step.ships, key: next.step.key, minutes: lack } : null,
    skills: [...plan.gap].filter(([skill, level]) => levels(skill) >= level).map(([skill]) => skill),
  };
}

/** What is known after these steps, done ones looked back at. */
function learned(plan, rows, known, taken) {
  const all = learning(plan);
  const done = rows.filter((row) => row.state === "done").map((row) => row.index);
  const pupil = learners(all, done, { count: 0 })(all.levels(known));
  for (const { index } of taken) {
    pupil.learn(pupil.credits(index));
    pupil.look();
  }
  return (skill) => pupil.known[all.place.get(skill)];
}
