// The one place that reads and writes what this device keeps. What cannot be kept still holds for the visit, and what is
// kept is never overwritten unread: what nobody can read, a whole document or pieces of it, is put aside first, under a key
// of its own. A page that can read what was put aside takes it in again, also what one of an earlier version in another tab
// puts aside while both are open.

import { guide, sentences } from "../site/words.mjs";
import { empty, fitted, merge, parse, stringify } from "./progress.mjs";

// So much is kept of what was put aside, the newest of it.
const MOST_ASIDE = 5;

/**
 * @typedef {{pieces: number, raw: string, newer: boolean}} Unread what the device holds and this page cannot read: so many
 * pieces, or (0) all of it, of a later version or of none
 * @typedef {object} Store
 * @property {() => Progress} get what is known, on this device or in this visit
 * @property {(next: Progress) => void} set keeps it, as far as the device lets us
 * @property {() => void} wipe forgets it
 * @property {() => "" | "full" | "blocked"} trouble why what was set last is not kept
 * @property {() => Unread | null} unread what was found last and could not be read; it is put aside before anything is written
 * @property {(name: string) => string} note something small that this device alone remembers
 * @property {(name: string, text: string) => void} setNote
 * @property {(changed: () => void) => void} watch calls back after every change, from this tab or another
 * @typedef {object} FollowerPage
 * @property {Store} store @property {Say} say @property {() => Date} now
 * @property {string} guide the guide's short name @property {string} root the address of the site's root
 * @property {() => string} trouble what keeps the device from keeping it, in words; or nothing
 */

/** What each page of a follower needs. @returns {FollowerPage} */
export function openPage() {
  const { name, root, key } = guide();
  const now = () => new Date();
  const store = openStore(key(), now);
  const say = sentences();
  const trouble = () => (store.trouble() ? say(`stored_${store.trouble()}`) : "");
  return { store, say, now, guide: name, root, trouble };
}

/**
 * Opens what is kept under a key. Nothing is written before something is set.
 * @param {string} key @param {() => Date} now @returns {Store}
 */
export function openStore(key, now) {
  const watchers = [];
  let progress = empty();
  /** The text that the device held when we last looked. @type {string | null} */
  let seen = null;
  /** Whether `progress` holds what the device does not. */
  let unkept = false;
  let trouble = "";
  let unread = null;
  let aside = true;
  /** What had been put aside and can be read, by its key, with what of it still cannot. @type {Map<string, string>} */
  const regained = new Map();
  /** What was put aside and has been looked at. @type {Set<string>} */
  const looked = new Set();
  /** Notes of this visit, stored or not. @type {Map<string, string>} */
  const notes = new Map();

  const tell = () => { for (const watcher of watchers) watcher(); };

  const textOf = (lost) => (lost.length ? JSON.stringify(lost) : "");

  const joined = (other) => merge(progress, other, now().toISOString()).progress;

  /** Takes in what the device holds; what this visit could not store is merged into it. @param {string | null} text */
  function take(text) {
    seen = text;
    const read = text === null ? { progress: empty(), lost: [] } : parse(text);
    if (read.progress) progress = unkept ? joined(read.progress) : read.progress;
    const raw = read.progress ? textOf(read.lost) : text;
    unread = raw ? { pieces: read.lost?.length ?? 0, raw, newer: read.problem === "newer" } : null;
    aside = unread === null;
  }

  function load() {
    try {
      const text = localStorage.getItem(key);
      if (text !== seen) take(text);
      regain();
    } catch {
      trouble = "blocked";
    }
  }

  /** The keys of what was put aside, the oldest first. */
  const asides = () => Object.keys(localStorage).filter((name) => name.startsWith(`${key}:broken:`)).sort();

  /** Takes in what another page put aside and this one can read. */
  function regain() {
    for (const name of asides()) {
      const text = localStorage.getItem(name);
      if (looked.has(text)) continue;
      looked.add(text);
      const read = parse(text);
      if (!read.progress) continue;
      progress = joined(read.progress);
      regained.set(name, textOf(read.lost));
      unkept = true;
    }
  }

  /** @param {string} raw */
  function putAside(raw) {
    const names = asides();
    if (names.some((name) => localStorage.getItem(name) === raw)) return;
    let name = `${key}:broken:${now().toISOString()}`;
    while (names.includes(name)) name += "+";
    localStorage.setItem(name, raw);
  }

  /** Whatever another tab wrote since we looked is merged and not lost. */
  function write() {
    load();
    if (!aside) {
      putAside(unread.raw);
      aside = true;
    }
    const kept = fitted(progress);
    if (!kept) throw new DOMException("larger than what is read", "QuotaExceededError");
    progress = kept;
    const text = stringify(progress);
    localStorage.setItem(key, text);
    seen = text;
    for (const [name, lost] of regained) {
      if (lost) localStorage.setItem(name, lost);
      else localStorage.removeItem(name);
    }
    regained.clear();
    for (const name of asides().slice(0, -MOST_ASIDE)) localStorage.removeItem(name);
  }

  const again = () => {
    load();
    tell();
  };
  addEventListener("storage", (event) => { if (event.key === key || event.key === null) again(); });
  // A page that comes back from the browser's memory heard nothing of what other tabs did.
  addEventListener("pageshow", (event) => { if (event.persisted) again(); });
  load();

  return {
    get: () => progress,
    set(next) {
      progress = next;
      unkept = true;
      try {
        write();
        unkept = false;
        trouble = "";
      } catch (error) {
        trouble = error instanceof DOMException && error.name === "QuotaExceededError" ? "full" : "blocked";
      }
      tell();
    },
    wipe() {
      progress = empty();
      unread = null;
      aside = true;
      regained.clear();
      looked.clear();
      notes.clear();
      try {
        const own = Object.keys(localStorage).filter((name) => name === key || name.startsWith(`${key}:`));
        for (const name of own) localStorage.removeItem(name);
        seen = null;
        unkept = false;
        trouble = "";
      } catch {
        trouble = "blocked";
      }
      tell();
    },
    trouble: () => trouble,
    unread: () => unread,
    note(name) {
      try {
        return notes.get(name) ?? localStorage.getItem(`${key}:${name}`) ?? "";
      } catch {
        return "";
      }
    },
    setNote(name, text) {
      notes.set(name, text);
      try {
        localStorage.setItem(`${key}:${name}`, text);
      } catch {
        // It holds for the visit, and the next one asks again.
      }
      tell();
    },
    watch: (changed) => { watchers.push(changed); },
  };
}
