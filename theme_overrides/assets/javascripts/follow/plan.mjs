// A plan on a reader's device: what it is, what is left of it, what comes next, what fits into a week, when it ends, what became of it.
// No page, no clock, no storage. What stands in remaining.mjs and schedule.mjs is exported here, too.
//
//   readPlan(value) -> Plan                        from the page's data block (text or parsed JSON) or a kept copy; throws Wrong (parse.mjs)
//   wire(plan) -> object                           the same as the block holds it; readPlan(wire(plan)) equals plan
//   copyOf(plan) -> Plan | "site"                  what a device keeps of it
//   knowledge(plan, progress) -> Map               what the reader knows: the persona's levels, corrected by ticks
//   remaining(plan, progress) -> {rows, missing, known}
//                                                  every step in the plan's order with its state; what falls away and why; what skipping leaves open
//   sums(plan, progress) -> Sums                   minutes done and left, of the path and of each milestone
//   next(plan, progress) -> Row | null             the step to go on with
//   week(plan, progress, hours) -> Task[]          what to do in so many hours
//   schedule(plan, progress, hours, start, today) -> Schedule
//                                                  weeks and days of milestones, and the weeks one by one
//   changed(kept, now) -> Change                   what became of a kept plan on the site
//   hoursRange(minutes, stated) -> [low, high]     hours as the site shows them
//
// Days are texts (`2026-11-24`), lengths whole minutes, pairs [skill, level]. `progress` is a document of progress.mjs; of it only
// `steps` and `known` are read.

import { below, entries, fields, list, pathKey, skillId, stepKey, text, truth, whole, word, Wrong } from "./parse.mjs";

export { hoursRange, next, schedule, sums, week } from "./schedule.mjs";
export { knowledge, remaining } from "./remaining.mjs";

/** @typedef {[string, number]} Pair */
/**
 * @typedef {object} Step
 * @property {string} key `resource:id`, `resource:id#part` or `project:id`
 * @property {"resource" | "project"} kind
 * @property {string} href its page, below the site's root
 * @property {string} title @property {string} of the title of the whole, for a part @property {number} minutes
 * @property {"free" | "freemium" | "paid"} cost @property {boolean} stated whether the publisher names its length
 * @property {Pair[]} teaches @property {Pair[]} asks what must be known to start
 * @property {string[]} points what shows that a project is done @property {string} cv how it reads on a CV
 * @property {string[]} former keys that it had before
 * @property {string[][]} replaces sets of keys: a step all of whose set is done is done itself
 */
/**
 * @typedef {object} Plan
 * @property {string} path `persona/role` or `persona/role/then/second`
 * @property {"" | "free" | "full" | "full-free"} variant
 * @property {string} title @property {string} url its page, below the site's root @property {number} hours_per_week
 * @property {{title: string, steps: number[]}[]} milestones steps by their place in `steps`
 * @property {Step[]} steps in order
 * @property {Map<string, {name: string, requires: string[]}>} skills everything that is mentioned, and what it rests on
 * @property {Map<string, string[]>} above skills outside the plan, with those inside on which they rest
 * @property {Map<string, number>} known what the persona knows @property {Map<string, number>} gap what is missing, highest levels
 * @property {Map<string, number>} granted what the role asks for, too, and the plan takes for granted
 * @property {string[]} former keys that the path had before @property {[string, string][]} renamed former skill ids with those of today
 */
/** @typedef {import("./remaining.mjs").State} State @typedef {import("./remaining.mjs").Row} Row @typedef {import("./remaining.mjs").Reason} Reason */
/** @typedef {import("./schedule.mjs").Sum} Sum @typedef {import("./schedule.mjs").Sums} Sums @typedef {import("./schedule.mjs").Task} Task */
/** @typedef {import("./schedule.mjs").Week} Week @typedef {import("./schedule.mjs").MilestoneDates} MilestoneDates @typedef {import("./schedule.mjs").Schedule} Schedule */
/**
 * @typedef {object} Change
 * @property {boolean} same nothing that matters to a follower changed @property {number} count steps added, removed or of another length
 * @property {Step[]} added @property {Step[]} removed @property {{step: Step, before: number, after: number}[]} lengths
 * @property {boolean} moved steps that stayed are in another order @property {number} before @property {number} after minutes of the whole plan
 */

