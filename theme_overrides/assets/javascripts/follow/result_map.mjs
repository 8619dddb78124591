// The map of skills beneath a result that leads to a path: what somebody like the reader has, with what the answers tell of
// them, and what is left. It is reckoned as on the path's own page, from its plan. Loaded when its fold is opened.

import { sentences, within } from "../site/words.mjs";
import { mapView } from "./map.mjs";
import { readPlan } from "./plan.mjs";
import { remaining } from "./remaining.mjs";

async function textOf(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status}: ${answer.url}`);
  return answer.text();
}

/** The drawing of a role's map, as nodes of this page. @param {string} source @returns {SVGElement} */
function drawingOf(source) {
  const { documentElement } = new DOMParser().parseFromString(source, "image/svg+xml");
  const drawing = document.importNode(documentElement, true);
  // Twenty units are one rem, as on the pages.
  const attributes = { role: "img", width: `${drawing.viewBox.baseVal.width / 20}rem`, focusable: "false" };
  for (const [name, value] of Object.entries(attributes)) drawing.setAttribute(name, value);
  return drawing;
}

/**
 * @param {HTMLElement} figure @param {{role: string, path: string, knows: Pair[]}} way the address of a path, and what the
 * answers tell of skills
 * @returns {Promise<() => void>} draws it
 */
export async function resultMap(figure, { role, path, knows }) {
  const say = sentences();
  const place = new URL(`${role}/`, new URL(figure.dataset.roles, location.href));
  const words = figure.querySelector('[data-fp="map"]');
  figure.querySelector('[data-fp="whole"]').href = within(place, "#map");
  const addresses = [new URL("map.svg", place), new URL("plan.json", new URL(path, location.href))];
  try {
    const [drawing, block] = await Promise.all(addresses.map(textOf));
    const plan = readPlan(block);
    const told = knows.filter(([skill, level]) => level > (plan.known.get(skill) ?? 0));
    const known = new Map(told.map(([skill, level]) => [skill, { level }]));
    return () => {
      const frame = figure.querySelector(".fp-pic__small");
      frame.replaceChildren(drawingOf(drawing));
      frame.tabIndex = frame.scrollWidth > frame.clientWidth ? 0 : -1;
      mapView(figure, say)(remaining(plan, { steps: new Map(), known }).known, true);
    };
  } catch {
    return () => { words.textContent = say("map_failed"); };
  }
}
