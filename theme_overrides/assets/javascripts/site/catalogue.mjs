// Works a catalogue, such as the list of resources or that of questions: shows what has the words that are typed and the
// values that are chosen, in the order that is asked for. Without this script the whole list stands there, in its groups.

const form = document.getElementById("fp-filter");
const items = [...document.querySelectorAll(".fp-item")];
// Where each item stands as the page has it: an order takes all of them into the first list.
const lists = items.map((item) => item.parentElement);
// The folds of a long list, and which of them stood open before something was looked for.
const folds = [...document.querySelectorAll("details.fp-shelf")];
let open = null;
const blocks = [...new Set(lists.map((list) => list.closest(".fp")))].filter((block) => !block.contains(form));

/** Letters without case, accents and signs: what a typed word is held against. */
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
  .replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const words = new Map(items.map((item) => [item, ` ${folded(item.textContent)}`]));
const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

/** Whether the words of an item begin with each that was typed, or its data attributes hold the chosen value. */
const fits = (item, chosen) => chosen.every(([name, value]) => (name === "words"
  ? folded(value).split(" ").every((word) => words.get(item).includes(` ${word}`))
  : (item.getAttribute(`data-${name}`) ?? "").split(" ").includes(value)));

/** What stands between the heading of a group and its list, and the heading itself; nothing where there are no groups. */
function headed(block) {
  const parts = [];
  for (let part = block.previousElementSibling; part && part !== form && !part.contains(form);
    part = part.previousElementSibling) {
    parts.push(part);
    if (part.tagName === "H2") return parts;
  }
  return [];
}

/** What is chosen and typed, without what is empty. */
const given = () => [...new FormData(form)].filter(([, value]) => value.trim() !== "");

/** What an item is put in order by; what it begins with for its title. */
const key = (item, order) => (order === "title" ? words.get(item) : item.getAttribute(`data-${order}`) ?? "");

/** Puts items in an order, or where they were. What has nothing to go by comes last. */
function arrange(order) {
  if (!order) items.forEach((item, place) => lists[place].append(item));
  else {
    const falling = form.elements.order.selectedOptions[0].hasAttribute("data-falling") ? -1 : 1;
    const sorted = items.toSorted((one, other) => {
      const [mine, theirs] = [key(one, order), key(other, order)];
      return Number(mine === "") - Number(theirs === "") || falling * collator.compare(mine, theirs);
    });
    lists[0].append(...sorted);
  }
}

let arranged = "";

/** Opens all folds while something is looked for; afterwards they are as they were. */
function unfold(looking) {
  if (looking) open ??= folds.map((fold) => fold.open);
  folds.forEach((fold, place) => {
    fold.classList.toggle("fp-shelf--found", looking);
    if (open) fold.open = looking || open[place];
  });
  if (!looking) open = null;
}

/** Shows what fits, and says how much that is; while nothing is looked for, how much there is, for folds may be shut. */
function apply() {
  const { order = "" } = Object.fromEntries(given());
  const chosen = given().filter(([name]) => name !== "order");
  if (order !== arranged) arrange(arranged = order);
  for (const item of items) item.hidden = !fits(item, chosen);
  for (const block of blocks) {
    block.hidden = [...block.querySelectorAll(".fp-item")].every((item) => item.hidden);
    for (const part of headed(block)) part.hidden = block.hidden || order !== "";
  }
  unfold(chosen.length > 0 || order !== "");
  const shown = items.filter((item) => !item.hidden).length;
  const output = form.querySelector("output");
  const said = output.dataset;
  const some = shown === 0 ? said.none : `${shown} ${said.of} ${items.length} ${said.shown}`;
  output.textContent = chosen.length ? some : said.all.replace("{}", String(items.length));
  form.classList.toggle("fp-filter--idle", given().length === 0);
}

/** Makes the address say what is shown: when a choice is made, not at each letter. */
function note() {
  const query = new URLSearchParams(given()).toString();
  const address = query ? `?${query}` : location.pathname;
  history.replaceState(history.state, "", address + location.hash);
}

// Known filters with known values come from the address.
for (const [name, value] of new URLSearchParams(location.search)) {
  const field = form.querySelector(`[name="${CSS.escape(name)}"]`);
  const options = [...(field?.options ?? [])];
  if (field?.type === "checkbox") field.checked = value === field.value;
  else if (field?.type === "search" || options.some((option) => option.value === value)) field.value = value;
}
form.hidden = false;
apply();
note();
form.addEventListener("input", apply);
form.addEventListener("change", note);
form.addEventListener("submit", (event) => { event.preventDefault(); note(); });
form.addEventListener("reset", () => requestAnimationFrame(() => {
  apply();
  note();
  // The button is gone with what it cleared.
  form.elements.words.focus();
}));
