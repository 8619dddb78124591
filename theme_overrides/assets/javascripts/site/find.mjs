// The search without a page: what is typed, compared with the index that generator/site/search.py makes. Entries are short,
// and so is the way of comparing: how much of what was typed an entry says, and how much of its name was typed. Words weigh
// more the fewer entries have them. What is typed is first taken for the beginning of a word, then for two words in one,
// then for a slip of the finger.

import { FIRST_FOUND, MOST_FOUND } from "../contract.mjs";

/**
 * @typedef {{ kind: number, url: string, title: string, line: string }} Entry
 * @typedef {{ word: string, form: string, start: number, end: number }} Token a word as it is compared and as it is
 *   written, without case and accents, and where it stands in its text
 * @typedef {{ rows: Entry[], total: number, corrected: string, missing: string[], marked: Set<string> }} Found the rows
 *   that are shown; how many there are in all; what was taken for what was typed; words that nothing says; words to mark
 */

// How much a word that matches in another way than letter by letter counts: as the beginning of a word, and with a slip or two.
const BEGINNING = 0.6;
const SLIPS = [1, 0.7, 0.5];
// Few slip on the first letter.
const FIRST_LETTER = 0.8;
// Slips that are allowed in a word of so many letters.
const allowed = (length) => (length < 4 ? 0 : length < 8 ? 1 : 2);
// What a name, a heading and the sentence add to one another.
const NAME = 1;
const OTHER_NAME = 0.95;
const HEADING = 0.45;
const LINE = 0.35;
// What says less than this share of what was typed is no answer; nor is what fits so much worse than the best.
const ENOUGH = 0.3;
const NEAR_THE_BEST = 0.25;
// A word that nothing says weighs like one of so many entries.
const UNSAID = 3;
// Above one, so that the one telling word of a sentence outweighs several common ones.
const TELLING = 1.3;
const NUMBER = /\p{N}/u;
// Entries of the index that are read without a pause: a few milliseconds, some tens on a phone.
const AT_ONCE = 40;

const WORD = /[\p{L}\p{N}\p{M}]+(?:['’]\p{L}+)*[+#]*/gu;
// Scripts without spaces between words: every two letters that stand together count as a word.
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}ー]+/gu;

