// What a reader did and knows: one document, kept as JSON on the device. No page, no clock, no storage: time is an
// argument. How its version is raised: docs/stored-documents.md.
//
// Every object of it keeps the fields that this version does not know, whatever is done to it: a page of a later version, in
// another tab or on another device, finds them again. Documents of version 1 are read for ever. A page of version 1 that
// meets a document of version 2 takes it for a later one, puts it aside and begins afresh; the next page of version 2 joins
// the two. So does this one with a document of version 3.
//
//   empty() -> Progress
//   parse(text, copies = true) -> {progress, lost} | {problem, at}
//       lost: what in it cannot be read, piece by piece; all the rest is in progress. problem: "size", "json", "foreign" (not a
//       document of ours), "newer" (a later version), "wrong" (nothing in it can be read). copies false: plans in it are not
//       read, the site's stand in for them
//   stringify(progress) -> text
//       parse(stringify(p)) equals p; equal documents make equal text
//   migrate(progress, plan) -> Progress
//       follows renamed, split and replaced ids that a plan names; nothing is lost
//   merge(mine, theirs, now, room) -> {progress, told, left}
//       the newest of each step, skill, swap and path. told: every difference, and which was kept. left: how many entries of
//       theirs found no room
//   fitted(progress) -> Progress | null
//       as much of it as parse takes: old copies of plans go first. null: too large even without them
//
// Setters return a new document; `now` is a moment as toISOString writes it. An entry is never older than the one it replaces.
// Nothing that parse would not read gets into a document: a value that is none throws Wrong (parse.mjs).
//
//   setStep(progress, key, {state?, minutes?, points?, took?}, now)     setSteps(progress, keys, state, now)
//   setSwap(progress, key, to, now)                              `to` in the place of a plan's own step; empty: that one
//   setKnown(progress, skill, level, now)                        level 0: said not to know it after all
//   follow(progress, plan, {start?, hours?}, now)                keeps a copy of the plan: the first time, or the new one taken
//   setPath(progress, path, {variant?, start?, hours?}, now)     leave(progress, path, now)
//   hideTimes(progress, hidden)   backedUp(progress, now)        visit(progress, path)
//   see(progress, path, ids)                                     that its follower has seen these changes in the guide
//   took(progress, key) -> minutes                               that a step took by the reader's own count; 0: not said

import { HOURS_PER_WEEK, LEVELS, MINUTES, MOST_CHANGES, MOST_SEEN, MOST_STORED } from "../contract.mjs";
import { copyOf, everyStep, readPlan, VARIANTS, wire } from "./plan.mjs";
import {
  changeId, day, list, moment, named, others, pathKey, skillId, sorted, stepKey, text, truth, whole, word, Wrong,
} from "./parse.mjs";

/**
 * @typedef {object} StepTick `minutes` done of a step that is begun; `points`: texts of ticked points; `took`: minutes that all
 * of it took, where that is said
 * @property {State} state @property {number} minutes @property {string[]} points @property {number} [took] @property {string} at
 * @typedef {{level: number, at: string}} SkillTick
 * @typedef {{to: string, at: string}} Swap `to`: the key of what is taken in a step's place; empty: the step itself again
 * @typedef {object} Followed
 * @property {"" | "free" | "full" | "full-free"} variant @property {string} start a day, or empty
 * @property {number} hours per week; 0: the persona's pace
 * @property {Plan | "site" | null} plan the kept copy; "site": whatever the site has (a transfer without copies); null: no
 * longer followed @property {string} at
 * @property {string[]} [seen] ids of changes in the guide that its follower knows of; missing: none was read yet
 * @typedef {object} Progress it and what is in it may have more fields than these
 * @property {Map<string, StepTick>} steps by `resource:id` or `project:id`, or either with `#part`, for all paths
 * @property {Map<string, SkillTick>} known @property {Map<string, Swap>} swaps by the key of the plan's own step, for all paths
 * @property {Map<string, Followed>} paths by `persona/role` or `persona/role/then/second`
 * @property {boolean} hide_times @property {{at: string, changes: number}} backup when, and how many changes since
 * @property {string} last a path, or empty
 * @typedef {object} Difference of two documents; `other` is null where only one had it
 * @property {"step" | "skill" | "swap" | "path"} what @property {string} key @property {"mine" | "theirs"} taken
 * @property {any} kept @property {any} other
 * @typedef {{at: string, value: unknown}} Lost a piece of a document that cannot be read, and where it stood
 * @typedef {<T, O>(value: unknown, at: string, read: (value: any, at: string) => T, otherwise?: O) => T | O} Attempt
 * reads a value, or tells that it cannot be read and goes on with what stands in for it
 */

