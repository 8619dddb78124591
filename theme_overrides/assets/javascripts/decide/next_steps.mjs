// From a result to what comes next. The twin of generator/decisions/next_steps.py, which has the words on it; JSON.stringify of
// what `nextSteps` returns is the same, byte for byte, as what `as_json` returns there.

/**
 * @typedef {{to: string, then: string | null}} Path
 * @typedef {{id: string, answers: [string, string][], unless: [string, string[]][], roles: string[],
 *   stays: boolean, paths: Path[]}} Person
 * @typedef {{kind: "path" | "stay" | "page", persona: string, role: string | null}} Step
 * @typedef {{nearest: [string, number] | null, steps: Step[], others: Step[]}} NextSteps
 */

// Nearest is who gives one in so many of the answers, and so many more of them than anybody else.
const ONE_IN = 2, MORE = 2;

/** @param {Decision} decision @param {Person[]} people @param {Result} result @returns {NextSteps} */
export function nextSteps(decision, people, result) {
  const last = result.blocks.at(-1);
  const outcome = decision.outcomes.find(({ id }) => id === last.winner);
  if (!outcome || outcome.elsewhere) return { nearest: null, steps: [], others: [] };
  const given = new Map(result.answers);
  const leaving = last.ruled_out.map(([id]) => decision.outcomes.find((other) => other.id === id))
    .some(({ roles, elsewhere }) => roles.length === 0 && !elsewhere);
  const winners = result.blocks.slice(0, -1).map(({ winner }) => winner);
  const here = decision.outcomes.filter(({ id }) => winners.includes(id)).flatMap(({ roles }) => roles);
  const kept = ({ unless }) => !unless.some(([question, options]) => options.includes(given.get(question)));
  const welcome = people.filter(kept);
  const alike = welcome.filter(({ roles }) => roles.some((role) => here.includes(role)));
  const led = alike.length || last.already ? alike : welcome;

  /** @param {Person} person @returns {Step[]} */
  function stepsOf({ id, stays, paths }) {
    const staying = last.already || outcome.roles.length === 0;
    const path = staying ? last.already && beyond(paths, outcome.roles, here) : way(paths, outcome.roles);
    const stay = staying ? [step(leaving || !stays ? "page" : "stay", id)] : [];
    const onward = path ? [step("path", id, path.to)] : [];
    // Who has one side of the result goes on to the other; who has all of it stays, and may broaden.
    return path && outcome.roles.includes(path.to) ? [...onward, ...stay] : [...stay, ...onward];
  }

  let like = nearest(people, given);
  if (like && !led.some(({ id }) => id === like[0])) like = null;
  const going = led.map((person) => ({ id: person.id, steps: stepsOf(person) }))
    .filter(({ steps }) => steps.length > 0);
  const main = like ? like[0] : led.length === 1 ? led[0].id : null;
  return {
    nearest: like,
    steps: main === null ? [] : going.find(({ id }) => id === main)?.steps ?? [step("page", main)],
    others: going.filter(({ id }) => id !== main).map(({ steps }) => steps[0]),
  };
}

const step = (kind, persona, role = null) => ({ kind, persona, role });

function nearest(people, given) {
  const same = ({ answers }) => answers.filter(([question, option]) => given.get(question) === option).length;
  const alike = people.map((person) => [person.id, same(person)]);
  const [[first, most], [, second]] = [...alike, ["", 0], ["", 0]].sort(([, one], [, other]) => other - one);
  return ONE_IN * most >= given.size && most >= second + MORE ? [first, most] : null;
}

/** The path to the first of these roles, best one that goes on to another of them. */
function way(paths, roles) {
  const leading = roles.flatMap((role) => paths.filter(({ to }) => to === role));
  return leading.find(({ then }) => roles.includes(then)) ?? leading[0];
}

/** The path away from here, best one to these roles. */
function beyond(paths, roles, here) {
  const leading = paths.filter(({ to }) => !here.includes(to));
  return leading.find(({ to }) => roles.includes(to)) ?? leading[0];
}
