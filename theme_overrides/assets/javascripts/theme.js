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

// The theme starts its search on every page: a worker, and an index that is larger than the page with all else. It has no setting
// for that, so both wait here until somebody enters the field, or Zensical's dialog: the request is not sent, and a port stands for the worker.
{
  const entered = new Promise((resolve) => addEventListener("focusin", ({ target }) => {
    if (target.matches("[data-md-component=search-query]") || target.shadowRoot) resolve();
  }));
  const { open, send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (method, address, ...more) {
    if (String(address).endsWith("/search/search_index.json")) this.send = () => entered.then(() => send.call(this));
    return open.call(this, method, address, ...more);
  };
  // The search takes each word for the beginning of one, so that "i" finds interpretability; words that say nothing are left out of a query.
  const QUERY = 2;
  const telling = (typed) => {
    const field = document.querySelector("[data-unsearched]");
    const silent = new Set(field?.dataset.unsearched.split(" "));
    return typed.split(/\s+/).filter((word) => !silent.has(word.toLowerCase().replace(/[?!.,]+$/, ""))).join(" ") || typed;
  };
  const SearchWorker = Worker;
  Worker = function (address) {
    const { port1: theirs, port2: ours } = new MessageChannel();
    entered.then(() => {
      const worker = new SearchWorker(address);
      ours.onmessage = ({ data }) => worker.postMessage(data.type === QUERY ? { ...data, data: telling(data.data) } : data);
      worker.onmessage = ({ data }) => ours.postMessage(data);
    });
    theirs.start();
    return theirs;
  };
}
