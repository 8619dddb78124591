// What a reader did and knows: one document, kept as JSON on the device. No page, no clock, no storage: time is an argument.
//
//   empty() -> Progress
//   parse(text) -> {progress} | {problem, at}      strict: what is not wholly understood is refused and nothing is changed
//                                                  problem: "size", "json", "foreign" (not a document of ours), "newer" (a later version), "wrong"
//   stringify(progress) -> text                    parse(stringify(p)) equals p; equal documents make equal text
//   same(one, other) -> boolean
//   migrate(progress, plan) -> Progress            follows renamed, split and replaced ids that a plan names; nothing is lost
//   merge(mine, theirs, now) -> {progress, told}   the newest of each step, skill and path; told: every difference, and which was kept
//
// Setters return a new document; `now` is a moment as toISOString writes it. An entry is never older than the one it replaces.
//
//   setStep(progress, key, {state?, minutes?, points?}, now)     setSteps(progress, keys, state, now)
//   setKnown(progress, skill, level, now)                        level 0: said not to know it after all
//   follow(progress, plan, {start?, hours?}, now)                keeps a copy of the plan (the first time, or the new one taken)
//   setPath(progress, path, {variant?, start?, hours?}, now)     leave(progress, path, now)
//   hideTimes(progress, hidden)   backedUp(progress, now)        visit(progress, path)

import { readPlan, VARIANTS, wire } from "./plan.mjs";
import { day, entries, fields, list, moment, pathKey, skillId, stepKey, text, truth, whole, word, Wrong } from "./shape.mjs";

/** @typedef {import("./plan.mjs").Plan} Plan */
/** @typedef {import("./plan.mjs").State} State */
/** @typedef {{state: State, minutes: number, points: string[], at: string}} StepTick `minutes` done of a step that is begun; `points`: texts of ticked points */
/** @typedef {{level: number, at: string}} SkillTick */
/**
 * @typedef {object} Followed
 * @property {"" | "free" | "full" | "full-free"} variant @property {string} start a day, or empty
 * @property {number} hours per week; 0: the persona's pace
 * @property {Plan | "site" | null} plan the kept copy; "site": whatever the site has (a transfer without copies); null: no longer followed
 * @property {string} at
 */
/**
 * @typedef {object} Progress
 * @property {1} version
 * @property {Map<string, StepTick>} steps by `resource:id#part`, `resource:id` or `project:id`, for all paths
 * @property {Map<string, SkillTick>} known @property {Map<string, Followed>} paths by `persona/role` or `persona/role/then/second`
 * @property {boolean} hide_times @property {{at: string, changes: number}} backup when, and how many changes since @property {string} last a path, or empty
 */
/** @typedef {{what: "step" | "skill" | "path", key: string, taken: "mine" | "theirs", kept: any, other: any}} Told `other` is null where only one had it */

export const VERSION = 1;
export const LARGEST = 2_000_000;
const STATES = /** @type {const} */ (["todo", "doing", "done", "skipped"]);
const MOST = { steps: 4000, known: 2000, paths: 100, points: 40, minutes: 60_000, changes: 1_000_000 };

/** @returns {Progress} */
export const empty = () => ({
  version: VERSION, steps: new Map(), known: new Map(), paths: new Map(), hide_times: false, backup: { at: "", changes: 0 }, last: "",
});

// ---- text

/** @param {string} source @returns {{progress: Progress, problem?: undefined} | {problem: "size" | "json" | "foreign" | "newer" | "wrong", at: string, progress?: undefined}} */
export function parse(source) {
  if (source.length > LARGEST) return { problem: "size", at: "" };
  let value;
  try {
    value = JSON.parse(source);
  } catch {
    return { problem: "json", at: "" };
  }
  const version = typeof value === "object" && value !== null && Object.hasOwn(value, "version") ? value.version : undefined;
  if (!Number.isInteger(version) || version < 1) return { problem: "foreign", at: "version" };
  if (version > VERSION) return { problem: "newer", at: "version" };
  try {
    return { progress: read(value) };
  } catch (error) {
    if (error instanceof Wrong) return { problem: "wrong", at: error.at };
    throw error;
  }
}

