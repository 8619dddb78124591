// A result in words. The page holds every text already: the parts of an outcome, a question, an answer are copied from where
// they stand, sentences come from the page's list of words, and their gaps are filled with nodes, never with HTML.

import { onward } from "./next_steps.mjs";
import { score } from "./score.mjs";
import { readPeople } from "./form.mjs";

/**
 * @typedef {import("./score.mjs").Decision} Decision
 * @typedef {import("./score.mjs").Result} Result
 * @typedef {import("./score.mjs").BlockResult} BlockResult
 * @typedef {string | Node} Piece
 */

const SVG = "http://www.w3.org/2000/svg";

/** An element with children. @param {string} tag @param {string} name its class @param {...Piece} children */
function element(tag, name, ...children) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...children);
  return made;
}

/** A sentence with its gaps filled. @param {string} sentence @param {...Piece} pieces @returns {DocumentFragment} */
export function fill(sentence, ...pieces) {
  const made = document.createDocumentFragment();
  sentence.split("{}").forEach((words, index) => made.append(...(index ? [pieces[index - 1] ?? ""] : []), words));
  return made;
}

/** Things in a row, `a, b or c`. @param {Piece[]} pieces @param {string} last @returns {DocumentFragment} */
function row(pieces, last) {
  const made = document.createDocumentFragment();
  pieces.forEach((piece, index) => made.append(index === 0 ? "" : index < pieces.length - 1 ? ", " : last, piece));
  return made;
}

/** What a page says, to be copied from. @param {ParentNode} page */
export function library(page) {
  const outcomes = new Map([...page.querySelectorAll("[data-outcome]")].map((article) => [article.dataset.outcome, article]));
  const questions = new Map([...page.querySelectorAll("[data-question]")].map((field) => [field.dataset.question, field]));
  const people = new Map([...page.querySelector('template[data-part="people"]').content.children].map((person) => [person.dataset.person, person]));
  const words = Object.fromEntries([...page.querySelector('template[data-part="words"]').content.children]
    .map((word) => [word.dataset.word, word.textContent]));
  /** The children of an element, copied. @param {Element} from @returns {DocumentFragment} */
  const copy = (from) => {
    const made = document.createDocumentFragment();
    made.append(...[...from.childNodes].map((node) => node.cloneNode(true)));
    return made;
  };
  const option = (question, id) => [...questions.get(question).querySelectorAll("input")].find(({ value }) => value === id);
  return {
    words,
    /** @param {string} outcome */
    name: (outcome) => outcomes.get(outcome).querySelector("[data-name]").textContent,
    /** A part of an outcome, or nothing. @param {string} outcome @param {string} part @returns {Element | undefined} */
    part: (outcome, part) => outcomes.get(outcome).querySelector(`[data-part="${part}"]`)?.cloneNode(true),
    /** Whether an outcome says nothing by itself. @param {string | null} outcome */
    silent: (outcome) => outcome !== null && "silent" in outcomes.get(outcome).dataset,
    /** The outcomes of rules. @param {string} block */
    ruled: (block) => [...outcomes.values()].filter((article) => article.dataset.block === block && article.querySelector('[data-part="rule"]'))
      .map(({ dataset }) => dataset.outcome),
    people: readPeople(page),
    all: () => pieces(page.querySelector('template[data-part="all"]').content.cloneNode(true)),
    /** A link of a persona. @param {string} persona @param {string} which @returns {HTMLAnchorElement} */
    link: (persona, which) => people.get(persona).querySelector(which),
    /** @param {string} question */
    ask: (question) => copy(questions.get(question).querySelector("[data-ask]")),
    /** @param {string} question @param {string} id */
    text: (question, id) => copy(option(question, id).closest("label").querySelector("[data-text]")),
    /** The same within a sentence, which has a full stop of its own. @param {string} question @param {string} id */
    quoted: (question, id) => {
      const made = copy(option(question, id).closest("label").querySelector("[data-text]"));
      let last = made.lastChild;
      while (last?.lastChild) last = last.lastChild;
      if (last) last.nodeValue = last.nodeValue.replace(/\.+$/, "");
      return made;
    },
    /** What comes first for whoever answers so. @param {string} question @param {string} id */
    first: (question, id) => [...questions.get(question).querySelectorAll("[data-first]")].filter(({ dataset }) => dataset.first === id).map(copy),
    /** @param {string} question @param {string} id */
    because: (question, id) => copy([...questions.get(question).querySelectorAll("[data-because]")].find(({ dataset }) => dataset.because === id)),
    /** What a block's result is called. @param {string} block */
    result: (block) => copy(page.querySelector(`[data-block="${block}"] [data-result]`)),
    template: /** @type {HTMLTemplateElement} */ (page.querySelector('template[data-part="block"]')),
  };
}

