// A path that is followed: ticks on its steps, the panel above them, the bar with the next step. The page as it came stays
// as it is until the reader follows the path; everything that is shown follows from what is kept, so that another tab or a
// file changes it, too.
//
// What a follower sees is drawn from what is kept. `follow/page.mjs` changes what is kept and then draws everything
// anew from it, so a second tab, a file and a link need no code of their own. `store.mjs` alone touches the storage:
// it merges with what another tab wrote, puts aside what cannot be read (five copies at most) and takes it in again
// once it can be, and says when nothing can be kept. Markup and words stand in `templates/_follow.jinja` and
// `words/en.yml`; a script copies the one and fills in the other. The plan is a file beside the page. `visitor.mjs` loads
// all of this when it is used.

import { BUDGET_NAMES, ID_LENGTH, LEVELS } from "../contract.mjs";
import { date, hours, list } from "../site/words.mjs";
import { budget } from "./budget.mjs";
import { calendar, eventsOf, taskText } from "./calendar.mjs";
import { built, copy, download, markdown, progressInAndOut } from "./export.mjs";
import { mapView } from "./map.mjs";
import { openNews } from "./open_news.mjs";
import { board, drawWeek, nextBar } from "./panel.mjs";
import { Wrong } from "./parse.mjs";
import { addressed, changed, readPlan } from "./plan.mjs";
import {
  follow, hideTimes, leave, migrate, setKnown, setPath, setStep, setSteps, setSwap, took, visit,
} from "./progress.mjs";
import { remaining } from "./remaining.mjs";
import { roadView } from "./road.mjs";
import { changeNotice } from "./saved_plan.mjs";
import { nextRow, plusDays, roadPosition, schedule, sums } from "./schedule.mjs";
import { skillChoices, stepsView } from "./steps.mjs";
import { openPage } from "./store.mjs";
import { swapped, swapsOf } from "./swap.mjs";

const page = openPage();
const { store, say, root, now, trouble } = page;
const section = document.getElementById("fp-follow");
const part = (name) => section.querySelector(`[data-fp="${name}"]`);
const notice = board(part("notices"), section);

/**
 * The plan of the page, or null where it cannot be read: a script or a plan of yesterday on a page of today. Where it does not
 * come, the copy that the reader keeps does as well, as long as it is of the steps that stand here.
 */
async function planOf() {
  const keys = [...document.querySelectorAll(".fp-step[data-key]")].map((item) => item.dataset.key).join(" ");
  const fits = (plan) => plan.steps.map((step) => step.key).join(" ") === keys;
  try {
    const plan = readPlan(await planText());
    return fits(plan) ? plan : null;
  } catch (error) {
    if (error instanceof Wrong) return null;
    const here = new URL(".", location.href).href;
    const kept = [...store.get().paths.values()].map((path) => path.plan)
      .find((plan) => plan && plan !== "site" && new URL(plan.url, root).href === here && fits(plan));
    if (kept) return kept;
    throw error;
  }
}

