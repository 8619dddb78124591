// What a result says first: who, how sure, why, and where to go. Ids and numbers alone, so that it runs without a page; the words
// are put to it by result.mjs.

import { nextSteps } from "./next_steps.mjs";
import { score } from "./score.mjs";

/**
 * @typedef {import("./next_steps.mjs").Step} Step
 * @typedef {{kind: "settled" | "changes" | "left" | "alone" | "none", dots: number, changes: number, to: string | null}} Sure
 *   how sure: `changes` answers would have to be others for `to` to come first, or no few would do (`settled`); what is left
 *   unanswered could do it (`left`), or one question of it by itself (`alone`); or there is no result (`none`)
 * @typedef {Step | {kind: "project" | "role" | "outcome", id: string} | {kind: "begin", id: string}} Way
 * @typedef {{winner: string | null, there: boolean, half: boolean, sure: Sure, why: [string, string] | "rule" | null,
 *   nearest: [string, number] | null, second: string | null, arm: Way | null, ways: Way[], starts: Step[],
 *   lost: boolean}} Verdict
 *   `there` where the reader has the result's role already, `half` where it is more than the roles that the reader has;
 *   `second` what comes next in the answers where the result lies elsewhere; `lost` where people answer this decision and none
 *   of them is led to the result
 */

// So many changes make a result clear; one more dot for each up to there.
const CLEAR = 3;
// So many other ways fit on the first screen of a phone.
const WAYS = 4;

/** @param {Decision} decision @param {Person[]} people @param {Result} result @returns {Verdict} */
export function verdictOf(decision, people, result) {
  const block = result.blocks.at(-1);
  const { nearest, ...next } = nextSteps(decision, people, result);
  return {
    winner: block.winner,
    there: block.already,
    half: block.already && halfOf(decision, result, block),
    sure: sureOf(decision, result, block),
    why: block.by_rule ? "rule" : block.winner === null ? null : block.drivers[0]?.slice(0, 2) ?? null,
    nearest,
    second: secondOf(decision, block),
    ...waysOf(decision, people, result, next),
  };
}

/** Whether the result stands for a role besides those of the earlier blocks. */
function halfOf(decision, result, { winner }) {
  const roles = (id) => decision.outcomes.find((outcome) => outcome.id === id)?.roles ?? [];
  const here = result.blocks.slice(0, -1).flatMap((block) => roles(block.winner));
  return roles(winner).some((role) => !here.includes(role));
}

/** The first result after one that lies elsewhere that does not, if any answer speaks for it. */
function secondOf(decision, { winner, ranking }) {
  const elsewhere = decision.outcomes.filter((outcome) => outcome.elsewhere).map(({ id }) => id);
  if (!elsewhere.includes(winner)) return null;
  return ranking.find(([id, sum]) => sum > 0 && !elsewhere.includes(id))?.[0] ?? null;
}

/** @returns {Sure} */
function sureOf(decision, result, block) {
  const said = (kind, dots, changes = 0, to = null) => ({ kind, dots, changes, to });
  if (block.winner === null) return said("none", 0);
  const changes = block.flip?.length ?? 0;
  const others = block.open.some((outcome) => outcome !== block.winner);
  if (changes !== 1 && block.undecided.length) return said("alone", 1);
  if (changes !== 1 && others) return said("left", 2);
  if (block.flip === null) return said("settled", CLEAR);
  const after = score(decision, [...result.answers, ...block.flip]).blocks.at(-1);
  return said("changes", Math.min(changes, CLEAR), changes, after.winner);
}

/**
 * One way that stands out, at most four others, and the starts of other people. Never to what an answer rules out, nor to a role
 * that the reader has already.
 */
function waysOf(decision, people, result, { steps, others }) {
  const block = result.blocks.at(-1);
  const outcomes = new Map(decision.outcomes.map((outcome) => [outcome.id, outcome]));
  const outcome = outcomes.get(block.winner);
  if (!outcome || outcome.elsewhere) return { arm: null, ways: [], starts: [], lost: false };
  // Who lacks what every path takes for granted begins with that, and with no project; only to staying it comes second.
  const begin = block.already ? [] : beginnings(decision, result);
  const project = outcome.project && !block.already && !begin.length ? [{ kind: "project", id: outcome.project }] : [];
  const roles = people.length ? [] : outcome.roles.map((id) => ({ kind: "role", id }));
  const leaves = outcome.roles.length > 0;
  const [arm = null, ...more] = [...(leaves ? begin : []), ...steps, ...(leaves ? [] : begin), ...project, ...roles];
  const second = runnerUp();
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const last = more.filter(({ kind }) => kind === "project");
  const ways = [...more.filter((way) => !last.includes(way)), ...second, ...last];
  const once = ways.filter((way, place) => ways.findIndex((other) => same(way, other)) === place);
  const lost = people.length > 0 && steps.length + others.length === 0;
  return { arm, ways: once.slice(0, WAYS), starts: others, lost };

  /** The outcome that comes second: for whom a persona was found, that persona's path there. */
  function runnerUp() {
    if (block.by_rule || block.ranking.length < 2 || block.ranking[1][1] === 0) return [];
    const next = outcomes.get(block.ranking[1][0]);
    const winners = result.blocks.map(({ winner }) => outcomes.get(winner)?.roles ?? []).flat();
    const person = people.find(({ id }) => id === steps[0]?.persona);
    const path = person?.paths.find(({ to }) => to === next.roles[0]);
    if (next.roles.length === 1 && path && !begin.length && !winners.includes(path.to)) {
      return [{ kind: "path", persona: person.id, role: path.to }];
    }
    return [{ kind: "outcome", id: next.id }];
  }
}

/** What comes before every path for whoever answers so. */
function beginnings(decision, result) {
  const given = new Map(result.answers);
  const options = decision.questions.map(({ id, options }) => options.find((option) => option.id === given.get(id)));
  const skills = options.flatMap((option) => option?.begin ?? []);
  return skills.slice(0, 1).map((id) => ({ kind: "begin", id }));
}