/** A word without case, accents and apostrophes. */
const folded = (text) => text.normalize("NFKD").replace(/[\p{M}'’]/gu, "").normalize("NFC").toLowerCase();

/** What makes words the same: from rules such as `maths=math`, `-ise=-ize` and `al-=-`, each applied once, in their order. */
function sameness(rules) {
  const steps = rules.split(" ").filter(Boolean).map((rule) => rule.split("=").map(folded)).map(([from, to = ""]) => {
    if (from.startsWith("-")) return (word) => ends(word, from.slice(1), to.slice(1));
    if (from.endsWith("-")) return (word) => (word.startsWith(from.slice(0, -1)) && word.length > from.length + 1
      ? to.replace("-", "") + word.slice(from.length - 1) : word);
    return (word) => (word === from ? to : word);
  });
  return (word) => steps.reduce((changed, step) => step(changed), word);
}

/** A word with another end; nothing changes where less than three letters would be left. */
const ends = (word, end, other) => (word.endsWith(end) && word.length > end.length + 2
  ? word.slice(0, -end.length || word.length) + other : word);

/**
 * Reads the words of texts, with their places in them. What a word is the same as is worked out once, for an index says most
 * of its words many times.
 * @param {string} rules what makes words the same @returns {(text: string) => Token[]}
 */
function reader(rules) {
  const same = sameness(rules);
  const cut = new Map();
  const token = (text, start) => {
    const form = folded(text);
    return { word: same(form), form, start, end: start + text.length };
  };
  const pieces = (whole) => {
    const found = [];
    let rest = 0;
    for (const { 0: run, index: at } of whole.matchAll(UNSPACED)) {
      if (at > rest) found.push(token(whole.slice(rest, at), rest));
      const letters = [...run];
      let start = at;
      for (let place = 0; place < Math.max(1, letters.length - 1); place += 1) {
        const pair = letters.slice(place, place + 2).join("");
        found.push({ word: folded(pair), form: folded(pair), start, end: start + pair.length });
        start += letters[place].length;
      }
      rest = at + run.length;
    }
    if (rest < whole.length) found.push(token(whole.slice(rest), rest));
    return found;
  };
  return (text) => [...text.matchAll(WORD)].flatMap(({ 0: whole, index }) => {
    if (!cut.has(whole)) cut.set(whole, pieces(whole));
    return cut.get(whole).map((part) => ({ ...part, start: index + part.start, end: index + part.end }));
  });
}

/**
 * The index as it is searched, of the one that was fetched.
 * @param {() => unknown} pause what is waited for after every few entries, so that a page goes on being used meanwhile
 */
export async function prepared(data, pause = () => {}) {
  const tokens = reader(data.same);
  const silent = new Set(tokens(data.silent).map(({ word }) => word));
  const known = new Map();
  const forms = new Map();
  const pairs = new Set();
  const read = (text) => {
    const words = [];
    for (const { word, form } of tokens(text)) {
      if (silent.has(word)) continue;
      words.push(word);
      forms.set(form, word);
      if (!forms.has(word)) forms.set(word, word);
    }
    return words;
  };
  const entries = [];
  for (const [kind, url, title, line, names, headings] of data.entries) {
    const called = [title, ...names].map(read);
    for (const words of called) for (const [at, word] of words.entries()) pairs.add(`${words[at - 1]} ${word}`);
    const entry = { kind, url, title, line, names: called, headings: headings.map(read), said: read(line) };
    entry.all = [...new Set([...entry.names.flat(), ...entry.headings.flat(), ...entry.said])];
    for (const word of entry.all) {
      if (!known.has(word)) known.set(word, []);
      known.get(word).push(entry);
    }
    entries.push(entry);
    if (entries.length % AT_ONCE === 0) await pause();
  }
  return { data, tokens, silent, known, forms, pairs, entries };
}

/** What a word weighs by how rare it is: next to nothing where every entry has it; one of none as if it stood in a few. */
const rarity = (index, word) =>
  Math.log(1 + index.entries.length / (index.known.get(word)?.length ?? UNSAID)) ** TELLING;

/** How many slips lie between two words, at most `most`: a letter too many, too few or another, or two that changed places. */
export function slips(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const differs = one[i - 1] === other[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + differs);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        row[j] = Math.min(row[j], before[j - 2] + 1);
      }
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[other.length];
}

/** Typed words as the index knows them: two for one that is both ("finetuning"), one for two that are one ("lang chain"). */
function asKnown(index, typed) {
  const { known, pairs } = index;
  const joined = [];
  for (const word of typed) {
    const before = joined.at(-1);
    if (before && !pairs.has(`${before.word} ${word.word}`) && known.has(before.word + word.word)) {
      const one = before.word + word.word;
      joined[joined.length - 1] = { ...word, word: one, form: one, start: before.start };
    } else joined.push(word);
  }
  return joined.flatMap((word) => {
    if (known.has(word.word)) return [word];
    for (let at = 2; at <= word.word.length - 2; at += 1) {
      const halves = [word.word.slice(0, at), word.word.slice(at)];
      if (pairs.has(halves.join(" "))) return halves.map((half) => ({ ...word, word: half, form: half }));
    }
    return [word];
  });
}

/** What a typed word may mean, with how well each fits; and how they are written, where they fit with a slip alone. */
function meant(index, { word, form }, isLast) {
  const fits = new Map();
  if (index.known.has(word)) fits.set(word, 1);
  if (isLast || form.length > 3) {
    for (const [other, meaning] of index.forms) {
      if (!other.startsWith(form) || fits.has(meaning)) continue;
      fits.set(meaning, BEGINNING * (form.length / other.length) ** 0.5);
    }
  }
  if (fits.size) return { fits };
  const written = new Map();
  const most = NUMBER.test(form) ? 0 : allowed(form.length);
  let least = most;
  for (const [other, meaning] of most ? index.forms : []) {
    const count = slips(form, other, least);
    if (count > least) continue;
    if (count < least) fits.clear();
    if (!fits.has(meaning)) written.set(meaning, other);
    fits.set(meaning, SLIPS[count] * (form[0] === other[0] ? 1 : FIRST_LETTER));
    least = count;
  }
  return fits.size ? { fits, written } : { fits };
}

/** How much of what was typed some words say, and how much of them it is. */
function overlap(index, words, terms) {
  let said = 0;
  for (const term of terms) {
    let best = 0;
    for (const word of words) best = Math.max(best, term.fits.get(word) ?? 0);
    said += best * term.weight;
  }
  if (!said) return [0, 0];
  let own = 0;
  let typed = 0;
  for (const word of new Set(words)) {
    const rare = rarity(index, word);
    own += rare;
    typed += rare * Math.max(...terms.map(({ fits }) => fits.get(word) ?? 0));
  }
  return [said, typed / own];
}

/** How well an entry answers: nothing where it says too little of what was typed. */
function score(index, entry, terms, whole) {
  let name = 0;
  for (const [place, words] of entry.names.entries()) {
    const [said, own] = overlap(index, words, terms);
    name = Math.max(name, (place ? OTHER_NAME : NAME) * (said / whole) * (0.4 + 0.6 * own));
  }
  let heading = 0;
  for (const words of entry.headings) {
    const [said, own] = overlap(index, words, terms);
    heading = Math.max(heading, (said / whole) * (0.4 + 0.6 * own));
  }
  const [line] = overlap(index, entry.said, terms);
  const [all] = overlap(index, entry.all, terms);
  if (all / whole < ENOUGH) return 0;
  return index.data.kinds[entry.kind][2] * (all / whole) * (name + HEADING * heading + LINE * (line / whole));
}

/** The best first; among the first few at most so many of a kind, as long as there are others that come near. */
function mixed(scored) {
  const [first, most] = FIRST_FOUND;
  const head = [];
  const counts = new Map();
  const rest = [];
  for (const row of scored) {
    const count = counts.get(row.entry.kind) ?? 0;
    if (head.length < first && count < most) head.push(row);
    else rest.push(row);
    counts.set(row.entry.kind, count + 1);
  }
  return [...head, ...rest];
}

/**
 * What is found for what was typed; null where nothing was typed that says anything.
 * @returns {Found | null}
 */
export function find(index, typed) {
  const words = index.tokens(typed).filter(({ word }) => !index.silent.has(word));
  const last = words.at(-1);
  const isLast = (word) => word.end === last.end && last.end === typed.length;
  const terms = asKnown(index, words).map((word) => ({ ...word, ...meant(index, word, isLast(word)) }));
  if (!terms.length) return null;
  for (const term of terms) term.weight = weight(index, term);
  const whole = terms.reduce((sum, { weight }) => sum + weight, 0);
  const marked = new Set(terms.flatMap(({ fits }) => [...fits.keys()]));
  const saying = new Set([...marked].flatMap((word) => index.known.get(word)));
  const scored = index.entries.filter((entry) => saying.has(entry))
    .map((entry) => ({ entry, score: score(index, entry, terms, whole) }))
    .filter((row) => row.score > 0).sort((one, other) => other.score - one.score);
  const near = mixed(scored.filter((row) => row.score >= scored[0].score * NEAR_THE_BEST));
  const missing = terms.filter(({ fits }) => !fits.size).map(({ start, end }) => typed.slice(start, end));
  const rows = near.slice(0, MOST_FOUND).map((row) => row.entry);
  return { rows, total: near.length, corrected: corrected(typed, terms, rows[0]), missing, marked };
}

/** What a typed word weighs: as much as what it means is rare. One that nothing says weighs much, unless it is a number. */
function weight(index, { word, form, fits }) {
  if (index.known.has(word)) return rarity(index, word);
  if (fits.size) return Math.max(...[...fits.keys()].map((meaning) => rarity(index, meaning)));
  return NUMBER.test(form) ? 0 : rarity(index, "");
}

/** What was typed, with the words that were taken for it in the place of slips; empty where there are none. */
function corrected(typed, terms, best) {
  if (!best || !terms.some(({ written }) => written)) return "";
  const there = new Set(best.all);
  let text = typed;
  for (const { fits, written, start, end } of [...terms].reverse()) {
    if (!written) continue;
    const word = [...fits.keys()].find((known) => there.has(known)) ?? [...fits.keys()][0];
    text = text.slice(0, start) + written.get(word) + text.slice(end);
  }
  return text;
}

/** A text in pieces, every other one of which is to be marked: plain, marked, plain ... */
export function pieces(index, text, marked) {
  const cuts = [0];
  for (const { word, start, end } of index.tokens(text)) {
    if (!marked.has(word)) continue;
    if (cuts.length > 1 && start <= cuts.at(-1)) cuts[cuts.length - 1] = end;
    else cuts.push(start, end);
  }
  return [...cuts, text.length].slice(1).map((end, place) => text.slice(cuts[place], end));
}