const VERSION = 2;
// So deep may values lie in one another: twice as deep as they do.
const DEEPEST = 20;
const STATES = ["todo", "doing", "done", "skipped"];
const HOURS_OF_A_WEEK = 7 * 24;
const NO_BACKUP = { at: "", changes: 0 };
const LONG_AGO = "1970-01-01T00:00:00.000Z";
const LAST_MOMENT = "9999-12-31T23:59:59.999Z";

export const empty = () => ({
  steps: new Map(), known: new Map(), swaps: new Map(), paths: new Map(),
  hide_times: false, backup: NO_BACKUP, last: "",
});
const FIELDS = Object.keys(empty());
const MAPS = ["steps", "known", "swaps", "paths"];

// ---- text

export function parse(source, copies = true) {
  if (source.length > MOST_STORED) return { problem: "size", at: "" };
  let value;
  try {
    value = JSON.parse(source);
  } catch {
    return { problem: "json", at: "" };
  }
  const version = Object.hasOwn(value ?? {}, "version") ? value.version : undefined;
  if (!Number.isInteger(version) || version < 1) return { problem: "foreign", at: "version" };
  if (version > VERSION) return { problem: "newer", at: "version" };
  if (!isShallow(value, DEEPEST)) return { problem: "wrong", at: "" };
  const lost = [];
  const progress = readAll(value, copies, lost);
  const nothing = MAPS.every((name) => progress[name].size === 0);
  if (nothing && (lost.length || !("steps" in value))) return { problem: "wrong", at: lost[0]?.at ?? "steps" };
  return { progress, lost };
}

const isShallow = (value, levels) => typeof value !== "object" || value === null
  || (levels > 0 && Object.values(value).every((part) => isShallow(part, levels - 1)));

/** Reads a document piece by piece; what cannot be read is put into `lost`. @returns {Progress} */
function readAll(value, copies, lost) {
  const attempt = (piece, at, read, otherwise) => {
    try {
      return read(piece, at);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      lost.push({ at, value: piece });
      return otherwise;
    }
  };
  const document = named(value, "");
  const map = (name, readKey, read) => {
    const entries = new Map();
    const add = (pair, at) => {
      const [first, rest] = list(pair, at, 2);
      const key = readKey(first, at);
      if (entries.has(key)) throw new Wrong(at);
      entries.set(key, read(rest, at, attempt, key));
    };
    field(name, list, []).forEach((pair, index) => attempt(pair, `${name}[${index}]`, add));
    return entries;
  };
  const copy = (block, at, key) => {
    if (block === null || block === "site") return block;
    if (typeof block !== "object") throw new Wrong(at);
    if (!copies) return "site";
    const plan = copyOf(readPlan(block, at));
    if (plan === "site" || plan.path !== key) throw new Wrong(at);
    return plan;
  };
  const field = (name, read, otherwise) => attempt(document.get(name) ?? otherwise, name, read, otherwise);
  return {
    steps: map("steps", stepKey, readStep),
    known: map("known", skillId, readSkill),
    swaps: map("swaps", stepKey, readSwap),
    paths: map("paths", pathKey, (entry, at, _, key) =>
      readPath(entry, at, attempt, (plan, where) => copy(plan, where, key))),
    hide_times: field("hide_times", truth, false),
    backup: field("backup", (piece, at) => readBackup(piece, at, attempt), NO_BACKUP),
    last: field("last", orEmpty(pathKey), ""),
    ...others(value, ["version", ...FIELDS]),
  };
}

/** Attempts nothing: what cannot be read is thrown. @type {Attempt} */
const strictly = (value, at, read) => read(value, at);

