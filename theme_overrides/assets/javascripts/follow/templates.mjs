// Pieces of markup that a page holds ready in templates. Words and structure are the generator's; scripts fill them in.

/** A fresh copy of a piece. @template {HTMLElement} T @param {string} name @returns {T} */
export function piece(name) {
  const holder = /** @type {HTMLTemplateElement} */ (document.getElementById(`fp-piece-${name}`));
  return /** @type {T} */ (document.importNode(holder.content, true).firstElementChild);
}

/** A check box with its words. @param {string} words @returns {{label: HTMLElement, box: HTMLInputElement}} */
export function check(words) {
  const label = piece("check");
  label.querySelector("span").textContent = words;
  return { label, box: label.querySelector("input") };
}

/** A button. @param {string} words @param {() => void} pressed @returns {HTMLButtonElement} */
export function button(words, pressed) {
  const made = /** @type {HTMLButtonElement} */ (piece("button"));
  made.textContent = words;
  made.addEventListener("click", pressed);
  return made;
}
