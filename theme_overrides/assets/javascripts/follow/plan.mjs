// A plan on a reader's device: what it is, how it is written, and what became of it. No page, no clock, no storage. What is
// left of it stands in remaining.mjs, when it ends in schedule.mjs.
//
//   readPlan(value) -> Plan                        from the page's block (text or parsed JSON) or a kept copy; throws Wrong
//   wire(plan) -> object                           the same as the block holds it; readPlan(wire(plan)) equals plan
//   copyOf(plan) -> Plan | "site"                  what a device keeps of it: all but addresses outside the site, for a kept
//                                                  copy may have come in somebody's file
//   everyStep(plan) -> Step[]                      its steps, then what may stand in their places
//   addressed(kept, site) -> Plan                  a kept copy with the addresses that the site's plan has for its steps
//   changed(kept, now) -> Change                   what became of a kept plan on the site
//
// Lengths are whole minutes, pairs [skill, level].

import {
  HOURS_PER_WEEK, LEVELS, MINUTES, MOST_KEPT_LETTERS, MOST_KEPT_STEPS, MOST_KEPT_TEXT,
} from "../contract.mjs";
import {
  below, list, named, others, outside, pathKey, skillId, stepKey, text, truth, whole, word, Wrong,
} from "./parse.mjs";

/**
 * @typedef {[string, number]} Pair
 * @typedef {object} Step
 * @property {string} key `resource:id` or `project:id`, or either with `#part`
 * @property {"resource" | "project"} kind
 * @property {string} href its page, below the site's root
 * @property {string} title @property {string} of the title of the whole, for a part @property {number} minutes
 * @property {string} act what is done, or the title where the site says no more
 * @property {string} ships what there is to show at its end, or empty @property {string} done_when how to tell, or empty
 * @property {string} url what to open, outside the site; empty: the step's own page, or a kept copy
 * @property {"free" | "freemium" | "paid"} cost @property {boolean} stated whether the publisher names its length
 * @property {Pair[]} teaches @property {Pair[]} asks what must be known to start
 * @property {string[]} points what shows that a project is done @property {string} cv how it reads on a CV
 * @property {string} cv_of how the whole of it does, with the last part of a project
 * @property {string[]} former keys that it had before
 * @property {string[][]} replaces sets of keys: a step all of whose set is done is done itself
 * @property {Step[]} alternatives what may be taken in its place (swap.mjs); they have none themselves
 * @property {string} [instead_of] the key of the plan's own step, where this one stands in its place
 * @typedef {object} Plan
 * @property {string} path `persona/role` or `persona/role/then/second`
 * @property {"" | "free" | "full" | "full-free"} variant
 * @property {string[]} variants those that have a page
 * @property {string} title @property {string} url its page, below the site's root @property {number} hours_per_week
 * @property {{title: string, steps: number[]}[]} milestones steps by their place in `steps`
 * @property {Step[]} steps in order
 * @property {Map<string, {name: string, requires: string[]}>} skills everything that is mentioned, and what it rests on
 * @property {Map<string, string[]>} above skills outside the plan, with those inside on which they rest
 * @property {Map<string, number>} known what the persona knows
 * @property {Map<string, number>} gap what is missing, highest levels
 * @property {Map<string, number>} granted what the role asks for, too, and the plan takes for granted
 * @property {string[]} former keys that the path had before
 * @property {[string, string][]} renamed former skill ids with those of today
 * @typedef {object} Change
 * @property {boolean} same nothing that matters to a follower changed
 * @property {number} count steps added, removed or of another length
 * @property {Step[]} added @property {Step[]} removed @property {{step: Step, before: number, after: number}[]} lengths
 */

// Those that a path has, or had: what was saved of one that has no page any more counts on the path itself.
export const VARIANTS = ["", "free", "full", "full-free"];
const COSTS = ["free", "freemium", "paid"];
const FIELDS = [
  "path", "variant", "title", "url", "hours_per_week", "milestones", "steps",
  "skills", "known", "gap", "granted", "above", "variants", "former", "renamed",
];
const STEP_FIELDS = [
  "key", "minutes", "title", "of", "act", "ships", "done_when", "url", "cost", "stated", "teaches", "asks", "points",
  "cv", "cv_of", "former", "replaces", "alternatives",
];

// ---- reading and writing

