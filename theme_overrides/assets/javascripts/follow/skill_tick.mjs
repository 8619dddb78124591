// "Do you know this?" on the page of a skill: one tick, which every followed path hears of.

import { setKnown } from "./progress.mjs";

/**
 * @param {HTMLFormElement} form
 * @param {{store: import("./store.mjs").Store, say: import("../site/words.mjs").Say, now: () => Date, trouble: () => string, signal: AbortSignal}} page
 */
export function known(form, { store, say, now, trouble, signal }) {
  const { skill, name } = form.dataset;
  const status = form.querySelector('[data-fp="status"]');
  const draw = () => {
    const tick = store.get().known.get(skill);
    for (const input of form.querySelectorAll("input")) input.checked = tick !== undefined && Number(input.value) === tick.level;
  };
  form.addEventListener("change", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const level = Number(input.value);
    store.set(setKnown(store.get(), skill, level, now().toISOString()));
    const word = input.closest("label").textContent.trim();
    status.textContent = trouble() || (level ? say("known_saved", name, word) : say("known_gone", name));
  }, { signal });
  form.addEventListener("submit", (event) => event.preventDefault(), { signal });
  store.watch(draw, signal);
  draw();
  form.hidden = false;
}
