// A plan on a reader's device: what is left of it, what comes next, what fits into a week, when it ends. No page, no clock, no storage.
//
//   readPlan(value) -> Plan                        from the page's data block (text or parsed JSON) or a kept copy; throws Wrong (shape.mjs)
//   wire(plan) -> object                           the same as the block holds it; readPlan(wire(plan)) equals plan
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
//
// The rules of what may start and what is credited are those of generator/graph.py; tests/test_follow_logic.py checks this module with it.

import { below, entries, fields, list, pathKey, skillId, stepKey, text, truth, whole, word, Wrong } from "./shape.mjs";

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
/** @typedef {"todo" | "doing" | "done" | "skipped"} State */
/**
 * @typedef {object} Reason why a step fell away; levels are the highest of each skill
 * @property {Pair[]} known the reader knows it @property {[string, number, string][]} done taught by a step that is done (its key)
 * @property {[string, number, string][]} taught another step that is left teaches it (its key) @property {Pair[]} unneeded nothing left needs it
 */
/**
 * @typedef {object} Row
 * @property {Step} step @property {number} index its place in the plan @property {number} milestone @property {State} state
 * @property {boolean} needed false: it fell away @property {Reason | null} reason
 * @property {number} spent minutes of it that are done @property {number} left minutes of it that are left; 0 when it is done, skipped or fell away
 * @property {string[]} points ticked points of a project @property {Pair[]} missing of a skipped step: what nothing else on the path teaches now
 */
/**
 * @typedef {object} Sum
 * @property {number} total done and left @property {number} done @property {number} left
 * @property {number} saved minutes of steps that fell away @property {number} skipped minutes of skipped steps
 */
/** @typedef {Sum & {hours: [number, number], milestones: (Sum & {title: string})[]}} Sums `hours`: the range of what is left */
/** @typedef {{step: Step, index: number, minutes: number, from: number, whole: boolean}} Task `from`: minutes of the step before it; `whole`: it is finished with it */
/** @typedef {{number: number, from: string, to: string, tasks: Task[]}} Week */
/**
 * @typedef {object} MilestoneDates
 * @property {string} title @property {boolean} done nothing is left of it
 * @property {string} begins @property {string} ends the days expected; empty when it is done
 * @property {string} earliest @property {string} latest the range of its end
 */
/**
 * @typedef {object} Schedule
 * @property {string} from the first day of the weeks to come: today, or the start when that is later
 * @property {number} since how many weeks ago the path was started (0 in the first week, or when it has not begun)
 * @property {[number, number]} weeks weeks left, from and to @property {MilestoneDates[]} milestones @property {Week[]} timetable
 */
/**
 * @typedef {object} Change
 * @property {boolean} same nothing that matters to a follower changed @property {number} count steps added, removed or of another length
 * @property {Step[]} added @property {Step[]} removed @property {{step: Step, before: number, after: number}[]} lengths
 * @property {boolean} moved steps that stayed are in another order @property {number} before @property {number} after minutes of the whole plan
 */

export const VARIANTS = /** @type {const} */ (["", "free", "full", "full-free"]);
const COSTS = /** @type {const} */ (["free", "freemium", "paid"]);
const MOST = { steps: 400, skills: 1000, pairs: 60, points: 40, keys: 60, minutes: 60_000 };
// As in generator/plan/result.py: publishers state few hours, the others are estimates.
const LOW_PERCENT = 80;
const HIGH_PERCENT = 125;
const ROUND_TO_HOURS = 5;
const SCRAP = 15;
const LONGEST_TIMETABLE = 1040;
const DAY = 86_400_000;

// ---- reading and writing

