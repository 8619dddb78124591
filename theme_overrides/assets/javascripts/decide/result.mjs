// A result in words. The page holds every text already: the parts of an outcome, a question, an answer are copied from
// where they stand, sentences come from the page's list of words, and their gaps are filled with nodes, never with HTML.

import { readPeople } from "./form.mjs";
import { nextSteps } from "./next_steps.mjs";
import { score } from "./score.mjs";

/**
 * @typedef {ReturnType<typeof library>} Library what the page says, the `page` of most functions here
 * @typedef {string | Node} Piece
 */

const SVG = "http://www.w3.org/2000/svg";

/** An element with children. @param {string} tag @param {string} name its class @param {...Piece} children */
export function element(tag, name, ...children) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  node.append(...children);
  return node;
}

/** Nodes in a row. */
function fragment(pieces) {
  const holder = document.createDocumentFragment();
  holder.append(...pieces);
  return holder;
}

/** A sentence with its gaps filled. @param {string} sentence @param {...Piece} pieces @returns {DocumentFragment} */
export const fill = (sentence, ...pieces) =>
  fragment(sentence.split("{}").flatMap((words, index) => (index ? [pieces[index - 1] ?? "", words] : [words])));

/** Things in a row, `a, b or c`. */
const row = (pieces, last) =>
  fragment(pieces.flatMap((piece, index) => [index === 0 ? "" : index < pieces.length - 1 ? ", " : last, piece]));

const strong = (...pieces) => element("strong", "", ...pieces);

/** What a page says, to be copied from. @param {ParentNode} page */
export function library(page) {
  const by = (selector, name) =>
    new Map([...page.querySelectorAll(selector)].map((node) => [node.dataset[name], node]));
  const held = (part) => [...page.querySelector(`template[data-part="${part}"]`).content.children];
  const outcomes = by("[data-outcome]", "outcome");
  const questions = by("[data-question]", "question");
  const people = new Map(held("people").map((person) => [person.dataset.person, person]));
  /** The children of an element, copied. */
  const copy = (from) => fragment([...from.childNodes].map((node) => node.cloneNode(true)));
  const text = (question, option) => {
    const input = [...questions.get(question).querySelectorAll("input")].find(({ value }) => value === option);
    return copy(input.closest("label").querySelector("[data-text]"));
  };
  const about = (question, name, option) => {
    const texts = [...questions.get(question).querySelectorAll(`[data-${name}]`)];
    return texts.filter(({ dataset }) => dataset[name] === option).map(copy);
  };
  return {
    words: Object.fromEntries(held("words").map((word) => [word.dataset.word, word.textContent])),
    people: readPeople(page),
    template: page.querySelector('template[data-part="block"]'),
    name: (outcome) => outcomes.get(outcome).querySelector("[data-name]").textContent,
    /** A part of an outcome, or nothing. @returns {Element | undefined} */
    part: (outcome, part) => outcomes.get(outcome).querySelector(`[data-part="${part}"]`)?.cloneNode(true),
    /** The roles that an outcome stands for. @returns {string[]} */
    roles: (outcome) => outcomes.get(outcome).dataset.roles.split(" ").filter(Boolean),
    /** Whether an outcome says nothing by itself. */
    silent: (outcome) => outcome !== null && "silent" in outcomes.get(outcome).dataset,
    /** The outcomes of a block's rules. */
    ruled: (block) => [...outcomes].filter(([, { dataset }]) => dataset.block === block)
      .filter(([, article]) => article.querySelector('[data-part="rule"]')).map(([outcome]) => outcome),
    /** What is said where nobody is named. */
    all: () => contents(page.querySelector('template[data-part="all"]').content.cloneNode(true)),
    /** A link of a persona. @returns {HTMLAnchorElement} */
    link: (persona, which) => people.get(persona).querySelector(which),
    ask: (question) => copy(questions.get(question).querySelector("[data-ask]")),
    text,
    /** The same within a sentence, which has a full stop of its own. */
    quoted: (question, option) => {
      const quote = text(question, option);
      let last = quote.lastChild;
      while (last?.lastChild) last = last.lastChild;
      if (last) last.nodeValue = last.nodeValue.replace(/\.+$/, "");
      return quote;
    },
    /** What comes first for whoever answers so, and why the answer counts as it does. */
    first: (question, option) => about(question, "first", option),
    because: (question, option) => about(question, "because", option)[0],
    /** What a block's result is called. */
    result: (block) => copy(page.querySelector(`[data-block="${block}"] [data-result]`)),
  };
}

