// A path that is followed: ticks on its steps, the panel above them, the bar with the next step. The page as it came stays as it is
// until the reader follows the path; everything that is shown follows from what is kept, so that another tab or a file changes it, too.

import { calendar, eventsOf } from "./calendar.mjs";
import { carry } from "./import_export.mjs";
import { changeNotice } from "./changes.mjs";
import { copy, download } from "./download.mjs";
import { board } from "./notices.mjs";
import { answered, offers } from "./prefill.mjs";
import { drawWeek, nextBar, sheet } from "./panel.mjs";
import { built, markdown } from "./markdown_export.mjs";
import { changed, readPlan, remaining, schedule, sums } from "./plan.mjs";
import { follow, hideTimes, leave, migrate, setKnown, setPath, setStep, setSteps, visit } from "./progress.mjs";
import { date, hours, list } from "../site/words.mjs";
import { Wrong } from "./parse.mjs";
import { stage } from "./steps_view.mjs";

/** @typedef {import("./plan.mjs").Plan} Plan @typedef {import("./plan.mjs").Row} Row @typedef {import("./progress.mjs").Progress} Progress */
/**
 * @typedef {object} Page
 * @property {import("./store.mjs").Store} store @property {import("../site/words.mjs").Say} say @property {string} root @property {() => Date} now
 * @property {string} guide the guide's short name @property {() => string} trouble @property {AbortSignal} signal
 */