/** @template T @param {(value: unknown, at: string) => T} read @returns {(value: unknown, at: string) => T | ""} */
const orEmpty = (read) => (value, at) => (value === "" ? "" : read(value, at));

/** Within a number of minutes, hours or changes. */
const upTo = (most) => (number, at) => whole(number, at, 0, most);

function readBackup(entry, at, attempt) {
  const backup = named(entry, at);
  return {
    at: attempt(backup.get("at") ?? "", `${at}.at`, orEmpty(moment), ""),
    changes: attempt(backup.get("changes") ?? 0, `${at}.changes`, upTo(MOST_CHANGES), 0),
    ...others(entry, ["at", "changes"]),
  };
}

function readStep(entry, at, attempt) {
  const tick = named(entry, at);
  const readPoints = (points, where) => list(points, where).map((point) => attempt(point, where, text));
  const points = attempt(tick.get("points"), `${at}.points`, readPoints, []);
  const took = attempt(tick.get("took") ?? 0, `${at}.took`, upTo(MINUTES[1]), 0);
  return {
    state: word(tick.get("state"), `${at}.state`, STATES),
    minutes: attempt(tick.get("minutes"), `${at}.minutes`, upTo(MINUTES[1]), 0),
    points: [...new Set(points.filter((point) => point !== undefined))],
    ...(took > 0 ? { took } : {}),
    at: attempt(tick.get("at"), `${at}.at`, moment, LONG_AGO),
    ...others(entry, ["state", "minutes", "points", "took", "at"]),
  };
}

function readSkill(entry, at, attempt) {
  const tick = named(entry, at);
  const level = whole(tick.get("level"), `${at}.level`, 0, LEVELS.at(-1));
  return { level, at: attempt(tick.get("at"), `${at}.at`, moment, LONG_AGO), ...others(entry, ["level", "at"]) };
}

function readSwap(entry, at, attempt) {
  const swap = named(entry, at);
  const to = orEmpty(stepKey)(swap.get("to"), `${at}.to`);
  return { to, at: attempt(swap.get("at"), `${at}.at`, moment, LONG_AGO), ...others(entry, ["to", "at"]) };
}

/** Hours a week. Earlier pages took more than anybody can keep up: what they stored counts as the most. */
const pace = (hours, at) => Math.min(whole(hours, at, 0, HOURS_OF_A_WEEK), HOURS_PER_WEEK[1]);

/** `readCopy` reads the kept plan. */
function readPath(entry, at, attempt, readCopy) {
  const path = named(entry, at);
  const get = (name, read, otherwise) => attempt(path.get(name), `${at}.${name}`, read, otherwise);
  const plan = get("plan", readCopy, "site");
  const variant = (name, where) => word(name, where, VARIANTS);
  return {
    variant: get("variant", variant, isCopy(plan) ? plan.variant : ""), start: get("start", orEmpty(day), ""),
    hours: get("hours", pace, 0), plan, at: get("at", moment, LONG_AGO),
    ...(path.has("seen") ? { seen: get("seen", (ids, where) => seenOf(ids, where, attempt), []) } : {}),
    ...others(entry, ["variant", "start", "hours", "plan", "at", "seen"]),
  };
}

/** Changes that somebody knows of, each once. */
const seenOf = (ids, at, attempt) =>
  unique(list(ids, at).map((id) => attempt(id, at, changeId)).filter((id) => id !== undefined));
const unique = (ids) => [...new Set(ids)].sort().slice(-MOST_SEEN);

/** Whether a path has a plan of its own. */
const isCopy = (plan) => Boolean(plan) && plan !== "site";

export const stringify = (progress) => JSON.stringify({
  version: VERSION, steps: sorted(progress.steps), known: sorted(progress.known),
  ...(progress.swaps.size ? { swaps: sorted(progress.swaps) } : {}),
  paths: sorted(progress.paths).map(([key, path]) => [key, wirePath(path)]),
  hide_times: progress.hide_times, backup: progress.backup, last: progress.last, ...moreOf(progress),
});

/** What of a document this version does not know. */
const moreOf = (progress) => others(progress, FIELDS);

const wirePath = (path) => (isCopy(path.plan) ? { ...path, plan: wire(path.plan) } : path);

// ---- setters

