// What surrounds every page. The theme opens the menu of small screens by a hidden check box, which the keyboard cannot
// reach; here buttons work that box. Without this script the box's label is shown instead. What one kind of page alone
// needs is loaded where it stands, and the search when it is opened.

const WIDE = "(min-width: 76.25em)";
// As the theme's style sheet calls it.
const CURRENT = "md-nav__link--active";
const PARTS = {
  "#fp-filter": "./catalogue.mjs", "#fp-lost": "./lost.mjs", ".fp-cite": "./copy.mjs",
  "#fp-decide": "../decide/page.mjs",
  "#fp-follow": "../follow/visitor.mjs",
  "#fp-resume, #fp-know, #fp-starts": "../follow/resume.mjs",
};

/** Lets buttons open and close what a check box shows. */
function work(box, changed) {
  const opener = document.querySelector(`[data-fp-opens="${box.id}"]`);
  const closer = document.querySelector(`[data-fp-closes="${box.id}"]`);
  if (!opener) return;
  const set = (open) => { if (box.checked !== open) box.click(); };
  opener.addEventListener("click", () => set(!box.checked));
  closer?.addEventListener("click", () => set(false));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") set(false); });
  box.addEventListener("change", () => {
    opener.setAttribute("aria-expanded", String(box.checked));
    changed(box.checked);
    if (!box.checked && opener.checkVisibility()) opener.focus();
  });
}

/** Focus goes to visible things alone, and what was opened is visible from the next frame on. */
const enter = (selector) => requestAnimationFrame(() => document.querySelector(selector)?.focus());

/** What lies under the open menu is out of reach; the first stop is the menu itself. */
function menuChanged(open) {
  const behind = document.querySelectorAll(".md-header, .md-content, .md-sidebar--secondary, .md-footer");
  for (const part of behind) part.inert = open;
  if (open) enter("#fp-menu button, #fp-menu a");
}

/** The frame of a table or of code is a stop of the Tab key only where it scrolls. */
function frames() {
  for (const frame of document.querySelectorAll(".fp-scroll, pre[tabindex]")) {
    frame.tabIndex = frame.scrollWidth > frame.clientWidth ? 0 : -1;
  }
}

/** A fold that lies over the page closes when somebody turns elsewhere. */
function closable(fold) {
  const close = () => { fold.open = false; };
  document.addEventListener("pointerdown", ({ target }) => { if (!fold.contains(target)) close(); });
  fold.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !fold.contains(relatedTarget)) close();
  });
  fold.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !fold.open) return;
    close();
    fold.querySelector("summary").focus();
  });
}

/** The search: a button opens it, and a key, and an address that says what is looked for. The key can be switched off. */
function searching() {
  const dialog = document.getElementById("fp-search");
  const opener = document.getElementById("fp-search-opener");
  const field = dialog.querySelector("input[name=q]");
  const slash = dialog.querySelector("input[type=checkbox]");
  const root = new URL(document.querySelector("meta[name=fingerpost]").dataset.base, location);
  const key = `fingerpost-search:${root.pathname}`;
  const failed = () => { dialog.querySelector(".fp-search__said").textContent = dialog.dataset.failed; };
  const open = () => {
    dialog.showModal();
    field.select();
    import("./search.mjs").catch(failed);
  };
  try { slash.checked = localStorage.getItem(key) !== "no-slash"; } catch { /* nothing was kept */ }
  slash.addEventListener("change", () => {
    try { localStorage.setItem(key, slash.checked ? "" : "no-slash"); } catch { /* until the page is left */ }
  });
  opener.addEventListener("click", () => { opener.focus(); open(); });
  dialog.querySelector(".fp-search__close").addEventListener("click", () => dialog.close());
  document.addEventListener("keydown", (event) => {
    const elsewhere = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog.open
      || event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    if (event.key !== "/" || elsewhere || !slash.checked) return;
    event.preventDefault();
    open();
  });
  const wanted = new URLSearchParams(location.search).get("q");
  if (wanted === null) return;
  field.value = wanted.slice(0, field.maxLength);
  open();
}

const drawer = document.getElementById("__drawer");
if (drawer) {
  work(drawer, menuChanged);
  matchMedia(WIDE).addEventListener("change", (event) => {
    if (event.matches && drawer.checked) drawer.click();
  });
}
/** Opens the folds that the address leads into, also by their line: who followed a link wants what is inside. */
function unfold() {
  let anchor = "";
  try { anchor = decodeURIComponent(location.hash.slice(1)); } catch { /* half a character leads nowhere */ }
  const place = document.getElementById(anchor);
  let opened = false;
  for (let fold = place?.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    opened ||= !fold.open;
    fold.open = true;
  }
  if (opened) place.scrollIntoView();
}

/** Every fold is open on paper. What was shut says so, and the style sheet for paper decides. */
function printable() {
  const turn = (folds, isShut) => {
    for (const fold of document.querySelectorAll(folds)) {
      fold.classList.toggle("fp-shut", isShut);
      fold.open = isShut;
    }
  };
  addEventListener("beforeprint", () => turn(".fp details:not([open])", true));
  addEventListener("afterprint", () => turn(".fp-shut", false));
}

/** In the table of contents, the heading above what is read stands out. */
function contents() {
  const links = [...document.querySelectorAll(".md-nav--secondary .md-nav__link[href]")];
  const frame = document.querySelector(".md-sidebar--secondary .md-sidebar__scrollwrap");
  const places = links.map(({ hash }) => document.getElementById(decodeURIComponent(hash.slice(1))));
  let now = null;
  const follow = () => {
    if (!frame.clientHeight) return;
    const above = places.filter((heading) => heading?.getBoundingClientRect().top < innerHeight / 5);
    const next = links[places.indexOf(above.at(-1))] ?? null;
    if (next === now) return;
    now?.classList.remove(CURRENT);
    next?.classList.add(CURRENT);
    now = next;
    frame.scrollTop = next ? next.offsetTop - frame.offsetTop - frame.clientHeight / 2 : 0;
  };
  if (!links.length) return;
  addEventListener("scroll", follow, { passive: true });
  requestAnimationFrame(follow);
}

const more = document.querySelector(".fp-more");
if (more) closable(more);
searching();
printable();
frames();
contents();
addEventListener("resize", frames);
// What is folded has no width: whether it scrolls is seen when it is opened.
addEventListener("toggle", frames, true);
unfold();
addEventListener("hashchange", unfold);
const drawn = () => document.documentElement.classList.remove("fp-waits");
for (const [part, module] of Object.entries(PARTS)) if (document.querySelector(part)) import(module).finally(drawn);