const points = (page, number) => (number === 1 ? page.words.point : fill(page.words.points, String(number)));

/** What a copied part holds. */
const contents = (part) => (part ? [...part.childNodes] : []);

/** The whole result. @param {Library} page @param {Decision} decision @param {Result} result @returns {DocumentFragment} */
export const resultOf = (page, decision, result) =>
  fragment(shown(page, result).map((block) => blockOf(page, decision, result, block)));

/**
 * Each block in a line: what it is called, the winner, and by how much.
 * @param {Library} page @param {Result} result @returns {HTMLElement[]}
 */
export function inShort(page, result) {
  return shown(page, result).map((block) => {
    const none = block.answered ? [strong(page.words.nothing_fits)] : [page.words.nothing_yet];
    const ahead = () => [strong(page.name(block.winner)), " ", element("span", "", ...lead(page, block))];
    const words = block.winner === null ? none : ahead();
    return element("div", "", element("dt", "", page.result(block.id)), element("dd", "", ...words));
  });
}

/** The blocks as a result shows them: where the decision ends first, and none whose outcome says nothing by itself. */
const shown = (page, result) => [...result.blocks].reverse().filter(({ winner }) => !page.silent(winner));

/** By how much the winner leads, in a few words. */
function lead(page, block) {
  const { words } = page;
  const [, second, ...level] = foremost(block).map((outcome) => page.name(outcome));
  if (second === undefined) return [];
  if (block.by_rule) {
    const joined = joinedIn(page, block);
    const names = block.ranking.slice(0, joined).map(([outcome]) => page.name(outcome));
    const last = names.pop();
    const behind = block.ranking.slice(joined).filter(([, sum]) => sum === block.ranking[joined - 1][1]);
    const others = row(behind.map(([outcome]) => page.name(outcome)), words.and);
    if (behind.length) return [fill(words.by_rule_level, row(names, ", "), last, others)];
    return [fill(words.by_rule, row(names, ", "), last)];
  }
  if (block.margin === 0) return [fill(words.by_none, row([second, ...level], words.and))];
  return [fill(words.by, points(page, block.margin), second)];
}

/** How many of the foremost the winner of a rule joins: as many as together stand for its roles. */
function joinedIn(page, { winner, ranking }) {
  const roles = page.roles(winner);
  const together = new Set();
  for (const [place, [outcome]] of ranking.entries()) {
    for (const role of page.roles(outcome)) together.add(role);
    if (place > 0 && together.size === roles.length) return place + 1;
  }
  return ranking.length;
}

/** The first outcome, the second, and all that have as many points as the second. */
const foremost = ({ ranking }) =>
  ranking.filter(([, sum], place) => place === 0 || sum === ranking[1][1]).map(([outcome]) => outcome);

/**
 * In a sentence, for those who listen: how many are answered, and what is ahead.
 * @param {Library} page @param {Decision} decision @param {Result} result
 */
export function standing(page, decision, result) {
  const { words } = page;
  const leading = shown(page, result).filter(({ winner }) => winner !== null);
  const progress = fill(words.progress, String(result.answers.length), String(decision.questions.length));
  const ahead = leading.flatMap(({ id, winner }) => [fill(words.standing, page.result(id), page.name(winner)), " "]);
  return fragment([progress, ". ", ...ahead]).textContent.trim();
}

