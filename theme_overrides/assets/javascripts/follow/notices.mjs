// What the page has to say to a reader, with what can be done about it. Each notice has a name, and is there once or not at all.

import { button, piece } from "./templates.mjs";

/**
 * @typedef {{words: string, run: () => void}} Action
 * @typedef {{text: string, items?: string[], actions?: Action[], quiet?: boolean}} Notice `quiet`: for the record, not to be acted on
 */

/**
 * @param {HTMLElement} holder a live region @param {HTMLElement} home where the focus goes when the notice that held it is gone
 * @returns {(name: string, notice: Notice | null) => void} shows a notice, changes it, takes it away
 */
export function board(holder, home) {
  /** @type {Map<string, {said: string, place: HTMLElement, notice: Notice}>} */
  const shown = new Map();
  return (name, notice) => {
    const there = shown.get(name);
    if (!notice) {
      if (there) remove(there.place, home);
      shown.delete(name);
      return;
    }
    const said = JSON.stringify([notice.text, notice.items ?? [], (notice.actions ?? []).map((action) => action.words)]);
    if (there?.said === said) {
      there.notice = notice;
      return;
    }
    const place = piece("notice");
    const entry = { said, place, notice };
    place.classList.toggle("fp-notice--quiet", notice.quiet === true);
    place.querySelector("p").textContent = notice.text;
    const list = place.querySelector("ul");
    for (const item of notice.items ?? []) list.append(Object.assign(document.createElement("li"), { textContent: item }));
    list.hidden = list.childElementCount === 0;
    const actions = /** @type {HTMLElement} */ (place.querySelector(".fp-actions"));
    // The newest notice of this name says what its buttons do.
    (notice.actions ?? []).forEach(({ words }, index) => actions.append(button(words, () => entry.notice.actions[index].run())));
    actions.hidden = actions.childElementCount === 0;
    if (there) there.place.replaceWith(place);
    else holder.append(place);
    shown.set(name, entry);
  };
}

/** @param {HTMLElement} place @param {HTMLElement} home */
function remove(place, home) {
  const held = place.contains(document.activeElement);
  place.remove();
  if (held) home.focus({ preventScroll: true });
}