/** A moment for what replaces an entry: now, or just after the entry when the clock went back. */
function after(old, now) {
  if (!old || old.at < now) return now;
  return old.at === LAST_MOMENT ? old.at : new Date(Date.parse(old.at) + 1).toISOString();
}

/** @template T @param {Map<string, T>} map @param {string} key @param {T} value @returns {Map<string, T>} */
const put = (map, key, value) => new Map(map).set(key, value);

/** A changed document, with the changes counted since the last backup. */
const counted = (progress, change, count = 1) => ({
  ...progress, ...change,
  backup: { ...progress.backup, changes: Math.min(MOST_CHANGES, progress.backup.changes + count) },
});

export function setStep(progress, key, change, now) {
  const old = progress.steps.get(key);
  const next = { state: "todo", minutes: 0, points: [], took: 0, ...old, ...change, at: after(old, now) };
  const bounded = (minutes) => Math.min(MINUTES[1], Math.max(0, Math.round(minutes)));
  const entry = readStep({ ...next, minutes: bounded(next.minutes), took: bounded(next.took) }, key, strictly);
  return counted(progress, { steps: put(progress.steps, stepKey(key, "key"), entry) });
}

/**
 * Several steps at once: a whole milestone.
 * @param {Progress} progress @param {Iterable<string>} keys @param {State} state @param {string} now @returns {Progress}
 */
export const setSteps = (progress, keys, state, now) =>
  [...keys].reduce((next, key) => setStep(next, key, { state }, now), progress);

export function setKnown(progress, skill, level, now) {
  const old = progress.known.get(skill);
  const entry = readSkill({ ...old, level, at: after(old, now) }, skill, strictly);
  return counted(progress, { known: put(progress.known, skillId(skill, "skill"), entry) });
}

export function setSwap(progress, key, to, now) {
  const old = progress.swaps.get(key);
  const entry = readSwap({ ...old, to: to === key ? "" : to, at: after(old, now) }, key, strictly);
  return counted(progress, { swaps: put(progress.swaps, stepKey(key, "key"), entry) });
}

export const took = (progress, key) => progress.steps.get(key)?.took ?? 0;

/** The paths with one as it is to be kept; of its plan a copy that can be. */
const putPath = (paths, key, path) =>
  put(paths, pathKey(key, "path"), readPath(path, key, strictly, (plan) => (isCopy(plan) ? copyOf(plan) : plan)));

export function follow(progress, plan, how, now) {
  const old = progress.paths.get(plan.path);
  const path = { start: "", hours: 0, ...old, ...how, variant: plan.variant, plan, at: after(old, now) };
  return counted(progress, { paths: putPath(progress.paths, plan.path, path), last: plan.path });
}

export function setPath(progress, path, change, now) {
  const old = progress.paths.get(path);
  if (!old) return progress;
  return counted(progress, { paths: putPath(progress.paths, path, { ...old, ...change, at: after(old, now) }) });
}

/**
 * The path is followed no longer; ticks stay.
 * @param {Progress} progress @param {string} path @param {string} now @returns {Progress}
 */
export function leave(progress, path, now) {
  const old = progress.paths.get(path);
  if (!old) return progress;
  const last = progress.last === path ? "" : progress.last;
  return counted(progress, { paths: putPath(progress.paths, path, { ...old, plan: null, at: after(old, now) }), last });
}

export const hideTimes = (progress, hidden) => ({ ...progress, hide_times: truth(hidden, "hide_times") });

export const backedUp = (progress, now) =>
  ({ ...progress, backup: { ...progress.backup, at: moment(now, "backup.at"), changes: 0 } });

/** The followed path that was opened last. @param {Progress} progress @param {string} path @returns {Progress} */
export const visit = (progress, path) => ({ ...progress, last: pathKey(path, "last") });

/** Changes in the guide that the follower of a path has seen. No news for another device, and no reason to save a file. */
export function see(progress, path, ids) {
  const old = progress.paths.get(path);
  return old ? { ...progress, paths: putPath(progress.paths, path, { ...old, seen: [...ids] }) } : progress;
}

// ---- renamed, split and replaced

/** The newer of two entries, of which one may be missing. */
const newer = (one, other) => (one && (!other || one.at > other.at) ? one : other);

