// What a reader did and knows: one document, kept as JSON on the device. No page, no clock, no storage: time is an argument.
//
//   empty() -> Progress
//   parse(text, copies = true) -> {progress, lost} | {problem, at}
//                                                  lost: what in it cannot be read, piece by piece; all the rest is in progress
//                                                  problem: "size", "json", "foreign" (not a document of ours), "newer" (a later version), "wrong"
//                                                  (nothing in it can be read); copies false: plans in it are not read, the site's stand in for them
//   stringify(progress) -> text                    parse(stringify(p)) equals p; equal documents make equal text
//   same(one, other) -> boolean
//   migrate(progress, plan) -> Progress            follows renamed, split and replaced ids that a plan names; nothing is lost
//   merge(mine, theirs, now, room) -> {progress, told, left}
//                                                  the newest of each step, skill and path; told: every difference, and which was kept; left: how
//                                                  many entries of theirs found no room
//   fitted(progress) -> Progress | null            as much of it as parse takes: old copies of plans go first; null: even without them too large
//
// Setters return a new document; `now` is a moment as toISOString writes it. An entry is never older than the one it replaces. Nothing that
// parse would not read gets into a document: a value that is none throws Wrong (parse.mjs).
//
//   setStep(progress, key, {state?, minutes?, points?}, now)     setSteps(progress, keys, state, now)
//   setKnown(progress, skill, level, now)                        level 0: said not to know it after all
//   follow(progress, plan, {start?, hours?}, now)                keeps a copy of the plan (the first time, or the new one taken)
//   setPath(progress, path, {variant?, start?, hours?}, now)     leave(progress, path, now)
//   hideTimes(progress, hidden)   backedUp(progress, now)        visit(progress, path)

import { copyOf, readPlan, VARIANTS, wire } from "./plan.mjs";
import { day, list, moment, pathKey, skillId, stepKey, text, truth, whole, word, Wrong } from "./parse.mjs";

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
/** @typedef {{at: string, value: unknown}} Lost a piece of a document that cannot be read, and where it stood */
/** Reads a value, or tells that it cannot be read and goes on with what stands in for it. @typedef {<T, O>(value: unknown, at: string,
 * read: (value: any, at: string) => T, otherwise?: O) => T | O} Attempt */

export const VERSION = 1;
// So many letters may a document have. It is the one limit of what is read, so what is written is held to it, too.
export const LARGEST = 2_000_000;
// So many of them may come from elsewhere, beside what the reader has ticked: some four thousand steps. The rest is the reader's own.
export const ROOM = 500_000;
const STATES = /** @type {const} */ (["todo", "doing", "done", "skipped"]);
const MOST = { minutes: 60_000, hours: 168, changes: 1_000_000 };
const LONG_AGO = "1970-01-01T00:00:00.000Z";
const LAST_MOMENT = "9999-12-31T23:59:59.999Z";

/** @returns {Progress} */
export const empty = () => ({
  version: VERSION, steps: new Map(), known: new Map(), paths: new Map(), hide_times: false, backup: { at: "", changes: 0 }, last: "",
});

// ---- text

/** @param {string} source @param {boolean} [copies]
 * @returns {{progress: Progress, lost: Lost[], problem?: undefined} | {problem: "size" | "json" | "foreign" | "newer" | "wrong", at: string, progress?: undefined}} */
export function parse(source, copies = true) {
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
  /** @type {Lost[]} */
  const lost = [];
  const progress = readAll(value, copies, lost);
  const nothing = progress.steps.size + progress.known.size + progress.paths.size === 0;
  if (nothing && (lost.length || !("steps" in value))) return { problem: "wrong", at: lost[0]?.at ?? "steps" };
  return { progress, lost };
}

