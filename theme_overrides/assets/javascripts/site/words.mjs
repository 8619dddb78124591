// The words of scripts. They stand in a template of the page, so that a guide in another language changes one file.

/** @typedef {(name: string, ...values: (string | number)[]) => string} Say */

const LANGUAGE = document.documentElement.lang || "en";
// "en" alone would write dates as in the United States; the reader's own kind of English is better, where there is one.
const LOCALE = navigator.languages.find((tag) => tag.split("-")[0] === LANGUAGE.split("-")[0]) ?? LANGUAGE;
const PLURAL = new Intl.PluralRules(LANGUAGE);
const DAY = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", timeZone: "UTC" });
const DAY_AND_YEAR = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const LIST = new Intl.ListFormat(LOCALE, { type: "conjunction" });

/**
 * The sentences of the page that is open. A sentence with a first value of one may have a form of its own, `name_one`.
 * @returns {Say}
 */
export function sentences() {
  const known = new Map();
  for (const holder of document.querySelectorAll("template.fp-says")) {
    for (const item of holder.content.querySelectorAll("[data-say]")) known.set(item.dataset.say, item.textContent);
  }
  return (name, ...values) => {
    const form = typeof values[0] === "number" ? known.get(`${name}_${PLURAL.select(values[0])}`) : undefined;
    const text = form ?? known.get(name);
    if (text === undefined) throw new Error(`no words for ${name}`);
    let place = 0;
    return text.replaceAll("{}", () => String(values[place++] ?? ""));
  };
}

/** A length of time, as the pages say it. @param {Say} say @param {number} minutes */
export const hours = (say, minutes) =>
  minutes > 0 && minutes < 60 ? say("minutes", String(Math.round(minutes))) : say("hours", String(Number((minutes / 60).toFixed(1))));

/** A day, `2026-11-24`, as the reader writes it; with the year when that is not the year of `today`. @param {string} day @param {string} today */
export const date = (day, today) => (day.slice(0, 4) === today.slice(0, 4) ? DAY : DAY_AND_YEAR).format(new Date(`${day}T00:00:00Z`));

/** Several things in a row of words. @param {string[]} items */
export const list = (items) => LIST.format(items);
