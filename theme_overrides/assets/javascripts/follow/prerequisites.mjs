// What somebody can learn from the steps of a plan: the rules of generator/planner/prerequisites.py, against which
// tests/test_follow_logic.py holds this module.
//
//   learning(plan) -> Learning             the plan by numbers: skills and steps by their place
//   learners(learning, done, work) -> (start) => Learner
//                                          somebody who knows `start` and has done these steps, to which they can look back
//
// Every skill counts the prerequisites that are not known yet, every done step what it still asks for; a count that comes
// to nothing sets free what waited for it. So a walk over a plan costs as much as the plan is long (Dowling and Gallier
// 1984, linear-time Horn formulae), however its steps depend on each other. Levels are arrays by skill, 0 where it is not
// known. `work` counts what was looked at.

/**
 * @typedef {[number, number]} Level a skill by its place, and a level
 * @typedef {object} Learning
 * @property {string[]} ids @property {Map<string, number>} place of a skill
 * @property {number[][]} requires what each skill rests on
 * @property {number[][]} rests what rests on each skill @property {Level[][]} teaches @property {Level[][]} asks of each step
 * @property {(levels: Iterable<[string, number]>) => Uint8Array} levels of skills in the plan; of others nothing is said
 * @typedef {object} Learner
 * @property {Uint8Array} known
 * @property {(step: number) => boolean} mayStart
 * @property {(step: number) => Level[]} credits what taking the step now teaches
 * @property {(levels: Level[]) => void} learn @property {() => void} look back at the steps that are done
 */
const cache = new WeakMap();

export function learning(plan) {
  const cached = cache.get(plan);
  if (cached) return cached;
  const ids = [...plan.skills.keys()];
  const place = new Map(ids.map((skill, index) => [skill, index]));
  const levels = (pairs) => {
    const known = new Uint8Array(ids.length);
    for (const [skill, level] of pairs) if (place.has(skill)) known[place.get(skill)] = level;
    return known;
  };
  const requires = ids.map((skill) => plan.skills.get(skill).requires.map((before) => place.get(before)));
  const placed = (pairs) => pairs.map(([skill, level]) => [place.get(skill), level]);
  const result = {
    ids, place, requires, rests: inverted(requires, ids.length), levels,
    teaches: plan.steps.map((step) => placed(step.teaches)), asks: plan.steps.map((step) => placed(step.asks)),
  };
  cache.set(plan, result);
  return result;
}

/** For each number the lists that it is in. */
function inverted(lists, length) {
  const holders = Array.from({ length }, () => []);
  lists.forEach((list, index) => { for (const number of list) holders[number].push(index); });
  return holders;
}

/**
 * What can be reached from these skills and was not reached before.
 * @param {number[][]} next @param {Iterable<number>} from @param {Set<number>} [before] grows by what is reached
 * @returns {number[]}
 */
export function reached(next, from, before = new Set()) {
  const fresh = [];
  const pending = [...from].flatMap((skill) => next[skill]);
  while (pending.length) {
    const skill = pending.pop();
    if (before.has(skill)) continue;
    before.add(skill);
    fresh.push(skill);
    pending.push(...next[skill]);
  }
  return fresh;
}

export function learners({ requires, rests, teaches, asks }, done, work) {
  /** For each skill the done steps that ask for it, and those that teach it. @type {[number, number][][]} */
  const askedBy = requires.map(() => []);
  const taughtBy = requires.map(() => []);
  for (const step of done) {
    for (const [skill, level] of asks[step]) askedBy[skill].push([step, level]);
    for (const [skill, level] of teaches[step]) taughtBy[skill].push([step, level]);
  }
  const lists = [...requires, ...asks, ...teaches];
  const size = lists.reduce((sum, list) => sum + 1 + list.length, 0);

  return (start) => {
    work.count += size;
    return learner({ requires, rests, teaches, asks, askedBy, taughtBy }, start, done, work);
  };
}

function learner({ requires, rests, teaches, asks, askedBy, taughtBy }, start, done, work) {
  const known = Uint8Array.from(start);
  const missing = Int32Array.from(requires, (before) => before.filter((skill) => !known[skill]).length);
  const unmet = new Map(done.map((step) => [step, asks[step].filter(([skill, level]) => known[skill] < level).length]));
  /** What was learned, and what became open, since the learner looked back. @type {[number, number, number][]} */
  let risen = [];
  let opened = [];

  const raise = (skill, level) => {
    const before = known[skill];
    work.count += 1;
    if (before >= level) return;
    known[skill] = level;
    risen.push([skill, before, level]);
    if (before > 0) return;
    work.count += rests[skill].length;
    for (const next of rests[skill]) {
      missing[next] -= 1;
      if (missing[next] === 0) opened.push(next);
    }
  };
  const ready = (step) => {
    for (const [skill, level] of teaches[step]) if (missing[skill] === 0) raise(skill, level);
  };
  const look = () => {
    while (risen.length || opened.length) {
      const [now, open] = [risen, opened];
      [risen, opened] = [[], []];
      for (const [skill, before, level] of now) {
        work.count += askedBy[skill].length;
        for (const [step, need] of askedBy[skill]) {
          if (before >= need || level < need) continue;
          unmet.set(step, unmet.get(step) - 1);
          if (unmet.get(step) === 0) ready(step);
        }
      }
      for (const skill of open) {
        work.count += taughtBy[skill].length;
        for (const [step, level] of taughtBy[skill]) if (unmet.get(step) === 0) raise(skill, level);
      }
    }
  };
  for (const step of done) if (unmet.get(step) === 0) ready(step);
  look();

  return {
    known,
    look,
    mayStart(step) {
      work.count += 1 + asks[step].length;
      return asks[step].every(([skill, level]) => known[skill] >= level);
    },
    credits(step) {
      // A skill counts when all that it rests on is known, or is credited by the step itself.
      const waits = new Map(teaches[step].map(([skill]) => [skill, missing[skill]]));
      const free = teaches[step].filter(([skill]) => missing[skill] === 0).map(([skill]) => skill);
      work.count += teaches[step].length;
      for (let at = 0; at < free.length; at += 1) {
        if (known[free[at]]) continue;
        work.count += rests[free[at]].length;
        for (const next of rests[free[at]]) {
          if (!waits.has(next)) continue;
          waits.set(next, waits.get(next) - 1);
          if (waits.get(next) === 0) free.push(next);
        }
      }
      return teaches[step].filter(([skill]) => waits.get(skill) === 0);
    },
    learn(levels) { for (const [skill, level] of levels) raise(skill, level); },
  };
}