/** @typedef {ReturnType<typeof library>} Library */

/** @param {Library} page @param {number} number */
const points = (page, number) => (number === 1 ? page.words.point : fill(page.words.points, String(number)));

/** The whole result. @param {Library} page @param {Decision} decision @param {Result} result @returns {DocumentFragment} */
export function resultOf(page, decision, result) {
  const made = document.createDocumentFragment();
  for (const block of shown(page, result)) made.append(blockOf(page, decision, result, block));
  return made;
}

/** Each block in a line: what it is called, the winner, and by how much. @param {Library} page @param {Result} result @returns {HTMLElement[]} */
export const inShort = (page, result) => shown(page, result).map((block) => element("div", "", element("dt", "", page.result(block.id)),
  element("dd", "", ...(block.winner !== null ? [element("strong", "", page.name(block.winner)), " ", element("span", "", ...lead(page, block))]
    : block.answered ? [element("strong", "", page.words.nothing_fits)] : [page.words.nothing_yet]))));

/** The blocks as a result shows them: where the decision ends first, and none whose outcome says nothing by itself.
 * @param {Library} page @param {Result} result */
const shown = (page, result) => [...result.blocks].reverse().filter(({ winner }) => !page.silent(winner));

/** By how much the winner leads, in a few words. @param {Library} page @param {BlockResult} block @returns {Piece[]} */
function lead(page, block) {
  const [first, second, ...level] = foremost(block).map((outcome) => page.name(outcome));
  if (second === undefined) return [];
  if (block.by_rule) return [level.length ? fill(page.words.by_rule_level, first, second, row(level, page.words.and)) : fill(page.words.by_rule, first, second)];
  return [block.margin === 0 ? fill(page.words.by_none, row([second, ...level], page.words.and)) : fill(page.words.by, points(page, block.margin), second)];
}

/** The first outcome, the second, and all that have as many points as the second. @param {BlockResult} block */
const foremost = ({ ranking }) => ranking.filter(([, sum], place) => place === 0 || sum === ranking[1][1]).map(([outcome]) => outcome);

/** In a sentence, for those who listen: how many are answered, and what is ahead. @param {Library} page @param {Decision} decision @param {Result} result */
export function standing(page, decision, result) {
  const said = [fill(page.words.progress, String(result.answers.length), String(decision.questions.length)), ". "];
  for (const block of shown(page, result)) {
    if (block.winner !== null) said.push(fill(page.words.standing, page.result(block.id), page.name(block.winner)), " ");
  }
  return element("span", "", ...said).textContent.trim();
}

/** @param {Library} page @param {Decision} decision @param {Result} result @param {BlockResult} block */
function blockOf(page, decision, result, block) {
  const made = page.template.content.firstElementChild.cloneNode(true);
  const slot = (name) => made.querySelector(`[data-slot="${name}"]`);
  /** Fills a slot, or takes it away. @param {string} name @param {...Piece} pieces */
  const put = (name, ...pieces) => (pieces.length ? slot(name).append(...pieces) : slot(name).remove());
  slot("result").append(page.result(block.id));
  if (block.winner === null) {
    for (const name of ["rule", "costs", "margin", "drove", "open", "why_not", "go"]) slot(name).remove();
    if (block.answered) {
      slot("name").append(page.words.nothing_fits);
      for (const name of ["says", "ranking"]) slot(name).remove();
      slot("flips").before(...ruledOut(page, block));
      put("flips", ...flips(page, decision, result, block));
      return made;
    }
    for (const name of ["name", "ranking", "flips"]) slot(name).remove();
    put("says", page.words.nothing);
    return made;
  }
  slot("name").append(page.name(block.winner));
  put("says", ...pieces((block.already && page.part(block.winner, "already")) || page.part(block.winner, "says")));
  put("rule", ...(block.by_rule ? pieces(page.part(block.winner, "rule")) : []));
  put("costs", ...pieces(page.part(block.winner, "costs")));
  put("margin", margin(page, block));
  slot("ranking").querySelector("ol").append(...ranking(page, block));
  slot("ranking").append(...ruledOut(page, block));
  put("drove", ...drivers(page, block));
  put("flips", ...flips(page, decision, result, block));
  put("open", ...open(page, block));
  put("why_not", ...whyNot(page, block));
  put("go", ...["cases", "roles"].map((name) => page.part(block.winner, name)).filter(Boolean));
  return made;
}

