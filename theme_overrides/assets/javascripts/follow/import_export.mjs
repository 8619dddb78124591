// Progress as a file and as a link, out of this device and into it. What comes in is read whole before anything is changed; it is
// merged, as far as it can be read and there is room beside what is here, and every difference is told in words of this page.

import { copy, download } from "./download.mjs";
import { backedUp, merge, parse, ROOM, stringify } from "./progress.mjs";
import { date } from "../site/words.mjs";
import { decode, encode, LARGEST_BYTES } from "./transfer.mjs";

// So many changes since the last file, and the page says so.
const REMIND_AFTER = 12;

/** @typedef {import("./progress.mjs").Progress} Progress @typedef {import("./progress.mjs").Told} Told */
/**
 * @typedef {object} Context
 * @property {(name: string) => HTMLElement} part @property {import("../site/words.mjs").Say} say @property {import("./store.mjs").Store} store
 * @property {(name: string, notice: import("./notices.mjs").Notice | null) => void} notice @property {(words: string) => void} tell
 * @property {() => Progress} progress @property {(key: string) => string} titleOf of a step, skill or path that this page knows; else empty
 * @property {() => Date} now @property {() => string} today @property {string} name of the file @property {() => string} address of this page
 * @property {() => void} forgotten after all is forgotten @property {() => void} leave follows this path no longer @property {AbortSignal} signal
 */

/** @param {Context} context @returns {() => void} shows when the last file was saved, and reminds */
export function carry(context) {
  const { part, say, store, notice, tell, signal } = context;
  const on = (name, type, run) => part(name).addEventListener(type, run, { signal });
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
    const input = /** @type {HTMLInputElement} */ (part("file"));
    const file = input.files?.[0];
    if (!file) return;
    const found = file.size > LARGEST_BYTES ? { problem: "size", at: "" } : parse(await file.text());
    input.value = "";
    take(context, found);
  });
  on("link", "click", async () => {
    const fragment = await encode(context.progress());
    const field = /** @type {HTMLInputElement} */ (part("link-text"));
    field.value = `${context.address()}#${fragment}`;
    part("link-box").hidden = false;
    field.focus();
    field.select();
    tell(say("made_link"));
    const { qr } = await import("./qr.mjs");
    drawPicture(part("qr"), qr(field.value));
  });
  on("link-copy", "click", async () => {
    const field = /** @type {HTMLInputElement} */ (part("link-text"));
    tell(say((await copy(field.value)) ? "copied" : "copy_failed"));
  });
  on("leave", "click", context.leave);
  on("forget", "click", () => notice("forget", {
    text: say("forget_sure"),
    actions: [
      { words: say("forget_yes"), run: () => { notice("forget", null); context.forgotten(); store.wipe(); tell(say("forgotten")); } },
      { words: say("offer_no"), run: () => notice("forget", null) },
    ],
  }));
  arrive(context);
  addEventListener("hashchange", () => arrive(context), { signal });

  return () => {
    const { at, changes } = context.progress().backup;
    const words = [at ? say("backup_at", date(at.slice(0, 10), context.today())) : say("backup_never")];
    if (changes) words.push(say(at ? "backup_changes" : "backup_remind", changes));
    part("backup").textContent = words.join(" ");
    const due = changes >= REMIND_AFTER && !later;
    notice("backup", due ? {
      text: words.join(" "),
      actions: [{ words: say("export_now"), run: save }, { words: say("later"), run: () => { later = true; notice("backup", null); } }],
    } : null);
  };
}

/** Draws a QR picture, or nothing for a link that is too long for one. @param {HTMLElement} holder @param {{size: number, path: string} | null} picture */
function drawPicture(holder, picture) {
  const shape = (name, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
    return element;
  };
  holder.hidden = picture === null;
  if (picture === null) return;
  const drawing = shape("svg", { viewBox: `0 0 ${picture.size} ${picture.size}`, "shape-rendering": "crispEdges", "aria-hidden": "true" });
  drawing.append(shape("path", { d: picture.path }));
  holder.replaceChildren(drawing);
}

/** Progress in the address: taken out of it at once, and brought in when the reader says so. @param {Context} context */
async function arrive(context) {
  const { say, notice } = context;
  const fragment = location.hash;
  if (!/^#p=/.test(fragment)) return;
  history.replaceState(history.state, "", location.pathname + location.search);
  const found = await decode(fragment);
  if (context.signal.aborted || !found) return;
  if (!found.progress) {
    take(context, found);
    return;
  }
  const { progress } = found;
  notice("arrived", {
    text: say("arrived", progress.steps.size),
    actions: [
      { words: say("arrived_take"), run: () => { notice("arrived", null); take(context, found); } },
      { words: say("offer_no"), run: () => notice("arrived", null) },
    ],
  });
}

/** Merges what came in and says what became of it, or why it was refused. @param {Context} context
 * @param {{progress?: Progress, lost?: unknown[], problem?: string, at?: string}} found */
function take(context, found) {
  const { say, store, notice, titleOf } = context;
  const done = { words: say("close"), run: () => notice("came", null) };
  if (!found.progress) {
    notice("came", { text: say("refused", say(`problem_${found.problem}`, found.at ?? "")), actions: [done] });
    return;
  }
  const { progress, told, left } = merge(context.progress(), found.progress, context.now().toISOString(), ROOM);
  const taken = told.filter((one) => one.taken === "theirs").length;
  const both = told.filter((one) => one.other !== null);
  const here = both.filter((one) => titleOf(one.key));
  const lost = found.lost?.length ?? 0;
  store.set(progress);
  notice("came", {
    text: taken || left || lost ? say("imported", taken) : say("imported_none"),
    items: [
      ...(lost ? [say("import_lost", lost)] : []),
      ...(left ? [say("import_left", left)] : []),
      ...here.map((one) => say("told_both", titleOf(one.key), worded(one, one.kept, say), worded(one, one.other, say, true))),
      ...(both.length > here.length ? [say("told_elsewhere", both.length - here.length)] : []),
    ],
    actions: [done],
  });
}

/** @param {Told} one @param {any} entry @param {import("../site/words.mjs").Say} say @param {boolean} [other] */
function worded(one, entry, say, other = false) {
  if (one.what === "skill") return say(`level_${entry.level}`);
  if (one.what === "step") return say(`state_${entry.state}`);
  return say((one.taken === "mine") === other ? "told_path_other" : "told_path");
}
