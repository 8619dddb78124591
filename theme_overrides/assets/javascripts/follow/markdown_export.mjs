// A path as text: a Markdown check list, the lines of a CV, and what is to be printed. Values in, values out; no page.

import { hours } from "../site/words.mjs";

/** @typedef {import("./plan.mjs").Plan} Plan @typedef {import("./plan.mjs").Row} Row @typedef {import("../site/words.mjs").Say} Say */

/** What Markdown would take for its own. @param {string} text */
const plain = (text) => text.replaceAll(/[\\`*_[\]<>#~|&]/g, "\\$&");

/**
 * Milestones with what is to be done in each. What fell away is not there any more.
 * @param {Plan} plan @param {Row[]} rows @returns {{title: string, rows: Row[]}[]}
 */
export const legs = (plan, rows) =>
  plan.milestones
    .map((milestone) => ({ title: milestone.title, rows: milestone.steps.map((index) => rows[index]).filter((row) => row.needed) }))
    .filter((leg) => leg.rows.length > 0);

/**
 * A check list as GitHub and most editors read it.
 * @param {Plan} plan @param {Row[]} rows @param {string} root the site's address @param {boolean} timeless @param {Say} say
 */
export function markdown(plan, rows, root, timeless, say) {
  const line = ({ step, state }) => {
    const title = `[${plain(step.title)}](${new URL(step.href, root).href})`;
    const said = state === "skipped" ? `~~${title}~~` : title;
    return `- [${state === "done" ? "x" : " "}] ${timeless ? said : say("markdown_hours", said, hours(say, step.minutes))}`;
  };
  const points = ({ step, state, points: ticked }) =>
    step.points.map((point) => `  - [${state === "done" || ticked.includes(point) ? "x" : " "}] ${plain(point)}`);
  const parts = legs(plan, rows).map((leg) => [`## ${plain(leg.title)}`, "", ...leg.rows.flatMap((row) => [line(row), ...points(row)]), ""]);
  return [`# ${plain(plan.title)}`, "", new URL(plan.url, root).href, "", ...parts.flat()].join("\n");
}

/** What was built, a line for each project that is done. @param {Row[]} rows */
export const built = (rows) =>
  rows.filter((row) => row.step.kind === "project" && row.state === "done").map(({ step }) => `- ${step.cv || step.title}`).join("\n");