/** The text of the plan's file: that of today, for the page was asked for just now, too. @returns {Promise<string>} */
async function planText() {
  const answer = await fetch(new URL(section.dataset.plan, location.href), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${answer.status}: ${answer.url}`);
  return answer.text();
}

const KNOWN = new RegExp(`^([a-z0-9-]{1,${ID_LENGTH}}):([${LEVELS.join("")}])$`);

/**
 * Skills that the address offers as known, `?know=skill:level,...`: from the result of a decision, or from a friend.
 * What this plan does not know of is left out.
 */
function offers(plan) {
  const entries = new URLSearchParams(location.search).get("know")?.slice(0, 5000).split(",") ?? [];
  const today = new Map(plan.renamed);
  const levels = new Map();
  for (const entry of entries) {
    const [, name, level] = entry.match(KNOWN) ?? [];
    const skill = today.get(name) ?? name;
    if (plan.skills.has(skill)) levels.set(skill, Math.max(Number(level), levels.get(skill) ?? 0));
  }
  return [...levels];
}

/** The device's own day, as a text. */
function today() {
  const day = now();
  const [month, date] = [day.getMonth() + 1, day.getDate()].map((number) => String(number).padStart(2, "0"));
  return `${day.getFullYear()}-${month}-${date}`;
}

/** Makes the page follow its plan. @param {Plan} site @param {(plans: Plan[], followed: Followed | null) => void} showNews */
function followPath(site, showNews) {
  const content = document.getElementById("fp-content");
  const on = (name, type, run) => part(name).addEventListener(type, run);
  const tell = (...words) => { part("status").textContent = words.filter(Boolean).join(" "); };
  const moment = () => now().toISOString();
  const view = stepsView(site, content, root, { set, know, milestone, swap, swaps }, say);
  const showSkills = skillChoices(part("skills"), site, know, say);
  const showNext = nextBar(content, section, say, markNext);
  const road = document.getElementById("fp-road");
  const showRoad = roadView(road, say("road"));
  const showMap = mapView(document.getElementById("fp-map"), say);
  let opened = false;
  let offered = offers(site);
  /** The last answer of `migrate`, and what it was asked about. @type {{from: Progress, progress: Progress} | null} */
  let migrated = null;
  /**
   * What was next and done when the page was last drawn for somebody who follows it.
   * @type {{next: string, done: Set<string>} | null}
   */
  let drawn = null;
  /** What the steps of a ticked milestone were before. @type {{number: number, steps: [string, object][]} | null} */
  let undo = null;

  /** How things stand: what is kept, whether this path is followed, and which plan of it. */
  function standing() {
    const from = store.get();
    if (migrated?.from !== from) migrated = { from, progress: migrate(from, site) };
    const { progress } = migrated;
    const record = progress.paths.get(site.path);
    const followed = record?.plan ? record : null;
    const mine = followed?.variant === site.variant;
    const kept = mine && followed.plan !== "site" ? followed.plan : null;
    const change = kept ? changed(kept, site) : null;
    const chosen = change && !change.same ? addressed(kept, site) : site;
    return { progress, followed, mine, change, chosen, plan: swapped(chosen, progress.swaps) };
  }

  /**
   * Changes what is kept. The first change begins to follow this path.
   * @param {(progress: Progress, at: string) => Progress} how
   */
  function put(how) {
    const { progress, followed, mine } = standing();
    const first = followed === null;
    let next = progress;
    if (first || (mine && followed.plan === "site")) next = follow(next, site, {}, moment());
    else if (next.last !== site.path) next = visit(next, site.path);
    if (first) navigator.storage?.persist?.().catch(() => false);
    undo = null;
    store.set(how(next, moment()));
    tell(trouble());
  }
  function set(step, change) {
    put((progress, at) => setStep(progress, step.key, change, at));
    const { progress, plan } = standing();
    const state = progress.steps.get(step.key)?.state ?? "todo";
    // Of a ticked point the browser tells already.
    tell(change.points ? "" : say(`now_${state}`, step.act, doneWords(plan, progress)), trouble());
  }

  /** Marks the step as done with which to go on. */
  function markNext() {
    const { progress, plan } = standing();
    const row = nextRow(remaining(plan, progress).rows);
    if (row) set(row.step, { state: "done" });
  }

  /** What may be taken in the place of a step. @param {Step} step */
  function swaps(step) {
    const { progress, chosen } = standing();
    return swapsOf(chosen, progress.swaps, step.key);
  }
  /** Takes another step in the place of one. @param {Step} step @param {Swap} other */
  function swap(step, other) {
    put((progress, at) => setSwap(progress, step.instead_of ?? step.key, other.back ? "" : other.step.key, at));
    tell(say("swap_done", other.step.act), trouble());
  }

  /** @param {string} skill @param {number} level */
  function know(skill, level) {
    put((progress, at) => setKnown(progress, skill, level, at));
    const { progress, plan } = standing();
    const name = site.skills.get(skill)?.name ?? plan.skills.get(skill)?.name ?? skill;
    const words = level ? say("known_saved", name, say(`level_${level}`)) : say("known_gone", name);
    tell(words, doneWords(plan, progress), trouble());
  }
  function milestone(number, done) {
    const { progress, plan } = standing();
    const wanted = remaining(plan, progress).rows.filter((row) => row.milestone === number && row.needed)
      .filter(({ state }) => (done ? state === "todo" || state === "doing" : state === "done"));
    put((before, at) => setSteps(before, wanted.map((row) => row.step.key), done ? "done" : "todo", at));
    const before = ({ step, state }) => [step.key, { state, minutes: progress.steps.get(step.key)?.minutes ?? 0 }];
    undo = { number, steps: wanted.map(before) };
    draw();
    tell(say(done ? "milestone_done" : "milestone_open", plan.milestones[number].title), trouble());
  }

  /** Begins a week later: what was due this week is due the next, and all that follows moves with it. */
  function moveOn() {
    const start = plusDays([today(), standing().followed?.start ?? ""].sort().at(-1), 7);
    put((progress, at) => setPath(progress, site.path, { start }, at));
    tell(say("moved", date(start, today())), trouble());
  }

  function takeBack() {
    const { number, steps } = undo;
    put((progress, at) => steps.reduce((next, [key, before]) => setStep(next, key, before, at), progress));
    view.focus(number);
    tell(say("undone"));
  }

  /** Follows the plan of this page as it is now. */
  function adopt() {
    put((progress, at) => follow(progress, site, {}, at));
    tell(say("taken"));
  }

  /** @param {Plan} plan @param {Progress} progress */
  function doneWords(plan, progress) {
    const sum = sums(plan, progress);
    if (!progress.hide_times) return say("done_of", hours(say, sum.done), hours(say, sum.total));
    const rows = remaining(plan, progress).rows.filter((row) => row.needed && row.state !== "skipped");
    return say("steps_of", String(rows.filter((row) => row.state === "done").length), String(rows.length));
  }

  /** @param {string} from @param {string} to */
  const range = (from, to) =>
    (from === to ? say("dates_even", date(to, today())) : say("dates", date(from, today()), date(to, today())));

  const pace = (followed) => followed?.hours || site.hours_per_week;
  const scheduleOf = ({ plan, progress, followed }) =>
    schedule(plan, progress, pace(followed), followed?.start ?? "", today());

  function draw() {
    const at = standing();
    const { progress, followed, change, plan } = at;
    const kept = plan !== site;
    const { rows, missing, known } = remaining(plan, progress);
    const sum = sums(plan, progress);
    const planned = scheduleOf(at);
    const following = opened || followed !== null;
    const row = nextRow(rows);
    const words = doneWords(plan, progress);
    const ends = new Map(planned.timetable.flatMap(({ tasks, to }) =>
      tasks.filter((task) => task.whole).map((task) => [task.index, to])));

    view.show(plan, kept);
    view.update(rows, known, (number) => {
      const { done, earliest, latest } = planned.milestones[number];
      const own = sum.milestones[number];
      return {
        sum: own, words: progress.hide_times ? "" : say("done_of", hours(say, own.done), hours(say, own.total)),
        dates: done ? "" : range(earliest, latest), undo: undo?.number === number ? takeBack : null,
      };
    }, ({ step, index, state }) => {
      const minutes = took(progress, step.key);
      const ended = minutes ? say("took_me", hours(say, minutes)) : "";
      const ending = ends.has(index) ? say("dates_even", date(ends.get(index), today())) : "";
      return { when: following ? (state === "done" ? ended : ending) : null, took: minutes };
    });
    showSkills(known);
    content.classList.toggle("fp-following", following);
    content.classList.toggle("fp-timeless", progress.hide_times);
    part("begin").hidden = following;
    part("panel").hidden = !following;
    if (road) road.hidden = kept;
    showRoad(rows, roadPosition(plan, progress), following);
    showMap(known, following);
    foldSteps(rows, row, following);

    part("done").textContent = words;
    const [low, high] = planned.weeks;
    const left = low === high ? say("weeks_even", high) : say("weeks_left", String(low), String(high));
    part("weeks").textContent = row === null ? "" : left;
    Object.assign(part("bar"), { max: sum.total || 1, value: sum.done });
    part("bar").setAttribute("aria-valuetext", words);
    drawNow(row, at, planned);
    drawWeek(part("week"), (planned.timetable[0]?.tasks ?? []).filter((task) => task.step !== row?.step), say);
    part("week-free").hidden = row !== null;
    part("week-free").textContent = row === null ? say("finished") : "";
    const text = row === null ? built(rows) : "";
    part("built").hidden = text === "";
    part("built-text").value = text;
    for (const [name, value] of [["hours-per-week", String(pace(followed))], ["start", followed?.start ?? ""]]) {
      if (document.activeElement !== part(name)) part(name).value = value;
    }
    part("hide-times").checked = progress.hide_times;
    showNext(following ? row : null, sum, trouble());
    showBackup();
    drawNotices({ ...at, missing, known });
    showNews([plan, site], followed);
  }

  /**
   * Opens the step to go on with when it becomes that, and folds what has just been done; at first, all other steps.
   * @param {Row[]} rows @param {Row | null} next @param {boolean} following
   */
  function foldSteps(rows, next, following) {
    const before = drawn;
    const done = new Set(rows.filter((row) => row.state === "done").map((row) => row.step.key));
    drawn = following ? { next: next?.step.key ?? "", done } : null;
    for (const { step: { key }, index } of following ? rows : []) {
      const isNew = done.has(key) && !before?.done.has(key);
      if (key === drawn.next && key !== before?.next) view.fold(index, true);
      else if (key !== drawn.next && (before === null || isNew)) view.fold(index, false);
    }
  }

  /** This week's step: where it leads, what of it is done, and what there is to show next. */
  function drawNow(row, { progress, plan }, { timetable: [week], milestones }) {
    const dated = (name, ...days) => say(name, ...days.map((day) => date(day, today())));
    const isShown = (number) => plan.steps[plan.milestones[number].steps.at(-1)].kind === "project";
    const coming = row && milestones.find(({ done }, number) => !done && isShown(number));
    part("next-show").hidden = !coming;
    part("next-show").textContent = coming ? say("show_next", coming.title, dated("dates_even", coming.ends)) : "";
    part("when").hidden = !week || progress.hide_times;
    part("now").parentElement.hidden = part("now-box").hidden = row === null;
    part("now-later").hidden = row === null || progress.hide_times;
    part("now-spent").hidden = row === null || progress.hide_times;
    if (row === null) return;
    const { step, index, spent } = row;
    const place = document.getElementById(`step-${index + 1}`)?.querySelector(".fp-out");
    const task = week.tasks.find((each) => each.step === step);
    const words = spent ? [say("spent", hours(say, spent), hours(say, step.minutes))] : [];
    const when = week.from > today() ? "later_week" : "this_week";
    part("when").textContent = say(when, dated("dates_to", week.from, week.to));
    part("now").textContent = say("numbered", String(index + 1), step.act);
    part("now").href = `#step-${index + 1}`;
    if (task) words.push(say(task.whole ? "due_rest" : "due", hours(say, task.minutes)));
    part("now-spent").textContent = words.join(" ");
    part("now-open").href = place?.href ?? (step.url || new URL(step.href, root).href);
  }

  /** @param {any} at */
  function drawNotices({ progress, followed, mine, change, plan, missing, known }) {
    const named = ([skill, level]) => {
      const name = plan.skills.get(skill)?.name ?? site.skills.get(skill)?.name ?? skill;
      return say("know_level", name, say(`level_${level}`));
    };
    const unread = store.unread();
    notice("unread", unread && {
      text: unread.pieces ? say("unread_pieces", unread.pieces)
        : [say("unread"), ...(unread.newer ? [say("problem_newer")] : [])].join(" "),
      actions: [{ words: say("save_raw"), run: () => download("unread.txt", "text/plain", unread.raw) }],
    });
    notice("trouble", trouble() ? { text: trouble() } : null);
    notice("variant", followed && !mine ? {
      text: followed.plan === "site" ? say("another_variant") : say("other_variant", followed.plan.title),
      actions: [{ words: say("switch"), run: adopt }],
    } : null);
    notice("changed", changeNotice({ progress, change, plan, site }, { store, say, tell, take: adopt }));
    notice("missing", missing.length ? { text: say("missing", list(missing.map(named))) } : null);
    const news = offered.filter(([skill, level]) => (known.get(skill) ?? 0) < level);
    const take = () => {
      answered();
      put((before, at) => news.reduce((next, [skill, level]) => setKnown(next, skill, level, at), before));
    };
    const refuse = () => {
      answered();
      draw();
    };
    notice("offer", news.length ? {
      text: say("offer_known", list(news.map(named))),
      actions: [{ words: say("offer_take"), run: take }, { words: say("offer_no"), run: refuse }],
    } : null);
  }

  /** What the address offers is answered, once. */
  function answered() {
    offered = [];
    const address = new URL(location.href);
    address.searchParams.delete("know");
    history.replaceState(history.state, "", address);
  }

  /**
   * A field of the panel. What it does not take is not kept; whoever leaves it so is told what it takes, and it shows again
   * what is kept.
   * @param {string} name @param {(value: string) => {hours?: number, start?: string}} change
   * @param {(limit: string) => string} worded
   */
  function field(name, change, worded) {
    const input = part(name);
    const taken = () => !(input.validity.badInput || input.validity.rangeUnderflow || input.validity.rangeOverflow);
    on(name, "change", () => {
      if (!taken()) return;
      notice(name, null);
      put((before, at) => setPath(before, site.path, change(input.value), at));
    });
    on(name, "blur", () => {
      if (taken()) return;
      const label = input.labels[0].textContent.trim();
      notice(name, { text: say("out_of_range", label, worded(input.min), worded(input.max)) });
      input.value = "";
      draw();
    });
  }

  /** The name of a file about the path. */
  const fileName = site.path.replaceAll("/", "-");

  function calendarFile() {
    const current = standing();
    const events = eventsOf(current.plan, scheduleOf(current), {
      site: root,
      milestone: ({ title, earliest, latest }) =>
        ({ title: say("calendar_milestone", title), text: say("calendar_range", range(earliest, latest)) }),
      week: ({ tasks }, number) => ({
        title: say("calendar_week", String(number), list(tasks.map((task) => task.step.act))),
        text: tasks.map((task) =>
          taskText(task, root, say("calendar_task", task.step.act, hours(say, task.minutes)))).join("\n"),
      }),
    });
    return calendar({ name: current.plan.title, product: "-//Fingerpost//", stamp: moment(), events });
  }

  function markdownList() {
    const { progress, plan } = standing();
    return markdown(plan, remaining(plan, progress).rows, root, progress.hide_times, say);
  }

  on("follow", "click", () => {
    opened = true;
    draw();
    section.focus({ preventScroll: true });
  });
  field("hours-per-week", (value) => ({ hours: Math.round(Number(value)) }), (limit) => limit);
  field("start", (start) => ({ start }), (limit) => date(limit, today()));
  on("hide-times", "change", () => put((before) => hideTimes(before, part("hide-times").checked)));
  on("calendar", "click", () => download(`${fileName}.ics`, "text/calendar", calendarFile()));
  on("markdown", "click", () => download(`${fileName}.md`, "text/markdown", markdownList()));
  on("markdown-copy", "click", () => copy(markdownList(), { say, tell }));
  on("built-copy", "click", () => copy(part("built-text").value, { say, tell }));
  on("print", "click", () => print());
  on("now-done", "click", markNext);
  budgetForm(() => standing().plan);
  on("now-later", "click", moveOn);
  on("about", "click", () => {
    const shown = content.classList.toggle("fp-about");
    part("about").setAttribute("aria-expanded", String(shown));
  });
  on("leave", "click", () => {
    opened = false;
    store.set(leave(standing().progress, site.path, moment()));
    tell(say("left"));
    part("follow").focus();
  });
  const showBackup = progressInAndOut({
    part, say, store, notice, tell, now, today,
    name: page.guide,
    progress: () => standing().progress,
    titleOf: (key) => {
      const step = [...site.steps, ...standing().plan.steps].find((other) => other.key === key);
      return step?.title ?? site.skills.get(key)?.name ?? (key === site.path ? site.title : "");
    },
    forgotten: () => { opened = false; },
  });
  section.tabIndex = -1;
  store.watch(draw);
  draw();
}

