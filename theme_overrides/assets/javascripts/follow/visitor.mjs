// A path for who does not follow it yet: the button that begins, a box on each step, all steps opened at once. What only a
// follower needs, `page.mjs` with all that it imports and the data of the plan, comes with the first use, or at once where
// there is something to show: on this device, or in the address.
//
// The data is a file of its own (weighed on the longest path, packed: 12 of the page's 62 KiB). In the page it had to come
// before anything else for the one reader in many who follows; to leave words out that the page says as well would have
// saved less and tied the plan to the markup. What it costs is one more request of a follower, and that it may not come or
// be another day's: `page.mjs` (planOf) holds it against the steps of the page.

import { guide, sentences } from "../site/words.mjs";

const { key } = guide();
const say = sentences();
const content = document.getElementById("fp-content");
const part = (name) => content.querySelector(`[data-fp="${name}"]`);
const section = document.getElementById("fp-follow");
const form = part("budget");
/** Until the follower is there. */
const before = new AbortController();
const until = { signal: before.signal };

/** Whether there is something to show that this module cannot, or a device that keeps nothing, which is said. */
function isAwaited() {
  if (/^#p=/.test(location.hash) || new URLSearchParams(location.search).has("know")) return true;
  try {
    return Object.keys(localStorage).some((name) => name === key() || name.startsWith(key("broken", "")));
  } catch {
    return true;
  }
}

/** The code and the data of who follows a path. */
const load = () => import("./page.mjs").then(() => before.abort());

/** The same, and says so where it does not come. @returns {Promise<boolean>} whether it is there */
async function loaded() {
  try {
    await load();
    return true;
  } catch (error) {
    reportError(error);
    const notice = document.importNode(document.getElementById("fp-piece-notice").content, true);
    notice.querySelector("p").textContent = say("not_loaded");
    part("notices").replaceChildren(notice);
    for (const box of content.querySelectorAll(".fp-tick input")) box.checked = false;
    return false;
  }
}

/**
 * What is asked for before the follower is there is asked for again when it is.
 * @param {HTMLElement} place @param {string} type @param {(event: Event) => (() => void) | null} take how to ask again
 */
function asks(place, type, take) {
  place.addEventListener(type, async (event) => {
    const again = take(event);
    if (again && await loaded()) again();
  }, until);
}

/** Gives each step a box; the follower takes it over. */
function drawTicks() {
  const { content: tick } = document.getElementById("fp-piece-tick");
  for (const item of content.querySelectorAll(".fp-step[data-key]")) {
    const label = document.importNode(tick, true);
    const title = item.querySelector(".fp-step__title").firstChild.textContent.trim();
    label.querySelector("span").textContent = say("tick", title);
    item.prepend(label);
  }
}

/** The button that opens all steps, and folds them again. */
function openAll() {
  const button = part("open-all");
  const folds = [...content.querySelectorAll(".fp-step__fold")];
  button.addEventListener("click", () => {
    const open = button.dataset.open !== "yes";
    button.dataset.open = open ? "yes" : "";
    for (const fold of folds) fold.open = open;
    button.textContent = say(open ? "close_all" : "open_all");
  });
  button.hidden = false;
}

/** Opens the step that a link on this page leads to. @param {string} hash */
function unfold(hash) {
  const step = /^#step-\d+$/.test(hash) && document.getElementById(hash.slice(1));
  const fold = step && step.querySelector("details.fp-step__fold");
  if (fold) fold.open = true;
}

openAll();
asks(part("follow"), "click", () => () => part("follow").click());
asks(content, "change", ({ target }) => {
  const { checked } = target;
  return target.matches(".fp-tick input") ? () => {
    target.checked = checked;
    target.dispatchEvent(new Event("change"));
  } : null;
});
asks(form, "submit", (event) => {
  event.preventDefault();
  return () => form.requestSubmit();
});
// Who is about to begin waits less. What does not come is said when it is used.
for (const type of ["pointerover", "focusin"]) {
  content.addEventListener(type, ({ target }) => {
    if (target.closest('[data-fp="begin"], .fp-tick')) load().catch(() => {});
  }, until);
}
const look = () => { if (isAwaited()) loaded(); };
for (const type of ["storage", "pageshow", "hashchange"]) addEventListener(type, look, until);
content.addEventListener("click", (event) => unfold(event.target.closest("a")?.getAttribute("href") ?? ""));
addEventListener("hashchange", () => unfold(location.hash));

if (isAwaited()) await loaded();
else drawTicks();
section.hidden = form.hidden = false;
unfold(location.hash);
