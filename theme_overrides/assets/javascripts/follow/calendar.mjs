// A schedule as a calendar file (RFC 5545). No page, no clock.
//
//   eventsOf(plan, schedule, say) -> CalendarEvent[]   one for each milestone that is left and each week, in words of `say`
//   taskText(task, site, words) -> text                a task in words, what to open for it, and how to tell that it is done
//   calendar({name, product, stamp, events}) -> text   the file; media type text/calendar
//
// A later file of the same path has the same UIDs and a higher SEQUENCE, so a calendar that took the first moves its
// events.

/**
 * @typedef {object} CalendarEvent whole days, `end` is the last of them
 * @property {string} uid @property {string} start @property {string} end @property {string} title @property {string} text
 * @property {string} url
 * @typedef {{title: string, text: string}} Words
 * @typedef {object} Say
 * @property {string} site the address of the site's root, as it is for others
 * @property {(milestone: MilestoneDates) => Words} milestone
 * @property {(week: Week, number: number) => Words} week `number` counts from the start of the path
 */

const OCTETS = 75;
const EPOCH = Date.UTC(2026, 0, 1);
const LAST_DAY = "9999-12-31";

export function eventsOf(plan, schedule, say) {
  const { host, pathname } = new URL(say.site);
  const uid = (what) => `${what}/${plan.path}@${host}${pathname}`.replace(/\/$/, "");
  const url = new URL(plan.url, say.site).href;
  const milestones = schedule.milestones.flatMap((dates, number) => {
    if (dates.done) return [];
    const last = plan.steps[plan.milestones[number].steps.at(-1)];
    const name = last.kind === "project" ? last.key : "finish";
    return [{ uid: uid(`milestone/${name}`), start: dates.begins, end: dates.ends, url, ...say.milestone(dates) }];
  });
  const weeks = schedule.timetable.map((week) => {
    const number = schedule.since + week.number;
    return { uid: uid(`week/${number}`), start: week.from, end: week.from, url, ...say.week(week, number) };
  });
  return [...milestones, ...weeks];
}

/**
 * @param {Task} task @param {string} site the address of the site's root, as it is for others
 * @param {string} words the task in a line @returns {string}
 */
export function taskText({ step, whole }, site, words) {
  const check = whole && step.done_when ? [step.done_when] : [];
  return [words, step.url || new URL(step.href, site).href, ...check].join("\n");
}

export function calendar({ name, product, stamp, events }) {
  const sequence = Math.max(0, Math.floor((Date.parse(stamp) - EPOCH) / 60_000));
  const moment = stamp.replace(/[-:]|\.[0-9]+/g, "");
  const lines = [
    "BEGIN:VCALENDAR", "VERSION:2.0", `PRODID:${escaped(product)}`,
    "CALSCALE:GREGORIAN", `X-WR-CALNAME:${escaped(name)}`,
    ...events.flatMap((event) => [
      "BEGIN:VEVENT", `UID:${escaped(event.uid)}`, `DTSTAMP:${moment}`, `SEQUENCE:${sequence}`,
      `DTSTART;VALUE=DATE:${compact(event.start)}`, `DTEND;VALUE=DATE:${compact(dayAfter(event.end))}`,
      `SUMMARY:${escaped(event.title)}`, ...(event.text ? [`DESCRIPTION:${escaped(event.text)}`] : []),
      `URL:${event.url}`, "TRANSP:TRANSPARENT", "END:VEVENT",
    ]),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

const compact = (day) => day.replaceAll("-", "");

const dayAfter = (day) => (day < LAST_DAY ? new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10) : day);

/** A text value: lines kept, other control characters and halves of characters gone. */
const escaped = (text) =>
  text.replace(/[\\;,]/g, "\\$&").replace(/\r\n?|\n/g, "\\n").replace(/\p{Cc}/gu, " ").replace(/\p{Cs}/gu, "\ufffd");

/** A line in pieces of at most 75 octets, no character cut in two. */
function folded(line) {
  const pieces = [];
  let [piece, room] = ["", OCTETS];
  for (const character of line) {
    const size = octets(character.codePointAt(0));
    if (size > room) {
      pieces.push(piece);
      [piece, room] = ["", OCTETS - 1];
    }
    piece += character;
    room -= size;
  }
  return [...pieces, piece].join("\r\n ");
}

/** How long a character is in UTF-8. */
const octets = (code) => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
