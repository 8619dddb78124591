// What a reader takes along, and brings in: a Markdown check list, lines for a CV, and progress as a
// file or a link. All of it works without a server. What comes in is read whole before anything is changed; it is merged,
// as far as it can be read and there is room beside what is here, and every difference is told in words of this page.

import { MOST_BROUGHT } from "../contract.mjs";
import { date, hours } from "../site/words.mjs";
import { element } from "./panel.mjs";
import { backedUp, merge, parse, stringify } from "./progress.mjs";
import { decode, encode, LARGEST_BYTES } from "./transfer.mjs";

// So many changes since the last file, and the page says so.
const REMIND_AFTER = 12;

/**
 * @typedef {object} Context
 * @property {(name: string) => HTMLElement} part @property {Say} say @property {Store} store
 * @property {(name: string, notice: Notice | null) => void} notice
 * @property {(words: string) => void} tell
 * @property {() => Progress} progress
 * @property {(key: string) => string} titleOf of a step, skill or path of this page; or ""
 * @property {() => Date} now @property {() => string} today @property {string} name of the file
 * @property {() => void} forgotten after all is forgotten
 */

/** Offers a text as a file. @param {string} name @param {string} type @param {string} text */
export function download(name, type, text) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  element("a", { href, download: name }).click();
  // The browser has begun to read it by the time this runs.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/**
 * Copies a text, and tells whether that went well.
 * @param {string} text @param {{say: Say, tell: (words: string) => void}} page
 */
export async function copy(text, { say, tell }) {
  try {
    await navigator.clipboard.writeText(text);
    tell(say("copied"));
  } catch {
    tell(say("copy_failed"));
  }
}

// ---- a path as text

