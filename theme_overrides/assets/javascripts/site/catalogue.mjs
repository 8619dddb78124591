// Filters a catalogue, such as the list of resources or that of questions: by what is chosen, and by words that are typed.
// Without this script the whole list stands there, grouped; the form is hidden then.

const form = document.getElementById("fp-filter");
const LIST = ".fp-resources, .fp-questions";
const items = [...document.querySelectorAll(".fp-resource, .fp-question")];

/** Letters without case, accents and signs: what a typed word is held against. */
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
  .replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const typing = form.querySelector("input[type=search]");
const words = new Map(typing ? items.map((item) => [item, ` ${folded(item.textContent)}`]) : []);

/** Whether the words of an item begin with each that was typed, or its data attributes hold the chosen value. */
const fits = (item, chosen) => chosen.every(([name, value]) => (name === "words"
  ? folded(value).split(" ").every((word) => words.get(item).includes(` ${word}`))
  : (item.getAttribute(`data-${name}`) ?? "").split(" ").includes(value)));

/** What stands between the heading of a group and its list, and the heading itself. */
function headed(block) {
  const parts = [];
  for (let part = block.previousElementSibling; part && part !== form; part = part.previousElementSibling) {
    parts.push(part);
    if (part.tagName === "H2") return parts;
  }
  return [];
}

/** What is chosen and typed, without what is empty. */
const given = () => [...new FormData(form)].filter(([, value]) => value.trim() !== "");

/** Shows what fits, and says how much that is. */
function apply() {
  const chosen = given();
  for (const item of items) item.hidden = !fits(item, chosen);
  for (const list of document.querySelectorAll(LIST)) {
    const block = list.closest(".fp");
    block.hidden = [...list.children].every((item) => item.hidden);
    for (const part of headed(block)) part.hidden = block.hidden;
  }
  const shown = items.filter((item) => !item.hidden).length;
  const output = form.querySelector("output");
  const said = output.dataset;
  output.textContent = shown === 0 ? said.none : `${shown} ${said.of} ${items.length} ${said.shown}`;
}

/** Makes the address say what is shown: when a choice is made, not at each letter. */
function note() {
  const query = new URLSearchParams(given()).toString();
  const address = query ? `?${query}` : location.pathname;
  history.replaceState(history.state, "", address + location.hash);
}

/** Opens the fold whose heading the address names. */
function unfold() {
  const place = document.getElementById(location.hash.slice(1));
  const fold = place?.closest("details.fp-question");
  if (!fold) return;
  fold.open = true;
  place.scrollIntoView();
}

// Known filters with known values come from the address.
for (const [name, value] of new URLSearchParams(location.search)) {
  const field = form.querySelector(`[name="${CSS.escape(name)}"]`);
  const options = [...(field?.options ?? [])];
  if (field?.type === "search" || options.some((option) => option.value === value)) field.value = value;
}
form.hidden = false;
apply();
note();
unfold();
addEventListener("hashchange", unfold);
form.addEventListener("input", apply);
form.addEventListener("change", note);
form.addEventListener("submit", (event) => { event.preventDefault(); note(); });
form.addEventListener("reset", () => requestAnimationFrame(() => { apply(); note(); }));