/**
 * Follows ids. A step takes the newest entry of its key and its former keys. A part without an entry takes that of its
 * whole, from the time before it was split: done and skipped as they are, begun hours poured over the parts in order, ticked
 * points where they went; and whoever is done with the whole later is done with the part. A step is done when a retired one
 * is that it replaces. So it is with what may stand in the place of a step, and a swap follows both its steps. What was stored
 * under old keys stays, so a half of something split that is in another plan finds it, too.
 * @param {Progress} progress @param {Plan} plan @returns {Progress} the same document when nothing had to follow
 */
export function migrate(progress, plan) {
  const migrated = {
    steps: unlessAlike(progress.steps, migrateSteps(progress.steps, plan)),
    known: unlessAlike(progress.known, migrateKnown(progress.known, plan)),
    swaps: unlessAlike(progress.swaps, migrateSwaps(progress.swaps, plan)),
    paths: unlessAlike(progress.paths, migratePaths(progress.paths, plan)),
    last: plan.former.includes(progress.last) ? plan.path : progress.last,
  };
  const alike = Object.entries(migrated).every(([name, value]) => progress[name] === value);
  return alike ? progress : { ...progress, ...migrated };
}

/** The map that there was when the other holds the very same entries. */
const unlessAlike = (was, is) =>
  (was.size === is.size && [...is].every(([key, entry]) => was.get(key) === entry) ? was : is);

function migrateSteps(stored, plan) {
  const steps = new Map(stored);
  const wholeOf = (key) => key.split("#")[0];
  /** @type {Map<StepTick, number>} minutes of begun wholes that are not poured yet */
  const pools = new Map();
  const parted = new Set([...stored.keys()].filter((key) => key.includes("#")).map(wholeOf));
  for (const { key, minutes, points: all, former, replaces } of everyStep(plan)) {
    const newest = (keys) => keys.reduce((last, old) => newer(stored.get(old), last), undefined);
    const own = newest([key, ...former]);
    const wholes = key.includes("#") ? [key, ...former].map(wholeOf) : [];
    const whole = newest(wholes);
    if (own) {
      // A kept plan may hold the whole still: who is done with it there is done with its parts.
      const since = whole?.state === "done" && whole.at > own.at;
      steps.set(key, since ? { ...own, state: "done", at: whole.at } : own);
      continue;
    }
    const doneBefore = replaces.find((set) => set.length && set.every((old) => stored.get(old)?.state === "done"));
    if (doneBefore) {
      const at = doneBefore.map((old) => stored.get(old).at).sort().at(-1);
      steps.set(key, { state: "done", minutes: 0, points: [], at });
      continue;
    }
    if (!whole) continue;
    // What else is said of the whole stays with it.
    const { state, at } = whole;
    if (state === "done" || state === "skipped") steps.set(key, { state, minutes: 0, points: [], at });
    else if (!wholes.some((old) => parted.has(old))) {
      const pool = pools.get(whole) ?? (state === "doing" ? whole.minutes : 0);
      const points = [...new Set(all)].filter((point) => whole.points.includes(point));
      const begun = { state: pool > 0 ? state : "todo", minutes: Math.min(pool, minutes), points, at };
      if (pool > 0 || points.length) steps.set(key, begun);
      pools.set(whole, Math.max(0, pool - minutes));
    }
  }
  return steps;
}

function migrateSwaps(stored, plan) {
  const swaps = new Map(stored);
  for (const { key, former, alternatives } of plan.steps) {
    const own = former.reduce((newest, old) => newer(stored.get(old), newest), stored.get(key));
    if (!own) continue;
    const isThere = alternatives.some((other) => other.key === own.to);
    const heir = isThere ? undefined : alternatives.find((other) => other.former.includes(own.to));
    swaps.set(key, heir ? { ...own, to: heir.key } : own);
  }
  return swaps;
}

function migrateKnown(stored, plan) {
  const known = new Map(stored);
  for (const [old, now] of plan.renamed) {
    const newest = newer(known.get(old), known.get(now));
    if (newest) known.set(now, newest);
  }
  return known;
}