/** @param {unknown} value @param {boolean} copies @param {Lost[]} lost what cannot be read is put here @returns {Progress} */
function readAll(value, copies, lost) {
  /** @type {Attempt} */
  const attempt = (said, at, read, otherwise) => {
    try {
      return read(said, at);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      lost.push({ at, value: said });
      return otherwise;
    }
  };
  const found = named(value, "", ["version", "steps", "known", "paths", "hide_times", "backup", "last"], attempt);
  const map = (name, readKey, read) => {
    const made = new Map();
    attempt(found.get(name) ?? [], name, list, []).forEach((entry, index) => attempt(entry, `${name}[${index}]`, (_, at) => {
      const [said, rest] = list(entry, at, 2);
      const key = readKey(said, at);
      if (made.has(key)) throw new Wrong(at);
      made.set(key, read(rest, at, attempt, key));
    }));
    return made;
  };
  const copy = (plan, at, key) => {
    if (plan === null || plan === "site") return plan;
    if (typeof plan !== "object") throw new Wrong(at);
    if (!copies) return "site";
    const made = readPlan(plan, at);
    if (made.path !== key || copyOf(made) === "site") throw new Wrong(at);
    return made;
  };
  const backup = attempt(found.get("backup") ?? {}, "backup", (said, at) => named(said, at, ["at", "changes"], attempt), new Map());
  const perhaps = (name, read, otherwise) => (found.has(name) ? attempt(found.get(name), name, read, otherwise) : otherwise);
  return {
    version: VERSION,
    steps: map("steps", stepKey, readStep),
    known: map("known", skillId, readSkill),
    paths: map("paths", pathKey, (entry, at, _, key) => readPath(entry, at, attempt, (plan, where) => copy(plan, where, key))),
    hide_times: perhaps("hide_times", truth, false),
    backup: {
      at: attempt(backup.get("at") ?? "", "backup.at", orEmpty(moment), ""),
      changes: attempt(backup.get("changes") ?? 0, "backup.changes", (count, at) => whole(count, at, 0, MOST.changes), 0),
    },
    last: perhaps("last", orEmpty(pathKey), ""),
  };
}

/** Attempts nothing: what cannot be read is thrown. @type {Attempt} */
const strictly = (value, at, read) => read(value, at);

/** @template T @param {(value: unknown, at: string) => T} read @returns {(value: unknown, at: string) => T | ""} */
const orEmpty = (read) => (value, at) => (value === "" ? "" : read(value, at));

/** The fields of these names; others cannot be read. @param {unknown} value @param {string} at @param {string[]} names @param {Attempt} attempt @returns {Map<string, unknown>} */
function named(value, at, names, attempt) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Wrong(at);
  const found = new Map(Object.entries(value));
  for (const [name, said] of found) {
    if (!names.includes(name)) attempt(said, at ? `${at}.${name.slice(0, 40)}` : name.slice(0, 40), (_, where) => { throw new Wrong(where); });
  }
  return found;
}

/** @param {unknown} entry @param {string} at @param {Attempt} attempt @returns {StepTick} */
function readStep(entry, at, attempt) {
  const said = named(entry, at, ["state", "minutes", "points", "at"], attempt);
  const points = attempt(said.get("points"), `${at}.points`, list, []).map((point) => attempt(point, `${at}.points`, text));
  return {
    state: word(said.get("state"), `${at}.state`, STATES),
    minutes: attempt(said.get("minutes"), `${at}.minutes`, (minutes, where) => whole(minutes, where, 0, MOST.minutes), 0),
    points: [...new Set(points.filter((point) => point !== undefined))],
    at: attempt(said.get("at"), `${at}.at`, moment, LONG_AGO),
  };
}

/** @param {unknown} entry @param {string} at @param {Attempt} attempt @returns {SkillTick} */
function readSkill(entry, at, attempt) {
  const said = named(entry, at, ["level", "at"], attempt);
  return { level: whole(said.get("level"), `${at}.level`, 0, 3), at: attempt(said.get("at"), `${at}.at`, moment, LONG_AGO) };
}