/** @param {string} data the plan's data block @param {Page} page */
export function companion(data, page) {
  const { store, say, root, now, signal } = page;
  const content = /** @type {HTMLElement} */ (document.getElementById("fp-content"));
  const section = /** @type {HTMLElement} */ (document.getElementById("fp-follow"));
  const part = (name) => /** @type {HTMLElement} */ (section.querySelector(`[data-fp="${name}"]`));
  const on = (name, type, run) => part(name).addEventListener(type, run, { signal });
  const tell = (words) => { part("status").textContent = words; };
  const notice = board(part("notices"), section);
  const site = planOf(data);
  if (!site) {
    part("begin").hidden = true;
    section.hidden = false;
    notice("unreadable", { text: say("plan_unreadable") });
    return;
  }
  const moment = () => now().toISOString();
  const today = () => {
    const day = now();
    return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;
  };
  const view = stage(site, content, { root, say, set, know, leg });
  const bar = nextBar(content, say);
  let opened = false;
  let offered = offers(site);
  /** The last answer of `migrate`, and what it was asked about. @type {{from: Progress, progress: Progress} | null} */
  let migrated = null;
  /** What the steps of a ticked milestone were before. @type {{leg: number, steps: [string, {state: string, minutes: number}][]} | null} */
  let undo = null;

  /** How things stand: what is kept, whether this path is followed, and which plan of it. */
  function standing() {
    const from = store.get();
    if (migrated?.from !== from) migrated = { from, progress: migrate(from, site) };
    const { progress } = migrated;
    const record = progress.paths.get(site.path);
    const followed = record?.plan ? record : null;
    const mine = followed?.variant === site.variant;
    const kept = mine && followed.plan !== "site" ? /** @type {Plan} */ (followed.plan) : null;
    const change = kept ? changed(kept, site) : null;
    const plan = kept && change && !change.same ? kept : site;
    return { progress, followed, mine, change, plan };
  }

  /** Changes what is kept. The first change begins to follow this path. @param {(progress: Progress, at: string) => Progress} how @param {boolean} [quiet] */
  function put(how, quiet = false) {
    const { progress, followed, mine } = standing();
    const first = followed === null;
    let next = progress;
    if (first || (mine && followed.plan === "site")) next = follow(next, site, {}, moment());
    else if (next.last !== site.path) next = visit(next, site.path);
    if (first) navigator.storage?.persist?.().catch(() => false);
    undo = null;
    store.set(how(next, moment()));
    if (!quiet) tell(page.trouble());
  }

  /** @type {import("./steps.mjs").Deeds["set"]} */
  function set(step, change) {
    put((progress, at) => setStep(progress, step.key, change, at), true);
    const { progress, plan } = standing();
    const state = progress.steps.get(step.key)?.state ?? "todo";
    // Of a ticked point the browser tells already.
    tell(change.points ? page.trouble() : [say(`now_${state}`, step.title, doneWords(plan, progress)), page.trouble()].filter(Boolean).join(" "));
  }

  /** @param {string} skill @param {number} level */
  function know(skill, level) {
    put((progress, at) => setKnown(progress, skill, level, at), true);
    const { progress, plan } = standing();
    const name = site.skills.get(skill)?.name ?? plan.skills.get(skill)?.name ?? skill;
    tell([level ? say("known_saved", name, say(`level_${level}`)) : say("known_gone", name), doneWords(plan, progress), page.trouble()].filter(Boolean).join(" "));
  }

  /** Ticks a whole milestone, or opens it again. @param {number} number @param {boolean} done */
  function leg(number, done) {
    const { progress, plan } = standing();
    const rows = remaining(plan, progress).rows.filter((row) => row.milestone === number && row.needed);
    const wanted = rows.filter((row) => (done ? row.state === "todo" || row.state === "doing" : row.state === "done"));
    put((before, at) => setSteps(before, wanted.map((row) => row.step.key), done ? "done" : "todo", at), true);
    undo = { leg: number, steps: wanted.map((row) => [row.step.key, { state: row.state, minutes: progress.steps.get(row.step.key)?.minutes ?? 0 }]) };
    draw();
    tell([say(done ? "milestone_done" : "milestone_open", plan.milestones[number].title), page.trouble()].filter(Boolean).join(" "));
  }

  /** @param {Plan} plan @param {Progress} progress */
  function doneWords(plan, progress) {
    const sum = sums(plan, progress);
    if (!progress.hide_times) return say("done_of", hours(say, sum.done), hours(say, sum.total));
    const rows = remaining(plan, progress).rows.filter((row) => row.needed && row.state !== "skipped");
    return say("steps_of", String(rows.filter((row) => row.state === "done").length), String(rows.length));
  }

  /** @param {string} from @param {string} to */
  const range = (from, to) => (from === to ? say("dates_even", date(to, today())) : say("dates", date(from, today()), date(to, today())));

  function draw() {
    const { progress, followed, mine, change, plan } = standing();
    const { rows, missing, known } = remaining(plan, progress);
    const sum = sums(plan, progress);
    const pace = followed?.hours || site.hours_per_week;
    const plans = schedule(plan, progress, pace, followed?.start ?? "", today());
    const following = opened || followed !== null;
    const row = rows.find((one) => one.state === "doing") ?? rows.find((one) => one.state === "todo" && one.needed) ?? null;
    const words = doneWords(plan, progress);

    view.show(plan, change !== null && !change.same);
    view.update(rows, known, (number) => ({
      sum: sum.milestones[number],
      words: progress.hide_times ? "" : say("done_of", hours(say, sum.milestones[number].done), hours(say, sum.milestones[number].total)),
      dates: plans.milestones[number].done ? "" : range(plans.milestones[number].earliest, plans.milestones[number].latest),
      undo: undo?.leg === number ? takeBack : null,
    }));
    content.classList.toggle("fp-following", following);
    content.classList.toggle("fp-timeless", progress.hide_times);
    part("begin").hidden = following;
    part("panel").hidden = !following;
    for (const weeks of content.querySelectorAll(".fp-weeks")) weeks.hidden = following;

    part("done").textContent = words;
    const [low, high] = plans.weeks;
    part("weeks").textContent = row === null ? "" : low === high ? say("weeks_even", high) : say("weeks_left", String(low), String(high));
    Object.assign(part("bar"), { max: sum.total || 1, value: sum.done });
    part("bar").setAttribute("aria-valuetext", words);
    drawWeek(part, plans.timetable[0]?.tasks ?? [], row === null, say);
    const text = row === null ? built(rows) : "";
    part("built").hidden = text === "";
    part("built-text").value = text;
    for (const [name, value] of [["hours-per-week", String(pace)], ["start", followed?.start ?? ""]]) {
      if (document.activeElement !== part(name)) part(name).value = value;
    }
    part("hide-times").checked = progress.hide_times;
    view.skills(part("skills"), known);
    bar(following ? row : null, words, sum, page.trouble());
    backup();
    drawNotices({ progress, followed, mine, change, plan, missing, known });
  }

  /**
   * A field of the panel. What it does not take is not kept; whoever leaves it so is told what it takes, and it shows again what is kept.
   * @param {string} name @param {(value: string) => {hours?: number, start?: string}} change @param {(limit: string) => string} worded
   */
  function field(name, change, worded) {
    const input = /** @type {HTMLInputElement} */ (part(name));
    const taken = () => !(input.validity.badInput || input.validity.rangeUnderflow || input.validity.rangeOverflow);
    on(name, "change", () => {
      if (!taken()) return;
      notice(name, null);
      put((before, at) => setPath(before, site.path, change(input.value), at));
    });
    on(name, "blur", () => {
      if (taken()) return;
      notice(name, { text: say("out_of_range", input.labels[0].textContent.trim(), worded(input.min), worded(input.max)) });
      input.value = "";
      draw();
    });
  }

  /** Follows the plan of this page as it is now. */
  function adopt() {
    put((progress, at) => follow(progress, site, {}, at));
    tell(say("taken"));
  }

  function takeBack() {
    const { leg: number, steps } = undo;
    put((progress, at) => steps.reduce((made, [key, before]) => setStep(made, key, before, at), progress));
    view.focus(number);
    tell(say("undone"));
  }

  /** @param {any} at */
  function drawNotices({ progress, followed, mine, change, plan, missing, known }) {
    const unread = store.unread();
    notice("unread", unread && {
      text: unread.pieces ? say("unread_pieces", unread.pieces) : say("unread"), actions: [{ words: say("save_raw"), run: () => download("unread.txt", "text/plain", unread.raw) }],
    });
    notice("trouble", page.trouble() ? { text: page.trouble() } : null);
    notice("variant", followed && !mine ? {
      text: followed.plan === "site" ? say("another_variant") : say("other_variant", followed.plan.title),
      actions: [{ words: say("switch"), run: adopt }],
    } : null);
    notice("changed", changeNotice({ progress, change, plan, site }, { store, say, tell, take: adopt }));
    const lacks = missing.map(([skill, level]) => say("know_level", plan.skills.get(skill)?.name ?? skill, say(`level_${level}`)));
    notice("missing", lacks.length ? { text: say("missing", list(lacks)) } : null);
    const news = offered.filter(([skill, level]) => (known.get(skill) ?? 0) < level);
    notice("offer", news.length ? {
      text: say("offer_known", list(news.map(([skill, level]) => say("know_level", site.skills.get(skill).name, say(`level_${level}`))))),
      actions: [
        { words: say("offer_take"), run: () => { offered = answered(); put((before, at) => news.reduce((made, [skill, level]) => setKnown(made, skill, level, at), before)); } },
        { words: say("offer_no"), run: () => { offered = answered(); draw(); } },
      ],
    } : null);
  }

  on("follow", "click", () => {
    opened = true;
    draw();
    section.focus({ preventScroll: true });
  });
  field("hours-per-week", (value) => ({ hours: Math.round(Number(value)) }), (limit) => limit);
  field("start", (start) => ({ start }), (limit) => date(limit, today()));
  on("hide-times", "change", () => put((before) => hideTimes(before, part("hide-times").checked)));
  on("calendar", "click", () => {
    const { progress, followed, plan } = standing();
    const plans = schedule(plan, progress, followed?.hours || site.hours_per_week, followed?.start ?? "", today());
    const events = eventsOf(plan, plans, {
      site: root,
      milestone: (dates) => ({ title: say("calendar_milestone", dates.title), text: say("calendar_range", range(dates.earliest, dates.latest)) }),
      week: (week, number) => ({
        title: say("calendar_week", String(number), list(week.tasks.map((task) => task.step.title))),
        text: week.tasks.map((task) => say("calendar_task", task.step.title, hours(say, task.minutes))).join("\n"),
      }),
    });
    download(`${fileName(plan)}.ics`, "text/calendar", calendar({ name: plan.title, product: "-//Fingerpost//", stamp: moment(), events }));
  });
  const asMarkdown = () => {
    const { progress, plan } = standing();
    return markdown(plan, remaining(plan, progress).rows, root, progress.hide_times, say);
  };
  const copied = async (text) => tell(say((await copy(text)) ? "copied" : "copy_failed"));
  on("markdown", "click", () => download(`${fileName(site)}.md`, "text/markdown", asMarkdown()));
  on("markdown-copy", "click", () => copied(asMarkdown()));
  on("built-copy", "click", () => copied(part("built-text").value));
  on("print", "click", () => {
    const { progress, plan } = standing();
    const onPaper = sheet(plan, remaining(plan, progress).rows, doneWords(plan, progress), progress.hide_times, say);
    content.append(onPaper);
    content.classList.add("fp-printing");
    addEventListener("afterprint", () => { content.classList.remove("fp-printing"); onPaper.remove(); }, { once: true });
    print();
  });
  const backup = carry({
    part, say, store, notice, tell, now, today, signal,
    progress: () => standing().progress,
    titleOf: (key) => {
      const plan = standing().plan;
      const step = [...site.steps, ...plan.steps].find((one) => one.key === key);
      return step?.title ?? site.skills.get(key)?.name ?? (key === site.path ? site.title : "");
    },
    name: page.guide,
    address: () => location.origin + location.pathname,
    forgotten: () => { opened = false; },
    leave: () => {
      opened = false;
      store.set(leave(standing().progress, site.path, moment()));
      tell(say("left"));
      part("follow").focus();
    },
  });
  section.tabIndex = -1;
  section.hidden = false;
  store.watch(draw, signal);
  draw();
}

/** The name of a file about a path. @param {Plan} plan */
const fileName = (plan) => plan.path.replaceAll("/", "-");

/** The plan of the page, or null where it cannot be read: a script of yesterday on a page of today, or a page that broke on its way. @param {string} data */
function planOf(data) {
  try {
    return readPlan(data);
  } catch (error) {
    if (error instanceof Wrong) return null;
    throw error;
  }
}
