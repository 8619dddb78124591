// What is left of a plan for somebody who knows some of it, has done some of it and skips some of it.
//
//   remaining(plan, progress) -> {rows, missing, known, work}
//       every step in the plan's order with its state; what falls away and why; what skipping leaves open
//
// What may start and what is credited stands in prerequisites.mjs. Skills are numbers in here and ids outside.

import { learners, learning, reached } from "./prerequisites.mjs";

/**
 * @typedef {{steps: Map<string, any>, known: Map<string, {level: number}>}} Ticks what a reader did and knows
 * @typedef {"todo" | "doing" | "done" | "skipped"} State
 * @typedef {object} Reason why a step fell away; levels are the highest of each skill
 * @property {Pair[]} known the reader knows it
 * @property {[string, number, string][]} done taught by a step that is done (its key)
 * @property {[string, number, string][]} taught another step that is left teaches it (its key)
 * @property {Pair[]} unneeded nothing left needs it
 * @typedef {object} Row
 * @property {Step} step @property {number} index its place in the plan @property {number} milestone @property {State} state
 * @property {boolean} needed false: it fell away @property {Reason | null} reason
 * @property {number} spent minutes of it that are done
 * @property {number} left minutes of it that are left; 0 when it is done, skipped or fell away
 * @property {string[]} points ticked points of a project
 * @typedef {object} Remaining
 * @property {Row[]} rows @property {Pair[]} missing @property {Map<string, number>} known
 * @property {number} work how much had to be looked at
 */

// So much may be looked at to find out whether the path works without one step after another: some hundredths of a second.
// The plans of the first guide need a tenth of it at most.
export const MOST_WORK = 300_000;

/** Levels by skill, where there are any. */
const named = ({ ids }, levels) =>
  new Map(places(levels).map((place) => [ids[place], levels[place]]));

/**
 * What the reader knows. A tick counts instead of what the plan takes for granted; a skill ticked at level 0 is not
 * known, nor is what rests on it, unless that is ticked itself. What is known implies level 1 of all that it rests
 * on.
 */
function knowledge(plan, progress) {
  const { place, requires, rests, levels } = learning(plan);
  const placed = (skills) => skills.filter((skill) => place.has(skill)).map((skill) => place.get(skill));
  const ticks = [...progress.known].map(([skill, { level }]) => [skill, level]);
  const denied = ticks.filter(([, level]) => level === 0).map(([skill]) => skill);
  const doubtful = new Set(reached(rests, placed(denied)));
  const taken = [...plan.known].filter(([skill]) => !progress.known.has(skill) && !doubtful.has(place.get(skill)));
  const known = levels([...taken, ...ticks]);
  const below = placed(ticks.filter(([, level]) => level).flatMap(([skill]) => plan.above.get(skill) ?? []));
  for (const skill of [...below, ...reached(requires, [...places(known), ...below])]) known[skill] ||= 1;
  return known;
}

/** The skills that are known. */
const places = (levels) => [...levels.keys()].filter((skill) => levels[skill]);

/**
 * What each step is for when nothing is known beyond the plan's start: the levels that it is the first to be credited with
 * and that are in the gap, or on which a later step or a later step's purpose rests. `credited` is all that each step is
 * credited with then.
 * @typedef {{purposes: Level[][], credited: Level[][]}} Purposes @param {Plan} plan @param {{count: number}} work
 * @returns {Purposes}
 */
function purposesOf(plan, work) {
  const { requires, asks, levels } = learning(plan);
  const pupil = learners(learning(plan), [], work)(levels(plan.known));
  const credited = [];
  const firsts = plan.steps.map((_, step) => {
    const now = pupil.credits(step);
    const fresh = now.flatMap(([skill, level]) => upTo(skill, pupil.known[skill] + 1, level));
    credited.push(now);
    pupil.learn(now);
    return fresh;
  });
  const wanted = levels(plan.gap);
  const purposes = plan.steps.map(() => []);
  for (let step = plan.steps.length - 1; step >= 0; step -= 1) {
    purposes[step] = serving(requires, firsts[step], wanted);
    raise(wanted, asks[step]);
    want(requires, purposes[step], wanted);
  }
  return { purposes, credited };
}

const upTo = (skill, from, to) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, more) => [skill, from + more]);

function raise(levels, pairs) {
  for (const [skill, level] of pairs) levels[skill] = Math.max(level, levels[skill]);
}

/** Those of the levels that are wanted, and those that such a one rests on. */
function serving(requires, pairs, wanted) {
  const first = new Set(pairs.filter(([, level]) => level === 1).map(([skill]) => skill));
  const below = new Set();
  const pending = pairs.filter(([skill, level]) => wanted[skill] >= level).map(([skill]) => skill);
  while (pending.length) {
    for (const before of requires[pending.pop()]) {
      if (!first.has(before) || below.has(before)) continue;
      below.add(before);
      pending.push(before);
    }
  }
  return pairs.filter(([skill, level]) => wanted[skill] >= level || (level === 1 && below.has(skill)));
}

