// The road of a path as its follower sees it: how much of it is done, where they are, and what they have shown. Its places are
// percentages of its width, which a script may set as attributes; the page's policy forbids styles.

/**
 * @param {HTMLElement | null} road the figure of the page
 * @param {string} title what it is called for somebody who follows it
 * @returns {(rows: Row[], place: {at: number, length: number}, following: boolean) => void} shows how things stand
 */
export function roadView(road, title) {
  if (!road) return () => {};
  const heading = road.querySelector("h2");
  const before = heading.firstChild.textContent;
  const drawings = [...road.querySelectorAll(":scope > svg")];

  return (rows, { at, length }, following) => {
    heading.firstChild.textContent = following ? title : before;
    const share = following && length ? 100 * at / length : 0;
    const shown = new Set(rows.filter((row) => row.state === "done").map((row) => row.step.key));
    for (const drawing of drawings) {
      drawing.querySelector(".fp-road__done").setAttribute("width", `${share}%`);
      const here = drawing.querySelector(".fp-road__here");
      here.setAttribute("x", `${share}%`);
      const words = here.querySelector("text");
      // Near an end of the road the words stand at one side of the marker.
      const [place, room] = [share * drawing.clientWidth / 100, words.getBoundingClientRect().width / 2];
      words.setAttribute("text-anchor", place < room ? "start" : place > drawing.clientWidth - room ? "end" : "middle");
      for (const flag of drawing.querySelectorAll(".fp-road__flag")) {
        flag.classList.toggle("fp-road__flag--shown", shown.has(flag.dataset.key));
      }
      clear(drawing, words, following);
    }
  };
}

/** Takes away the numbers of weeks that the words at the marker would touch. */
function clear(drawing, words, following) {
  const mine = words.getBoundingClientRect();
  for (const week of drawing.querySelectorAll(".fp-road__week")) {
    const box = week.getBoundingClientRect();
    const meets = following && mine.width > 0 && box.left < mine.right + 6 && mine.left < box.right + 6;
    week.classList.toggle("fp-road__week--under", meets);
  }
}
