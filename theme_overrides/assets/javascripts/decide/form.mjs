// A decision as its page says it, and a sheet of answers as an address carries it: `?a=question.option,question.option`.
// Ids come from addresses too, so that they are looked up in Maps and lists alone.

/** @typedef {import("./score.mjs").Decision} Decision @typedef {import("./next_steps.mjs").Person} Person */

const LONGEST = 200_000;

/** `a:1 b:2` as pairs. @param {string} text @returns {[string, number][]} */
const weights = (text) => words(text).map((part) => part.split(":")).map(([id, number]) => [id, Number(number)]);

/** @param {string | undefined} text @returns {string[]} */
const words = (text) => (text ?? "").split(" ").filter(Boolean);

/** `question.option.option question.option` as pairs. @param {string | undefined} text @returns {[string, string[]][]} */
const choices = (text) => words(text).map((part) => part.split(".")).map(([question, ...options]) => [question, options]);

/** What `score` needs to know. @param {ParentNode} page @returns {Decision} */
export function readDecision(page) {
  const articles = [...page.querySelectorAll("[data-outcome]")];
  return {
    blocks: [...page.querySelectorAll("section[data-block]")].map((block) => ({ id: block.dataset.block })),
    outcomes: articles.map(({ dataset }) => ({ id: dataset.outcome, block: dataset.block, roles: words(dataset.roles), unless: choices(dataset.unless) })),
    questions: [...page.querySelectorAll("[data-question]")].map((question) => ({
      id: question.dataset.question,
      block: question.closest("section").dataset.block,
      options: [...question.querySelectorAll("input")].map(({ value, dataset }) => ({
        id: value, favours: weights(dataset.favours), knows: weights(dataset.knows),
      })),
    })),
    rules: [...page.querySelectorAll("[data-rule]")].map(({ dataset }) => ({
      outcome: dataset.rule, within: Number(dataset.within), any_of: choices(dataset.anyOf),
    })),
  };
}

/** What `onward` needs to know. @param {ParentNode} page @returns {Person[]} */
export const readPeople = (page) => [...page.querySelector('template[data-part="people"]').content.children].map((person) => ({
  id: person.dataset.person,
  answers: pairs(person.dataset.answers),
  unless: choices(person.dataset.unless),
  roles: words(person.dataset.roles),
  paths: [...person.querySelectorAll("[data-path]")].map(({ dataset }) => ({ to: dataset.path, then: dataset.then || null })),
}));

/** `question.option,question.option` as pairs. @param {string} text @returns {[string, string][]} */
const pairs = (text) => text.split(",").filter(Boolean).map((pair) => /** @type {[string, string]} */ (pair.split(".")));

/** The answers of a text that the decision knows, in the order of its questions; of several for one question the first. */
export function parse(/** @type {Decision} */ decision, /** @type {string} */ text) {
  /** @type {Map<string, string>} */
  const said = new Map();
  for (const pair of text.slice(0, LONGEST).split(",")) {
    const [question, option, more] = pair.split(".");
    const known = more === undefined && decision.questions.find(({ id }) => id === question)?.options.some(({ id }) => id === option);
    if (known && !said.has(question)) said.set(question, option);
  }
  return new Map(decision.questions.filter(({ id }) => said.has(id)).map(({ id }) => [id, said.get(id)]));
}

/** The answers as text. @param {Decision} decision @param {Map<string, string>} answers */
export const write = (decision, answers) =>
  decision.questions.filter(({ id }) => answers.has(id)).map(({ id }) => `${id}.${answers.get(id)}`).join(",");

/** The answers that the address carries. @param {Decision} decision */
export const fromAddress = (decision) => parse(decision, new URLSearchParams(location.search).get("a") ?? "");

/** Makes the address say these answers and nothing else. @param {Decision} decision @param {Map<string, string>} answers */
export function toAddress(decision, answers) {
  const text = write(decision, answers);
  const place = document.getElementById(location.hash.slice(1)) ? location.hash : "";
  const address = location.pathname + (text ? `?a=${text}` : "") + place;
  if (address !== location.pathname + location.search + location.hash) history.replaceState(history.state, "", address);
}
