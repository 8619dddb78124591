// Filters the list of resources. Without this script the whole list stands there, grouped; the form is hidden then.

const form = document.getElementById("fp-filter");
const items = [...document.querySelectorAll(".fp-resource")];

/** Whether a resource's data attributes hold every chosen value. */
const fits = (item, chosen) =>
  chosen.every(([name, value]) => (item.getAttribute(`data-${name}`) ?? "").split(" ").includes(value));

/** Shows what fits, says how much that is, and makes the address say it. */
function apply() {
  const chosen = [...new FormData(form)].filter(([, value]) => value !== "");
  for (const item of items) item.hidden = !fits(item, chosen);
  for (const list of document.querySelectorAll(".fp-resources")) {
    const block = list.closest(".fp");
    block.hidden = [...list.children].every((item) => item.hidden);
    const heading = block.previousElementSibling;
    if (heading?.tagName === "H2") heading.hidden = block.hidden;
  }
  const shown = items.filter((item) => !item.hidden).length;
  const output = form.querySelector("output");
  const words = output.dataset;
  output.textContent = shown === 0 ? words.none : `${shown} ${words.of} ${items.length} ${words.shown}`;
  const query = new URLSearchParams(chosen).toString();
  const address = query ? `?${query}` : location.pathname;
  history.replaceState(history.state, "", address + location.hash);
}

// Known filters with known values come from the address.
for (const [name, value] of new URLSearchParams(location.search)) {
  const select = form.querySelector(`select[name="${CSS.escape(name)}"]`);
  if (select && [...select.options].some((option) => option.value === value)) select.value = value;
}
form.hidden = false;
apply();
form.addEventListener("change", apply);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => requestAnimationFrame(apply));
