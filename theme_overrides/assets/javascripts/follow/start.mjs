// Following a path: what is kept on this device, shown on the pages that know of it. This module finds out which page is open and
// loads what that page needs. Nothing is stored before the reader ticks something.

import { keyOf } from "../site/device.mjs";
import { sentences } from "../site/words.mjs";
import { openStore } from "./store.mjs";

// With the theme's instant navigation a script outlives its page, and the address of the root must not depend on the one that is open.
const meta = /** @type {HTMLMetaElement} */ (document.querySelector('meta[name="fingerpost"]'));
const root = new URL(meta.dataset.base, document.baseURI).href;
const now = () => new Date();
/** @type {import("./store.mjs").Store | undefined} */
let store;
let leave = () => {};

/** Gives the open page what belongs to it, and takes leave of the one before. */
async function mount() {
  leave();
  const controller = new AbortController();
  leave = () => controller.abort();
  const data = document.getElementById("fp-plan");
  const box = document.getElementById("fp-resume");
  const form = document.getElementById("fp-know");
  if (!data && !box && !form) return;
  store ??= openStore(keyOf(), now);
  const kept = store;
  const say = sentences();
  const page = {
    store, say, root, now, guide: meta.content, signal: controller.signal,
    /** What keeps the device from keeping it, in words. */
    trouble: () => (kept.trouble() ? say(`stored_${kept.trouble()}`) : ""),
  };
  if (data) {
    const { companion } = await import("./page.mjs");
    if (!controller.signal.aborted) companion(/** @type {HTMLTemplateElement} */ (data).content.textContent, page);
  }
  if (box) {
    const { resume } = await import("./resume.mjs");
    if (!controller.signal.aborted) resume(box, page);
  }
  if (form) {
    const { known } = await import("./skill_tick.mjs");
    if (!controller.signal.aborted) known(/** @type {HTMLFormElement} */ (form), page);
  }
}

// The theme tells of every page that it opens without loading it anew, the first included.
const pages = /** @type {any} */ (window).document$;
if (pages?.subscribe) pages.subscribe(mount);
else mount();
