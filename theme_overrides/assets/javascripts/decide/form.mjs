// A decision as its page says it, and answers as an address carries them: `?a=question.option,question.option`.
// Ids come from addresses too, so that they are looked up in Maps and lists alone.

const LONGEST = 200_000;

/** What a page holds for the script alone. @param {ParentNode} page @param {string} part @returns {Element[]} */
export const held = (page, part) => [...page.querySelector(`template[data-part="${part}"]`).content.children];

const words = (text) => (text ?? "").split(" ").filter(Boolean);

/** `a:1 b:2` as pairs. */
const weights = (text) => words(text).map((part) => part.split(":")).map(([id, number]) => [id, Number(number)]);

/** `question.option.option question.option` as pairs. */
const choices = (text) =>
  words(text).map((part) => part.split(".")).map(([question, ...options]) => [question, options]);

/** `question.option,question.option` as pairs. */
const pairs = (text) => text.split(",").filter(Boolean).map((pair) => pair.split("."));

/** What `score` needs to know. @param {ParentNode} page @returns {Decision} */
export function readDecision(page) {
  return {
    blocks: [...page.querySelectorAll("section[data-block]")].map(({ dataset }) => ({ id: dataset.block })),
    outcomes: held(page, "outcomes").map(({ dataset }) => ({
      id: dataset.outcome, block: dataset.block, roles: words(dataset.roles), unless: choices(dataset.unless),
      elsewhere: "elsewhere" in dataset, project: dataset.project || null,
    })),
    questions: [...page.querySelectorAll("[data-question]")].map((question) => ({
      id: question.dataset.question,
      block: question.closest("section").dataset.block,
      fact: "fact" in question.dataset,
      formerly: words(question.dataset.formerly),
      options: [...question.querySelectorAll("input")].map(({ value, dataset }) => ({
        id: value, favours: weights(dataset.favours), knows: weights(dataset.knows), begin: dataset.begin ?? null,
        formerly: words(dataset.formerly),
      })),
    })),
    rules: [...page.querySelectorAll("[data-rule]")].map(({ dataset }) => ({
      outcome: dataset.rule, within: Number(dataset.within), any_of: choices(dataset.anyOf),
    })),
  };
}

/** What `nextSteps` needs to know. @param {ParentNode} page @returns {Person[]} */
export function readPeople(page) {
  const path = ({ dataset }) => ({ to: dataset.path, then: dataset.then || null });
  return held(page, "people").map((person) => ({
    id: person.dataset.person,
    answers: pairs(person.dataset.answers),
    unless: choices(person.dataset.unless),
    roles: words(person.dataset.roles),
    stays: person.querySelector("[data-stay]") !== null,
    paths: [...person.querySelectorAll("[data-path]")].map(path),
  }));
}

/**
 * The answers of a text that the decision knows, former ids as those of today, in the order of its questions; of several
 * for one question the first, and one of today before one of a question that was merged into it.
 * @param {Decision} decision @param {string} text @returns {Map<string, string>}
 */
export function parse(decision, text) {
  const answers = new Map();
  const given = text.slice(0, LONGEST).split(",").map((pair) => pair.split("."));
  const own = ([question]) => decision.questions.find(({ id }) => id === question);
  const merged = ([question]) => decision.questions.find(({ formerly }) => formerly.includes(question));
  for (const find of [own, merged]) {
    for (const [question, option, more] of given) {
      const { id, options } = find([question]) ?? { options: [] };
      const known = options.find((one) => one.id === option)
        ?? options.find(({ formerly }) => formerly.includes(option));
      if (known && more === undefined && !answers.has(id)) answers.set(id, known.id);
    }
  }
  return new Map(decision.questions.filter(({ id }) => answers.has(id)).map(({ id }) => [id, answers.get(id)]));
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
  const before = location.pathname + location.search + location.hash;
  if (address !== before) history.replaceState(history.state, "", address);
}
