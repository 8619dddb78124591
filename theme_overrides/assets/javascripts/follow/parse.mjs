// Reads values that came from outside: each function returns the value it was given, or throws Wrong with the place of the
// fault. `at` says where in the document a value stands ("steps[3].minutes"); it is for people who look for a fault, never
// for a page.

import { ID_LENGTH, URL_LENGTH } from "../contract.mjs";

/** A value that is not what it should be. */
export class Wrong extends Error {
  /** @param {string} at */
  constructor(at) {
    super(at);
    this.at = at;
  }
}

const ID = "[a-z0-9]+(?:-[a-z0-9]+)*";
const SKILL = new RegExp(`^${ID}$`);
const STEP = new RegExp(`^(?:resource|project):${ID}(?:#${ID})?$`);
const PATH = new RegExp(`^${ID}/${ID}(?:/then/${ID})?$`);
const URL_BELOW = new RegExp(`^(?:${ID}/)+$`);
const URL_OUTSIDE = /^https?:\/\/[a-z0-9.-]+(?:[/?#][^\s"'<>\\^\u0060{|}\u0000-\u0020\u007f-\uffff]*)?$/;
const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/;
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
// Control characters, halves of characters, line and paragraph separators, what turns the direction of text.
const HIDDEN = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** @param {unknown} value @param {string} at @returns {string} one line, without what nobody can see */
export function text(value, at) {
  if (typeof value !== "string") throw new Wrong(at);
  return value.replace(HIDDEN, "");
}

/** @param {unknown} value @param {string} at @param {number} least @param {number} most @returns {number} a whole number */
export function whole(value, at, least, most) {
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) throw new Wrong(at);
  return value === 0 ? 0 : value; // -0 is 0
}

/** @param {unknown} value @param {string} at @returns {boolean} */
export function truth(value, at) {
  if (typeof value !== "boolean") throw new Wrong(at);
  return value;
}

/**
 * @template {string} T
 * @param {unknown} value @param {string} at @param {readonly T[]} words @returns {T} one of these words
 */
export function word(value, at, words) {
  if (!words.includes(value)) throw new Wrong(at);
  return value;
}

/** A list, of just so many values where that is said. @param {unknown} value @param {string} at @param {number} [length] */
export function list(value, at, length) {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) throw new Wrong(at);
  return value;
}

/** An object's fields, whatever they are. @param {unknown} value @param {string} at @returns {Map<string, unknown>} */
export function named(value, at) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Wrong(at);
  return new Map(Object.entries(value));
}

/** @template T @param {Iterable<[string, T]>} pairs @returns {[string, T][]} by key */
export const sorted = (pairs) => [...pairs].sort(([one], [other]) => (one < other ? -1 : 1));

/** The fields of other names than these, as they came. @param {object} value @param {string[]} names @returns {object} */
export const others = (value, names) =>
  Object.fromEntries(sorted(Object.entries(value)).filter(([name]) => !names.includes(name)));

const matching = (pattern, most) => (value, at) => {
  if (typeof value !== "string" || value.length > most || !pattern.test(value)) throw new Wrong(at);
  return value;
};
export const skillId = matching(SKILL, ID_LENGTH);
/** `resource:id` or `project:id`, or either with `#part`. @type {(value: unknown, at: string) => string} */
export const stepKey = matching(STEP, 2 * ID_LENGTH + 20);
/** `persona/role` or `persona/role/then/second`. @type {(value: unknown, at: string) => string} */
export const pathKey = matching(PATH, 3 * ID_LENGTH + 20);
/** An address below the site's root: `paths/a/b/`. @type {(value: unknown, at: string) => string} */
export const below = matching(URL_BELOW, 300);
/** An address outside the site: `https://example.org/a`. @type {(value: unknown, at: string) => string} */
export const outside = matching(URL_OUTSIDE, URL_LENGTH);

/** The id of a change in the guide. @type {(value: unknown, at: string) => string} */
export const changeId = matching(SKILL, 3 * ID_LENGTH);

/** A moment as `toISOString` writes it. @param {unknown} value @param {string} at @returns {string} */
export function moment(value, at) {
  const isMoment = typeof value === "string" && TIME.test(value) && !Number.isNaN(Date.parse(value));
  if (!isMoment || new Date(value).toISOString() !== value) throw new Wrong(at);
  return value;
}

/** A day of the calendar, `2026-11-24`. @param {unknown} value @param {string} at @returns {string} */
export function day(value, at) {
  if (typeof value !== "string" || !DAY.test(value)) throw new Wrong(at);
  moment(`${value}T00:00:00.000Z`, at);
  return value;
}
