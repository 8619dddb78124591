// The steps of a path as they stand on the page: those that it came with, or those of the plan that the reader keeps, with their controls.

import { fingerprint } from "./changes.mjs";
import { drawKept } from "./saved_plan.mjs";
import { piece } from "./templates.mjs";
import { control } from "./steps.mjs";

/** @typedef {import("./plan.mjs").Plan} Plan @typedef {import("./plan.mjs").Row} Row */

/**
 * @param {Plan} site @param {HTMLElement} content
 * @param {{root: string, say: import("../site/words.mjs").Say, leg: (number: number, done: boolean) => void} & import("./steps.mjs").Deeds} deeds
 */
export function stage(site, content, deeds) {
  const { root, say } = deeds;
  const own = [...content.querySelectorAll(".fp-step[data-key]")];
  const present = new Map(own.map((item) => [item.dataset.key, item.cloneNode(true)]));
  const places = site.milestones.map((_, number) => {
    const heading = /** @type {HTMLElement} */ (document.getElementById(`milestone-${number + 1}`));
    return { heading, block: /** @type {HTMLElement} */ (heading.nextElementSibling) };
  });
  const named = [...places.map(({ heading }) => heading), ...own].map((element) => [element, element.id]);
  let shown = "";
  /** @type {HTMLElement[]} */
  let drawn = [];
  /** @type {ReturnType<typeof control>[]} */
  let controls = [];
  /** @type {ReturnType<typeof legControl>[]} */
  let lines = [];
  /** @type {Map<string, HTMLSelectElement>} */
  let choices = new Map();
  let fresh = true;

  const equip = (items, milestones, plan) => {
    controls = items.map((item, index) => control(item, plan.steps[index], plan, deeds, say));
    lines = milestones.map((line, number) => legControl(line, plan.milestones[number].title, say, (done) => deeds.leg(number, done)));
  };
  /** @type {Map<string, [ReturnType<typeof control>[], ReturnType<typeof legControl>[]]>} */
  const ready = new Map();

  return {
    /** @param {Plan} plan @param {boolean} kept whether it is another one than the page came with */
    show(plan, kept) {
      const mark = kept ? `kept ${fingerprint(plan)}` : "site";
      if (mark === shown) return;
      shown = mark;
      fresh = true;
      for (const element of drawn) element.remove();
      drawn = [];
      for (const [element, id] of named) element.id = kept ? "" : id;
      for (const { heading, block } of places) heading.hidden = block.hidden = kept;
      if (!kept) {
        if (!ready.has(mark)) {
          const order = new Map(own.map((item) => [item.dataset.key, item]));
          equip(site.steps.map((step) => order.get(step.key)), places.map(({ block }) => block.querySelector(".fp-milestone")), site);
          ready.set(mark, [controls, lines]);
        }
        [controls, lines] = ready.get(mark);
        return;
      }
      const made = drawKept(plan, present, root, say);
      places[0].heading.before(...made.legs);
      drawn = made.legs;
      equip(made.items, made.milestones, plan);
    },
    /** @param {Row[]} rows @param {Map<string, number>} known @param {(number: number) => any} leg */
    update(rows, known, leg) {
      rows.forEach((row, index) => controls[index](row, known));
      lines.forEach((line, number) => line.update(leg(number)));
      choices.forEach((select, skill) => { select.value = String(known.get(skill) ?? 0); });
    },
    /** @param {number} number */
    focus: (number) => lines[number].focus(),
    /** A choice of level for each skill of the gap. @param {HTMLElement} holder @param {Map<string, number>} known */
    skills(holder, known) {
      if (fresh) {
        fresh = false;
        choices = new Map();
        const gap = [...site.gap.keys()].map((skill) => ({ skill, name: site.skills.get(skill).name })).sort((one, other) => one.name.localeCompare(other.name));
        holder.replaceChildren(...gap.map(({ skill, name }) => {
          const label = piece("choice");
          label.querySelector("span").textContent = name;
          const select = label.querySelector("select");
          for (let level = site.known.get(skill) ?? 0; level <= 3; level += 1) {
            select.append(Object.assign(document.createElement("option"), { value: String(level), textContent: say(`level_${level}`) }));
          }
          select.addEventListener("change", () => deeds.know(skill, Number(select.value)));
          choices.set(skill, select);
          return label;
        }));
      }
      choices.forEach((select, skill) => { select.value = String(known.get(skill) ?? 0); });
    },
  };
}

/** The box, the hours and the dates of a milestone. @param {HTMLElement} line @param {string} title @param {import("../site/words.mjs").Say} say @param {(done: boolean) => void} ticked */
function legControl(line, title, say, ticked) {
  const follow = piece("milestone");
  const box = follow.querySelector("input");
  box.setAttribute("aria-label", say("tick_milestone", title));
  box.addEventListener("change", () => ticked(box.checked));
  const back = follow.querySelector("button");
  back.textContent = say("undo");
  /** @type {(() => void) | null} */
  let run = null;
  back.addEventListener("click", () => run?.());
  line.append(follow);
  return {
    focus: () => box.focus(),
    update({ sum, words, dates, undo }) {
      box.checked = sum.left === 0 && sum.done > 0;
      box.indeterminate = sum.left > 0 && sum.done > 0;
      Object.assign(follow.querySelector("progress"), { max: sum.total || 1, value: sum.done });
      follow.querySelector(".fp-milestone__done").textContent = words;
      follow.querySelector(".fp-milestone__dates").textContent = dates;
      run = undo;
      back.hidden = undo === null;
    },
  };
}