export const VARIANTS = /** @type {const} */ (["", "free", "full", "full-free"]);
const COSTS = /** @type {const} */ (["free", "freemium", "paid"]);
// As Minutes in generator/model/types.py: a thousand hours.
const MOST_MINUTES = 60_000;
// A plan that is kept is one that a site could have made and a page can draw at once: twice as long as the longest of the first guide, and no
// text in it longer than two lines of the model. The page's own plan may be as long as it is.
const MOST_KEPT = { steps: 400, letters: 80_000, of_a_text: 1000 };

// ---- reading and writing

/** @param {unknown} value the text of a data block, or what it parses to @param {string} [at] @returns {Plan} @throws {Wrong} */
export function readPlan(value, at = "plan") {
  const found = fields(parsed(value, at), at,
    ["path", "variant", "title", "url", "hours_per_week", "milestones", "steps", "skills", "known", "gap", "granted", "above"], ["former", "renamed"]);
  const get = (name) => found.get(name);
  const ids = list(get("skills"), `${at}.skills`).map((entry, index) => skillId(list(entry, `${at}.skills[${index}]`, 3)[0], `${at}.skills[${index}]`));
  if (new Set(ids).size !== ids.length) throw new Wrong(`${at}.skills`);
  const place = (number, where) => ids[whole(number, where, 0, ids.length - 1)];
  const places = (numbers, where) => list(numbers, where).map((number) => place(number, where));
  const pairs = (pair, where) => {
    const levels = list(pair ?? [], where).map((entry) => {
      const [skill, level] = list(entry, where, 2);
      return /** @type {Pair} */ ([place(skill, where), whole(level, where, 1, 3)]);
    });
    if (new Set(levels.map(([skill]) => skill)).size !== levels.length) throw new Wrong(where);
    return levels;
  };
  const skills = new Map(/** @type {unknown[][]} */ (get("skills")).map(([, name, requires], index) =>
    [ids[index], { name: text(name, `${at}.skills[${index}]`), requires: places(requires, `${at}.skills[${index}]`) }]));
  const steps = list(get("steps"), `${at}.steps`).map((entry, index) => readStep(entry, `${at}.steps[${index}]`, pairs));
  if (new Set(steps.map((step) => step.key)).size !== steps.length) throw new Wrong(`${at}.steps`);
  let so_far = 0;
  const milestones = list(get("milestones"), `${at}.milestones`).map((entry, index) => {
    const where = `${at}.milestones[${index}]`;
    const [title, count] = list(entry, where, 2);
    const first = so_far;
    so_far += whole(count, where, 1, steps.length - first);
    return { title: text(title, where), steps: Array.from({ length: so_far - first }, (_, step) => first + step) };
  });
  if (so_far !== steps.length) throw new Wrong(`${at}.milestones`);
  return {
    path: pathKey(get("path"), `${at}.path`),
    variant: word(get("variant"), `${at}.variant`, VARIANTS),
    title: text(get("title"), `${at}.title`),
    url: below(get("url"), `${at}.url`),
    hours_per_week: whole(get("hours_per_week"), `${at}.hours_per_week`, 1, 168),
    milestones, steps, skills,
    above: entries(get("above"), `${at}.above`, skillId, places),
    known: new Map(pairs(get("known"), `${at}.known`)),
    gap: new Map(pairs(get("gap"), `${at}.gap`)),
    granted: new Map(pairs(get("granted"), `${at}.granted`)),
    former: list(get("former") ?? [], `${at}.former`).map((key) => pathKey(key, `${at}.former`)),
    renamed: list(get("renamed") ?? [], `${at}.renamed`).map((entry) => {
      const [old, now] = list(entry, `${at}.renamed`, 2);
      return [skillId(old, `${at}.renamed`), skillId(now, `${at}.renamed`)];
    }),
  };
}

/** @param {unknown} value @param {string} at */
function parsed(value, at) {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new Wrong(at);
  }
}

