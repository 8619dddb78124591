// What is drawn around the steps, from pieces of markup that a page holds ready in templates: notices, this week, the bar
// with the next step. Words and structure are the generator's; scripts fill them in.

import { hours } from "../site/words.mjs";

/**
 * @typedef {{words: string, run: () => void}} Action
 * @typedef {{text: string, items?: string[], actions?: Action[], quiet?: boolean}} Notice `quiet`: for the record alone
 */

/** A fresh copy of a piece. @template {HTMLElement} T @param {string} name @returns {T} */
export function piece(name) {
  const holder = document.getElementById(`fp-piece-${name}`);
  return document.importNode(holder.content, true).firstElementChild;
}

/** An element with properties. @param {string} tag @param {object} properties */
export const element = (tag, properties) => Object.assign(document.createElement(tag), properties);

/** A check box with its words. @param {string} words @returns {{label: HTMLElement, box: HTMLInputElement}} */
export function check(words) {
  const label = piece("check");
  label.querySelector("span").textContent = words;
  return { label, box: label.querySelector("input") };
}

/**
 * What the page has to say, with what can be done about it. Each notice has a name, and is there once or not at all.
 * @param {HTMLElement} holder a live region
 * @param {HTMLElement} home where the focus goes when the notice that held it is gone
 * @returns {(name: string, notice: Notice | null) => void} shows a notice, changes it, takes it away
 */
export function board(holder, home) {
  const shown = new Map();
  return (name, notice) => {
    const present = shown.get(name);
    if (!notice) {
      const held = present?.place.contains(document.activeElement);
      present?.place.remove();
      if (held) home.focus({ preventScroll: true });
      shown.delete(name);
      return;
    }
    const { items = [], actions = [] } = notice;
    const text = JSON.stringify([notice.text, items, actions.map((action) => action.words)]);
    if (present?.text === text) {
      present.notice = notice;
      return;
    }
    const place = piece("notice");
    const entry = { text, place, notice };
    place.classList.toggle("fp-notice--quiet", notice.quiet === true);
    place.querySelector("p").textContent = notice.text;
    const [list, buttons] = [place.querySelector("ul"), place.querySelector(".fp-actions")];
    list.append(...items.map((item) => element("li", { textContent: item })));
    list.hidden = items.length === 0;
    actions.forEach(({ words }, index) => {
      const button = piece("button");
      button.textContent = words;
      // The newest notice of this name says what its buttons do.
      button.addEventListener("click", () => entry.notice.actions[index].run());
      buttons.append(button);
    });
    buttons.hidden = actions.length === 0;
    if (present) present.place.replaceWith(place);
    else holder.append(place);
    shown.set(name, entry);
  };
}

/** What to do this week. @param {HTMLElement} list @param {Task[]} tasks @param {Say} say */
export function drawWeek(list, tasks, say) {
  list.replaceChildren(...tasks.map(({ step, index, minutes }) => {
    const whole = minutes === step.minutes;
    const length = whole ? hours(say, minutes) : say("part_of", hours(say, minutes), hours(say, step.minutes));
    const item = document.createElement("li");
    item.append(
      element("span", { textContent: String(index + 1) }),
      element("a", { href: `#step-${index + 1}`, textContent: step.act }),
      element("span", { className: "fp-hours", textContent: length }));
    return item;
  }));
}

/**
 * The bar at the foot of the window, on a phone: there while the card with the same step is out of sight.
 * @param {HTMLElement} content @param {HTMLElement} card @param {Say} say @param {() => void} done marks the step as done
 * @returns {(row: Row | null, sum: Sum, trouble: string) => void}
 */
export function nextBar(content, card, say, done) {
  const bar = piece("next");
  const warning = bar.querySelector(".fp-next__trouble");
  bar.querySelector("button").addEventListener("click", done);
  new IntersectionObserver((entries) => {
    bar.dataset.away = entries.at(-1).isIntersecting ? "no" : "yes";
  }).observe(card);
  return (row, sum, trouble) => {
    if (row === null) {
      bar.remove();
      return;
    }
    if (!bar.isConnected) content.append(bar);
    Object.assign(bar.querySelector("progress"), { max: sum.total || 1, value: sum.done });
    Object.assign(bar.querySelector("a"), { href: `#step-${row.index + 1}`, textContent: row.step.act });
    bar.querySelector(".fp-hours").textContent = hours(say, row.left);
    warning.hidden = trouble === "";
    warning.textContent = trouble;
  };
}