function migratePaths(stored, plan) {
  const paths = new Map(stored);
  const path = plan.former.reduce((newest, old) => newer(stored.get(old), newest), stored.get(plan.path));
  for (const old of plan.former) paths.delete(old);
  if (!path) return paths;
  const variant = plan.variants.includes(path.variant) ? path.variant : "";
  const kept = isCopy(path.plan) && path.plan.variant !== variant ? { ...path.plan, variant } : path.plan;
  const copy = isCopy(kept) ? renamedIn(kept, plan) : kept;
  const same = copy === path.plan && variant === path.variant;
  return put(paths, plan.path, same ? path : { ...path, variant, plan: copy });
}

/** A kept plan under the keys of today, where one step of today and one kept step are the same. */
function renamedIn(kept, now) {
  const present = new Set(kept.steps.map((step) => step.key));
  const heirs = new Map();
  for (const step of everyStep(now)) {
    for (const old of step.former) heirs.set(old, (heirs.get(old) ?? new Map()).set(step.key, step));
  }
  const renamed = (step) => {
    const [heir, ...more] = heirs.get(step.key)?.values() ?? [];
    if (!heir || more.length || present.has(heir.key)) return step;
    const { key, kind, href } = heir;
    return { ...step, key, kind, href, former: [...new Set([...step.former, ...heir.former])] };
  };
  const steps = kept.steps.map((step) => {
    const alternatives = unlessSame(step.alternatives, step.alternatives.map(renamed));
    const own = renamed(step);
    // Of two that became one, the second stays as it was: a plan holds a step once.
    present.add(own.key);
    return alternatives === own.alternatives ? own : { ...own, alternatives };
  });
  const url = kept.variant === now.variant ? now.url : kept.url;
  const alike = kept.path === now.path && kept.url === url && unlessSame(kept.steps, steps) === kept.steps;
  return alike ? kept : copyOf({ ...kept, path: now.path, url, steps });
}

/** The list that there was when the other holds the very same. */
const unlessSame = (was, is) => (is.every((value, index) => value === was[index]) ? was : is);

// ---- merging

/**
 * The newest of each step, skill, swap and path; between equally old ones the one that is further, so that both devices come to
 * the same. Every difference is told. Moments that are still to come count as now, so that a wrong clock wins once and not
 * for ever. With `room`, so many letters of ticks and paths there may be in all, of theirs the newest; what is mine is
 * never left out.
 * @param {Progress} mine @param {Progress} theirs @param {string} now @param {number} [room]
 * @returns {{progress: Progress, told: Difference[], left: number}}
 */
export function merge(mine, theirs, now, room = Infinity) {
  const told = [];
  const more = mergeMore(mine, theirs);
  const came = room === Infinity ? { ...theirs, more, left: 0 } : within(mine, theirs, room, more);
  const rankOfStep = ({ state, minutes, points }) =>
    [STATES.indexOf(state === "skipped" ? "todo" : state), minutes, points.length, state, JSON.stringify(points)];
  const rankOfPath = ({ variant, start, hours, plan }) =>
    [plan ? 1 : 0, JSON.stringify(wirePath({ variant, start, hours, plan }))];
  const steps = mergeMaps("step", mine.steps, came.steps, now, told, rankOfStep);
  const known = mergeMaps("skill", mine.known, came.known, now, told, ({ level }) => [level]);
  const swaps = mergeMaps("swap", mine.swaps, came.swaps, now, told, ({ to }) => [to]);
  const paths = mergeMaps("path", mine.paths, came.paths, now, told, rankOfPath, withCopy);
  const taken = told.filter((difference) => difference.taken === "theirs").length;
  const last = mine.last || theirs.last;
  return { progress: counted(mine, { ...came.more, steps, known, swaps, paths, last }, taken), told, left: came.left };
}

/** Without the kept plans. @param {Progress} progress @returns {Progress} */
export const withoutCopies = (progress) => ({
  ...progress, paths: new Map([...progress.paths].map(([key, path]) => [key, { ...path, plan: path.plan && "site" }])),
});