/** @param {unknown} entry @param {string} at @param {Attempt} attempt @param {(plan: any, at: string) => Followed["plan"]} readCopy @returns {Followed} */
function readPath(entry, at, attempt, readCopy) {
  const said = named(entry, at, ["variant", "start", "hours", "plan", "at"], attempt);
  const plan = attempt(said.get("plan"), `${at}.plan`, readCopy, "site");
  return {
    variant: attempt(said.get("variant"), `${at}.variant`, (variant, where) => word(variant, where, VARIANTS), plan === null || plan === "site" ? "" : plan.variant),
    start: attempt(said.get("start"), `${at}.start`, orEmpty(day), ""),
    hours: attempt(said.get("hours"), `${at}.hours`, (hours, where) => whole(hours, where, 0, MOST.hours), 0),
    plan,
    at: attempt(said.get("at"), `${at}.at`, moment, LONG_AGO),
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
const after = (old, now) => (!old || old.at < now ? now : old.at === LAST_MOMENT ? old.at : new Date(Date.parse(old.at) + 1).toISOString());

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
  const entry = readStep({ state, minutes: kept, points, at: after(old, now) }, key, strictly);
  return counted(progress, { steps: put(progress.steps, stepKey(key, "key"), entry) });
}

/** Several steps at once: a whole milestone. @param {Progress} progress @param {Iterable<string>} keys @param {State} state @param {string} now @returns {Progress} */
export const setSteps = (progress, keys, state, now) => [...keys].reduce((made, key) => setStep(made, key, { state }, now), progress);

/** @param {Progress} progress @param {string} skill @param {number} level 0 to 3 @param {string} now @returns {Progress} */
export const setKnown = (progress, skill, level, now) =>
  counted(progress, { known: put(progress.known, skillId(skill, "skill"), readSkill({ level, at: after(progress.known.get(skill), now) }, skill, strictly)) });

/** A path as it is to be kept; of its plan a copy that can be. @param {Map<string, Followed>} paths @param {string} key @param {Followed} path @returns {Map<string, Followed>} */
const putPath = (paths, key, path) =>
  put(paths, pathKey(key, "path"), readPath(path, key, strictly, (plan) => (plan === null || plan === "site" ? plan : copyOf(plan))));

/** @param {Progress} progress @param {Plan} plan @param {{start?: string, hours?: number}} how @param {string} now @returns {Progress} */
export function follow(progress, plan, how, now) {
  const old = progress.paths.get(plan.path);
  const path = { start: old?.start ?? "", hours: old?.hours ?? 0, ...how, variant: plan.variant, plan, at: after(old, now) };
  return counted(progress, { paths: putPath(progress.paths, plan.path, path), last: plan.path });
}

/** @param {Progress} progress @param {string} path @param {Partial<Pick<Followed, "variant" | "start" | "hours">>} change @param {string} now @returns {Progress} */
export function setPath(progress, path, change, now) {
  const old = progress.paths.get(path);
  if (!old) return progress;
  return counted(progress, { paths: putPath(progress.paths, path, { ...old, ...change, at: after(old, now) }) });
}

/** The path is followed no longer; ticks stay. @param {Progress} progress @param {string} path @param {string} now @returns {Progress} */
export function leave(progress, path, now) {
  const old = progress.paths.get(path);
  if (!old) return progress;
  const last = progress.last === path ? "" : progress.last;
  return counted(progress, { paths: putPath(progress.paths, path, { ...old, plan: null, at: after(old, now) }), last });
}

/** @param {Progress} progress @param {boolean} hidden @returns {Progress} */
export const hideTimes = (progress, hidden) => ({ ...progress, hide_times: truth(hidden, "hide_times") });

/** @param {Progress} progress @param {string} now @returns {Progress} */
export const backedUp = (progress, now) => ({ ...progress, backup: { at: moment(now, "backup.at"), changes: 0 } });

/** The followed path that was opened last. @param {Progress} progress @param {string} path @returns {Progress} */
export const visit = (progress, path) => ({ ...progress, last: pathKey(path, "last") });

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
  const made = {
    steps: unlessAlike(progress.steps, migrateSteps(progress.steps, plan)), known: unlessAlike(progress.known, migrateKnown(progress.known, plan)),
    paths: unlessAlike(progress.paths, migratePaths(progress.paths, plan)), last: plan.former.includes(progress.last) ? plan.path : progress.last,
  };
  return Object.entries(made).every(([name, value]) => progress[name] === value) ? progress : { ...progress, ...made };
}

/** The map that there was when the other holds the very same entries. @template T @param {Map<string, T>} was @param {Map<string, T>} is @returns {Map<string, T>} */
const unlessAlike = (was, is) => (was.size === is.size && [...is].every(([key, entry]) => was.get(key) === entry) ? was : is);

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
  if (!found) return paths;
  const copy = found.plan && found.plan !== "site" ? renamedIn(found.plan, plan) : found.plan;
  return put(paths, plan.path, copy === found.plan ? found : { ...found, plan: copy });
}

