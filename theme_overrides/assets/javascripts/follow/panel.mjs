// What is drawn around the steps: this week, the bar with the next step, the sheet for the printer.

import { legs } from "./markdown_export.mjs";
import { piece } from "./templates.mjs";
import { hours } from "../site/words.mjs";

/** @typedef {import("./plan.mjs").Plan} Plan @typedef {import("./plan.mjs").Row} Row */

/** What to do this week. @param {(name: string) => HTMLElement} part @param {import("./plan.mjs").Task[]} tasks @param {boolean} finished @param {import("../site/words.mjs").Say} say */
export function drawWeek(part, tasks, finished, say) {
  part("week").replaceChildren(...tasks.map(({ step, index, minutes }) => {
    const entry = document.createElement("li");
    const number = Object.assign(document.createElement("span"), { textContent: String(index + 1) });
    const link = Object.assign(document.createElement("a"), { href: `#step-${index + 1}`, textContent: step.title });
    const length = Object.assign(document.createElement("span"), { className: "fp-hours" });
    length.textContent = minutes === step.minutes ? hours(say, minutes) : say("part_of", hours(say, minutes), hours(say, step.minutes));
    entry.append(number, link, length);
    return entry;
  }));
  part("week-free").hidden = !finished;
  part("week-free").textContent = finished ? say("finished") : "";
}

/** The bar at the foot of the window. @param {HTMLElement} content @param {import("../site/words.mjs").Say} say
 * @returns {(row: Row | null, words: string, sum: import("./plan.mjs").Sum, trouble: string) => void} */
export function nextBar(content, say) {
  const bar = piece("next");
  return (row, words, sum, trouble) => {
    if (row === null) {
      bar.remove();
      return;
    }
    if (!bar.isConnected) content.append(bar);
    Object.assign(bar.querySelector("progress"), { max: sum.total || 1, value: sum.done });
    Object.assign(bar.querySelector("a"), { href: `#step-${row.index + 1}`, textContent: row.step.title });
    bar.querySelector(".fp-hours").textContent = hours(say, row.left);
    const line = /** @type {HTMLElement} */ (bar.querySelector(".fp-next__trouble"));
    line.hidden = trouble === "";
    line.textContent = trouble;
  };
}


/** The path on paper: milestones with boxes. @param {Plan} plan @param {Row[]} rows @param {string} words @param {boolean} timeless @param {import("../site/words.mjs").Say} say */
export function sheet(plan, rows, words, timeless, say) {
  const made = piece("paper");
  made.querySelector("h2").textContent = plan.title;
  made.querySelector("p").textContent = words;
  for (const leg of legs(plan, rows)) {
    const heading = Object.assign(document.createElement("h3"), { textContent: leg.title });
    const boxes = Object.assign(document.createElement("ul"), { className: "fp-checks" });
    for (const { step, state } of leg.rows) {
      const entry = document.createElement("li");
      entry.dataset.state = state;
      entry.textContent = timeless ? step.title : say("markdown_hours", step.title, hours(say, step.minutes));
      boxes.append(entry);
    }
    made.append(heading, boxes);
  }
  return made;
}

