// "Since you were here": what changed in the guide that is about a followed path, for who comes back. It is shown until it is
// read; from then on the device knows what was seen, for a change may be published days after the day it bears. Until then
// what is younger than the following is new, so who begins has missed nothing. Loaded for who follows a path, where a guide
// has news.

import { MOST_NEWS_SHOWN } from "../contract.mjs";
import { within } from "../site/words.mjs";

/**
 * @typedef {{id: string, on: string, title: string, url: string, says: string, about: string[]}} News `about`: `kind:id` of
 * steps, skills, roles and starting points
 */

/** What a path is about. @param {Plan[]} plans the one that is kept and the site's @returns {Set<string>} */
function partsOf(plans) {
  const [persona, role, , then] = plans[0].path.split("/");
  const steps = plans.flatMap((plan) => plan.steps.map(({ key }) => key.split("#")[0]));
  const skills = plans.flatMap((plan) => [...plan.gap.keys()].map((skill) => `skill:${skill}`));
  return new Set([`persona:${persona}`, `role:${role}`, ...(then ? [`role:${then}`] : []), ...steps, ...skills]);
}

/** The file of the newest changes; what does not come, or is no such list, is no news. @returns {Promise<News[]>} */
async function fetched(address) {
  try {
    const answer = await fetch(address);
    const news = answer.ok ? await answer.json() : [];
    const isText = (value) => typeof value === "string";
    return news.filter(({ id, on, title, url, says, about }) => [id, on, title, url, says, ...about].every(isText));
  } catch {
    return [];
  }
}

/** A change, with where it stands. @param {News} entry @param {string} root */
function row({ title, url, says }, root) {
  const item = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: within(root, url), textContent: title });
  item.append(link);
  if (says) item.append(" ", Object.assign(document.createElement("span"), { className: "fp-by", textContent: says }));
  return item;
}

/**
 * @param {HTMLElement} box where news are shown @param {string} root the address of the site's root
 * @param {(path: string, ids: string[]) => void} see keeps which changes somebody has seen
 * @returns {Promise<(plans: Plan[], followed: Followed | null) => void>} shows what is new on a path that is followed
 */
export async function newsBoard(box, root, see) {
  const news = await fetched(new URL(box.dataset.news, location.href));
  const ids = news.map(({ id }) => id);
  const button = box.querySelector("button");
  let path = "";
  button.addEventListener("click", () => {
    const next = box.closest("[tabindex]:not(.fp-news)") ?? document.getElementById("fp-content");
    see(path, ids);
    next.focus({ preventScroll: true });
  });
  return (plans, followed) => {
    path = plans[0].path;
    const parts = followed ? partsOf(plans) : new Set();
    const isNew = ({ id, on }) => (followed.seen ? !followed.seen.includes(id) : on > followed.at.slice(0, 10));
    const fresh = news.filter((entry) => entry.about.some((part) => parts.has(part)) && isNew(entry));
    box.querySelector("ul").replaceChildren(...fresh.slice(0, MOST_NEWS_SHOWN).map((entry) => row(entry, root)));
    box.hidden = fresh.length === 0;
  };
}
