// Lets a reader answer a decision on its page. Without this script the same form is a scorecard to add up by hand.

import { keyOf } from "../site/device.mjs";
import { entry } from "./entry.mjs";
import { element, fill, inShort, library, next, resultOf, standing } from "./result.mjs";
import { score } from "./score.mjs";
import { fromAddress, parse, readDecision, toAddress, write } from "./form.mjs";

/** Ends the listeners of a page that the reader has left without leaving the document. */
let leave = new AbortController();

/** Works one page. @param {HTMLElement} root @param {AbortSignal} left */
function work(root, left) {
  const page = root.closest("article");
  const decision = readDecision(page);
  const said = library(page);
  const store = entry(keyOf("decide", root.dataset.decision));
  const find = (selector) => /** @type {HTMLElement} */ (root.querySelector(selector));
  const button = (name) => /** @type {HTMLButtonElement} */ (find(`[data-do="${name}"]`));
  const form = find("form"), remember = button("remember"), submit = find('[type="submit"]'), address = find("[data-address]");
  const fields = [...form.querySelectorAll("[data-question]")];
  const here = location.pathname;
  /** `at` is the question that is shown, or the number of questions when the result is. */
  const state = { answers: fromAddress(decision), at: 0, all: false };

  /** Shows what the state says. */
  function show() {
    const { answers, at, all } = state;
    const total = fields.length, ends = !all && at === total;
    const result = score(decision, answers);
    root.dataset.view = all ? "all" : ends ? "result" : "one";
    fields.forEach((field, index) => {
      field.classList.toggle("fp-q--now", index === at);
      for (const input of field.querySelectorAll("input")) input.checked = answers.get(field.dataset.question) === input.value;
      field.querySelector('[data-do="clear"]').hidden = !answers.has(field.dataset.question);
    });
    for (const mode of root.querySelectorAll("[data-mode]")) mode.setAttribute("aria-pressed", String((mode.dataset.mode === "all") === all));
    find("[data-progress]").replaceChildren(all || ends ? fill(said.words.progress, String(answers.size), String(total))
      : fill(said.words.question, String(at + 1), String(total)));
    find("progress").value = answers.size;
    button("back").hidden = at === 0;
    submit.textContent = at === total - 1 ? submit.dataset.finish : answers.has(fields[at]?.dataset.question) ? submit.dataset.next : submit.dataset.skip;
    button("finish").hidden = at >= total - 1 || answers.size === 0;
    button("questions").hidden = all;
    find('[data-shows="result"]').hidden = answers.size === 0 && !ends;
    root.toggleAttribute("data-answered", answers.size > 0);
    button("card").hidden = answers.size > 0;
    find("[data-short]").replaceChildren(...inShort(said, result));
    const onward = next(said, decision, result);
    find("[data-onward]").hidden = onward.length === 0;
    find("[data-onward] div").replaceChildren(...onward);
    find("[data-blocks]").replaceChildren(resultOf(said, decision, result));
    find("[data-given]").replaceChildren(...fields.map((field) => given(field.dataset.question)));
    const sums = new Map(result.blocks.filter(({ answered }) => answered).flatMap(({ ranking }) => ranking));
    for (const box of root.querySelectorAll("[data-sum]")) box.textContent = String(sums.get(box.dataset.sum) ?? "");
    address.hidden = true;
    find("[data-said]").textContent = "";
    return result;
  }

  /** A line of the list of answers. @param {string} question */
  function given(question) {
    const change = element("button", "fp-link", said.words.change);
    change.type = "button";
    change.dataset.go = question;
    const option = state.answers.get(question);
    return element("li", "", element("span", "fp-told__ask", said.ask(question)), " ",
      option === undefined ? element("em", "", said.words.unanswered) : element("strong", "", said.text(question, option)), " ", change);
  }

  /** After the answers changed: page, address and, where the reader asked for it, the device. */
  function changed() {
    const result = show();
    toAddress(decision, state.answers);
    if (remember.checked) keep();
    find("[data-status]").textContent = standing(said, decision, result);
  }

  function keep() {
    find("[data-mine]").hidden = true;
    if (store.write(write(decision, state.answers))) return;
    remember.checked = false;
    find("[data-said]").textContent = said.words.blocked;
  }

  /** To a question, or to the result behind the last. The focus goes along, and the place comes into sight. @param {number} at */
  function go(at) {
    state.at = at;
    show();
    const result = at === fields.length;
    const target = result ? find("#fp-result") : fields[at].querySelector("input:checked") ?? fields[at].querySelector("input");
    (result ? target : fields[at]).scrollIntoView({ block: "start" });
    target.focus({ preventScroll: true });
  }

  /** The first question without an answer, or the last one. */
  const firstOpen = () => {
    const index = fields.findIndex((field) => !state.answers.has(field.dataset.question));
    return index < 0 ? fields.length - 1 : index;
  };

  const actions = new Map(Object.entries({
    back: () => go(state.at - 1),
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
      changed();
      go(0);
      find("[data-status]").textContent = said.words.cleared;
    },
    print: () => print(),
    card: () => print(),
    copy: async () => {
      try {
        await navigator.clipboard.writeText(location.href);
        find("[data-said]").textContent = said.words.copied;
      } catch {
        const field = address.querySelector("input");
        address.hidden = false;
        field.value = location.href;
        field.select();
      }
    },
    mine: () => {
      state.answers = parse(decision, store.read() ?? "");
      remember.checked = true;
      changed();
      go(fields.length);
    },
    forget: () => {
      store.forget();
      find("[data-mine]").hidden = true;
      find("[data-status]").textContent = said.words.forgotten;
    },
  }));

  root.addEventListener("click", (event) => {
    const pressed = /** @type {Element} */ (event.target).closest("button");
    if (!pressed) return;
    const { mode, go: question, do: action } = pressed.dataset;
    if (mode !== undefined) {
      state.all = mode === "all";
      if (!state.all) state.at = Math.min(state.at, fields.length - 1);
      show();
    } else if (question !== undefined) {
      go(fields.findIndex((field) => field.dataset.question === question));
    } else if (action !== undefined) {
      actions.get(action)(pressed);
    }
  });
  form.addEventListener("change", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    state.answers.set(input.closest("[data-question]").dataset.question, input.value);
    changed();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!state.all) go(state.at + 1);
  });
  remember.addEventListener("change", () => {
    if (remember.checked) keep();
    else store.forget();
  });
  // The address was changed from outside: by hand, or by the browser's buttons.
  addEventListener("popstate", () => {
    const found = fromAddress(decision);
    if (location.pathname !== here || write(decision, found) === write(decision, state.answers)) return;
    state.answers = found;
    state.at = found.size ? fields.length : 0;
    changed();
  }, { signal: left });

  const stored = store.read();
  if (state.answers.size === 0 && stored !== null) state.answers = parse(decision, stored);
  remember.checked = stored !== null && stored === write(decision, state.answers);
  find("[data-mine]").hidden = !stored || remember.checked;
  if (state.answers.size) state.at = fields.length;
  for (const part of root.querySelectorAll("[data-live]")) part.hidden = false;
  show();
  toAddress(decision, state.answers);
}

function start() {
  const root = document.getElementById("fp-decide");
  if (!root || root.dataset.view) return;
  leave.abort();
  leave = new AbortController();
  work(root, leave.signal);
}

// The theme can load pages without leaving the document; it then says so here each time.
if (globalThis.document$) document$.subscribe(start);
else start();