/** What a copied part holds. @param {Element | undefined} part @returns {Node[]} */
const pieces = (part) => (part ? [...part.childNodes] : []);

/** How close the second is. @param {Library} page @param {BlockResult} block */
function margin(page, block) {
  const [first, second, ...level] = foremost(block).map((outcome) => element("strong", "", page.name(outcome)));
  if (!second) return fill(page.words.alone, first, points(page, block.ranking[0][1]));
  return block.margin === 0 ? fill(page.words.level, row([first, second, ...level], page.words.and), page.name(block.ranking[0][0]))
    : fill(page.words.ahead, first, second, points(page, block.margin));
}

/** The outcomes that an answer rules out, by answer. @param {Library} page @param {BlockResult} block */
function ruledOut(page, block) {
  const by = new Map();
  for (const [outcome, question, option] of block.ruled_out) {
    const key = `${question}.${option}`;
    by.set(key, { question, option, names: [...by.get(key)?.names ?? [], element("strong", "", page.name(outcome))] });
  }
  return [...by.values()].map(({ question, option, names }) => element("p", "fp-by",
    fill(page.words.ruled_out, row(names, page.words.and), page.ask(question), element("strong", "", page.quoted(question, option)))));
}

/** @param {Library} page @param {BlockResult} block */
function ranking(page, block) {
  const most = Math.max(1, block.ranking[0][1]);
  return block.ranking.map(([outcome, sum], place) => {
    const link = element("a", "", page.name(outcome));
    link.href = `#outcome-${outcome}`;
    const bar = document.createElementNS(SVG, "svg");
    bar.setAttribute("viewBox", "0 0 100 10");
    bar.setAttribute("preserveAspectRatio", "none");
    bar.setAttribute("aria-hidden", "true");
    for (const [name, width] of [["fp-ranks__room", 100], ["fp-ranks__bar", 100 * sum / most]]) {
      const drawn = document.createElementNS(SVG, "rect");
      drawn.setAttribute("class", name);
      drawn.setAttribute("width", String(width));
      drawn.setAttribute("height", "10");
      bar.append(drawn);
    }
    return element("li", place === 0 ? "fp-ranks__first" : "", element("span", "", link), " ", bar, " ", element("span", "fp-ranks__points", points(page, sum)));
  });
}

/** An answer with its question, for a list. @param {Library} page @param {string} question @param {string} option @param {...Piece} more */
const answer = (page, question, option, ...more) =>
  element("li", "", element("span", "fp-told__ask", page.ask(question)), " ", element("strong", "", page.text(question, option)), ...more);

/** @param {Library} page @param {BlockResult} block */
function drivers(page, block) {
  const [first, second] = block.ranking.map(([outcome]) => page.name(outcome));
  if (second === undefined) return [];
  if (!block.drivers.length) return [element("p", "", fill(page.words.drove_none, first, second))];
  return [
    element("p", "", fill(page.words.drove, first, second)),
    element("ol", "fp-told", ...block.drivers.map(([question, option, by]) =>
      answer(page, question, option, " ", element("span", "fp-told__points", fill(page.words.more, points(page, by))),
        element("p", "fp-told__because", page.because(question, option))))),
  ];
}

/** @param {Library} page @param {Decision} decision @param {Result} result @param {BlockResult} block */
function flips(page, decision, result, block) {
  if (block.flip === null) return [element("p", "", page.words.flip_none)];
  const before = new Map(result.answers);
  const after = score(decision, new Map([...before, ...block.flip])).blocks.find(({ id }) => id === block.id).winner;
  return [
    element("p", "", fill(page.words.flip, element("strong", "", page.name(after)))),
    element("ul", "fp-told", ...block.flip.map(([question, option]) =>
      element("li", "", element("span", "fp-told__ask", page.ask(question)), " ",
        fill(page.words.flip_to, element("strong", "", page.quoted(question, option)), element("span", "", page.quoted(question, before.get(question)))), "."))),
  ];
}

