// The steps of a path as they stand on the page, with their controls: those that it came with, or those of the plan that
// the reader keeps. A step has the box on its number, its state, the hours done, the points of a project, the skills known
// already.

import { hours, list } from "../site/words.mjs";
import { check, element, piece } from "./panel.mjs";
import { drawPlan, fingerprint } from "./saved_plan.mjs";

/**
 * @typedef {object} Deeds what a reader can do with steps
 * @property {(step: Step, change: {state?: string, minutes?: number, points?: string[]}) => void} set
 * @property {(skill: string, level: number) => void} know
 * @property {(number: number, done: boolean) => void} milestone ticks all of a milestone, or opens it again
 * @property {(step: Step) => Swap[]} swaps what may be taken in the place of a step
 * @property {(step: Step, other: Swap) => void} swap
 */

/** @param {Plan} site @param {HTMLElement} content @param {string} root @param {Deeds} deeds @param {Say} say */
export function stepsView(site, content, root, deeds, say) {
  const own = [...content.querySelectorAll(".fp-step[data-key]")];
  const present = new Map(own.map((item) => [item.dataset.key, item.cloneNode(true)]));
  const places = site.milestones.map((_, number) => {
    const heading = document.getElementById(`milestone-${number + 1}`);
    return { heading, block: heading.nextElementSibling };
  });
  const named = [...places.map(({ heading }) => heading), ...own].map((node) => [node, node.id]);
  let shown = "";
  let drawn = [];
  let controls;
  /** The controls of the page's own steps, made once. @type {typeof controls | undefined} */
  let ownControls;

  const equip = (items, lines, plan) => ({
    steps: items.map((item, index) => stepControl(item, plan.steps[index], plan, deeds, say)),
    milestones: lines.map((line, number) => milestoneControl(line, number, plan.milestones[number].title, deeds, say)),
  });
  const equipOwn = () => {
    const items = new Map(own.map((item) => [item.dataset.key, item]));
    const lines = places.map(({ block }) => block.querySelector(".fp-milestone"));
    return equip(site.steps.map((step) => items.get(step.key)), lines, site);
  };

  return {
    /** @param {Plan} plan @param {boolean} kept whether it is another one than the page came with */
    show(plan, kept) {
      const mark = kept ? fingerprint(plan) : "site";
      if (mark === shown) return;
      shown = mark;
      for (const node of drawn) node.remove();
      drawn = [];
      for (const [node, id] of named) node.id = kept ? "" : id;
      for (const { heading, block } of places) heading.hidden = block.hidden = kept;
      if (!kept) {
        controls = ownControls ??= equipOwn();
        return;
      }
      const { blocks, lines, items } = drawPlan(plan, present, root, say);
      places[0].heading.before(...blocks);
      drawn = blocks;
      controls = equip(items, lines, plan);
    },
    /**
     * @param {Row[]} rows @param {Map<string, number>} known @param {(number: number) => object} milestone how one stands
     * @param {(row: Row) => {when: string | null, took: number}} time when a step will be done (null: as the page says), and the
     * minutes that it took
     */
    update(rows, known, milestone, time) {
      rows.forEach((row, index) => controls.steps[index](row, known, time(row)));
      controls.milestones.forEach((control, number) => control.update(milestone(number)));
    },
    /** Opens a step, or folds it. @param {number} index @param {boolean} open */
    fold(index, open) {
      const fold = document.getElementById(`step-${index + 1}`)?.querySelector(".fp-step__fold");
      if (!fold?.matches("details") || fold.open === open) return;
      // What had the focus is not seen any more: its line is.
      if (!open && fold.contains(document.activeElement)) fold.querySelector("summary").focus({ preventScroll: true });
      fold.open = open;
    },
    /** @param {number} number */
    focus: (number) => controls.milestones[number].focus(),
  };
}

/**
 * A choice of level for each skill that the path teaches.
 * @param {HTMLElement} holder @param {Plan} site @param {Deeds["know"]} know @param {Say} say
 * @returns {(known: Map<string, number>) => void} shows what is known
 */
export function skillChoices(holder, site, know, say) {
  const name = (skill) => site.skills.get(skill).name;
  const skills = [...site.gap.keys()].sort((one, other) => name(one).localeCompare(name(other)));
  const choices = skills.map((skill) => {
    const label = piece("choice");
    const select = label.querySelector("select");
    label.querySelector("span").textContent = name(skill);
    for (let level = site.known.get(skill) ?? 0; level <= 3; level += 1) {
      select.append(element("option", { value: String(level), textContent: say(`level_${level}`) }));
    }
    select.addEventListener("change", () => know(skill, Number(select.value)));
    holder.append(label);
    return { skill, select };
  });
  return (known) => { for (const { skill, select } of choices) select.value = String(known.get(skill) ?? 0); };
}

