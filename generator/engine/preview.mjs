// On pages of the preview alone: reloads when this page has been made anew, and shows what is wrong with the content until it is not.
const feed = new EventSource(`/_preview/events?page=${encodeURIComponent(location.pathname)}`);
feed.addEventListener("page", () => location.reload());
feed.addEventListener("problems", (event) => {
  document.getElementById("fp-preview")?.remove();
  const lines = JSON.parse(event.data);
  if (!lines.length) return;
  const box = document.createElement("pre");
  box.id = "fp-preview";
  box.setAttribute("role", "alert");
  box.textContent = lines.join("\n");
  Object.assign(box.style, {
    position: "fixed", inset: "auto 0 0 0", zIndex: "100", maxHeight: "50vh", margin: "0", padding: "1rem", overflow: "auto",
    background: "#7a1f12", color: "#fff", font: "14px/1.5 monospace", whiteSpace: "pre-wrap",
  });
  document.body.append(box);
});
