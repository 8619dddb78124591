// Draws a plan that the page does not hold: the one that the reader started with, when the site has another one now.

import { piece } from "./templates.mjs";
import { hours } from "../site/words.mjs";

/**
 * @param {import("./plan.mjs").Plan} plan @param {Map<string, HTMLElement>} present steps of the page, as it came, by key
 * @param {string} root @param {import("../site/words.mjs").Say} say
 * @returns {{legs: HTMLElement[], milestones: HTMLElement[], items: HTMLElement[]}} milestones with their steps; their lines; all steps in order
 */
export function drawKept(plan, present, root, say) {
  const legs = [];
  const milestones = [];
  const items = [];
  plan.milestones.forEach((milestone, number) => {
    const leg = piece("leg");
    leg.className = "fp";
    leg.querySelector("h2").textContent = milestone.title;
    leg.querySelector("h2").id = `milestone-${number + 1}`;
    leg.querySelector(".fp-milestone__number").textContent = say("milestone", String(number + 1));
    leg.querySelector(".fp-time").textContent = hours(say, milestone.steps.reduce((sum, index) => sum + plan.steps[index].minutes, 0));
    for (const index of milestone.steps) {
      const item = drawStep(plan.steps[index], index + 1, present.get(plan.steps[index].key), plan, root, say);
      leg.querySelector("ol").append(item);
      items.push(item);
    }
    milestones.push(/** @type {HTMLElement} */ (leg.querySelector(".fp-milestone")));
    legs.push(leg);
  });
  return { legs, milestones, items };
}

/** A step as the page has it, or from what was kept of it. @param {import("./plan.mjs").Step} step @param {number} number @param {HTMLElement | undefined} there
 * @param {import("./plan.mjs").Plan} plan @param {string} root @param {import("../site/words.mjs").Say} say @returns {HTMLElement} */
function drawStep(step, number, there, plan, root, say) {
  const item = there ? /** @type {HTMLElement} */ (there.cloneNode(true)) : blank(step, plan, root, say);
  item.id = `step-${number}`;
  item.classList.add(`fp-step--${step.kind}`);
  item.querySelector(".fp-step__number").textContent = String(number);
  item.querySelector(".fp-step__head > .fp-hours").textContent = hours(say, step.minutes);
  // Numbers of other steps are those of the plan as it is now.
  for (const link of item.querySelectorAll('.fp-why a[href^="#step-"]')) link.closest(".fp-why")?.remove();
  return item;
}

/** A step that the page does not have. @param {import("./plan.mjs").Step} step @param {import("./plan.mjs").Plan} plan @param {string} root @param {import("../site/words.mjs").Say} say @returns {HTMLElement} */
function blank(step, plan, root, say) {
  const item = piece("step");
  const link = document.createElement("a");
  link.href = new URL(step.href, root).href;
  link.textContent = step.title;
  item.querySelector(".fp-step__title").append(link);
  item.querySelector(".fp-meta").textContent = step.of;
  for (const [skill, level] of step.teaches) {
    const entry = document.createElement("li");
    entry.textContent = say("know_level", plan.skills.get(skill).name, say(`level_${level}`));
    item.querySelector(".fp-chips").append(entry);
  }
  for (const point of step.points) {
    const entry = document.createElement("li");
    entry.textContent = point;
    item.querySelector('[data-fp="points"]').append(entry);
  }
  item.querySelector("details").hidden = step.points.length === 0;
  return item;
}
