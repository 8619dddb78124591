// What the theme's three inline scripts do, in one file, so that a page needs no inline script at all: the functions by which the
// theme keeps what a reader chose, and the reader's colours before anything is drawn. Loaded in the head, and waited for.

var __md_scope = new URL(`${document.currentScript.dataset.base.replace(/\/$/, "")}/`, location);

var __md_hash = (text) => [...text].reduce((hash, letter) => (hash << 5) - hash + letter.charCodeAt(0), 0);

// Storage may be closed to us, and another page of this host may have written there: then nothing was chosen.
var __md_get = (key, storage, scope = __md_scope) => {
  try {
    const value = JSON.parse((storage ?? localStorage).getItem(`${scope.pathname}.${key}`));
    return key !== "__palette" || (value.index >= 0 && typeof value.color.scheme === "string") ? value : null;
  } catch { return null; }
};

var __md_set = (key, value, storage, scope = __md_scope) => {
  try { (storage ?? localStorage).setItem(`${scope.pathname}.${key}`, JSON.stringify(value)); } catch { /* it is not kept */ }
};

// The theme says so only when all of it is there; what waits for a script is not to be seen until then.
document.documentElement.classList.replace("no-js", "js");

// What is kept here, or what the address asks for, may put something above what stands on the page; site/shell.mjs says when it has.
try {
  const kept = Object.keys(localStorage).some((key) => key.startsWith("fingerpost:"));
  if (kept || location.search) document.documentElement.classList.add("fp-waits");
} catch { /* nothing is kept */ }

// The colours stand on the body, which is parsed next; an observer is called before the first picture of it.
new MutationObserver((changes, observer) => {
  if (!document.body) return;
  observer.disconnect();
  const chosen = __md_get("__palette")?.color;
  for (const [name, value] of Object.entries(chosen ?? {})) document.body.setAttribute(`data-md-color-${name}`, value);
}).observe(document.documentElement, { childList: true });
