// What tests see of the browser's modules that need no page: their exports in one object, with two helpers.

/** @param {string} root the address of theme_overrides/assets/javascripts/ */
export async function exportsOf(root) {
  const names = [
    "plan", "progress", "calendar", "transfer", "prerequisites", "remaining", "schedule", "swap", "budget", "export",
  ].map((name) => `follow/${name}`);
  const all = [
    ...names, "decide/score", "decide/next_steps", "decide/verdict", "site/near", "site/words", "site/find", "contract",
  ];
  const modules = await Promise.all(all.map((name) => import(`${root}${name}.mjs`)));
  const exports = Object.assign({}, ...modules);
  /** A document of progress from its text, all of which can be read. */
  const document = (text) => {
    const { progress, problem, at } = exports.parse(text);
    if (!progress) throw new Error(`${problem} at ${at}`);
    return progress;
  };
  /** Rows and tasks as a test sees them: keys instead of steps, lists instead of Maps. */
  const shown = (value) => JSON.parse(JSON.stringify(value, (name, part) => (
    part instanceof Map ? [...part] : name === "step" ? part.key : part)));
  const same = (one, other) => exports.stringify(one) === exports.stringify(other);
  const { parse: answersOf } = await import(`${root}decide/form.mjs`);
  return { ...exports, answersOf, document, shown, same };
}