/** @param {unknown} value @returns {Progress} */
function read(value) {
  const found = fields(value, "", ["version", "steps", "known", "paths", "hide_times", "backup", "last"]);
  const backup = fields(found.get("backup"), "backup", ["at", "changes"]);
  const steps = entries(found.get("steps"), "steps", MOST.steps, stepKey, (entry, at) => {
    const said = fields(entry, at, ["state", "minutes", "points", "at"]);
    const points = list(said.get("points"), at, MOST.points).map((point) => text(point, at));
    return {
      state: word(said.get("state"), `${at}.state`, STATES), minutes: whole(said.get("minutes"), `${at}.minutes`, 0, MOST.minutes),
      points: [...new Set(points)], at: moment(said.get("at"), `${at}.at`),
    };
  });
  const known = entries(found.get("known"), "known", MOST.known, skillId, (entry, at) => {
    const said = fields(entry, at, ["level", "at"]);
    return { level: whole(said.get("level"), `${at}.level`, 0, 3), at: moment(said.get("at"), `${at}.at`) };
  });
  const paths = entries(found.get("paths"), "paths", MOST.paths, pathKey, readPath);
  for (const [key, path] of paths) if (typeof path.plan === "object" && path.plan && path.plan.path !== key) throw new Wrong("paths");
  return {
    version: VERSION, steps, known, paths,
    hide_times: truth(found.get("hide_times"), "hide_times"),
    backup: { at: backup.get("at") === "" ? "" : moment(backup.get("at"), "backup.at"), changes: whole(backup.get("changes"), "backup.changes", 0, MOST.changes) },
    last: found.get("last") === "" ? "" : pathKey(found.get("last"), "last"),
  };
}

/** @param {unknown} entry @param {string} at @returns {Followed} */
function readPath(entry, at) {
  const said = fields(entry, at, ["variant", "start", "hours", "plan", "at"]);
  const plan = said.get("plan");
  return {
    variant: word(said.get("variant"), `${at}.variant`, VARIANTS),
    start: said.get("start") === "" ? "" : day(said.get("start"), `${at}.start`),
    hours: whole(said.get("hours"), `${at}.hours`, 0, 168),
    plan: plan === null || plan === "site" ? plan : readPlan(typeof plan === "string" ? null : plan, `${at}.plan`),
    at: moment(said.get("at"), `${at}.at`),
  };
}

/** @param {Progress} progress @returns {string} */
export function stringify(progress) {
  return JSON.stringify({
    version: VERSION,
    steps: sorted(progress.steps).map(([key, { state, minutes, points, at }]) => [key, { state, minutes, points, at }]),
    known: sorted(progress.known).map(([skill, { level, at }]) => [skill, { level, at }]),
    paths: sorted(progress.paths).map(([key, path]) => [key, wirePath(path)]),
    hide_times: progress.hide_times, backup: { at: progress.backup.at, changes: progress.backup.changes }, last: progress.last,
  });
}

/** @template T @param {Map<string, T>} map @returns {[string, T][]} by key */
const sorted = (map) => [...map].sort(([one], [other]) => (one < other ? -1 : 1));

/** @param {Followed} path */
const wirePath = ({ variant, start, hours, plan, at }) => ({ variant, start, hours, plan: plan && plan !== "site" ? wire(plan) : plan, at });

/** @param {Progress} one @param {Progress} other @returns {boolean} */
export const same = (one, other) => stringify(one) === stringify(other);

// ---- setters

/** A moment for what replaces an entry: now, or just after the entry when the clock went back. @param {{at: string} | undefined} old @param {string} now */
const after = (old, now) => (old && old.at >= now ? new Date(Date.parse(old.at) + 1).toISOString() : now);

/** @template T @param {Map<string, T>} map @param {string} key @param {T} value @returns {Map<string, T>} */
const put = (map, key, value) => new Map(map).set(key, value);

/** A changed document, with the changes counted since the last backup. @param {Progress} progress @param {Partial<Progress>} change @param {number} [count] @returns {Progress} */
const counted = (progress, change, count = 1) => ({
  ...progress, ...change, backup: { ...progress.backup, changes: Math.min(MOST.changes, progress.backup.changes + count) },
});

/** @param {Progress} progress @param {string} key @param {Partial<Pick<StepTick, "state" | "minutes" | "points">>} change @param {string} now @returns {Progress} */
export function setStep(progress, key, change, now) {
  const old = progress.steps.get(key);
  const { state, minutes, points } = { state: /** @type {State} */ ("todo"), minutes: 0, points: [], ...old, ...change };
  const kept = Math.min(MOST.minutes, Math.max(0, Math.round(minutes)));
  return counted(progress, { steps: put(progress.steps, key, { state, minutes: kept, points: [...new Set(points)], at: after(old, now) }) });
}

