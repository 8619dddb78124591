// The map of skills of a path as its follower sees it: what they have by their ticks, what they have some of, and what is left.

/** How a skill looks, as the generator has it (skill_map.py). @param {number} has @param {number} asked */
const lookOf = (has, asked) => (has >= Math.max(asked, 1) ? "mine" : has ? "part" : "gap");

/**
 * @param {HTMLElement | null} figure the map of the page @param {Say} say
 * @returns {(known: Map<string, number>, following: boolean) => void} shows how things stand
 */
export function mapView(figure, say) {
  if (!figure) return () => {};
  const boxes = [...figure.querySelectorAll("[data-skill]")].map((box) => {
    const { skill, level } = box.dataset;
    return { box, skill, asked: Number(level), came: box.getAttribute("class") };
  });
  const asked = boxes.filter((box) => box.asked);
  const words = figure.querySelector('[data-fp="map"]');
  const came = words.textContent;

  return (known, following) => {
    const has = ({ skill, asked: level }) => lookOf(known.get(skill) ?? 0, level);
    for (const each of boxes) {
      each.box.setAttribute("class", following ? `fp-map__box fp-map__box--${has(each)}` : each.came);
    }
    for (const sign of figure.querySelectorAll("[data-look]")) {
      sign.hidden = !boxes.some(({ box }) => box.classList.contains(`fp-map__box--${sign.dataset.look}`));
    }
    const left = asked.filter((each) => has(each) !== "mine").length;
    const now = left ? say("map", String(asked.length - left), String(asked.length), String(left)) : say("map_all");
    words.textContent = following ? now : came;
    figure.querySelector("svg").setAttribute("aria-label", words.textContent);
  };
}
