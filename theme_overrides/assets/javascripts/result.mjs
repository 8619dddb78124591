// A result in words. The page holds every text already: the parts of an outcome, a question, an answer are copied from where
// they stand, sentences come from the page's list of words, and their gaps are filled with nodes, never with HTML.

import { score } from "./score.mjs";

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
    /** @param {string} outcome @returns {HTMLElement[]} */
    ways: (outcome) => [...outcomes.get(outcome).querySelectorAll("[data-way]")],
    ruled: (block) => [...outcomes.values()].filter(({ dataset }) => dataset.block === block && dataset.anyOf).map(({ dataset }) => dataset.outcome),
    /** @param {string} question */
    ask: (question) => copy(questions.get(question).querySelector("[data-ask]")),
    /** @param {string} question @param {string} id */
    text: (question, id) => copy(option(question, id).closest("label").querySelector("[data-text]")),
    /** @param {string} question @param {string} id */
    because: (question, id) => copy([...questions.get(question).querySelectorAll("[data-because]")].find(({ dataset }) => dataset.because === id)),
    /** What a block's result is called. @param {string} block */
    result: (block) => copy(page.querySelector(`[data-block="${block}"] [data-result]`)),
    template: /** @type {HTMLTemplateElement} */ (page.querySelector('template[data-part="block"]')),
  };
}

/** @typedef {ReturnType<typeof library>} Library */

/** @param {Library} page @param {number} number */
const points = (page, number) => (number === 1 ? page.words.point : page.words.points.replace("{}", String(number)));

/** The whole result. @param {Library} page @param {Decision} decision @param {Result} result @returns {DocumentFragment} */
export function resultOf(page, decision, result) {
  const made = document.createDocumentFragment();
  for (const block of result.blocks) made.append(blockOf(page, decision, result, block));
  return made;
}

/** Each block in a line: what it is called, the winner, and by how much. @param {Library} page @param {Result} result @returns {HTMLElement[]} */
export const inShort = (page, result) => result.blocks.map((block) => element("div", "", element("dt", "", page.result(block.id)),
  element("dd", "", ...(block.winner === null ? [page.words.nothing_yet]
    : [element("strong", "", page.name(block.winner)), " ", element("span", "", ...lead(page, block))]))));

/** By how much the winner leads, in a few words. @param {Library} page @param {BlockResult} block @returns {Piece[]} */
function lead(page, block) {
  const [first, second] = block.ranking.map(([outcome]) => page.name(outcome));
  if (second === undefined) return [];
  if (block.by_rule) return [fill(page.words.by_rule, first, second)];
  return [block.margin === 0 ? fill(page.words.by_none, second) : fill(page.words.by, points(page, block.margin), second)];
}

/** In a sentence, for those who listen: how many are answered, and what is ahead. @param {Library} page @param {Decision} decision @param {Result} result */
export function standing(page, decision, result) {
  const said = [fill(page.words.progress, String(result.answers.length), String(decision.questions.length)), ". "];
  for (const block of result.blocks) {
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
    for (const name of ["name", "rule", "costs", "margin", "ranking", "drove", "flips", "open", "why_not", "go"]) slot(name).remove();
    put("says", page.words.nothing);
    return made;
  }
  slot("name").append(page.name(block.winner));
  put("says", ...pieces((block.already && page.part(block.winner, "already")) || page.part(block.winner, "says")));
  put("rule", ...(block.by_rule ? pieces(page.part(block.winner, "rule")) : []));
  put("costs", ...pieces(page.part(block.winner, "costs")));
  put("margin", margin(page, block));
  slot("ranking").querySelector("ol").append(...ranking(page, block));
  put("drove", ...drivers(page, block));
  put("flips", ...flips(page, decision, result, block));
  put("open", ...open(page, block));
  put("why_not", ...whyNot(page, block));
  put("go", ...next(page, result, block));
  return made;
}

/** What a copied part holds. @param {Element | undefined} part @returns {Node[]} */
const pieces = (part) => (part ? [...part.childNodes] : []);

/** How close the second is. @param {Library} page @param {BlockResult} block */
function margin(page, { ranking: [[first, sum], second], margin: by }) {
  const name = element("strong", "", page.name(first));
  if (!second) return fill(page.words.alone, name, points(page, sum));
  const rival = element("strong", "", page.name(second[0]));
  return by === 0 ? fill(page.words.level, name, rival, page.name(first)) : fill(page.words.ahead, name, rival, points(page, by));
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
        fill(page.words.flip_to, element("strong", "", page.text(question, option)), element("span", "", page.text(question, before.get(question))))))),
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

/** Where to go from here: what it fits, the role, and the path of the persona who answers most alike. */
function next(/** @type {Library} */ page, /** @type {Result} */ result, /** @type {BlockResult} */ block) {
  const found = ["cases", "roles"].map((name) => page.part(block.winner, name)).filter(Boolean);
  const given = new Map(result.answers);
  let best = null;
  for (const way of page.ways(block.winner)) {
    const same = way.dataset.way.split(",").map((pair) => pair.split(".")).filter(([question, option]) => given.get(question) === option).length;
    if (best === null || same > best.same) best = { way, same };
  }
  if (best) {
    const { persona, role } = best.way.dataset;
    const link = element("a", "fp-button", fill(page.words.way, persona, role));
    const knows = result.knows.map(([skill, level]) => `${skill}:${level}`).join(",");
    link.setAttribute("href", best.way.querySelector("a").getAttribute("href") + (knows ? `?know=${knows}` : ""));
    found.push(element("p", "fp-typical", fill(page.words.typical, element("strong", "", persona), String(best.same), String(given.size))),
      element("p", "fp-actions", link));
    if (knows) found.push(element("p", "fp-by", page.words.knows));
  }
  return found;
}

export { element };
