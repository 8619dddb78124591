// A result in words. The page holds every text already: the parts of an outcome, a question, an answer are copied from
// where they stand, sentences come from the page's list of words, and their gaps are filled with nodes, never with HTML.

import { held, readPeople } from "./form.mjs";
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

export const strong = (...pieces) => element("strong", "", ...pieces);

/** What a page says, to be copied from. @param {ParentNode} page */
export function library(page) {
  const by = (nodes, name) => new Map([...nodes].map((node) => [node.dataset[name], node]));
  const outcomes = by(held(page, "outcomes"), "outcome");
  const questions = by(page.querySelectorAll("[data-question]"), "question");
  const people = by(held(page, "people"), "person");
  const places = by(held(page, "places"), "place");
  /** The children of an element, copied. */
  const copy = (from) => fragment([...from.childNodes].map((node) => node.cloneNode(true)));
  const input = (question, option) =>
    [...questions.get(question).querySelectorAll("input")].find(({ value }) => value === option);
  const whole = (question, option) => copy(input(question, option).closest("label").querySelector("[data-text]"));
  /** An answer in a few words, where it has them. */
  const text = (question, option) => input(question, option).dataset.short ?? whole(question, option);
  const about = (question, name, option) => {
    const texts = [...questions.get(question).querySelectorAll(`[data-${name}]`)];
    return texts.filter(({ dataset }) => dataset[name] === option).map(copy);
  };
  return {
    words: Object.fromEntries(held(page, "words").map((word) => [word.dataset.word, word.textContent])),
    people: readPeople(page),
    template: page.querySelector('template[data-part="block"]'),
    name: (outcome) => outcomes.get(outcome).querySelector("[data-name]").textContent,
    /** A part of an outcome, or nothing. @returns {Element | undefined} */
    part: (outcome, part) => outcomes.get(outcome).querySelector(`[data-part="${part}"]`)?.cloneNode(true),
    /** The colour of an outcome that is one role, by the place of its arm; 0 for none. */
    tone: (outcome) => outcomes.get(outcome).dataset.tone,
    /** Whether an outcome says nothing by itself. */
    silent: (outcome) => outcome !== null && "silent" in outcomes.get(outcome).dataset,
    /** The outcomes of a block's rules. */
    ruled: (block) => [...outcomes].filter(([, { dataset }]) => dataset.block === block)
      .filter(([, article]) => article.querySelector('[data-part="rule"]')).map(([outcome]) => outcome),
    /** What is said where nobody is named. */
    all: () => held(page, "all").map((part) => part.cloneNode(true)),
    /** A link of a persona. @returns {HTMLAnchorElement} */
    link: (persona, which) => people.get(persona).querySelector(which),
    /** Where else a result leads. @returns {HTMLAnchorElement} */
    place: (kind, id) => places.get(`${kind}:${id}`),
    ask: (question) => copy(questions.get(question).querySelector("[data-ask]")),
    text,
    /** The same within a sentence, which has a full stop of its own. */
    quoted: (question, option) => {
      const quote = fragment([text(question, option)]);
      let last = quote.lastChild;
      while (last?.lastChild) last = last.lastChild;
      if (last) last.nodeValue = last.nodeValue.replace(/\.+$/, "");
      return quote;
    },
    /** A sentence to the reader that says what they answered, without a full stop, or nothing. */
    you: (question, option) => input(question, option).dataset.you,
    whole,
    /** What comes first for whoever answers so, and why the answer counts as it does. */
    first: (question, option) => about(question, "first", option),
    because: (question, option) => about(question, "because", option)[0],
    /** What a block's result is called. */
    result: (block) => copy(page.querySelector(`[data-block="${block}"] [data-result]`)),
  };
}

const points = (page, number) => (number === 1 ? page.words.point : fill(page.words.points, String(number)));

/** What a copied part holds. */
export const contents = (part) => (part ? [...part.childNodes] : []);

/** The whole result. @param {Library} page @param {Decision} decision @param {Result} result @returns {DocumentFragment} */
export const resultOf = (page, decision, result) =>
  fragment(shown(page, result).map((block) => blockOf(page, decision, result, block)));

/** The blocks as a result shows them: where the decision ends first, and none whose outcome says nothing by itself. */
const shown = (page, result) => [...result.blocks].reverse().filter(({ winner }) => !page.silent(winner));

/** The first outcome, the second, and all that have as many points as the second. */
const foremost = ({ ranking }) =>
  ranking.filter(([, sum], place) => place === 0 || sum === ranking[1][1]).map(([outcome]) => outcome);

/**
 * In a sentence, for those who listen: how many are answered, and what is ahead where that is shown.
 * @param {Library} page @param {Decision} decision @param {Result} result @param {boolean} shows
 */
export function standing(page, decision, result, shows) {
  const { words } = page;
  const leading = shown(page, result).filter(({ winner }) => winner !== null);
  const progress = fill(words.progress, String(result.answers.length), String(decision.questions.length));
  const ahead = (shows ? leading : [])
    .flatMap(({ id, winner }) => [fill(words.standing, page.result(id), page.name(winner)), " "]);
  return fragment([progress, ". ", ...ahead]).textContent.trim();
}

/** A block of the result, from the page's template. Slots without anything to say go; what earlier blocks say folds. */
function blockOf(page, decision, result, block) {
  const { words } = page;
  const last = block === result.blocks.at(-1);
  const node = page.template.content.firstElementChild.cloneNode(true);
  node.dataset.end = block.id;
  const slot = (name) => node.querySelector(`[data-slot="${name}"]`);
  const put = (name, ...pieces) => (pieces.length ? slot(name).append(...pieces) : slot(name).remove());
  const without = (...names) => names.forEach((name) => slot(name)?.remove());
  if (block.winner === null) {
    without("rule", "ranking", "drove", "open", "why_not", "costs", "go");
    if (block.answered) {
      without("name", "says");
      slot("flips").before(...ruledOut(page, block));
      put("flips", ...flips(page, decision, result, block));
    } else {
      without("name", "flips");
      put("says", words.nothing);
    }
  } else {
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
  }
  if (last) return node;
  // No fold in a fold.
  without("name", "why_not");
  const none = block.answered ? strong(words.nothing_fits) : words.nothing_yet;
  const said = block.winner === null ? none : strong(page.name(block.winner));
  const summary = element("summary", "", element("span", "", page.result(block.id)), ": ", said);
  return element("details", "fp-fold fp-before", summary, node);
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
    link.setAttribute("href", page.place("outcome", outcome).getAttribute("href"));
    const bars = [["fp-ranks__room", 100], ["fp-ranks__bar", 100 * sum / most]];
    const bar = drawn("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" });
    bar.append(...bars.map(([name, width]) => drawn("rect", { class: name, width, height: 10 })));
    const sumOf = element("span", "fp-ranks__points", points(page, sum));
    const name = place === 0 ? `fp-ranks__first fp-tone--${page.tone(outcome)}` : "";
    return element("li", name, element("span", "", link), " ", bar, " ", sumOf);
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