/** Wants level 1 of what these rest on. */
function want(requires, pairs, wanted) {
  for (const [skill] of pairs) for (const before of requires[skill]) wanted[before] ||= 1;
}

/**
 * The last answer for each plan: a page asks the same several times.
 * @type {WeakMap<Plan, {steps: unknown, known: unknown, answer: Remaining}>}
 */
const answers = new WeakMap();

/**
 * Every step of the plan with its state. A step that is to do falls away when all that it is for is known, or done, or
 * needed by nothing that is left, or (with at least one of these) taught in time by another step that is left; and only
 * when what is left works without it. Everything else stays where it was; projects, and what is done or begun, never go.
 * Skipped steps count as not there. `missing` is what the path asks for and nobody teaches now: by skipping, or because the
 * reader does not know what the plan takes for granted. `known` is what the reader knows at the start, done steps included.
 * @param {Plan} plan @param {Ticks} progress @returns {Remaining}
 */
export function remaining(plan, progress) {
  const last = answers.get(plan);
  if (last?.steps === progress.steps && last.known === progress.known) return last.answer;
  const answer = reckoned(plan, progress);
  answers.set(plan, { steps: progress.steps, known: progress.known, answer });
  return answer;
}

function reckoned(plan, progress) {
  const all = learning(plan);
  const work = { count: 0 };
  const rows = rowsOf(plan, progress);
  const told = knowledge(plan, progress);
  const done = rows.filter((row) => row.state === "done");
  const begin = learners(all, done.map((row) => row.index), work);
  const start = begin(told).known;
  const purposes = purposesOf(plan, work);
  const waiting = rows.filter((row) => row.state === "todo" || row.state === "doing");
  drop(plan, waiting, purposes, start, begin, work);
  const left = waiting.filter((row) => row.needed);
  const missing = lacks(plan, begin, start, left, purposes.credited);
  const [byDone, byLeft] = [teachers(all, done), teachers(all, left)];
  for (const row of rows) if (row.reason) row.reason = explained(row.reason, all, told, byDone, byLeft);
  for (const row of left) row.left = Math.max(0, row.step.minutes - row.spent);
  return { rows, missing: [...missing], known: named(all, start), work: work.count };
}

function rowsOf(plan, progress) {
  const milestoneOf = plan.milestones.flatMap((milestone, number) => milestone.steps.map(() => number));
  return plan.steps.map((step, index) => {
    const tick = progress.steps.get(step.key);
    const state = tick?.state ?? "todo";
    const spent = state === "done" ? step.minutes : state === "doing" ? Math.min(tick.minutes, step.minutes) : 0;
    const ticked = new Set(tick?.points);
    const points = step.points.filter((point) => ticked.has(point));
    return { step, index, milestone: milestoneOf[index], state, needed: true, reason: null, spent, left: 0, points };
  });
}

/**
 * Takes away what nothing left needs, later steps first. What is missing anyway is supposed to be learned elsewhere,
 * so a step that waits for it stays. To try the path without a step is a walk over all of it; where so many walks
 * would make a page stand still, what is not tried stays, unless it teaches nothing new.
 */
function drop(plan, waiting, { purposes, credited }, start, begin, work) {
  const { requires, teaches, asks, levels, place } = learning(plan);
  const supposed = Uint8Array.from(start);
  raise(supposed, [...lacks(plan, begin, start, waiting, credited)].map(([skill, level]) => [place.get(skill), level]));
  for (const skill of reached(requires, places(supposed))) supposed[skill] ||= 1;
  const given = begin(supposed).known;
  const most = work.count + MOST_WORK;
  const goal = levels(goalOf(plan));
  const works = (steps) => {
    const pupil = begin(given);
    for (const step of steps) {
      if (!pupil.mayStart(step)) return false;
      take(pupil, step);
    }
    return goal.every((level, skill) => pupil.known[skill] >= level);
  };
  /** How many of the steps that are left teach a skill to a level. */
  const teaching = new Uint32Array(4 * requires.length);
  const count = (step, change) => {
    for (const [skill, level] of teaches[step]) {
      for (let to = 1; to <= level; to += 1) teaching[4 * skill + to] += change;
    }
  };
  for (const { index } of waiting) count(index, 1);

  const wanted = levels(plan.gap);
  /** @type {number[]} later ones first */
  const kept = [];
  for (let at = waiting.length - 1; at >= 0; at -= 1) {
    const { step, state, index } = waiting[at];
    const mayGo = state === "todo" && step.kind === "resource";
    const reason = mayGo ? needless(plan, index, purposes[index], start, wanted) : null;
    count(index, -1);
    if (reason && reason.taught.every(([skill, level]) => teaching[4 * skill + level] > 0)) {
      const nothingNew = teaches[index].every(([skill, level]) => given[skill] >= level);
      const others = () => [...waiting.slice(0, at).map((row) => row.index), ...[...kept].reverse()];
      if (nothingNew || (work.count < most && works(others()))) {
        Object.assign(waiting[at], { needed: false, reason });
        continue;
      }
    }
    count(index, 1);
    kept.push(index);
    raise(wanted, asks[index]);
    const serves = ([skill, level]) => start[skill] < level && wanted[skill] >= level;
    want(requires, purposes[index].filter(serves), wanted);
  }
}