/** Says what fits into the time that a reader has, from the beginning of a path. @param {() => Plan} planNow */
function budgetForm(planNow) {
  const form = document.querySelector('[data-fp="budget"]');
  const field = (name) => document.querySelector(`[data-fp="budget-${name}"]`);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [weeks, perWeek] = [field("weeks").valueAsNumber, field("hours").valueAsNumber];
    field("says").textContent = budgetWords(planNow(), weeks, perWeek);
  });
}

/** The first of some names, and how many more there are. @param {string[]} names */
function some(names) {
  const few = names.slice(0, BUDGET_NAMES).join("; ");
  const more = names.length - BUDGET_NAMES;
  return more > 0 ? say("budget_more", few, String(more)) : few;
}

/** The same as the lines that the page came with. @param {Plan} plan @param {number} weeks @param {number} perWeek hours */
function budgetWords(plan, weeks, perWeek) {
  const { milestones, percent, shipped } = budget(plan, weeks * perWeek * 60);
  const later = plan.steps.map((step) => step.ships).filter(Boolean).slice(shipped.length);
  const stages = [
    ...(milestones ? [say(milestones > 1 ? "budget_stages" : "budget_stage", String(milestones))] : []),
    ...(percent ? [say("budget_part", String(percent), String(milestones + 1))] : []),
  ];
  const part = stages.length > 1 ? say("budget_and", ...stages) : stages[0] ?? say("budget_little");
  const whole = milestones === plan.milestones.length;
  return [
    say("budget_line", say("budget_in", String(weeks), String(perWeek)), whole ? say("budget_whole") : part),
    ...(shipped.length ? [say("budget_show", some(shipped))] : []),
    ...(later.length ? [say("budget_not_yet", some(later))] : []),
  ].join(" ");
}

const [site, showNews] = await Promise.all([planOf(), openNews({ store, root })]);
if (site) {
  followPath(site, showNews);
} else {
  for (const useless of document.querySelectorAll('.fp-tick, [data-fp="begin"], [data-fp="budget"]')) useless.remove();
  notice("unreadable", { text: say("plan_unreadable") });
}
