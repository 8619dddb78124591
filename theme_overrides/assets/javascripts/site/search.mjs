// The dialog of the search, from the moment that somebody has opened it (site/shell.mjs): fetches the index, shows what is
// found as links, and follows the keyboard. What is found is site/find.mjs's.

import { find, pieces, prepared } from "./find.mjs";
import { guide, saying } from "./words.mjs";

const dialog = document.getElementById("fp-search");
const form = dialog.querySelector("form");
const field = form.elements.namedItem("q");
const [said, rows, tell] = ["said", "rows", "tell"].map((part) => dialog.querySelector(`.fp-search__${part}`));
const status = dialog.querySelector("[role=status]");
const row = dialog.querySelector("template").content;
const { root } = guide();
// Whoever types is not spoken to until they rest.
const REST = 600;
let index;
let say;
let rest = 0;
let loading = null;

/** Fetches the index, and answers with it what was typed meanwhile. Where it does not come, the next letter asks again. */
async function load() {
  try {
    const response = await fetch(`${root}search/index.json`);
    const fetched = await prepared(await response.json(), () => new Promise((resume) => { setTimeout(resume); }));
    say = saying(new Map(Object.entries(fetched.data.says)));
    index = fetched;
  } catch {
    said.textContent = status.textContent = dialog.dataset.failed;
    return;
  }
  answer();
}

/** A text with its marks. */
function write(part, text, marked) {
  const parts = pieces(index, text, marked).map((piece, place) => {
    if (place % 2 === 0) return piece;
    const mark = document.createElement("mark");
    mark.textContent = piece;
    return mark;
  });
  part.replaceChildren(...parts);
}

/** An entry as a row; `kind` stands in the place of its own. */
function written(entry, marked, kind) {
  const item = row.cloneNode(true);
  const [name, called] = index.data.kinds[entry.kind];
  const link = item.querySelector("a");
  link.href = root + entry.url;
  link.className = `fp-search__row--${name}`;
  item.querySelector(".fp-search__kind").textContent = kind ?? called;
  write(item.querySelector(".fp-search__title"), entry.title, marked);
  if (kind === undefined) write(item.querySelector(".fp-search__line"), entry.line, marked);
  return item;
}

/** A sentence above the rows, the rows, and whether to ask what was looked for. */
function show(sentence, items, wanted = "") {
  said.textContent = sentence;
  rows.replaceChildren(...items);
  tell.hidden = !(wanted && index.data.report);
  const link = tell.querySelector("a");
  link.textContent = say("tell");
  link.href = index.data.report + encodeURIComponent(say("wanted", wanted));
  clearTimeout(rest);
  rest = setTimeout(() => { status.textContent = sentence; }, REST);
}

/** What is shown for what stands in the field. */
function answer() {
  form.dataset.typed = field.value ? "yes" : "";
  if (!index) {
    loading ??= load().finally(() => { loading = null; });
    return;
  }
  const typed = field.value.trim();
  const found = find(index, field.value);
  const all = (numbers, kind) => numbers.map((number) => written(index.entries[number], new Set(), kind));
  if (!found) show(say("asked"), all(index.data.asked));
  else if (!found.rows.length) show(say("nothing", typed), all(index.data.ways, say("try")), typed);
  else show(summary(found), found.rows.map((entry) => written(entry, found.marked)), found.missing.length ? typed : "");
}

/** What is said of what was found. */
function summary({ corrected, missing, rows: shown, total }) {
  if (missing.length) return say("without", missing.join(" "));
  if (corrected) return say("corrected", corrected.trim());
  return total > shown.length ? say("first", shown.length, total) : say("found", total);
}

/** Moves the focus by one link, from the field on and back to it. */
function step(by) {
  const stops = [field, ...dialog.querySelectorAll(".fp-search__rows a, .fp-search__tell:not([hidden]) a")];
  const at = Math.max(0, stops.indexOf(document.activeElement));
  stops[(at + by + stops.length) % stops.length].focus();
}

dialog.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    step(event.key === "ArrowDown" ? 1 : -1);
    event.preventDefault();
  } else if (event.target.matches("a") && (event.key.length === 1 || event.key === "Backspace") && event.key !== " ") {
    field.focus();  // and the letter goes there
  }
});
// A link to another place on this page closes the dialog as well as one to another page does.
dialog.addEventListener("click", ({ target }) => { if (target.closest("a") || target === dialog) dialog.close(); });
form.addEventListener("submit", (event) => {
  event.preventDefault();
  rows.querySelector("a")?.click();
});
form.addEventListener("input", answer);
form.addEventListener("reset", () => requestAnimationFrame(() => { answer(); field.focus(); }));
answer();