/** Why a step may go, if it may: by number and level, who teaches it is not said yet. */
function needless(plan, step, purposes, start, wanted) {
  const { ids, teaches } = learning(plan);
  const reason = { known: [], taught: [], unneeded: [] };
  // An editor wants it there for what others teach, too: it goes when all of that is known.
  const own = purposes.length > 0;
  const inGap = ([skill, level]) => upTo(skill, 1, Math.min(level, plan.gap.get(ids[skill]) ?? 0));
  const pairs = own ? purposes : teaches[step].flatMap(inGap);
  for (const pair of pairs) {
    const [skill, level] = pair;
    reason[start[skill] >= level ? "known" : own && wanted[skill] < level ? "unneeded" : "taught"].push(pair);
  }
  const { known, taught, unneeded } = reason;
  const goes = own ? known.length + unneeded.length > 0 : known.length > 0 && taught.length === 0;
  return goes ? reason : null;
}

/** Which step is the first of these to teach a skill to a level. @returns its key */
function teachers({ teaches }, rows) {
  const first = new Map();
  for (const { step, index } of rows) {
    for (const [skill, level] of teaches[index]) {
      for (let to = level; to > 0 && !first.has(4 * skill + to); to -= 1) first.set(4 * skill + to, step.key);
    }
  }
  return (skill, level) => first.get(4 * skill + level) ?? "";
}

/** A reason as it is told: highest levels, and who teaches what. `told` is what the reader knows. */
function explained(reason, { ids }, told, byDone, byLeft) {
  const highest = (pairs) => {
    const levels = new Map();
    for (const [skill, level] of pairs) levels.set(skill, Math.max(level, levels.get(skill) ?? 0));
    return [...levels];
  };
  const pair = ([skill, level]) => [ids[skill], level];
  const taughtBy = (teacher) => ([skill, level]) => [ids[skill], level, teacher(skill, level)];
  const known = highest(reason.known);
  return {
    known: known.filter(([skill, level]) => told[skill] >= level).map(pair),
    done: known.filter(([skill, level]) => told[skill] < level).map(taughtBy(byDone)),
    taught: highest(reason.taught).map(taughtBy(byLeft)),
    unneeded: highest(reason.unneeded).map(pair),
  };
}

/**
 * What is asked for on the way and taught by nobody, at its root: what is found missing counts as known from there
 * on. What a step cannot teach now for want of something is no lack where a later step teaches it.
 */
function lacks(plan, begin, start, left, credited) {
  const { ids, place, requires, teaches, asks, levels } = learning(plan);
  const pupil = begin(start);
  const { known } = pupil;
  const end = learned(begin(start), left);
  const missing = new Map();
  const below = new Set();
  const lack = (skill, level) => {
    missing.set(ids[skill], Math.max(level, missing.get(ids[skill]) ?? 0));
    pupil.learn([[skill, level]]);
    pupil.learn(reached(requires, [skill], below).map((before) => [before, 1]));
  };
  const asked = levels(goalOf(plan));
  for (const { index } of left) raise(asked, asks[index]);
  for (const { index } of left) {
    for (const [skill, level] of asks[index]) if (known[skill] < level) lack(skill, level);
    const now = new Set(pupil.credits(index).map(([skill]) => skill));
    const within = new Set(teaches[index].map(([skill]) => skill));
    for (const [skill, level] of credited[index]) {
      if (now.has(skill) || Math.max(known[skill], end[skill]) >= Math.min(level, asked[skill])) continue;
      for (const before of requires[skill]) if (!known[before] && !within.has(before)) lack(before, 1);
    }
    take(pupil, index);
  }
  for (const [skill, level] of goalOf(plan)) if (known[place.get(skill)] < level) lack(place.get(skill), level);
  return missing;
}

/** What is known after these steps. */
function learned(pupil, left) {
  for (const { index } of left) take(pupil, index);
  return pupil.known;
}

function take(pupil, step) {
  pupil.learn(pupil.credits(step));
  pupil.look();
}

/** All that the role asks for, with what that rests on. */
const goalOf = (plan) => new Map([...plan.granted, ...plan.gap]);
