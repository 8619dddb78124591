// The first screen of a result, in words: its verdict, how sure, why, and the ways that lead on. What is said is decided in
// verdict.mjs; here the page's own words and links are put to it.

import { contents, element, fill, strong } from "./result.mjs";
import { verdictOf } from "./verdict.mjs";

/**
 * The verdict as a heading, and all that stands beneath it.
 * @param {Library} page @param {Decision} decision @param {Result} result
 * @returns {{heading: string, body: HTMLElement[], nearest: string | null,
 *   path: {role: string, path: string, knows: [string, number][]} | null}} the persona who answers like this, and the path to
 *   which it leads
 */
export function leadOf(page, decision, result) {
  const verdict = verdictOf(decision, page.people, result);
  const { words } = page;
  const none = result.blocks.at(-1).answered ? words.nothing_fits : words.none_yet;
  const name = verdict.winner === null ? none : page.name(verdict.winner);
  const there = verdict.half ? fill(words.half_there, name) : fill(words.there, name);
  const heading = verdict.there ? there.textContent : name;
  const knows = result.knows.map(([skill, level]) => `${skill}:${level}`).join(",");
  // What comes first, comes before a way of this guide.
  const leads = verdict.winner !== null && !page.part(verdict.winner, "look");
  const firsts = leads ? result.answers.flatMap(([question, option]) => page.first(question, option)) : [];
  const nearest = verdict.nearest?.[0] ?? null;
  const path = pathOf(page, verdict, result);
  return { heading, nearest, path, body: verdict.winner === null ? [sure(page, verdict)] : [
    sure(page, verdict),
    ...reason(page, verdict),
    ...firsts.map((text) => element("p", "fp-before-all", text)),
    ...elsewhere(page, verdict),
    ...arm(page, verdict, knows),
    ...others(page, verdict, knows),
    ...whose(page, verdict, result),
    ...(verdict.lost ? page.all() : []),
  ] };
}

/** The path to which a result leads before all else. */
function pathOf(page, { arm: way }, { knows }) {
  if (way?.kind !== "path") return null;
  return { role: way.role, path: wayOf(page, way).link.getAttribute("href"), knows };
}

/** How sure the result is: dots for the eye, a word, and the sentence that can be checked. */
function sure(page, { sure: { kind, dots, changes, to } }) {
  const { words } = page;
  const word = [words.no_result, words.close, words.leaning, words.clear][dots];
  const other = strong(to === null ? "" : page.name(to));
  const few = [
    () => fill(words.sure_one, other), () => fill(words.sure_two, other), () => words.sure_three, () => words.sure_four,
  ];
  const sentence = {
    none: () => "", alone: () => words.sure_alone, left: () => words.sure_left, settled: () => words.sure_settled,
    changes: few[changes - 1],
  }[kind]();
  const marks = element("span", "fp-sure__dots");
  marks.append(...[1, 2, 3].map((dot) => element("i", dot <= dots ? "fp-sure__on" : "")));
  marks.setAttribute("aria-hidden", "true");
  return element("p", "fp-sure", marks, " ", element("span", "", strong(word), " ", sentence));
}

/** The answer that counted most, said to the reader, and why it counts; or why the rule exists. */
function reason(page, { why, winner }) {
  const { words } = page;
  if (why === null) return [];
  if (why === "rule") {
    return [element("p", "fp-why", ...contents(page.part(winner, "rule").querySelector("[data-because]")))];
  }
  const you = page.you(...why);
  const because = page.because(...why);
  const said = you === undefined ? fill(words.quoted, page.whole(...why), because) : fill(words.reason, you, because);
  return [element("p", "fp-why", said)];
}

/** Where to look for work that none of the roles is. */
function elsewhere(page, { winner, second }) {
  const { words } = page;
  const places = page.part(winner, "look");
  if (!places) return [];
  const next = second === null ? [] : [element("p", "fp-by", fill(words.next_here, strong(page.name(second))))];
  return [element("p", "fp-nowhere", words.nowhere), ...contents(places), ...next];
}

/** A way as it is written: its link, what it is called, and what stands beside it. */
function wayOf(page, way) {
  const { words } = page;
  if (way.kind === "path") {
    const link = page.link(way.persona, `[data-path="${way.role}"]`);
    return { link, name: link.textContent, hours: link.dataset.hours };
  }
  if (way.kind === "stay" || way.kind === "page") {
    const link = page.link(way.persona, `[data-${way.kind}]`);
    return { link, name: way.kind === "stay" ? words.stay : words.page, hours: "" };
  }
  const link = page.place(way.kind, way.id);
  return { link, name: link.textContent, hours: link.dataset.hours };
}

