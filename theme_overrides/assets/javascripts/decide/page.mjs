// Lets a reader answer a decision on its page. Without this script the same form is a scorecard to add up by hand.

import { guide } from "../site/words.mjs";
import { fromAddress, parse, readDecision, toAddress, write } from "./form.mjs";
import { leadOf } from "./lead.mjs";
import { element, fill, library, resultOf, standing } from "./result.mjs";
import { score } from "./score.mjs";

const root = document.getElementById("fp-decide");
const page = root.closest("article");
const name = document.title;
// So long a choice is seen before the next question comes, in milliseconds.
const SEEN = 180;
const decision = readDecision(page);
const texts = library(page);
const { words } = texts;
const key = guide().key("decide", root.dataset.decision);
// Where the reader starts, by who answers like them: the comparison of the roles begins there.
const startKey = guide().key("start");

const find = (selector) => root.querySelector(selector);
const button = (name) => find(`[data-do="${name}"]`);
const form = find("form"), submit = find('[type="submit"]'), remember = button("remember");
const address = find("[data-address]"), offer = find("[data-mine]");
const status = find("[data-status]"), remark = find("[data-said]");
const fold = find("[data-mapped]");
const fields = [...form.querySelectorAll("[data-question]")];

/** `at` is the question that is shown, the number of questions when the result is, and -1 at the start. */
const state = { answers: fromAddress(decision), at: -1, all: false, nearest: null };