/** A block of the result, made from the page's template. Slots without anything to say are taken away. */
function blockOf(page, decision, result, block) {
  const { words } = page;
  const node = page.template.content.firstElementChild.cloneNode(true);
  const slot = (name) => node.querySelector(`[data-slot="${name}"]`);
  const put = (name, ...pieces) => (pieces.length ? slot(name).append(...pieces) : slot(name).remove());
  slot("result").append(page.result(block.id));
  if (block.winner === null) {
    for (const name of ["rule", "costs", "margin", "drove", "open", "why_not", "go"]) slot(name).remove();
    if (block.answered) {
      slot("name").append(words.nothing_fits);
      for (const name of ["says", "ranking"]) slot(name).remove();
      slot("flips").before(...ruledOut(page, block));
      put("flips", ...flips(page, decision, result, block));
      return node;
    }
    for (const name of ["name", "ranking", "flips"]) slot(name).remove();
    put("says", words.nothing);
    return node;
  }
  slot("name").append(page.name(block.winner));
  put("says", ...contents((block.already && page.part(block.winner, "already")) || page.part(block.winner, "says")));
  put("rule", ...(block.by_rule ? contents(page.part(block.winner, "rule")) : []));
  put("costs", ...contents(page.part(block.winner, "costs")));
  put("margin", margin(page, block));
  slot("ranking").querySelector("ol").append(...ranking(page, block));
  slot("ranking").append(...ruledOut(page, block));
  put("drove", ...drivers(page, block));
  put("flips", ...flips(page, decision, result, block));
  put("open", ...open(page, block));
  put("why_not", ...whyNot(page, block));
  put("go", ...["cases", "roles"].map((name) => page.part(block.winner, name)).filter(Boolean));
  return node;
}

/** How close the second is. */
function margin(page, block) {
  const { words } = page;
  const [first, second, ...level] = foremost(block).map((outcome) => strong(page.name(outcome)));
  const [leader, sum] = block.ranking[0];
  if (!second) return fill(words.alone, first, points(page, sum));
  if (block.margin) return fill(words.ahead, first, second, points(page, block.margin));
  return fill(words.level, row([first, second, ...level], words.and), page.name(leader));
}

/** The outcomes that an answer rules out, by answer. */
function ruledOut(page, block) {
  const { words } = page;
  const by = new Map();
  for (const [outcome, question, option] of block.ruled_out) {
    const answer = JSON.stringify([question, option]);
    by.set(answer, [...by.get(answer) ?? [], strong(page.name(outcome))]);
  }
  return [...by].map(([answer, names]) => {
    const [question, option] = JSON.parse(answer);
    const quoted = strong(page.quoted(question, option));
    return element("p", "fp-by", fill(words.ruled_out, row(names, words.and), page.ask(question), quoted));
  });
}

/** The outcomes with their points, each a link and a bar. */
function ranking(page, block) {
  const most = Math.max(1, block.ranking[0][1]);
  return block.ranking.map(([outcome, sum], place) => {
    const link = element("a", "", page.name(outcome));
    link.href = `#outcome-${outcome}`;
    const bars = [["fp-ranks__room", 100], ["fp-ranks__bar", 100 * sum / most]];
    const bar = drawn("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" });
    bar.append(...bars.map(([name, width]) => drawn("rect", { class: name, width, height: 10 })));
    const sumOf = element("span", "fp-ranks__points", points(page, sum));
    return element("li", place === 0 ? "fp-ranks__first" : "", element("span", "", link), " ", bar, " ", sumOf);
  });
}

function drawn(tag, attributes) {
  const shape = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, String(value));
  return shape;
}

/** An answer with its question, for a list. */
const answer = (page, question, option, ...more) => {
  const ask = element("span", "fp-told__ask", page.ask(question));
  return element("li", "", ask, " ", strong(page.text(question, option)), ...more);
};

/** The answers that put the first outcome ahead of the second. */
function drivers(page, block) {
  const { words } = page;
  const [first, second] = block.ranking.map(([outcome]) => page.name(outcome));
  if (second === undefined) return [];
  if (!block.drivers.length) return [element("p", "", fill(words.drove_none, first, second))];
  const items = block.drivers.map(([question, option, by]) => answer(page, question, option, " ",
    element("span", "fp-told__points", fill(words.more, points(page, by))),
    element("p", "fp-told__because", page.because(question, option))));
  return [element("p", "", fill(words.drove, first, second)), element("ol", "fp-told", ...items)];
}

/** The fewest answers that would have changed the result. */
function flips(page, decision, result, block) {
  const { words } = page;
  if (block.flip === null) return [element("p", "", words.flip_none)];
  const before = new Map(result.answers);
  const after = score(decision, new Map([...before, ...block.flip])).blocks.find(({ id }) => id === block.id).winner;
  const items = block.flip.map(([question, option]) => {
    const was = element("span", "", page.quoted(question, before.get(question)));
    const change = fill(words.flip_to, strong(page.quoted(question, option)), was);
    return element("li", "", element("span", "fp-told__ask", page.ask(question)), " ", change, ".");
  });
  return [element("p", "", fill(words.flip, strong(page.name(after)))), element("ul", "fp-told", ...items)];
}

