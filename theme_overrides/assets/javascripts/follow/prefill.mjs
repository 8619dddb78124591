// Skills that the address of a path offers as known, `?know=skill:level,...`: from the result of a decision, or from a friend.

/** @typedef {import("./plan.mjs").Plan} Plan */

/** What this plan does not know of is left out. @param {Plan} plan @returns {import("./plan.mjs").Pair[]} */
export function offers(plan) {
  const named = new URLSearchParams(location.search).get("know");
  if (!named) return [];
  const today = new Map(plan.renamed);
  const found = new Map();
  for (const entry of named.slice(0, 5000).split(",")) {
    const [, name, level] = entry.match(/^([a-z0-9-]{1,60}):([1-3])$/) ?? [];
    const skill = today.get(name) ?? name;
    if (plan.skills.has(skill)) found.set(skill, Math.max(Number(level), found.get(skill) ?? 0));
  }
  return [...found];
}

/** The offer is answered, once. @returns {never[]} */
export function answered() {
  const address = new URL(location.href);
  address.searchParams.delete("know");
  history.replaceState(history.state, "", address);
  return [];
}