export function readPlan(value, at = "plan") {
  const object = parsed(value, at);
  const block = named(object, at);
  /** A field, read: by what reads it, which is given its place, too. */
  const get = (name, read, ...more) => read(block.get(name), `${at}.${name}`, ...more);
  /** A list, each entry of which is read. */
  const all = (name, read) => get(name, list).map((entry, index) => read(entry, `${at}.${name}[${index}]`));
  const rows = all("skills", (entry, where) => {
    const [id, name, requires] = list(entry, where, 3);
    return { id: skillId(id, where), name: text(name, where), requires, where };
  });
  const ids = unlike(rows.map((row) => row.id), `${at}.skills`);
  const place = (number, where) => ids[whole(number, where, 0, ids.length - 1)];
  const places = (numbers, where) => list(numbers, where).map((number) => place(number, where));
  const pairs = (value, where) => {
    const levels = list(value, where).map((entry) => {
      const [skill, level] = list(entry, where, 2);
      return [place(skill, where), whole(level, where, LEVELS[0], LEVELS.at(-1))];
    });
    unlike(levels.map(([skill]) => skill), where);
    return levels;
  };
  const levels = (name) => new Map(get(name, pairs));
  const above = all("above", (entry, where) => {
    const [skill, nearest] = list(entry, where, 2);
    return [skillId(skill, where), places(nearest, where)];
  });
  unlike(above.map(([skill]) => skill), `${at}.above`);
  const optional = (name, read) => (block.has(name) ? all(name, read) : []);
  const steps = all("steps", (entry, where) => readStep(entry, where, pairs));
  unlike(steps.map((step) => step.key), `${at}.steps`);
  let first = 0;
  const milestones = all("milestones", (entry, where) => {
    const [title, count] = list(entry, where, 2);
    const numbers = Array.from({ length: whole(count, where, 1, steps.length - first) }, (_, index) => first + index);
    first += numbers.length;
    return { title: text(title, where), steps: numbers };
  });
  if (first !== steps.length) throw new Wrong(`${at}.milestones`);
  return {
    path: get("path", pathKey), variant: get("variant", word, VARIANTS),
    title: get("title", text), url: get("url", below),
    hours_per_week: get("hours_per_week", whole, ...HOURS_PER_WEEK), milestones, steps,
    skills: new Map(rows.map(({ id, name, requires, where }) => [id, { name, requires: places(requires, where) }])),
    above: new Map(above),
    known: levels("known"), gap: levels("gap"), granted: levels("granted"),
    variants: block.has("variants") ? all("variants", (entry, where) => word(entry, where, VARIANTS)) : VARIANTS,
    former: optional("former", pathKey),
    renamed: optional("renamed", (entry, where) => {
      const [old, now] = list(entry, where, 2);
      return [skillId(old, where), skillId(now, where)];
    }),
    ...others(object, FIELDS),
  };
}

function parsed(value, at) {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new Wrong(at);
  }
}

/** The ids, each of which is there once. */
function unlike(ids, at) {
  if (new Set(ids).size !== ids.length) throw new Wrong(at);
  return ids;
}

function readStep(entry, at, pairs) {
  const step = named(entry, at);
  // These two follow from the key.
  if (step.has("kind") || step.has("href")) throw new Wrong(at);
  const key = stepKey(step.get("key"), at);
  const kind = key.startsWith("project:") ? "project" : "resource";
  const title = text(step.get("title"), at);
  const words = (name, otherwise = "") => text(step.get(name) ?? otherwise, at);
  const keys = (value) => list(value ?? [], at).map((former) => stepKey(former, at));
  const instead = (other) => ({ ...readStep(other, at, pairs), alternatives: [] });
  return {
    key, kind, href: hrefOf(key), title,
    of: words("of"), act: words("act", title), done_when: words("done_when"),
    ships: words("ships", kind === "project" ? title : ""),
    url: step.has("url") ? outside(step.get("url"), at) : "",
    minutes: whole(step.get("minutes"), at, 1, MINUTES[1]),
    cost: word(step.get("cost") ?? "free", at, COSTS),
    stated: truth(step.get("stated") ?? false, at),
    teaches: pairs(step.get("teaches") ?? [], at),
    asks: pairs(step.get("asks") ?? [], at),
    points: list(step.get("points") ?? [], at).map((point) => text(point, at)),
    cv: words("cv"), cv_of: words("cv_of"),
    former: keys(step.get("former")),
    replaces: list(step.get("replaces") ?? [], at).map(keys),
    alternatives: list(step.get("alternatives") ?? [], at).map(instead),
    ...others(entry, STEP_FIELDS),
  };
}

