// How much of a plan is done and left, what to do in a week, and when it ends. Days are texts (`2026-11-24`), lengths whole
// minutes.
//
//   sums(plan, progress) -> Sums                   minutes done and left, of the path and of each milestone
//   roadPosition(plan, progress) -> {at, length}   how far along the path somebody is, in minutes of all of it
//   nextRow(rows) -> Row | null                    the step to go on with
//   ahead(rows) -> Row[]                           what is left, in the order in which it is done
//   schedule(plan, progress, hours, start, today) -> Schedule
//                                                  weeks and days of milestones, and the weeks one by one
//   plusDays(day, days) -> day
//   hoursRange(minutes, stated) -> [low, high]     hours as the site shows them
//
// Whoever shows how much is done asks `sums`, of the plan that `swapped` (swap.mjs) gives: ticks, swaps and what is known count
// in the card, the stages, the bar, the files and on the home page alike.

import { ESTIMATE_PERCENT, FINE_BELOW_MINUTES, ROUND_TO_HOURS, SCRAP_MINUTES } from "../contract.mjs";
import { remaining } from "./remaining.mjs";

/**
 * @typedef {{total: number, done: number, left: number}} Sum minutes; the total is done and left
 * @typedef {Sum & {milestones: Sum[]}} Sums
 * @typedef {{step: Step, index: number, minutes: number, whole: boolean}} Task `whole`: the step is finished with it
 * @typedef {{number: number, from: string, to: string, tasks: Task[]}} Week
 * @typedef {object} MilestoneDates
 * @property {string} title @property {boolean} done nothing is left of it
 * @property {string} begins @property {string} ends the days expected; empty when it is done
 * @property {string} earliest @property {string} latest the range of its end
 * @typedef {object} Schedule
 * @property {number} since how many weeks ago the path was started (0 in the first week, or when it has not begun)
 * @property {[number, number]} weeks weeks left, from and to @property {MilestoneDates[]} milestones
 * @property {Week[]} timetable
 */

const LONGEST_TIMETABLE = 1040;
const DAY = 86_400_000;
// A first day may be any with four digits of year, and nothing that is written in days goes beyond.
const LAST_DAY = Date.parse("9999-12-31");

/**
 * Hours as the site shows them: stated minutes as they are, estimates spread, rounded outwards. The same as hours_range in
 * generator/model/lengths.py; both are tested on tests/cases/follow/hours.json.
 * @param {number} minutes @param {number} stated how many of them a publisher states @returns {[number, number]}
 */
export function hoursRange(minutes, stated) {
  const [low, high] = spread(minutes, stated);
  const round = 60 * (minutes >= FINE_BELOW_MINUTES ? ROUND_TO_HOURS : 1);
  return [Math.floor(low / round) * round / 60, Math.ceil(high / round) * round / 60];
}

/** The least and the most minutes that these may take. */
const spread = (minutes, stated) =>
  ESTIMATE_PERCENT.map((percent) => stated + (minutes - stated) * percent / 100);

export function sums(plan, progress) {
  const { rows } = remaining(plan, progress);
  const ofMilestone = (number) => sum(rows.filter((row) => row.milestone === number));
  return { ...sum(rows), milestones: plan.milestones.map((_, number) => ofMilestone(number)) };
}

function sum(rows) {
  const done = rows.reduce((total, row) => total + row.spent, 0);
  const [left] = leftOf(rows);
  return { total: done + left, done, left };
}

/** Minutes left, and how many of them a publisher states. */
const leftOf = (rows) =>
  rows.reduce(([left, stated], row) => [left + row.left, stated + (row.step.stated ? row.left : 0)], [0, 0]);

/**
 * Where the marker stands on a picture of the whole path to scale: what is done, and what fell away or is skipped, lies behind.
 * So what lies ahead is what `sums` calls left, and the road ends where the path does.
 * @param {Plan} plan @param {any} progress @returns {{at: number, length: number}}
 */