/** What a reader asked this device to keep; null where the browser lets nothing be read. */
function stored() {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps the answers, or says that the browser keeps nothing. */
function keep() {
  offer.hidden = true;
  try {
    localStorage.setItem(key, write(decision, state.answers));
    if (state.nearest) localStorage.setItem(startKey, state.nearest);
  } catch {
    remember.checked = false;
    remark.textContent = words.blocked;
  }
}

function forget() {
  try {
    localStorage.removeItem(key);
    if (texts.people.length) localStorage.removeItem(startKey);
  } catch {
    // Nothing could be kept either.
  }
}

/** Shows what the state says. */
function show() {
  const { answers, at, all } = state;
  const total = fields.length, ends = !all && at === total;
  const result = score(decision, answers);
  root.dataset.view = all ? "all" : ends ? "result" : at < 0 ? "start" : "one";
  fields.forEach((field, index) => {
    field.classList.toggle("fp-q--now", index === at);
    const { question } = field.dataset;
    for (const input of field.querySelectorAll("input")) input.checked = answers.get(question) === input.value;
    field.querySelector('[data-do="clear"]').hidden = !answers.has(question);
  });
  find("[data-progress]").replaceChildren(all
    ? fill(words.progress, String(answers.size), String(total)) : fill(words.question, String(at + 1), String(total)));
  find("progress").value = answers.size;
  const { finish, next, skip } = submit.dataset;
  submit.textContent = at === total - 1 ? finish : answers.has(fields[at]?.dataset.question) ? next : skip;
  button("finish").hidden = at >= total - 1 || answers.size === 0;
  button("questions").hidden = all;
  find('[data-shows="result"]').hidden = answers.size === 0 && !ends;
  root.toggleAttribute("data-answered", answers.size > 0);
  const { heading, body, path, nearest } = leadOf(texts, decision, result);
  state.nearest = nearest;
  find("[data-verdict]").textContent = heading;
  find("[data-lead]").replaceChildren(...body);
  document.title = ends ? fill(words.title, heading).textContent : name;
  find("[data-blocks]").replaceChildren(resultOf(texts, decision, result));
  showMap(path);
  find("[data-given]").replaceChildren(...fields.map((field) => given(field.dataset.question)));
  const sums = new Map(result.blocks.filter(({ answered }) => answered).flatMap(({ ranking }) => ranking));
  for (const box of root.querySelectorAll("[data-sum]")) box.textContent = String(sums.get(box.dataset.sum) ?? "");
  address.hidden = true;
  remark.textContent = "";
  return result;
}

/** The path whose map of skills stands beneath the result. @type {ReturnType<typeof leadOf>["path"]} */
let mapped = null;

function showMap(path) {
  if (!fold) return;
  mapped = path && fold.dataset.mapped.split(" ").includes(path.role) ? path : null;
  fold.hidden = mapped === null;
  if (fold.open) drawMap();
}

async function drawMap() {
  const way = mapped;
  if (!way) return;
  const { resultMap } = await import("../follow/result_map.mjs");
  const draw = await resultMap(fold.querySelector("figure"), way);
  if (way === mapped) draw();
}

/** A line of the list of answers. */
function given(question) {
  const change = element("button", "fp-link", words.change);
  change.type = "button";
  change.dataset.go = question;
  const option = state.answers.get(question);
  const answer = option === undefined
    ? element("em", "", words.unanswered) : element("strong", "", texts.text(question, option));
  return element("li", "", element("span", "fp-told__ask", texts.ask(question)), " ", answer, " ", change);
}

/** After the answers changed: page, address and, where the reader asked for it, the device. */
function changed() {
  const result = show();
  toAddress(decision, state.answers);
  if (remember.checked) keep();
  // Where one question is shown, nobody is told of a result that is not there yet.
  status.textContent = standing(texts, decision, result, state.all);
}

/** To a question, or to the result behind the last. The focus goes along, and the place comes into sight: always the same one. */
function go(at) {
  state.at = at;
  show();
  const ends = at === fields.length, field = fields[at];
  const target = ends ? find("#fp-result") : field.querySelector("input:checked") ?? field.querySelector("input");
  (ends ? page : state.all ? field : find(".fp-steer")).scrollIntoView({ block: "start" });
  target.focus({ preventScroll: true });
}

/** The first question without an answer, or the last one. */
function firstOpen() {
  const index = fields.findIndex((field) => !state.answers.has(field.dataset.question));
  return index < 0 ? fields.length - 1 : index;
}

async function copyAddress() {
  try {
    await navigator.clipboard.writeText(location.href);
    remark.textContent = words.copied;
  } catch {
    const input = address.querySelector("input");
    address.hidden = false;
    input.value = location.href;
    input.select();
  }
}

/** What buttons do. @type {Map<string, (pressed: HTMLElement) => void>} */
const actions = new Map(Object.entries({
  begin: () => go(firstOpen()),
  one: () => view(false),
  all: () => view(true),
  back: () => (state.at > 0 ? go(state.at - 1) : start()),
  finish: () => go(fields.length),
  questions: () => go(firstOpen()),
  clear: (pressed) => {
    const field = pressed.closest("[data-question]");
    state.answers.delete(field.dataset.question);
    changed();
    field.querySelector("input").focus();
  },
  again: () => {
    state.answers = new Map();
    state.all = false;
    changed();
    start();
    status.textContent = words.cleared;
  },
  print: () => print(),
  card: () => print(),
  copy: copyAddress,
  mine: () => {
    state.answers = parse(decision, stored() ?? "");
    remember.checked = true;
    changed();
    go(fields.length);
  },
  forget: () => {
    forget();
    offer.hidden = true;
    status.textContent = words.forgotten;
  },
}));

/** All questions on one page, or one at a time. */
function view(all) {
  state.all = all;
  if (state.at === fields.length) state.at = firstOpen();
  go(Math.max(state.at, 0));
}

/** To the page as it was found. */
function start() {
  state.at = -1;
  show();
  page.scrollIntoView({ block: "start" });
  button("begin").focus({ preventScroll: true });
}

/**
 * Choosing goes on by itself where somebody pointed at an answer: with the mouse, a finger, or what reads the screen for
 * them. Whoever walks through the answers with the arrow keys chooses by walking, so that there Enter goes on, as in any form.
 */
let going = 0;
form.addEventListener("click", (event) => {
  const input = event.target.closest("label")?.control;
  if (input?.type !== "radio" || event.detail === 0 || state.all) return;
  // The second click of a double one would answer the question that has come in between.
  if (event.detail > 1) {
    event.preventDefault();
    return;
  }
  const from = state.at;
  clearTimeout(going);
  going = setTimeout(() => {
    if (state.at === from && !state.all) go(from + 1);
  }, SEEN);
});

root.addEventListener("click", (event) => {
  const pressed = event.target.closest("button, a[data-do]");
  if (!pressed) return;
  const { go: question, do: action } = pressed.dataset;
  if (question !== undefined) {
    go(fields.findIndex((field) => field.dataset.question === question));
  } else if (action !== undefined) {
    event.preventDefault();
    actions.get(action)(pressed);
  }
});
form.addEventListener("change", (event) => {
  const input = event.target;
  state.answers.set(input.closest("[data-question]").dataset.question, input.value);
  changed();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!state.all) go(state.at + 1);
});
fold?.addEventListener("toggle", () => { if (fold.open) drawMap(); });
remember.addEventListener("change", () => (remember.checked ? keep() : forget()));
// The address was changed from outside: by hand, or by the browser's buttons.
addEventListener("popstate", () => {
  const answers = fromAddress(decision);
  if (write(decision, answers) === write(decision, state.answers)) return;
  state.answers = answers;
  state.at = answers.size ? fields.length : -1;
  changed();
});

const before = stored();
if (state.answers.size === 0 && before !== null) state.answers = parse(decision, before);
remember.checked = before !== null && write(decision, parse(decision, before)) === write(decision, state.answers);
offer.hidden = !before || remember.checked;
if (state.answers.size) state.at = fields.length;
// What an outcome means stood on this page once.
const meaning = location.hash.startsWith("#outcome-") && document.getElementById(location.hash.slice(1));
if (meaning && !state.answers.size) location.replace(meaning.querySelector("a").href);
for (const part of root.querySelectorAll("[data-live]")) part.hidden = false;
show();
if (remember.checked) keep();
toAddress(decision, state.answers);