/** Several steps at once: a whole milestone. @param {Progress} progress @param {Iterable<string>} keys @param {State} state @param {string} now @returns {Progress} */
export const setSteps = (progress, keys, state, now) => [...keys].reduce((made, key) => setStep(made, key, { state }, now), progress);

/** @param {Progress} progress @param {string} skill @param {number} level 0 to 3 @param {string} now @returns {Progress} */
export const setKnown = (progress, skill, level, now) =>
  counted(progress, { known: put(progress.known, skill, { level, at: after(progress.known.get(skill), now) }) });

/** @param {Progress} progress @param {Plan} plan @param {{start?: string, hours?: number}} how @param {string} now @returns {Progress} */
export function follow(progress, plan, how, now) {
  const old = progress.paths.get(plan.path);
  const path = { start: old?.start ?? "", hours: old?.hours ?? 0, ...how, variant: plan.variant, plan, at: after(old, now) };
  return counted(progress, { paths: put(progress.paths, plan.path, path), last: plan.path });
}

/** @param {Progress} progress @param {string} path @param {Partial<Pick<Followed, "variant" | "start" | "hours">>} change @param {string} now @returns {Progress} */
export function setPath(progress, path, change, now) {
  const old = progress.paths.get(path);
  if (!old) return progress;
  return counted(progress, { paths: put(progress.paths, path, { ...old, ...change, at: after(old, now) }) });
}

/** The path is followed no longer; ticks stay. @param {Progress} progress @param {string} path @param {string} now @returns {Progress} */
export function leave(progress, path, now) {
  const old = progress.paths.get(path);
  if (!old) return progress;
  const last = progress.last === path ? "" : progress.last;
  return counted(progress, { paths: put(progress.paths, path, { ...old, plan: null, at: after(old, now) }), last });
}

/** @param {Progress} progress @param {boolean} hidden @returns {Progress} */
export const hideTimes = (progress, hidden) => ({ ...progress, hide_times: hidden });

/** @param {Progress} progress @param {string} now @returns {Progress} */
export const backedUp = (progress, now) => ({ ...progress, backup: { at: now, changes: 0 } });

/** The followed path that was opened last. @param {Progress} progress @param {string} path @returns {Progress} */
export const visit = (progress, path) => ({ ...progress, last: path });

// ---- renamed, split and replaced

/** @param {{at: string} | undefined} one @param {{at: string} | undefined} other */
const newer = (one, other) => (one && (!other || one.at > other.at) ? one : other);

/**
 * Follows ids. A step takes the newest entry of its key and its former keys. A part without an entry takes that of its whole, from the time
 * before it was split: done and skipped as they are, begun hours poured over the parts in order. A step is done when a retired one is
 * that it replaces. What was stored under old keys stays, so a half of something split that is in another plan finds it, too.
 * @param {Progress} progress @param {Plan} plan @returns {Progress} the same document when nothing had to follow
 */
export function migrate(progress, plan) {
  const made = { ...progress, steps: migrateSteps(progress.steps, plan), known: migrateKnown(progress.known, plan), paths: migratePaths(progress.paths, plan) };
  if (plan.former.includes(progress.last)) made.last = plan.path;
  return same(made, progress) ? progress : made;
}

/** @param {Map<string, StepTick>} stored @param {Plan} plan @returns {Map<string, StepTick>} */
function migrateSteps(stored, plan) {
  const steps = new Map(stored);
  const wholeOf = (key) => key.split("#")[0];
  /** @type {Map<string, number>} minutes of begun wholes that are not poured yet */
  const pools = new Map();
  const parted = new Set([...stored.keys()].filter((key) => key.includes("#")).map(wholeOf));
  for (const { key, minutes, former, replaces } of plan.steps) {
    const own = former.reduce((found, old) => newer(stored.get(old), found), stored.get(key));
    if (own) {
      steps.set(key, own);
      continue;
    }
    const doneBefore = replaces.find((set) => set.length && set.every((old) => stored.get(old)?.state === "done"));
    if (doneBefore) {
      steps.set(key, { state: "done", minutes: 0, points: [], at: doneBefore.map((old) => stored.get(old).at).sort().at(-1) });
      continue;
    }
    if (!key.includes("#")) continue;
    const wholes = [key, ...former].map(wholeOf);
    const name = wholes.find((one) => stored.has(one));
    if (!name) continue;
    const entry = stored.get(name);
    if (entry.state === "done" || entry.state === "skipped") steps.set(key, { ...entry, minutes: 0, points: [] });
    else if (entry.state === "doing" && !wholes.some((one) => parted.has(one))) {
      const pool = pools.get(name) ?? entry.minutes;
      if (pool > 0) steps.set(key, { ...entry, minutes: Math.min(pool, minutes), points: [] });
      pools.set(name, Math.max(0, pool - minutes));
    }
  }
  return steps;
}

