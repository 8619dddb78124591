// The controls of one step: the box on its number, its state, the hours done, the points of a project, the skills known already.

import { check, piece } from "./templates.mjs";
import { list } from "../site/words.mjs";

/**
 * @typedef {import("./plan.mjs").Plan} Plan @typedef {import("./plan.mjs").Row} Row @typedef {import("./plan.mjs").Step} Step
 * @typedef {object} Deeds what a reader can do with a step; `said` is told to those who do not see it
 * @property {(step: Step, change: {state?: string, minutes?: number, points?: string[]}) => void} set
 * @property {(skill: string, level: number) => void} know
 */

/**
 * Gives an item of the list its controls.
 * @param {HTMLElement} item @param {Step} step @param {Plan} plan @param {Deeds} deeds @param {import("../site/words.mjs").Say} say
 * @returns {(row: Row, known: Map<string, number>) => void} shows how things stand
 */
export function control(item, step, plan, deeds, say) {
  const tick = piece("tick");
  const box = tick.querySelector("input");
  tick.querySelector("span").textContent = say("tick", step.title);
  box.addEventListener("change", () => deeds.set(step, { state: box.checked ? "done" : "todo" }));
  item.querySelector(".fp-step__number").after(tick);

  const controls = piece("controls");
  const select = controls.querySelector("select");
  select.setAttribute("aria-label", say("state_of", step.title));
  select.addEventListener("change", () => deeds.set(step, { state: select.value }));
  const field = /** @type {HTMLElement} */ (controls.querySelector(".fp-controls__hours"));
  const input = field.querySelector("input");
  input.setAttribute("aria-label", say("minutes_of", step.title));
  input.max = String(step.minutes / 60);
  input.addEventListener("change", () => {
    const minutes = Math.round(Math.min(Math.max(0, input.valueAsNumber || 0), step.minutes / 60) * 60);
    input.value = String(minutes / 60);
    deeds.set(step, { state: "doing", minutes });
  });
  const points = pointBoxes(item, step, deeds);
  const skills = skillBoxes(controls, step, plan, deeds, say);
  const gone = document.createElement("p");
  gone.className = "fp-step__gone";
  item.append(gone, controls);

  return (row, known) => {
    item.dataset.state = row.needed ? row.state : "gone";
    box.checked = row.state === "done";
    select.value = row.state;
    field.hidden = row.state !== "doing";
    if (document.activeElement !== input) input.value = String(Number((row.spent / 60).toFixed(2)));
    for (const [point, one] of points) one.checked = row.state === "done" || row.points.includes(point);
    for (const [[skill, level], one] of skills) one.checked = (known.get(skill) ?? 0) >= level;
    gone.hidden = row.reason === null;
    gone.textContent = row.reason ? say("falls_away", because(row.reason, plan, say)) : "";
  };
}

/** Boxes before the points of a project. @param {HTMLElement} item @param {Step} step @param {Deeds} deeds @returns {Map<string, HTMLInputElement>} by the point's text */
function pointBoxes(item, step, deeds) {
  const found = new Map();
  const holder = item.querySelector('[data-fp="points"]');
  if (!holder) return found;
  holder.className = "fp-points";
  [...holder.children].forEach((place, index) => {
    const point = step.points[index];
    if (point === undefined) return;
    const { label, box } = check("");
    label.querySelector("span").append(...place.childNodes);
    place.append(label);
    box.addEventListener("change", () =>
      deeds.set(step, { points: step.points.filter((one) => found.get(one)?.checked) }));
    found.set(point, box);
  });
  return found;
}

/** "I know this already", for what the step adds to what the plan takes for granted. @param {HTMLElement} controls @param {Step} step @param {Plan} plan @param {Deeds} deeds
 * @param {import("../site/words.mjs").Say} say @returns {Map<import("./plan.mjs").Pair, HTMLInputElement>} */
function skillBoxes(controls, step, plan, deeds, say) {
  const found = new Map();
  const fold = /** @type {HTMLElement} */ (controls.querySelector(".fp-controls__know"));
  for (const pair of step.teaches) {
    const [skill, level] = pair;
    const taken = plan.known.get(skill) ?? 0;
    if (taken >= level) continue;
    const { label, box } = check(say("know_level", plan.skills.get(skill).name, say(`level_${level}`)));
    box.addEventListener("change", () => deeds.know(skill, box.checked ? level : taken));
    const entry = document.createElement("li");
    entry.append(label);
    fold.querySelector("ul").append(entry);
    found.set(pair, box);
  }
  fold.hidden = found.size === 0;
  return found;
}

/** Why a step fell away. @param {import("./plan.mjs").Reason} reason @param {Plan} plan @param {import("../site/words.mjs").Say} say */
function because(reason, plan, say) {
  const skills = (pairs) => list(pairs.map(([skill, level]) => say("know_level", plan.skills.get(skill).name, say(`level_${level}`))));
  return list(["known", "done", "taught", "unneeded"].filter((kind) => reason[kind].length).map((kind) => say(`gone_${kind}`, skills(reason[kind]))));
}