/** As much of theirs as there is room for beside mine, the newest first. */
function within(mine, theirs, room, more) {
  const taken = { steps: new Map(), known: new Map(), swaps: new Map(), paths: new Map(), more: {}, left: 0 };
  const [own, their] = [withoutCopies(mine), withoutCopies(theirs)];
  const length = (entry) => JSON.stringify(entry).length + 1;
  const entries = MAPS.flatMap((name) => [...their[name]].map(([key, entry]) => ({ name, key, entry })));
  entries.sort((one, other) => (one.entry.at < other.entry.at ? 1 : one.entry.at > other.entry.at ? -1 : 0));
  let ticks = room - stringify(own).length;
  let copies = MOST_STORED - room - stringify(mine).length;
  const grown = length(more) - length(moreOf(mine));
  if (grown > 0 && grown > ticks) taken.left += 1;
  else [taken.more, ticks] = [more, ticks - grown];
  for (const { name, key, entry } of entries) {
    const there = own[name].get(key);
    const longer = Math.max(0, length([key, entry]) - (there ? length([key, there]) : 0));
    if (longer > 0 && longer > ticks) {
      taken.left += 1;
      continue;
    }
    ticks -= longer;
    const whole = theirs[name].get(key);
    const copy = name === "paths" && isCopy(whole.plan) ? length(wirePath(whole)) : 0;
    taken[name].set(key, copy > copies ? entry : whole);
    if (copy <= copies) copies -= copy;
  }
  return taken;
}

/**
 * A document that parse takes. Copies of plans that were followed longest ago are given up for the site's, as far as must
 * be.
 * @param {Progress} progress @returns {Progress | null} null: too large without them, too
 */
export function fitted(progress) {
  let over = stringify(progress).length - MOST_STORED;
  if (over <= 0) return progress;
  const paths = new Map(progress.paths);
  const copies = [...paths].filter(([, { plan }]) => isCopy(plan));
  copies.sort(([, one], [, other]) => (one.at < other.at ? -1 : 1));
  const length = (path) => JSON.stringify(wirePath(path)).length;
  for (const [key, path] of copies) {
    if (over <= 0) break;
    const light = { ...path, plan: "site" };
    paths.set(key, light);
    over -= length(path) - length(light);
  }
  return over <= 0 ? { ...progress, paths } : null;
}

/** A path without its copy takes that of the other side; what was seen on either is seen. */
function withCopy(path, other) {
  const takes = path.plan === "site" && other?.plan && other.variant === path.variant;
  const copied = takes ? { ...path, plan: other.plan } : path;
  return other?.seen ? { ...copied, seen: unique([...(path.seen ?? []), ...other.seen]) } : copied;
}

/**
 * Entries of both sides; differences are added to `told`. `rank` is what decides between equally old ones, `join`
 * what an entry takes from the other side.
 */
function mergeMaps(what, mine, theirs, now, told, rank, join = (entry) => entry) {
  const merged = new Map(mine);
  for (const [key, came] of theirs) {
    const old = mine.get(key);
    const own = old && join(old, came);
    const their = join(came.at > now ? { ...came, at: now } : came, old);
    if (own && String(rank(own)) === String(rank(their))) {
      merged.set(key, isAfter([their.at, JSON.stringify(their)], [own.at, JSON.stringify(own)]) ? their : own);
      continue;
    }
    const mineWins = own !== undefined
      && (own.at > their.at || (own.at === their.at && isAfter(rank(own), rank(their))));
    const [kept, other] = mineWins ? [own, their] : [their, own];
    merged.set(key, kept);
    told.push({ what, key, taken: mineWins ? "mine" : "theirs", kept, other: other ?? null });
  }
  return merged;
}

/** What both sides have that this version does not know; of a field that both have, that of the side with the newest entry. */
function mergeMore(mine, theirs) {
  const rank = (side) => {
    const moments = MAPS.flatMap((name) => [...side[name].values()].map(({ at }) => at));
    return [moments.sort().at(-1) ?? "", JSON.stringify(moreOf(side))];
  };
  const [older, later] = isAfter(rank(mine), rank(theirs)) ? [theirs, mine] : [mine, theirs];
  return { ...moreOf(older), ...moreOf(later) };
}

/** Whether one rank is above another. */
function isAfter(one, other) {
  const place = one.findIndex((value, index) => value !== other[index]);
  return place >= 0 && one[place] > other[place];
}