/** @param {unknown} entry @param {string} at @param {(value: unknown, at: string) => Pair[]} pairs @returns {Step} */
function readStep(entry, at, pairs) {
  const said = fields(entry, at, ["key", "minutes", "title"], ["of", "cost", "stated", "teaches", "asks", "points", "cv", "former", "replaces"]);
  const key = stepKey(said.get("key"), at);
  const keys = (value) => list(value ?? [], at).map((one) => stepKey(one, at));
  return {
    key,
    kind: key.startsWith("project:") ? "project" : "resource",
    href: hrefOf(key),
    title: text(said.get("title"), at),
    of: text(said.get("of") ?? "", at),
    minutes: whole(said.get("minutes"), at, 1, MOST_MINUTES),
    cost: word(said.get("cost") ?? "free", at, COSTS),
    stated: truth(said.get("stated") ?? false, at),
    teaches: pairs(said.get("teaches"), at),
    asks: pairs(said.get("asks"), at),
    points: list(said.get("points") ?? [], at).map((point) => text(point, at)),
    cv: text(said.get("cv") ?? "", at),
    former: keys(said.get("former")),
    replaces: list(said.get("replaces") ?? [], at).map(keys),
  };
}

/** The page of a step, below the site's root. @param {string} key @returns {string} */
function hrefOf(key) {
  const [, kind, id, part] = /** @type {RegExpMatchArray} */ (key.match(/^([a-z]+):([^#]+)(#.+)?$/));
  return `${kind}s/${id}/${part ?? ""}`;
}

/** A plan as a page's data block holds it: short, and the same for equal plans. @param {Plan} plan @returns {object} */
export function wire(plan) {
  const place = new Map([...plan.skills.keys()].map((skill, index) => [skill, index]));
  const places = (skills) => skills.map((skill) => place.get(skill));
  const pairs = (levels) => [...levels].map(([skill, level]) => [place.get(skill), level]);
  const told = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value && value.length !== 0));
  return {
    path: plan.path, variant: plan.variant, title: plan.title, url: plan.url, hours_per_week: plan.hours_per_week,
    milestones: plan.milestones.map((milestone) => [milestone.title, milestone.steps.length]),
    steps: plan.steps.map((step) => ({
      key: step.key, minutes: step.minutes, title: step.title,
      ...told({
        of: step.of, cost: step.cost === "free" ? "" : step.cost, stated: step.stated, teaches: pairs(step.teaches), asks: pairs(step.asks),
        points: step.points, cv: step.cv, former: step.former, replaces: step.replaces,
      }),
    })),
    skills: [...plan.skills].map(([skill, { name, requires }]) => [skill, name, places(requires)]),
    known: pairs(plan.known), gap: pairs(plan.gap), granted: pairs(plan.granted),
    above: [...plan.above].map(([skill, nearest]) => [skill, places(nearest)]),
    ...told({ former: plan.former, renamed: plan.renamed }),
  };
}

/** What a device keeps of a plan: all of it, or, where that is too much, that it is followed as the site has it. @param {Plan} plan @returns {Plan | "site"} */
export function copyOf(plan) {
  const texts = [
    plan.title, ...plan.milestones.map((milestone) => milestone.title), ...[...plan.skills.values()].map((skill) => skill.name),
    ...plan.steps.flatMap((step) => [step.title, step.of, step.cv, ...step.points]),
  ];
  const fits = plan.steps.length <= MOST_KEPT.steps && texts.every((one) => one.length <= MOST_KEPT.of_a_text);
  return fits && JSON.stringify(wire(plan)).length <= MOST_KEPT.letters ? plan : "site";
}

// ---- what became of a kept plan

/** @param {Plan} kept @param {Plan} now @returns {Change} */
export function changed(kept, now) {
  const before = new Map(kept.steps.map((step) => [step.key, step]));
  const partner = (step) => [step.key, ...step.former].find((key) => before.has(key));
  const partners = now.steps.map(partner);
  const stayed = new Set(partners.filter((key) => key !== undefined));
  const added = now.steps.filter((_, index) => partners[index] === undefined);
  const removed = kept.steps.filter((step) => !stayed.has(step.key));
  const lengths = now.steps.flatMap((step, index) => {
    const old = before.get(partners[index] ?? "");
    return old && old.minutes !== step.minutes ? [{ step, before: old.minutes, after: step.minutes }] : [];
  });
  const order = kept.steps.filter((step) => stayed.has(step.key)).map((step) => step.key);
  const moved = partners.filter((key) => key !== undefined).some((key, index) => key !== order[index]);
  const total = (plan) => plan.steps.reduce((minutes, step) => minutes + step.minutes, 0);
  const count = added.length + removed.length + lengths.length;
  return { same: count === 0 && !moved, count, added, removed, lengths, moved, before: total(kept), after: total(now) };
}