const person = (page, { persona }) => page.link(persona, "[data-page]").textContent;

/** An address that takes along what the answers say of skills, where it is that of a path. */
const leading = (link, way, knows) =>
  link.getAttribute("href") + (way.kind === "path" && knows ? `?know=${knows}` : "");

/** The one way that stands out, and what it begins with. */
function arm(page, { arm: way, winner, there }, knows) {
  if (!way) return [];
  const { words } = page;
  const { link, name, hours } = wayOf(page, way);
  const [says, how] = {
    path: () => [fill(there ? words.broaden : words.your_path, name), fill(words.way_from, person(page, way), hours)],
    stay: () => [name, fill(words.advice_for, person(page, way))],
    page: () => [name, fill(words.advice_for, person(page, way))],
    project: () => [words.try_it, fill(words.project_of, name, hours)],
    role: () => [name, ""],
    begin: () => [fill(words.begin, name), words.before_paths],
  }[way.kind]();
  const tone = way.kind === "path" ? link.dataset.tone : way.kind === "begin" ? "0" : page.tone(winner);
  const said = [element("span", "fp-go__says", says), element("span", "fp-go__how", how)];
  const board = element("a", `fp-go fp-tone--${tone}`, ...said);
  board.setAttribute("href", leading(link, way, knows));
  const first = way.kind === "path" && link.dataset.first ? [fill(words.first_after, link.dataset.first), " "] : [];
  const known = way.kind === "path" && knows ? [words.knows] : [];
  const beneath = [...first, ...known];
  return [element("div", "fp-arm-of", board, ...(beneath.length ? [element("p", "fp-by", ...beneath)] : []))];
}

/** Like whom the reader answers. */
function whose(page, { nearest, arm: way }, result) {
  const { words } = page;
  if (nearest) {
    const [persona, same] = nearest, whom = strong(person(page, { persona }));
    const said = fill(words.typical, whom, String(same), String(result.answers.length));
    return [element("p", "fp-by", said, ...compared(page, persona))];
  }
  return way?.persona ? [element("p", "fp-by", fill(words.start, strong(person(page, way))))] : [];
}

/** The comparison of the roles, as far as they are from where this persona starts. */
function compared(page, persona) {
  const place = page.place("compare", "roles");
  if (!place) return [];
  const link = element("a", "", place.textContent);
  link.setAttribute("href", `${place.getAttribute("href")}?from=${persona}`);
  return [" ", element("span", "", link)];
}

/** Other ways, and the starting points of others: in a fold, unless nothing else is there for the reader to begin with. */
function others(page, verdict, knows) {
  const { words } = page;
  const { ways, starts, arm: way, winner } = verdict;
  const rows = ways.map((other, place) => {
    const { link, name, hours } = wayOf(page, other);
    const path = () => {
      if (way?.kind === "begin") return fill(words.your_path, name);
      return verdict.there && place === 0 ? fill(words.broaden, name) : fill(words.instead, name);
    };
    const called = {
      path,
      project: () => fill(words.try_first, name),
      begin: () => fill(words.begin, name),
    }[other.kind]?.() ?? name;
    const anchor = element("a", "", called);
    anchor.setAttribute("href", leading(link, other, knows));
    anchor.dataset.way = other.kind;
    return element("li", "", anchor, " ", element("span", "fp-by", other.kind === "outcome" ? words.runner_up : hours));
  });
  // Who is there already has these.
  const skills = verdict.there ? [] : contents(page.part(winner, "skills"));
  const items = starts.map((step) => {
    const anchor = element("a", "", person(page, step));
    anchor.setAttribute("href", leading(wayOf(page, step).link, step, knows));
    return element("li", "", anchor);
  });
  const chips = items.length ? element("ul", "fp-chips", ...items) : "";
  const own = way?.persona !== undefined;
  const fold = items.length && own ? [element("details", "fp-fold", element("summary", "", words.not_one), chips)] : [];
  const list = items.length && !own ? [element("h3", "", words.choose), chips] : [];
  const more = rows.length ? [element("h3", "", words.other_ways), element("ul", "fp-others", ...rows)] : [];
  const all = [...list, ...more, ...fold, ...skills];
  return all.length ? [element("div", "fp-else", ...all)] : [];
}
