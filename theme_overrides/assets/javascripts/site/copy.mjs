// Copies a text that stands on the page, such as a reference to cite: what the parent of the button holds. The buttons are hidden
// until this script is there. Where the browser keeps its clipboard closed the text is selected, and that is said.

for (const button of document.querySelectorAll("[data-copies]")) button.hidden = false;

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copies]");
  if (!button) return;
  const text = button.closest("div").querySelector(button.dataset.copies);
  const said = button.closest("details").querySelector("[role=status]");
  said.textContent = "";
  try {
    await navigator.clipboard.writeText(text.textContent);
    said.textContent = said.dataset.copied;
  } catch {
    getSelection().selectAllChildren(text);
    said.textContent = said.dataset.failed;
  }
});
