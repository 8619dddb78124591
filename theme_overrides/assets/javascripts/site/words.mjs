// What the open page has for its scripts: the guide that it belongs to, and the sentences that they show. Those stand in a
// template of the page, so that a guide in another language changes one file.

/** @typedef {(name: string, ...values: (string | number)[]) => string} Say */

const LANGUAGE = document.documentElement.lang || "en";
// "en" alone would write dates as in the United States; the reader's own kind of English is better, where there is one.
const LOCALE = navigator.languages.find((tag) => tag.split("-")[0] === LANGUAGE.split("-")[0]) ?? LANGUAGE;
const PLURAL = new Intl.PluralRules(LANGUAGE);
// Digits are those of the pages, whatever the language.
const DIGITS = "latn";
const TO_THE_TENTH = { maximumFractionDigits: 1, useGrouping: false, numberingSystem: DIGITS };
const NUMBER = new Intl.NumberFormat(LANGUAGE, TO_THE_TENTH);
const FORM = { day: "numeric", month: "short", timeZone: "UTC", numberingSystem: DIGITS };
const DAY = new Intl.DateTimeFormat(LOCALE, FORM);
const DAY_AND_YEAR = new Intl.DateTimeFormat(LOCALE, { ...FORM, year: "numeric" });
const LIST = new Intl.ListFormat(LOCALE, { type: "conjunction" });

/**
 * The guide of the page: its short name, the address of its root, and the key of what a device keeps for it or for one part
 * of it: `fingerpost:<guide>:<base path>:v1`, then the parts. Guides of one owner share an origin, so each has keys of its
 * own.
 */
export function guide() {
  const mark = document.querySelector('meta[name="fingerpost"]');
  const root = new URL(mark.dataset.base, document.baseURI);
  const key = (...parts) => ["fingerpost", mark.content, root.pathname, "v1", ...parts].join(":");
  return { name: mark.content, root: root.href, key };
}

/** The sentences of the page. @returns {Say} */
export function sentences() {
  const known = new Map();
  for (const holder of document.querySelectorAll("template.fp-says")) {
    for (const item of holder.content.querySelectorAll("[data-say]")) known.set(item.dataset.say, item.textContent);
  }
  return saying(known);
}

/** Sentences by their names. One with a first value of one may have a form of its own, `name_one`. @returns {Say} */
export function saying(known) {
  return (name, ...values) => {
    const form = typeof values[0] === "number" ? known.get(`${name}_${PLURAL.select(values[0])}`) : undefined;
    const text = form ?? known.get(name);
    if (text === undefined) throw new Error(`no words for ${name}`);
    let place = 0;
    return text.replaceAll("{}", () => String(values[place++] ?? ""));
  };
}

/**
 * A length of time, as the pages say it: `45 min`, `7.5 h`; to the tenth of an hour, a half of one upwards. The same as
 * `hours` in generator/model/lengths.py; both are tested on tests/cases/follow/hours.json.
 * @param {Say} say @param {number} minutes
 */
export function hours(say, minutes) {
  if (minutes > 0 && minutes < 60) return say("minutes", String(Math.round(minutes)));
  return say("hours", NUMBER.format(Math.round(minutes / 6) / 10));
}

/**
 * A day, `2026-11-24`, as the reader writes it; with the year when that is not the year of `today`.
 * @param {string} day @param {string} today
 */
export const date = (day, today) =>
  (day.slice(0, 4) === today.slice(0, 4) ? DAY : DAY_AND_YEAR).format(new Date(`${day}T00:00:00Z`));

/** Several things in a row of words. @param {string[]} items */
export const list = (items) => LIST.format(items);

/** The address of a place of this site, as a link holds it: one with a host is shown as leading away. @param {string} root */
export function within(root, place) {
  const { pathname, search, hash } = new URL(place, root);
  return pathname + search + hash;
}
