// Filters the list of resources. Without this script the whole list stands there, grouped; the form is hidden then.

/** The chosen value of each filter, empty ones left out. @param {HTMLFormElement} form @returns {Map<string, string>} */
const chosen = (form) => new Map([...new FormData(form)].filter(([, value]) => value !== ""));

/** Whether a resource's data attributes hold every chosen value. @param {HTMLElement} item @param {Map<string, string>} wanted */
export const fits = (item, wanted) =>
  [...wanted].every(([name, value]) => (item.getAttribute(`data-${name}`) ?? "").split(" ").includes(value));

/** Shows what fits and says how much that is. @param {HTMLFormElement} form */
function apply(form) {
  const wanted = chosen(form);
  const items = [...document.querySelectorAll(".fp-resource")];
  let shown = 0;
  for (const item of items) {
    item.hidden = !fits(item, wanted);
    if (!item.hidden) shown += 1;
  }
  for (const list of document.querySelectorAll(".fp-resources")) {
    const empty = [...list.children].every((item) => item.hidden);
    const block = list.closest(".fp");
    block.hidden = empty;
    const heading = block.previousElementSibling;
    if (heading && heading.tagName === "H2") heading.hidden = empty;
  }
  const output = form.querySelector("output");
  const { shown: shownWord, of, none } = output.dataset;
  output.textContent = shown === 0 ? none : `${shown} ${of} ${items.length} ${shownWord}`;
  const query = new URLSearchParams([...wanted]).toString();
  history.replaceState(history.state, "", query ? `?${query}${location.hash}` : location.pathname + location.hash);
}

/** Takes known filters with known values from the address. @param {HTMLFormElement} form */
function restore(form) {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const select = form.querySelector(`select[name="${CSS.escape(name)}"]`);
    if (select && [...select.options].some((option) => option.value === value)) select.value = value;
  }
}

function start() {
  const form = document.getElementById("fp-filter");
  if (!form || form.dataset.ready) return;
  form.dataset.ready = "true";
  form.hidden = false;
  restore(form);
  apply(form);
  form.addEventListener("change", () => apply(form));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => requestAnimationFrame(() => apply(form)));
}

if (typeof document !== "undefined") start();