export function roadPosition(plan, progress) {
  const length = plan.steps.reduce((minutes, step) => minutes + step.minutes, 0);
  return { at: length - sums(plan, progress).left, length };
}

/** Steps to go on with: begun ones first, then in order. @param {Row[]} rows @returns {Row[]} */
export const ahead = (rows) =>
  [...rows.filter((row) => row.state === "doing"), ...rows.filter((row) => row.state === "todo" && row.needed)];

export const nextRow = (rows) => ahead(rows)[0] ?? null;

/**
 * Week after week, until nothing is left. Nobody starts on something for its last quarter of an hour, nor stops a
 * quarter of an hour before its end. The same as weeks_of in generator/site/checklist.py; both are tested on
 * tests/cases/follow/weeks.json. `length` is the minutes of a week.
 */
function* fill(rows, length) {
  let room = length;
  let tasks = [];
  for (const { step, index, spent, left } of rows) {
    for (let from = spent; from < spent + left;) {
      const rest = spent + left - from;
      if (tasks.length && room < Math.min(rest, SCRAP_MINUTES)) {
        yield tasks;
        [tasks, room] = [[], length];
      }
      const minutes = rest <= room + SCRAP_MINUTES ? rest : room;
      tasks.push({ step, index, minutes, whole: minutes === rest });
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
 * When what is left will be done. Weeks are counted from today (from the start, when that is to come), so a missed week
 * moves what follows and nothing else. The timetable ends after twenty years.
 * @param {Plan} plan @param {any} progress @param {number} hours a week @param {string} start a day, or empty
 * @param {string} today a day @returns {Schedule}
 */
export function schedule(plan, progress, hours, start, today) {
  const { rows } = remaining(plan, progress);
  const length = Math.max(1, Math.round(hours * 60));
  const from = start > today ? start : today;
  const timetable = [];
  for (const tasks of fill(ahead(rows), length)) {
    if (timetable.length === LONGEST_TIMETABLE) break;
    const first = plusDays(from, 7 * timetable.length);
    timetable.push({ number: timetable.length + 1, from: first, to: plusDays(first, 6), tasks });
  }
  const [low, high] = hoursRange(...leftOf(rows)).map((bound) => Math.ceil(bound * 60 / length));
  const since = start && start <= today ? Math.floor((Date.parse(today) - Date.parse(start)) / (7 * DAY)) : 0;
  const milestones = milestoneDates(plan, rows, timetable, from, length, [low, high]);
  return { since, weeks: [low, high], milestones, timetable };
}

function milestoneDates(plan, rows, timetable, from, length, weeks) {
  const lastDay = (number) => plusDays(from, 7 * Math.min(Math.max(1, number), LONGEST_TIMETABLE) - 1);
  const waiting = plan.milestones.map((_, number) => rows.some((row) => row.milestone === number && row.left > 0));
  const last = waiting.lastIndexOf(true);
  let [left, stated, least] = [0, 0, 1];
  return plan.milestones.map(({ title }, number) => {
    const [more, moreStated] = leftOf(rows.filter((row) => row.milestone === number));
    [left, stated] = [left + more, stated + moreStated];
    if (!waiting[number]) return { title, done: true, begins: "", ends: "", earliest: "", latest: "" };
    const own = timetable.filter((week) => week.tasks.some((task) => rows[task.index].milestone === number));
    const [begins, ends] = own.length ? [own[0].from, own.at(-1).to] : Array(2).fill(lastDay(LONGEST_TIMETABLE));
    // The last one ends when the path does, and that is told in hours rounded outwards.
    const [low, high] = number === last ? weeks : spread(left, stated).map((minutes) => Math.ceil(minutes / length));
    least = Math.max(least, low);
    const [earliest] = [lastDay(least), ends].sort();
    const [, latest] = [lastDay(high), ends].sort();
    return { title, done: false, begins, ends, earliest, latest };
  });
}

/** A day some days later. @param {string} date @param {number} days */
export const plusDays = (date, days) =>
  new Date(Math.min(Date.parse(date) + days * DAY, LAST_DAY)).toISOString().slice(0, 10);
