// How much of a plan is done and left, what to do in a week, and when it ends. Days are texts (`2026-11-24`), lengths whole minutes.
//
//   sums(plan, progress) -> Sums                   minutes done and left, of the path and of each milestone
//   next(plan, progress) -> Row | null             the step to go on with
//   week(plan, progress, hours) -> Task[]          what to do in so many hours; 0: the plan's pace
//   schedule(plan, progress, hours, start, today) -> Schedule
//                                                  weeks and days of milestones, and the weeks one by one
//   hoursRange(minutes, stated) -> [low, high]     hours as the site shows them

import { remaining } from "./remaining.mjs";

/** @typedef {import("./plan.mjs").Plan} Plan @typedef {import("./plan.mjs").Step} Step @typedef {import("./remaining.mjs").Row} Row */
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

// As in generator/plan/result.py: publishers state few hours, the others are estimates.
const LOW_PERCENT = 80;
const HIGH_PERCENT = 125;
const ROUND_TO_HOURS = 5;
const SCRAP = 15;
const LONGEST_TIMETABLE = 1040;
const DAY = 86_400_000;

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

// A first day may be any with four digits of year, and nothing that is written in days goes beyond.
const LAST_DAY = Date.parse("9999-12-31");

/** @param {string} date @param {number} days @returns {string} */
const plusDays = (date, days) => new Date(Math.min(Date.parse(date) + days * DAY, LAST_DAY)).toISOString().slice(0, 10);
