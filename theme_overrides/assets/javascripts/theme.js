// What has to be there before anything is drawn: that scripts run, and the reader's colours. Loaded in the head, and waited for. The
// theme's own scripts are loaded by no page: what they did for ours is done here and in site/shell.mjs.
{
  document.documentElement.classList.replace("no-js", "js");

  // What is kept here, or what the address asks for, may put something above what stands on the page; site/shell.mjs says when it has.
  try {
    const kept = Object.keys(localStorage).some((name) => name.startsWith("fingerpost:"));
    if (kept || location.search) document.documentElement.classList.add("fp-waits");
  } catch { /* nothing is kept */ }

  // Under the name and in the shape that the theme's scripts once used.
  const base = document.currentScript.dataset.base.replace(/\/$/, "");
  const key = `${new URL(`${base}/`, location).pathname}.__palette`;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const bar = document.createElement("meta");
  bar.name = "theme-color";

  // Storage may be closed to us, and another page of this host may have written there: then nothing was chosen.
  let chosen = null;
  try {
    const { scheme } = JSON.parse(localStorage.getItem(key)).color;
    if (["default", "slate"].includes(scheme)) chosen = scheme;
  } catch { /* the reader's system decides */ }

  /** Writes the colours where the style sheets look for them; only where that changes anything, for a long page is long at it. */
  const show = () => {
    const scheme = chosen ?? (dark.matches ? "slate" : "default");
    if (document.body.dataset.mdColorScheme !== scheme) document.body.dataset.mdColorScheme = scheme;
  };

  /** A phone's browser frames the page in the colour of its header. */
  const tint = () => { bar.content = getComputedStyle(document.querySelector(".md-header")).backgroundColor; };

  // The body is parsed next; an observer is called before the first picture of it.
  new MutationObserver((changes, observer) => {
    if (!document.body) return;
    observer.disconnect();
    show();
  }).observe(document.documentElement, { childList: true });

  addEventListener("load", () => { document.head.append(bar); tint(); });
  dark.addEventListener("change", () => { show(); tint(); });
  addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-fp-scheme]");
    if (!button) return;
    chosen = button.dataset.fpScheme;
    try { localStorage.setItem(key, JSON.stringify({ color: { scheme: chosen } })); } catch { /* until the page is left */ }
    show();
    tint();
    // The button that was pressed is gone; the one for the way back stands in its place.
    document.querySelector(`[data-fp-scheme]:not([data-fp-scheme="${chosen}"])`).focus();
  });
}