/** A kept plan under the keys of today, where one step of today and one kept step are the same. @param {Plan} kept @param {Plan} now @returns {Plan | "site"} */
function renamedIn(kept, now) {
  const present = new Set(kept.steps.map((step) => step.key));
  const heirs = new Map();
  for (const step of now.steps) for (const old of step.former) heirs.set(old, [...(heirs.get(old) ?? []), step]);
  const steps = kept.steps.map((step) => {
    const [heir, ...more] = heirs.get(step.key) ?? [];
    if (!heir || more.length || present.has(heir.key)) return step;
    // Of two that became one, the second stays as it was: a plan holds a step once.
    present.add(heir.key);
    return { ...step, key: heir.key, href: heir.href, former: [...new Set([...step.former, ...heir.former])] };
  });
  const url = kept.variant === now.variant ? now.url : kept.url;
  if (kept.path === now.path && kept.url === url && steps.every((step, index) => step === kept.steps[index])) return kept;
  return copyOf({ ...kept, path: now.path, url, steps });
}

// ---- merging

/**
 * The newest of each step, skill and path; between equally old ones the one that is further, so that both devices come to the same.
 * Every difference is told. Moments that are still to come count as now, so that a wrong clock wins once and not for ever.
 * With `room`, so many letters of ticks and paths there may be in all, of theirs the newest; what is mine is never left out.
 * @param {Progress} mine @param {Progress} theirs @param {string} now @param {number} [room] @returns {{progress: Progress, told: Told[], left: number}}
 */
export function merge(mine, theirs, now, room = Infinity) {
  /** @type {Told[]} */
  const told = [];
  const some = room === Infinity ? { ...theirs, left: 0 } : within(mine, theirs, room);
  const steps = mergeMaps("step", mine.steps, some.steps, now, told, ({ state, minutes, points }) =>
    [STATES.indexOf(state === "skipped" ? "todo" : state), minutes, points.length, state, JSON.stringify(points)]);
  const known = mergeMaps("skill", mine.known, some.known, now, told, ({ level }) => [level]);
  const paths = mergeMaps("path", mine.paths, some.paths, now, told, (path) => [path.plan ? 1 : 0, JSON.stringify(wirePath({ ...path, at: "" }))], withCopy);
  const taken = told.filter((one) => one.taken === "theirs").length;
  return { progress: counted(mine, { steps, known, paths, last: mine.last || theirs.last }, taken), told, left: some.left };
}

/** Without the kept plans. @param {Progress} progress @returns {Progress} */
export const withoutCopies = (progress) => ({
  ...progress, paths: new Map([...progress.paths].map(([key, path]) => [key, { ...path, plan: path.plan && "site" }])),
});

/** As much of theirs as there is room for beside mine, the newest first. @param {Progress} mine @param {Progress} theirs @param {number} room
 * @returns {Pick<Progress, "steps" | "known" | "paths"> & {left: number}} */
function within(mine, theirs, room) {
  const made = { steps: new Map(), known: new Map(), paths: new Map(), left: 0 };
  const [own, their] = [withoutCopies(mine), withoutCopies(theirs)];
  const length = (entry) => JSON.stringify(entry).length + 1;
  const entries = ["steps", "known", "paths"].flatMap((name) => [...their[name]].map(([key, entry]) => ({ name, key, entry })));
  entries.sort((one, other) => (one.entry.at < other.entry.at ? 1 : one.entry.at > other.entry.at ? -1 : 0));
  let ticks = room - stringify(own).length;
  let copies = LARGEST - room - stringify(mine).length;
  for (const { name, key, entry } of entries) {
    const there = own[name].get(key);
    const more = Math.max(0, length([key, entry]) - (there ? length([key, there]) : 0));
    if (more > 0 && more > ticks) {
      made.left += 1;
      continue;
    }
    ticks -= more;
    const whole = theirs[name].get(key);
    const copy = name === "paths" && whole.plan && whole.plan !== "site" ? length(wirePath(whole)) : 0;
    made[name].set(key, copy > copies ? entry : whole);
    if (copy <= copies) copies -= copy;
  }
  return made;
}

/**
 * A document that parse takes. Copies of plans that were followed longest ago are given up for the site's, as far as must be.
 * @param {Progress} progress @returns {Progress | null} null: too large without them, too
 */
export function fitted(progress) {
  let over = stringify(progress).length - LARGEST;
  if (over <= 0) return progress;
  const paths = new Map(progress.paths);
  const copies = [...paths].filter(([, { plan }]) => plan && plan !== "site").sort(([, one], [, other]) => (one.at < other.at ? -1 : 1));
  for (const [key, path] of copies) {
    if (over <= 0) break;
    paths.set(key, { ...path, plan: "site" });
    over -= JSON.stringify(wirePath(path)).length - JSON.stringify(wirePath({ ...path, plan: "site" })).length;
  }
  return over <= 0 ? { ...progress, paths } : null;
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