/** The box, the hours and the dates of a milestone. */
function milestoneControl(line, number, title, deeds, say) {
  const follow = piece("milestone");
  const box = follow.querySelector("input");
  box.setAttribute("aria-label", say("tick_milestone", title));
  box.addEventListener("change", () => deeds.milestone(number, box.checked));
  const back = follow.querySelector("button");
  back.textContent = say("undo");
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

/** Gives an item of the list its controls. @returns shows how things stand */
function stepControl(item, step, plan, deeds, say) {
  // A visitor could begin with it.
  const tick = item.querySelector(":scope > .fp-tick") ?? piece("tick");
  const box = tick.querySelector("input");
  tick.querySelector("span").textContent = say("tick", step.act);
  box.addEventListener("change", () => deeds.set(step, { state: box.checked ? "done" : "todo" }));
  item.prepend(tick);

  const controls = piece("controls");
  const select = controls.querySelector("select");
  select.setAttribute("aria-label", say("state_of", step.act));
  select.addEventListener("change", () => deeds.set(step, { state: select.value }));
  const field = controls.querySelector(".fp-controls__hours");
  const input = field.querySelector("input");
  input.setAttribute("aria-label", say("minutes_of", step.act));
  input.max = String(step.minutes / 60);
  input.addEventListener("change", () => {
    const minutes = Math.round(Math.min(Math.max(0, input.valueAsNumber || 0), step.minutes / 60) * 60);
    input.value = String(minutes / 60);
    deeds.set(step, { state: "doing", minutes });
  });
  const mark = controls.querySelector(".fp-controls__done");
  mark.setAttribute("aria-label", say("mark", step.act));
  mark.addEventListener("click", () => deeds.set(step, { state: "done" }));
  const points = pointBoxes(item, step, deeds);
  const skills = skillBoxes(controls, step, plan, deeds, say);
  const length = controls.querySelector(".fp-controls__length");
  const showLength = lengthField(length, item, step, deeds, say);
  swapFold(controls.querySelector(".fp-controls__swap"), step, plan, deeds, say);
  const gone = element("p", { className: "fp-step__gone" });
  item.append(gone);
  (item.querySelector(".fp-step__main") ?? item).append(controls);
  const week = item.querySelector(".fp-step__week");
  const persona = week?.textContent;

  return (row, known, { when, took }) => {
    if (week) week.textContent = when ?? persona;
    item.dataset.state = row.needed ? row.state : "gone";
    box.checked = row.state === "done";
    select.value = row.state;
    field.hidden = row.state !== "doing";
    showLength(took);
    if (document.activeElement !== input) input.value = String(Number((row.spent / 60).toFixed(2)));
    for (const [point, pointBox] of points) pointBox.checked = row.state === "done" || row.points.includes(point);
    for (const [[skill, level], skillBox] of skills) skillBox.checked = (known.get(skill) ?? 0) >= level;
    gone.hidden = row.reason === null;
    gone.textContent = row.reason ? say("falls_away", because(row.reason, plan, say)) : "";
  };
}

/** How long it took by the reader's own count, and where to tell that. @returns shows what is kept */
function lengthField(fold, item, step, deeds, say) {
  const input = fold.querySelector("input");
  input.setAttribute("aria-label", say("length_of", step.act));
  input.addEventListener("change", () => {
    deeds.set(step, { took: Math.round(Math.max(0, input.valueAsNumber || 0) * 60) });
  });
  const report = item.querySelector(".fp-report");
  if (report) fold.append(report);
  return (took) => {
    if (document.activeElement !== input) input.value = took ? String(Number((took / 60).toFixed(2))) : "";
  };
}

/** What may be taken in the place of a step, looked for when the reader asks. */
function swapFold(fold, step, plan, deeds, say) {
  fold.hidden = step.alternatives.length === 0 && !step.instead_of;
  fold.addEventListener("toggle", () => {
    if (!fold.open) return;
    fold.querySelector("ul").replaceChildren(...deeds.swaps(step).map((swap) => {
      const item = document.createElement("li");
      const name = swap.change > 0 ? "swap_longer" : swap.change < 0 ? "swap_shorter" : "swap_same";
      const change = say(name, hours(say, Math.abs(swap.change)));
      if (swap.whole) {
        const button = piece("button");
        button.textContent = say("swap_take", swap.step.act, change);
        button.addEventListener("click", () => deeds.swap(step, swap));
        item.append(button);
      } else {
        const numbers = swap.builds.map((later) => String(plan.steps.findIndex((each) => each.key === later.key) + 1));
        item.textContent = say(numbers.length ? "swap_builds" : "swap_lacks", swap.step.act, list(numbers));
      }
      return item;
    }));
  });
}

/** Boxes before the points of a project. @returns by the point's text */
function pointBoxes(item, step, deeds) {
  const boxes = new Map();
  const holder = item.querySelector('[data-fp="points"]');
  if (!holder) return boxes;
  holder.className = "fp-points";
  [...holder.children].forEach((place, index) => {
    const point = step.points[index];
    if (point === undefined) return;
    const { label, box } = check("");
    label.querySelector("span").append(...place.childNodes);
    place.append(label);
    const ticked = () => step.points.filter((text) => boxes.get(text)?.checked);
    box.addEventListener("change", () => deeds.set(step, { points: ticked() }));
    boxes.set(point, box);
  });
  return boxes;
}

/** "I know this already", for what the step adds to what the plan takes for granted. */
function skillBoxes(controls, step, plan, deeds, say) {
  const boxes = new Map();
  const fold = controls.querySelector(".fp-controls__know");
  for (const pair of step.teaches) {
    const [skill, level] = pair;
    const granted = plan.known.get(skill) ?? 0;
    if (granted >= level) continue;
    const { label, box } = check(say("know_level", plan.skills.get(skill).name, say(`level_${level}`)));
    box.addEventListener("change", () => deeds.know(skill, box.checked ? level : granted));
    const item = document.createElement("li");
    item.append(label);
    fold.querySelector("ul").append(item);
    boxes.set(pair, box);
  }
  fold.hidden = boxes.size === 0;
  return boxes;
}

/** Why a step fell away. */
function because(reason, plan, say) {
  const named = ([skill, level]) => say("know_level", plan.skills.get(skill).name, say(`level_${level}`));
  const kinds = ["known", "done", "taught", "unneeded"].filter((kind) => reason[kind].length);
  return list(kinds.map((kind) => say(`gone_${kind}`, list(reason[kind].map(named)))));
}
