// What is left of a plan for somebody who knows some of it, has done some of it and skips some of it.
//
//   knowledge(plan, progress) -> Map       what the reader knows: the persona's levels, corrected by ticks
//   remaining(plan, progress) -> {rows, missing, known}
//                                          every step in the plan's order with its state; what falls away and why; what skipping leaves open
//
// The rules of what may start and what is credited are those of generator/graph.py; tests/test_follow_logic.py checks this module with it.

/** @typedef {import("./plan.mjs").Plan} Plan @typedef {import("./plan.mjs").Step} Step @typedef {import("./plan.mjs").Pair} Pair */
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

// The rules of generator/graph.py. Levels are Maps from skill to level; who is in no Map is not known.

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