/** @param {Library} page @param {BlockResult} block */
function open(page, block) {
  const others = block.open.filter((outcome) => outcome !== block.winner).map((outcome) => element("strong", "", page.name(outcome)));
  if (!others.length) return block.answered < block.questions ? [element("p", "", page.words.open_none)] : [];
  const found = [element("p", "", fill(page.words.open, row(others, page.words.either)))];
  if (block.undecided.length) {
    found.push(element("p", "", page.words.alone_could), element("ul", "fp-told", ...block.undecided.map((question) => {
      const button = element("button", "fp-link", page.ask(question));
      button.type = "button";
      button.dataset.go = question;
      return element("li", "", button);
    })));
  }
  return found;
}

/** What is said of several outcomes in the same words is said once. @param {Library} page @param {BlockResult} block */
function whyNot(page, block) {
  const first = page.name(block.ranking[0][0]);
  const alike = new Map();
  for (const { id, behind, answers } of block.why_not) {
    const key = JSON.stringify([behind, answers]);
    alike.set(key, { behind, answers, names: [...alike.get(key)?.names ?? [], element("strong", "", page.name(id))] });
  }
  const lost = [...alike.values()].map(({ behind, answers, names }) => element("li", "",
    element("p", "", row(names, ", "), " ", behind === 0 ? fill(page.words.same, first) : fill(page.words.behind, points(page, behind), first)),
    ...(answers.length ? [
      element("p", "fp-by", fill(page.words.against, first)),
      element("ul", "fp-told", ...answers.map(([question, option, by]) =>
        answer(page, question, option, " ", element("span", "fp-told__points", points(page, by))))),
    ] : [])));
  for (const id of page.ruled(block.id)) {
    if (id !== block.winner) lost.push(element("li", "", element("p", "", element("strong", "", page.name(id))), ...pieces(page.part(id, "rule"))));
  }
  return lost.length ? [element("ul", "fp-whynot", ...lost)] : [];
}

/** Where to go from where the decision ends: what comes first, the steps of one persona, and those of others; empty where it does not end.
 * @param {Library} page @param {Decision} decision @param {Result} result @returns {HTMLElement[]} */
export function next(page, decision, result) {
  if (result.blocks.at(-1).winner === null) return [];
  const { nearest, steps, others } = onward(decision, page.people, result);
  const knows = result.knows.map(([skill, level]) => `${skill}:${level}`).join(",");
  const name = (persona) => page.link(persona, "[data-page]").textContent;
  /** @param {import("./next_steps.mjs").Step} step */
  const place = ({ kind, persona, role }) => page.link(persona, kind === "path" ? `[data-path="${role}"]` : `[data-${kind}]`);
  /** @param {import("./next_steps.mjs").Step} step @param {string} dress @param {Piece} words */
  const link = (step, dress, words) => {
    const made = element("a", dress, words);
    made.setAttribute("href", place(step).getAttribute("href") + (step.kind === "path" && knows ? `?know=${knows}` : ""));
    return made;
  };
  // A path that comes second is the one that broadens.
  const called = (step, second) => step.kind === "stay" ? page.words.stay : step.kind === "page" ? page.words.page
    : second ? fill(page.words.broaden, place(step).textContent) : fill(page.words.way, place(step).textContent);
  const found = result.answers.flatMap(([question, option]) => page.first(question, option)).map((said) => element("p", "fp-first", said));
  if (steps.length) {
    const whose = element("strong", "", name(steps[0].persona));
    found.push(
      element("p", "fp-typical", nearest ? fill(page.words.typical, whose, String(nearest[1]), String(result.answers.length)) : fill(page.words.start, whose)),
      element("p", "fp-actions", ...steps.flatMap((step, index) => [link(step, `fp-button${index ? " fp-button--quiet" : ""}`, called(step, index > 0)), " "])));
    if (knows && steps.some(({ kind }) => kind === "path")) found.push(element("p", "fp-by", page.words.knows));
  }
  if (others.length) {
    found.push(element("p", steps.length ? "fp-label" : "", steps.length ? page.words.others : page.words.choose),
      element("ul", "fp-chips", ...others.map((step) => element("li", "", link(step, "", name(step.persona))))));
  }
  return page.people.length && !steps.length && !others.length ? [...found, ...page.all()] : found;
}

export { element };