/** @param {Map<string, SkillTick>} stored @param {Plan} plan @returns {Map<string, SkillTick>} */
function migrateKnown(stored, plan) {
  const known = new Map(stored);
  for (const [old, now] of plan.renamed) {
    const found = newer(known.get(old), known.get(now));
    if (found) known.set(now, found);
  }
  return known;
}

/** @param {Map<string, Followed>} stored @param {Plan} plan @returns {Map<string, Followed>} */
function migratePaths(stored, plan) {
  const paths = new Map(stored);
  const found = plan.former.reduce((best, old) => newer(stored.get(old), best), stored.get(plan.path));
  for (const old of plan.former) paths.delete(old);
  if (found) paths.set(plan.path, { ...found, plan: found.plan && found.plan !== "site" ? renamedIn(found.plan, plan) : found.plan });
  return paths;
}

/** A kept plan under the keys of today, where one step of today and one kept step are the same. @param {Plan} kept @param {Plan} now @returns {Plan} */
function renamedIn(kept, now) {
  const present = new Set(kept.steps.map((step) => step.key));
  const heirs = new Map();
  for (const step of now.steps) for (const old of step.former) heirs.set(old, [...(heirs.get(old) ?? []), step]);
  const steps = kept.steps.map((step) => {
    const [heir, ...more] = heirs.get(step.key) ?? [];
    if (!heir || more.length || present.has(heir.key)) return step;
    return { ...step, key: heir.key, href: heir.href, former: [...new Set([...step.former, ...heir.former])] };
  });
  return { ...kept, path: now.path, url: kept.variant === now.variant ? now.url : kept.url, steps };
}

// ---- merging

/**
 * The newest of each step, skill and path; between equally old ones the one that is further, so that both devices come to the same.
 * Every difference is told. Moments that are still to come count as now, so that a wrong clock wins once and not for ever.
 * @param {Progress} mine @param {Progress} theirs @param {string} now @returns {{progress: Progress, told: Told[]}}
 */
export function merge(mine, theirs, now) {
  /** @type {Told[]} */
  const told = [];
  const steps = mergeMaps("step", mine.steps, theirs.steps, now, told, ({ state, minutes, points }) =>
    [STATES.indexOf(state === "skipped" ? "todo" : state), minutes, points.length, state, JSON.stringify(points)]);
  const known = mergeMaps("skill", mine.known, theirs.known, now, told, ({ level }) => [level]);
  const paths = mergeMaps("path", mine.paths, theirs.paths, now, told, (path) => [path.plan ? 1 : 0, JSON.stringify(wirePath({ ...path, at: "" }))], withCopy);
  const taken = told.filter((one) => one.taken === "theirs").length;
  return { progress: counted(mine, { steps, known, paths, last: mine.last || theirs.last }, taken), told };
}

/** A path without its copy takes that of the other side. @param {Followed} path @param {Followed | undefined} other @returns {Followed} */
const withCopy = (path, other) => (path.plan === "site" && other?.plan && other.variant === path.variant ? { ...path, plan: other.plan } : path);

/** @template {{at: string}} T @param {Told["what"]} what @param {Map<string, T>} mine @param {Map<string, T>} theirs @param {string} now @param {Told[]} told
 * @param {(entry: T) => (string | number)[]} rank @param {(entry: T, other: T | undefined) => T} [join] @returns {Map<string, T>} */
function mergeMaps(what, mine, theirs, now, told, rank, join = (entry) => entry) {
  const made = new Map(mine);
  for (const [key, came] of theirs) {
    const old = mine.get(key);
    const own = old && join(old, came);
    const their = join(came.at > now ? { ...came, at: now } : came, old);
    if (own && String(rank(own)) === String(rank(their))) {
      made.set(key, their.at > own.at ? their : own);
      continue;
    }
    const mineWins = own !== undefined && (own.at > their.at || (own.at === their.at && further(rank(own), rank(their))));
    made.set(key, mineWins ? own : their);
    told.push({ what, key, taken: mineWins ? "mine" : "theirs", kept: mineWins ? own : their, other: (mineWins ? their : own) ?? null });
  }
  return made;
}

/** @param {(string | number)[]} one @param {(string | number)[]} other */
function further(one, other) {
  const place = one.findIndex((value, index) => value !== other[index]);
  return place >= 0 && one[place] > other[place];
}