/** The page of a step, below the site's root. */
function hrefOf(key) {
  const [, kind, id, part] = key.match(/^([a-z]+):([^#]+)(#.+)?$/);
  return `${kind}s/${id}/${part ?? ""}`;
}

/** A plan as a page's data block holds it: short, and the same for equal plans. @param {Plan} plan @returns {object} */
export function wire(plan) {
  const place = new Map([...plan.skills.keys()].map((skill, index) => [skill, index]));
  const places = (skills) => skills.map((skill) => place.get(skill));
  const pairs = (levels) => [...levels].map(([skill, level]) => [place.get(skill), level]);
  const isFilled = ([, value]) => value && value.length !== 0;
  const filled = (object) => Object.fromEntries(Object.entries(object).filter(isFilled));
  const wireStep = (step) => ({
    key: step.key, minutes: step.minutes, title: step.title,
    ...filled({
      of: step.of, act: step.act === step.title ? "" : step.act, done_when: step.done_when, url: step.url,
      cost: step.cost === "free" ? "" : step.cost, stated: step.stated,
      teaches: pairs(step.teaches), asks: pairs(step.asks),
      points: step.points, cv: step.cv, cv_of: step.cv_of, former: step.former, replaces: step.replaces,
      alternatives: step.alternatives.map(wireStep),
    }),
    ...(step.ships === (step.kind === "project" ? step.title : "") ? {} : { ships: step.ships }),
    ...others(step, [...STEP_FIELDS, "kind", "href"]),
  });
  const { path, variant, title, url, hours_per_week, former, renamed } = plan;
  const variants = plan.variants === VARIANTS ? [] : plan.variants;
  return {
    path, variant, title, url, hours_per_week,
    milestones: plan.milestones.map((milestone) => [milestone.title, milestone.steps.length]),
    steps: plan.steps.map(wireStep),
    skills: [...plan.skills].map(([skill, { name, requires }]) => [skill, name, places(requires)]),
    known: pairs(plan.known), gap: pairs(plan.gap), granted: pairs(plan.granted),
    above: [...plan.above].map(([skill, nearest]) => [skill, places(nearest)]),
    ...filled({ former, renamed, variants }),
    ...others(plan, FIELDS),
  };
}

/** The steps of a plan, and what may stand in their places, each once. @param {Plan} plan @returns {Step[]} */
export function everyStep(plan) {
  const all = [...plan.steps, ...plan.steps.flatMap((step) => step.alternatives)];
  return [...new Map(all.reverse().map((step) => [step.key, step])).values()].reverse();
}

/** A plan's steps and what may stand in their places, each made by `how`; the same plan where nothing is another. */
function withSteps(plan, how) {
  const made = (steps) => {
    const changed = steps.map((step) => {
      const now = how(step);
      const alternatives = made(now.alternatives);
      return alternatives === now.alternatives ? now : { ...now, alternatives };
    });
    return changed.every((step, index) => step === steps[index]) ? steps : changed;
  };
  const steps = made(plan.steps);
  return steps === plan.steps ? plan : { ...plan, steps };
}

/**
 * What a device keeps of a plan: all of it but addresses, or, where that is too much, that it is followed as the site has it.
 * @param {Plan} plan @returns {Plan | "site"}
 */
export function copyOf(plan) {
  const copy = withSteps(plan, (step) => (step.url ? { ...step, url: "" } : step));
  const wordsOf = ({ title, of, act, ships, done_when, cv, cv_of, points }) =>
    [title, of, act, ships, done_when, cv, cv_of, ...points];
  const texts = [
    copy.title, ...copy.milestones.map(({ title }) => title), ...[...copy.skills.values()].map(({ name }) => name),
    ...copy.steps.flatMap((step) => [step, ...step.alternatives].flatMap(wordsOf)),
  ];
  const fits = copy.steps.length <= MOST_KEPT_STEPS && texts.every((words) => words.length <= MOST_KEPT_TEXT);
  return fits && JSON.stringify(wire(copy)).length <= MOST_KEPT_LETTERS ? copy : "site";
}

/** The last answer for each kept plan. @type {WeakMap<Plan, {site: Plan, answer: Plan}>} */
const addressedPlans = new WeakMap();

/** @param {Plan} kept @param {Plan} site @returns {Plan} */
export function addressed(kept, site) {
  const last = addressedPlans.get(kept);
  if (last?.site === site) return last.answer;
  const urls = new Map(everyStep(site).map(({ key, url }) => [key, url]));
  const answer = withSteps(kept, (step) => (urls.get(step.key) ? { ...step, url: urls.get(step.key) } : step));
  addressedPlans.set(kept, { site, answer });
  return answer;
}

// ---- what became of a kept plan

export function changed(kept, now) {
  const before = new Map(kept.steps.map((step) => [step.key, step]));
  const partners = now.steps.map((step) => [step.key, ...step.former].find((key) => before.has(key)));
  const stayed = new Set(partners);
  const order = kept.steps.map((step) => step.key).filter((key) => stayed.has(key));
  const added = now.steps.filter((_, index) => partners[index] === undefined);
  const removed = kept.steps.filter((step) => !stayed.has(step.key));
  const lengths = now.steps.flatMap((step, index) => {
    const old = before.get(partners[index] ?? "");
    return old && old.minutes !== step.minutes ? [{ step, before: old.minutes, after: step.minutes }] : [];
  });
  const count = added.length + removed.length + lengths.length;
  const moved = partners.filter((key) => key !== undefined).some((key, index) => key !== order[index]);
  return { same: count === 0 && !moved, count, added, removed, lengths };
}