/** What can still win, and the questions that could decide it. */
function open(page, block) {
  const { words } = page;
  const others = block.open.filter((outcome) => outcome !== block.winner).map((outcome) => strong(page.name(outcome)));
  if (!others.length) return block.answered < block.questions ? [element("p", "", words.open_none)] : [];
  const items = block.undecided.map((question) => {
    const button = element("button", "fp-link", page.ask(question));
    button.type = "button";
    button.dataset.go = question;
    return element("li", "", button);
  });
  const could = items.length ? [element("p", "", words.alone_could), element("ul", "fp-told", ...items)] : [];
  return [element("p", "", fill(words.open, row(others, words.either))), ...could];
}

/** Why each other outcome lost. What is said of several in the same words is said once. */
function whyNot(page, block) {
  const { words } = page;
  const first = page.name(block.ranking[0][0]);
  const alike = new Map();
  for (const { id, behind, answers } of block.why_not) {
    const reason = JSON.stringify([behind, answers]);
    alike.set(reason, [...alike.get(reason) ?? [], strong(page.name(id))]);
  }
  const lost = [...alike].map(([reason, names]) => {
    const [behind, answers] = JSON.parse(reason);
    const distance = behind === 0 ? fill(words.same, first) : fill(words.behind, points(page, behind), first);
    const items = answers.map(([question, option, by]) =>
      answer(page, question, option, " ", element("span", "fp-told__points", points(page, by))));
    const against = [element("p", "fp-by", fill(words.against, first)), element("ul", "fp-told", ...items)];
    return element("li", "", element("p", "", row(names, ", "), " ", distance), ...(items.length ? against : []));
  });
  const byRule = page.ruled(block.id).filter((id) => id !== block.winner).map((id) =>
    element("li", "", element("p", "", strong(page.name(id))), ...contents(page.part(id, "rule"))));
  lost.push(...byRule);
  return lost.length ? [element("ul", "fp-whynot", ...lost)] : [];
}

/**
 * Where to go from where the decision ends: what comes first, the steps of one persona, and those of others; empty where it
 * does not end.
 * @param {Library} page @param {Decision} decision @param {Result} result @returns {HTMLElement[]}
 */
export function nextOf(page, decision, result) {
  if (result.blocks.at(-1).winner === null) return [];
  const { words } = page;
  const { nearest, steps, others } = nextSteps(decision, page.people, result);
  const knows = result.knows.map(([skill, level]) => `${skill}:${level}`).join(",");
  const name = (persona) => page.link(persona, "[data-page]").textContent;
  const place = ({ kind, persona, role }) =>
    page.link(persona, kind === "path" ? `[data-path="${role}"]` : `[data-${kind}]`);
  const link = (step, style, text) => {
    const anchor = element("a", style, text);
    const query = step.kind === "path" && knows ? `?know=${knows}` : "";
    anchor.setAttribute("href", place(step).getAttribute("href") + query);
    return anchor;
  };
  // A path that comes second is the one that broadens.
  const called = (step, second) => step.kind === "stay" ? words.stay : step.kind === "page" ? words.page
    : second ? fill(words.broaden, place(step).textContent) : fill(words.way, place(step).textContent);
  const parts = result.answers.flatMap(([question, option]) => page.first(question, option))
    .map((text) => element("p", "fp-first", text));
  if (steps.length) {
    const whose = strong(name(steps[0].persona));
    const why = nearest
      ? fill(words.typical, whose, String(nearest[1]), String(result.answers.length)) : fill(words.start, whose);
    const style = (index) => (index ? "fp-button fp-button--quiet" : "fp-button");
    const links = steps.flatMap((step, index) => [link(step, style(index), called(step, index > 0)), " "]);
    parts.push(element("p", "fp-typical", why), element("p", "fp-actions", ...links));
    if (knows && steps.some(({ kind }) => kind === "path")) parts.push(element("p", "fp-by", words.knows));
  }
  if (others.length) {
    const items = others.map((step) => element("li", "", link(step, "", name(step.persona))));
    const label = steps.length ? element("p", "fp-label", words.others) : element("p", "", words.choose);
    parts.push(label, element("ul", "fp-chips", ...items));
  }
  return page.people.length && !steps.length && !others.length ? [...parts, ...page.all()] : parts;
}