/** What Markdown would take for its own. */
const plain = (text) => text.replaceAll(/[\\`*_[\]<>#~|&]/g, "\\$&");

/** An address in a link of Markdown, which the first bracket would end. */
const address = (url) => url.replaceAll("(", "%28").replaceAll(")", "%29");

/** Milestones with what is to be done in each. What fell away is not there any more. */
const milestonesLeft = (plan, rows) =>
  plan.milestones
    .map(({ title, steps }) => ({ title, rows: steps.map((index) => rows[index]).filter((row) => row.needed) }))
    .filter((milestone) => milestone.rows.length > 0);

/**
 * A check list as GitHub and most editors read it: what is done, leading to what is opened, and how to tell that it is done.
 * @param {Plan} plan @param {Row[]} rows @param {string} root the site's address @param {boolean} timeless without hours
 * @param {Say} say
 */
export function markdown(plan, rows, root, timeless, say) {
  const line = (done, words) => `- [${done ? "x" : " "}] ${words}`;
  const step = ({ step: { title, act, url, href, minutes }, state }) => {
    const link = `[${plain(act)}](${address(url || new URL(href, root).href)})`;
    const named = act === title ? link : `${link}, ${plain(title)}`;
    const words = state === "skipped" ? `~~${named}~~` : named;
    return line(state === "done", timeless ? words : say("markdown_hours", words, hours(say, minutes)));
  };
  const points = ({ step: { points: all, done_when: check }, state, points: ticked }) =>
    [...(check ? [check] : []), ...all]
      .map((point) => `  ${line(state === "done" || ticked.includes(point), plain(point))}`);
  const parts = milestonesLeft(plan, rows).flatMap(({ title, rows: left }) =>
    [`## ${plain(title)}`, "", ...left.flatMap((row) => [step(row), ...points(row)]), ""]);
  return [`# ${plain(plan.title)}`, "", new URL(plan.url, root).href, "", ...parts].join("\n");
}

/**
 * What was built, a line for each project or part of one that is done; one for all parts of a project that is done whole and
 * says how it reads. @param {Row[]} rows
 */
export function built(rows) {
  const wholeOf = ({ step }) => step.key.split("#")[0];
  const projects = rows.filter(({ step }) => step.kind === "project");
  const open = new Set(projects.filter(({ state }) => state !== "done").map(wholeOf));
  const lasts = projects.filter((row) => row.step.cv_of && !open.has(wholeOf(row)));
  const joined = new Map(lasts.map((row) => [wholeOf(row), row]));
  const lines = projects.filter(({ state }) => state === "done").flatMap((row) => {
    const last = joined.get(wholeOf(row));
    if (!last) return [row.step.cv || row.step.title];
    return last === row ? [row.step.cv_of] : [];
  });
  return lines.map((words) => `- ${words}`).join("\n");
}

// ---- progress as a file and as a link

/**
 * Makes the buttons of progress work, and looks whether the address carries some.
 * @param {Context} context @returns {() => void} shows when the last file was saved, and reminds
 */
export function progressInAndOut(context) {
  const { part, say, store, notice, tell } = context;
  const on = (name, type, run) => part(name).addEventListener(type, run);
  const field = part("link-text");
  let later = false;

  const save = () => {
    const saved = backedUp(context.progress(), context.now().toISOString());
    download(`${context.name}-${context.today()}.json`, "application/json", stringify(saved));
    store.set(saved);
    tell(say("exported"));
  };

  on("export", "click", save);
  on("import", "click", () => part("file").click());
  on("file", "change", async () => {
    const input = part("file");
    const file = input.files?.[0];
    if (!file) return;
    const arrival = file.size > LARGEST_BYTES ? { problem: "size", at: "" } : parse(await file.text());
    input.value = "";
    take(context, arrival);
  });
  on("link", "click", async () => {
    field.value = `${location.origin}${location.pathname}#${await encode(context.progress())}`;
    part("link-box").hidden = false;
    field.focus();
    field.select();
    tell(say("made_link"));
  });
  on("link-copy", "click", () => copy(field.value, context));
  part("link-share").hidden = typeof navigator.share !== "function";
  // Whoever closes the device's sheet, or has none that takes a link, has it in the field all the same.
  on("link-share", "click", () => navigator.share({ url: field.value }).catch(() => {}));
  on("forget", "click", () => notice("forget", {
    text: say("forget_sure"),
    actions: [
      {
        words: say("forget_yes"),
        run: () => {
          notice("forget", null);
          context.forgotten();
          store.wipe();
          tell(say("forgotten"));
        },
      },
      { words: say("offer_no"), run: () => notice("forget", null) },
    ],
  }));
  arrive(context);
  addEventListener("hashchange", () => arrive(context));

  return () => {
    const { at, changes } = context.progress().backup;
    const words = [at ? say("backup_at", date(at.slice(0, 10), context.today())) : say("backup_never")];
    if (changes) words.push(say(at ? "backup_changes" : "backup_remind", changes));
    part("backup").textContent = words.join(" ");
    const due = changes >= REMIND_AFTER && !later;
    const dismiss = () => {
      later = true;
      notice("backup", null);
    };
    const actions = [{ words: say("export_now"), run: save }, { words: say("later"), run: dismiss }];
    notice("backup", due ? { text: words.join(" "), actions } : null);
  };
}

/** Progress in the address: taken out of it at once, and brought in when the reader says so. */
async function arrive(context) {
  const { say, notice } = context;
  const fragment = location.hash;
  if (!/^#p=/.test(fragment)) return;
  history.replaceState(history.state, "", location.pathname + location.search);
  const arrival = await decode(fragment);
  if (!arrival) return;
  if (!arrival.progress) {
    take(context, arrival);
    return;
  }
  const accept = () => {
    notice("arrived", null);
    take(context, arrival);
  };
  const refuse = { words: say("offer_no"), run: () => notice("arrived", null) };
  notice("arrived", {
    text: say("arrived", arrival.progress.steps.size), actions: [{ words: say("arrived_take"), run: accept }, refuse],
  });
}

/** Merges what came in and says what became of it, or why it was refused. */
function take(context, arrival) {
  const { say, store, notice, titleOf } = context;
  const actions = [{ words: say("close"), run: () => notice("came", null) }];
  if (!arrival.progress) {
    notice("came", { text: say("refused", say(`problem_${arrival.problem}`, arrival.at ?? "")), actions });
    return;
  }
  const now = context.now().toISOString();
  const { progress, told, left } = merge(context.progress(), arrival.progress, now, MOST_BROUGHT);
  const taken = told.filter((difference) => difference.taken === "theirs").length;
  const both = told.filter((difference) => difference.other !== null);
  const here = both.filter((difference) => titleOf(difference.key));
  const lost = arrival.lost?.length ?? 0;
  store.set(progress);
  notice("came", {
    text: taken || left || lost ? say("imported", taken) : say("imported_none"),
    items: [
      ...(lost ? [say("import_lost", lost)] : []),
      ...(left ? [say("import_left", left)] : []),
      ...here.map((difference) => {
        const words = [difference.kept, difference.other].map((entry) => worded(difference, entry, context));
        return say("told_both", titleOf(difference.key), ...words);
      }),
      ...(both.length > here.length ? [say("told_elsewhere", both.length - here.length)] : []),
    ],
    actions,
  });
}

/** One side of a difference. */
function worded({ what, key, taken, kept }, entry, { say, titleOf }) {
  if (what === "swap") return titleOf(entry.to) || titleOf(key);
  if (what === "skill") return say(`level_${entry.level}`);
  if (what === "step") return say(`state_${entry.state}`);
  return say((entry === kept) === (taken === "mine") ? "told_path" : "told_path_other");
}