/** @param {unknown} value the text of a data block, or what it parses to @param {string} [at] @returns {Plan} @throws {Wrong} */
export function readPlan(value, at = "plan") {
  const found = fields(parsed(value, at), at,
    ["path", "variant", "title", "url", "hours_per_week", "milestones", "steps", "skills", "known", "gap", "granted", "above"], ["former", "renamed"]);
  const get = (name) => found.get(name);
  const ids = list(get("skills"), `${at}.skills`, MOST.skills).map((entry, index) => skillId(list(entry, `${at}.skills[${index}]`, 3)[0], `${at}.skills[${index}]`));
  if (new Set(ids).size !== ids.length) throw new Wrong(`${at}.skills`);
  const place = (number, where) => ids[whole(number, where, 0, ids.length - 1)];
  const places = (numbers, where) => list(numbers, where, MOST.pairs).map((number) => place(number, where));
  const pairs = (pair, where, most = MOST.pairs) => list(pair ?? [], where, most).map((entry) => {
    const [skill, level] = list(entry, where, 2);
    return /** @type {Pair} */ ([place(skill, where), whole(level, where, 1, 3)]);
  });
  const skills = new Map(/** @type {unknown[][]} */ (get("skills")).map(([, name, requires], index) =>
    [ids[index], { name: text(name, `${at}.skills[${index}]`), requires: places(requires, `${at}.skills[${index}]`) }]));
  const steps = list(get("steps"), `${at}.steps`, MOST.steps).map((entry, index) => readStep(entry, `${at}.steps[${index}]`, pairs));
  if (new Set(steps.map((step) => step.key)).size !== steps.length) throw new Wrong(`${at}.steps`);
  let so_far = 0;
  const milestones = list(get("milestones"), `${at}.milestones`, MOST.steps).map((entry, index) => {
    const where = `${at}.milestones[${index}]`;
    const [title, count] = list(entry, where, 2);
    const first = so_far;
    so_far += whole(count, where, 1, MOST.steps);
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
    above: entries(get("above"), `${at}.above`, MOST.skills, skillId, places),
    known: new Map(pairs(get("known"), `${at}.known`, MOST.skills)),
    gap: new Map(pairs(get("gap"), `${at}.gap`, MOST.skills)),
    granted: new Map(pairs(get("granted"), `${at}.granted`, MOST.skills)),
    former: list(get("former") ?? [], `${at}.former`, MOST.keys).map((key) => pathKey(key, `${at}.former`)),
    renamed: list(get("renamed") ?? [], `${at}.renamed`, MOST.skills).map((entry) => {
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
  const keys = (value) => list(value ?? [], at, MOST.keys).map((one) => stepKey(one, at));
  return {
    key,
    kind: key.startsWith("project:") ? "project" : "resource",
    href: hrefOf(key),
    title: text(said.get("title"), at),
    of: text(said.get("of") ?? "", at),
    minutes: whole(said.get("minutes"), at, 1, MOST.minutes),
    cost: word(said.get("cost") ?? "free", at, COSTS),
    stated: truth(said.get("stated") ?? false, at),
    teaches: pairs(said.get("teaches"), at),
    asks: pairs(said.get("asks"), at),
    points: list(said.get("points") ?? [], at, MOST.points).map((point) => text(point, at)),
    cv: text(said.get("cv") ?? "", at),
    former: keys(said.get("former")),
    replaces: list(said.get("replaces") ?? [], at, MOST.keys).map(keys),
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

// ---- the rules of generator/graph.py. Levels are Maps from skill to level; who is in no Map is not known.

const knows = (known, skill, level) => (known.get(skill) ?? 0) >= level;
const mayStart = (step, known) => step.asks.every(([skill, level]) => knows(known, skill, level));
const requiresOf = (plan, skill) => plan.skills.get(skill)?.requires ?? [];

/** What taking a step now teaches. @param {Plan} plan @param {Step} step @param {Map<string, number>} known @returns {Map<string, number>} */
function credits(plan, step, known) {
  const credited = new Map();
  for (let pending = step.teaches, left; ; pending = left) {
    left = pending.filter(([skill, level]) => {
      const open = !requiresOf(plan, skill).every((before) => known.has(before) || credited.has(before));
      if (!open) credited.set(skill, level);
      return open;
    });
    if (left.length === pending.length) return credited;
  }
}

/** Adds levels; says whether anything was new. @param {Map<string, number>} known @param {Iterable<Pair>} levels */
function learn(known, levels) {
  let grown = false;
  for (const [skill, level] of levels) {
    if (!knows(known, skill, level)) {
      known.set(skill, level);
      grown = true;
    }
  }
  return grown;
}

/** Adds what can be learned from these steps in any order and with looking back. @param {Plan} plan @param {Step[]} steps @param {Map<string, number>} known */
function learnAll(plan, steps, known) {
  for (let grown = true; grown;) {
    grown = false;
    for (const step of steps) if (mayStart(step, known) && learn(known, credits(plan, step, known))) grown = true;
  }
}

/** Everything that skills rest on, near and far. @param {Plan} plan @param {Iterable<string>} skills @returns {Set<string>} */
function prerequisites(plan, skills) {
  const found = new Set();
  const pending = [...skills].flatMap((skill) => requiresOf(plan, skill));
  while (pending.length) {
    const skill = /** @type {string} */ (pending.pop());
    if (!found.has(skill)) {
      found.add(skill);
      pending.push(...requiresOf(plan, skill));
    }
  }
  return found;
}

/**
 * What the reader knows. A tick counts instead of what the plan takes for granted; a skill ticked at level 0 is not known, nor is what
 * rests on it, unless that is ticked itself. What is known implies level 1 of all that it rests on.
 * @param {Plan} plan @param {{known: Map<string, {level: number}>}} progress @returns {Map<string, number>}
 */
export function knowledge(plan, progress) {
  const denied = new Set([...progress.known].filter(([, tick]) => tick.level === 0).map(([skill]) => skill));
  const rests = (skill) => [...prerequisites(plan, [skill])].some((before) => denied.has(before));
  const known = new Map();
  for (const [skill, level] of plan.known) if (!progress.known.has(skill) && !(denied.size && rests(skill))) known.set(skill, level);
  const below = new Set();
  for (const [skill, { level }] of progress.known) {
    if (level === 0) continue;
    if (plan.skills.has(skill)) known.set(skill, level);
    for (const before of plan.above.get(skill) ?? []) below.add(before);
  }
  for (const skill of [...below, ...prerequisites(plan, [...known.keys(), ...below])]) if (!known.has(skill)) known.set(skill, 1);
  return known;
}

// ---- what is left

/**
 * What each step is for when nothing is known beyond the plan's start: the pairs that it is the first to be credited with and that are
 * in the gap, or on which a later step or a later step's purpose rests.
 * `credited` is all that each step is credited with then.
 * @typedef {{purposes: Pair[][], credited: Map<string, number>[]}} Purposes @param {Plan} plan @returns {Purposes}
 */
function purposesOf(plan) {
  const known = new Map(plan.known);
  const credited = [];
  const firsts = plan.steps.map((step) => {
    const now = credits(plan, step, known);
    const fresh = [...now].flatMap(([skill, level]) => levels(skill, (known.get(skill) ?? 0) + 1, level));
    credited.push(now);
    learn(known, now);
    return fresh;
  });
  const wanted = new Map(plan.gap);
  const purposes = plan.steps.map(() => /** @type {Pair[]} */ ([]));
  for (let index = plan.steps.length - 1; index >= 0; index -= 1) {
    purposes[index] = serving(plan, firsts[index], wanted);
    learn(wanted, plan.steps[index].asks);
    want(plan, purposes[index], wanted);
  }
  return { purposes, credited };
}

/** @param {string} skill @param {number} from @param {number} to @returns {Pair[]} */
const levels = (skill, from, to) => Array.from({ length: Math.max(0, to - from + 1) }, (_, step) => /** @type {Pair} */ ([skill, from + step]));

/** Those of the pairs that are wanted, and those that such a one rests on. @param {Plan} plan @param {Pair[]} pairs @param {Map<string, number>} wanted */
function serving(plan, pairs, wanted) {
  const all = new Map(wanted);
  for (let grown = true; grown;) {
    grown = false;
    for (const [skill, level] of pairs) {
      if (knows(all, skill, level) && learn(all, requiresOf(plan, skill).map((before) => /** @type {Pair} */ ([before, 1])))) grown = true;
    }
  }
  return pairs.filter(([skill, level]) => knows(all, skill, level));
}

/** Wants level 1 of what these pairs rest on. @param {Plan} plan @param {Pair[]} pairs @param {Map<string, number>} wanted */
function want(plan, pairs, wanted) {
  learn(wanted, pairs.flatMap(([skill]) => requiresOf(plan, skill).map((before) => /** @type {Pair} */ ([before, 1]))));
}

/**
 * Whether somebody who knows this can take these steps in order and has closed the gap at their end.
 * @param {Plan} plan @param {Map<string, number>} start @param {Step[]} done @param {Step[]} steps @returns {boolean}
 */
function works(plan, start, done, steps) {
  const known = new Map(start);
  learnAll(plan, done, known);
  for (const step of steps) {
    if (!mayStart(step, known)) return false;
    if (learn(known, credits(plan, step, known))) learnAll(plan, done, known);
  }
  return [...goalOf(plan)].every(([skill, level]) => knows(known, skill, level));
}

/**
 * Every step of the plan with its state. A step that is to do falls away when all that it is for is known, or done, or needed by
 * nothing that is left, or (with at least one of these) taught in time by another step that is left; and only when what is left
 * works without it. Everything else stays where it was; projects, and what is done or begun, never go.
 * Skipped steps count as not there. `missing` is what the path asks for and nobody teaches now: by skipping, or because the reader
 * does not know what the plan takes for granted. `known` is what the reader knows at the start, done steps included.
 * @param {Plan} plan @param {{steps: Map<string, any>, known: Map<string, {level: number}>}} progress
 * @returns {{rows: Row[], missing: Pair[], known: Map<string, number>}}
 */
export function remaining(plan, progress) {
  const rows = rowsOf(plan, progress);
  const said = knowledge(plan, progress);
  const done = rows.filter((row) => row.state === "done").map((row) => row.step);
  const start = new Map(said);
  learnAll(plan, done, start);
  const purposes = purposesOf(plan);
  drop(plan, rows, purposes, start, done);
  const left = rows.filter((row) => row.needed && (row.state === "todo" || row.state === "doing"));
  const missing = lacks(plan, start, done, left, purposes.credited);
  for (const row of rows) {
    if (row.state === "skipped") row.missing = row.step.teaches.filter(([skill, level]) => missing.has(skill) && level >= missing.get(skill));
    if (row.reason) row.reason = explained(plan, row.reason, said, done, left.map((other) => other.step));
    row.left = row.needed && (row.state === "todo" || row.state === "doing") ? Math.max(0, row.step.minutes - row.spent) : 0;
  }
  return { rows, missing: [...missing], known: start };
}

/** @param {Plan} plan @param {{steps: Map<string, any>}} progress @returns {Row[]} */
function rowsOf(plan, progress) {
  const milestoneOf = plan.milestones.flatMap((milestone, number) => milestone.steps.map(() => number));
  return plan.steps.map((step, index) => {
    const tick = progress.steps.get(step.key);
    const state = tick?.state ?? "todo";
    const spent = state === "done" ? step.minutes : state === "doing" ? Math.min(tick.minutes, step.minutes) : 0;
    const points = step.points.filter((point) => tick?.points.includes(point));
    return { step, index, milestone: milestoneOf[index], state, needed: true, reason: null, spent, left: 0, points, missing: [] };
  });
}

/**
 * Takes away what nothing left needs, later steps first. What is missing anyway is supposed to be learned elsewhere, so a step that waits
 * for it stays.
 * @param {Plan} plan @param {Row[]} rows @param {Purposes} purposes @param {Map<string, number>} start @param {Step[]} done
 */
function drop(plan, rows, { purposes, credited }, start, done) {
  const waiting = rows.filter((row) => row.state === "todo" || row.state === "doing");
  const supposed = new Map(start);
  learn(supposed, lacks(plan, start, done, waiting, credited));
  for (const skill of prerequisites(plan, supposed.keys())) if (!supposed.has(skill)) supposed.set(skill, 1);
  let left = waiting.map((row) => row.step);
  const wanted = new Map(plan.gap);
  for (const row of waiting.reverse()) {
    const { step, state, index } = row;
    const reason = state === "todo" && step.kind === "resource" ? needless(plan, step, purposes[index], start, wanted) : null;
    const fewer = left.filter((other) => other !== step);
    if (reason && reason.taught.every(([skill, level]) => teacher(fewer, skill, level)) && works(plan, supposed, done, fewer)) {
      [left, row.needed, row.reason] = [fewer, false, reason];
      continue;
    }
    learn(wanted, step.asks);
    want(plan, purposes[index].filter(([skill, level]) => !knows(start, skill, level) && knows(wanted, skill, level)), wanted);
  }
}

/** Who teaches a pair. @param {Step[]} steps @param {string} skill @param {number} level @returns {Step | undefined} */
const teacher = (steps, skill, level) => steps.find((step) => step.teaches.some(([other, reached]) => other === skill && reached >= level));

/** Why a step may go, if it may. @param {Plan} plan @param {Step} step @param {Pair[]} purposes @param {Map<string, number>} start @param {Map<string, number>} wanted @returns {Reason | null} */
function needless(plan, step, purposes, start, wanted) {
  const reason = { known: [], done: [], taught: [], unneeded: [] };
  // An editor wants it there for what others teach, too: it goes when all of that is known.
  const own = purposes.length > 0;
  const pairs = own ? purposes : step.teaches.flatMap(([skill, level]) => levels(skill, 1, Math.min(level, plan.gap.get(skill) ?? 0)));
  for (const pair of pairs) {
    if (knows(start, ...pair)) reason.known.push(pair);
    else if (own && !knows(wanted, ...pair)) reason.unneeded.push(pair);
    else reason.taught.push([...pair, ""]);
  }
  const goes = own ? reason.known.length + reason.unneeded.length > 0 : reason.known.length > 0 && reason.taught.length === 0;
  return goes ? reason : null;
}

/** A reason as told: highest levels, and who teaches what. @param {Plan} plan @param {Reason} reason @param {Map<string, number>} said @param {Step[]} done @param {Step[]} left @returns {Reason} */
function explained(plan, reason, said, done, left) {
  const highest = (pairs) => [...pairs.reduce((found, [skill, level]) => found.set(skill, Math.max(level, found.get(skill) ?? 0)), new Map())];
  const by = (steps, skill, level) => teacher(steps, skill, level)?.key ?? "";
  const known = highest(reason.known);
  return {
    known: known.filter(([skill, level]) => knows(said, skill, level)),
    done: known.filter(([skill, level]) => !knows(said, skill, level)).map(([skill, level]) => [skill, level, by(done, skill, level)]),
    taught: highest(reason.taught).map(([skill, level]) => [skill, level, by(left, skill, level)]),
    unneeded: highest(reason.unneeded),
  };
}

/**
 * What is asked for on the way and taught by nobody, at its root: what is found missing counts as known from there on.
 * @param {Plan} plan @param {Map<string, number>} start @param {Step[]} done @param {Row[]} left @param {Map<string, number>[]} credited @returns {Map<string, number>}
 */
function lacks(plan, start, done, left, credited) {
  const known = new Map(start);
  const missing = new Map();
  const lack = (skill, level) => {
    learn(missing, [[skill, level]]);
    learn(known, [[skill, level]]);
    for (const before of prerequisites(plan, [skill])) if (!known.has(before)) known.set(before, 1);
  };
  const asked = goalOf(plan);
  for (const { step } of left) learn(asked, step.asks);
  for (const { step, index } of left) {
    for (const [skill, level] of step.asks) if (!knows(known, skill, level)) lack(skill, level);
    const now = credits(plan, step, known);
    for (const [skill, level] of credited[index]) {
      if (now.has(skill) || knows(known, skill, Math.min(level, asked.get(skill) ?? 0))) continue;
      const within = new Set(step.teaches.map(([other]) => other));
      for (const before of requiresOf(plan, skill)) if (!known.has(before) && !within.has(before)) lack(before, 1);
    }
    learn(known, credits(plan, step, known));
    learnAll(plan, done, known);
  }
  for (const [skill, level] of goalOf(plan)) if (!knows(known, skill, level)) lack(skill, level);
  return missing;
}

/** All that the role asks for, with what that rests on. @param {Plan} plan @returns {Map<string, number>} */
const goalOf = (plan) => new Map([...plan.granted, ...plan.gap]);

// ---- hours and days

/** Hours as the site shows them: stated minutes as they are, estimates spread, rounded outwards. @param {number} minutes @param {number} stated @returns {[number, number]} */
export function hoursRange(minutes, stated) {
  const [low, high] = spread(minutes, stated);
  const round = 60 * (minutes >= 600 ? ROUND_TO_HOURS : 1);
  return [Math.floor(low / round) * round / 60, Math.ceil(high / round) * round / 60];
}

/** @param {number} minutes @param {number} stated @returns {[number, number]} the least and the most minutes that these may take */
const spread = (minutes, stated) => [stated + (minutes - stated) * LOW_PERCENT / 100, stated + (minutes - stated) * HIGH_PERCENT / 100];

/** @param {Plan} plan @param {any} progress @returns {Sums} */
export function sums(plan, progress) {
  const { rows } = remaining(plan, progress);
  const [left, stated] = leftOf(rows);
  const milestones = plan.milestones.map((milestone, number) => ({ title: milestone.title, ...sum(rows.filter((row) => row.milestone === number)) }));
  return { ...sum(rows), hours: hoursRange(left, stated), milestones };
}

/** @param {Row[]} rows @returns {Sum} */
function sum(rows) {
  const add = (minutes) => rows.reduce((total, row) => total + minutes(row), 0);
  const done = add((row) => row.spent);
  const left = add((row) => row.left);
  return {
    total: done + left, done, left,
    saved: add((row) => (row.needed ? 0 : row.step.minutes)),
    skipped: add((row) => (row.state === "skipped" ? row.step.minutes : 0)),
  };
}

/** @param {Row[]} rows @returns {[number, number]} minutes left, and how many of them a publisher states */
const leftOf = (rows) => rows.reduce(([left, stated], row) => [left + row.left, stated + (row.step.stated ? row.left : 0)], [0, 0]);

/** Steps to go on with: begun ones first, then in order. @param {Row[]} rows @returns {Row[]} */
const ahead = (rows) => [...rows.filter((row) => row.state === "doing"), ...rows.filter((row) => row.state === "todo" && row.needed)];

/** @param {Plan} plan @param {any} progress @returns {Row | null} */
export const next = (plan, progress) => ahead(remaining(plan, progress).rows)[0] ?? null;

/** @param {Plan} plan @param {any} progress @param {number} hours @returns {Task[]} */
export const week = (plan, progress, hours) => fill(ahead(remaining(plan, progress).rows), minutesPerWeek(plan, hours)).next().value ?? [];

/** @param {Plan} plan @param {number} hours 0: the pace of the plan @returns {number} */
const minutesPerWeek = (plan, hours) => Math.max(1, Math.round((hours || plan.hours_per_week) * 60));

/**
 * Week after week, until nothing is left. Nobody starts on something for its last quarter of an hour, nor stops a quarter of an hour before
 * its end. The same as weeks_of in generator/pages/checklist.py; both are tested on tests/cases/follow/weeks.json.
 * @param {Row[]} rows @param {number} length minutes of a week @returns {Generator<Task[], undefined>}
 */
function* fill(rows, length) {
  let room = length;
  /** @type {Task[]} */
  let tasks = [];
  for (const { step, index, spent, left } of rows) {
    for (let from = spent; from < spent + left;) {
      const rest = spent + left - from;
      if (tasks.length && room < Math.min(rest, SCRAP)) {
        yield tasks;
        [tasks, room] = [[], length];
      }
      const minutes = rest <= room + SCRAP ? rest : room;
      tasks.push({ step, index, minutes, from, whole: minutes === rest });
      from += minutes;
      room -= minutes;
      if (minutes < rest) {
        yield tasks;
        [tasks, room] = [[], length];
      }
    }
  }
  if (tasks.length) yield tasks;
}

/**
 * When what is left will be done. Weeks are counted from today (from the start, when that is to come), so a missed week moves what
 * follows and nothing else. The timetable ends after twenty years.
 * @param {Plan} plan @param {any} progress @param {number} hours 0: the plan's pace @param {string} start a day, or empty @param {string} today a day @returns {Schedule}
 */
export function schedule(plan, progress, hours, start, today) {
  const { rows } = remaining(plan, progress);
  const length = minutesPerWeek(plan, hours);
  const from = start > today ? start : today;
  const timetable = [];
  for (const tasks of fill(ahead(rows), length)) {
    if (timetable.length === LONGEST_TIMETABLE) break;
    const first = plusDays(from, 7 * timetable.length);
    timetable.push({ number: timetable.length + 1, from: first, to: plusDays(first, 6), tasks });
  }
  const [left, stated] = leftOf(rows);
  const weeks = /** @type {[number, number]} */ (hoursRange(left, stated).map((bound) => Math.ceil(bound * 60 / length)));
  const since = start && start <= today ? Math.floor((Date.parse(today) - Date.parse(start)) / (7 * DAY)) : 0;
  return { from, since, weeks, milestones: milestoneDates(plan, rows, timetable, from, length, weeks), timetable };
}

/** @param {Plan} plan @param {Row[]} rows @param {Week[]} timetable @param {string} from @param {number} length @param {[number, number]} weeks @returns {MilestoneDates[]} */
function milestoneDates(plan, rows, timetable, from, length, weeks) {
  const ends = (number) => plusDays(from, 7 * Math.min(Math.max(1, number), LONGEST_TIMETABLE) - 1);
  const waiting = plan.milestones.map((_, number) => rows.some((row) => row.milestone === number && row.left > 0));
  const last = waiting.lastIndexOf(true);
  let [left, stated, least] = [0, 0, 1];
  return plan.milestones.map(({ title }, number) => {
    const [more, moreStated] = leftOf(rows.filter((row) => row.milestone === number));
    [left, stated] = [left + more, stated + moreStated];
    if (!waiting[number]) return { title, done: true, begins: "", ends: "", earliest: "", latest: "" };
    const own = timetable.filter((one) => one.tasks.some((task) => rows[task.index].milestone === number));
    const [begins, finish] = own.length ? [own[0].from, own[own.length - 1].to] : [ends(LONGEST_TIMETABLE), ends(LONGEST_TIMETABLE)];
    // The last one ends when the path does, and that is told in hours rounded outwards.
    const [low, high] = number === last ? weeks : spread(left, stated).map((minutes) => Math.ceil(minutes / length));
    least = Math.max(least, low);
    const [earliest, latest] = [ends(least), ends(high)];
    return { title, done: false, begins, ends: finish, earliest: earliest < finish ? earliest : finish, latest: latest > finish ? latest : finish };
  });
}

/** @param {string} date @param {number} days @returns {string} */
const plusDays = (date, days) => new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);

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
