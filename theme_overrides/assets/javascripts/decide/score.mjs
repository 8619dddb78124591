// Decision scoring: answers to a result, in whole points. The twin of generator/decisions/, which has the words on what each
// field means; JSON.stringify of what `score` returns is the same, byte for byte, as what `as_json` returns there.

/**
 * @typedef {[string, string]} Given a question and the option chosen
 * @typedef {{id: string, favours: [string, number][], knows: [string, number][], begin: string | null}} Option
 * @typedef {{id: string, block: string, fact: boolean, formerly: string[], options: Option[]}} Question
 * @typedef {{id: string, block: string, roles: string[], unless: [string, string[]][], elsewhere: boolean,
 *   project: string | null}} Outcome
 * @typedef {{outcome: string, within: number, any_of: [string, string[]][]}} Rule
 * @typedef {{blocks: {id: string}[], outcomes: Outcome[], questions: Question[], rules: Rule[]}} Decision
 * @typedef {{id: string, behind: number, answers: [string, string, number][]}} WhyNot
 * @typedef {{id: string, answered: number, questions: number, winner: string | null, by_rule: boolean,
 *   ranking: [string, number][], margin: number, drivers: [string, string, number][], flip: Given[] | null, why_not: WhyNot[],
 *   ruled_out: [string, string, string][], open: string[], undecided: string[], already: boolean}} BlockResult
 * @typedef {{answers: Given[], blocks: BlockResult[], knows: [string, number][]}} Result
 * @typedef {{least: [number, number, number][], oneOf: Given[] | null, noneOf: Given[]}} Way
 */

const DRIVERS = 3, AGAINST = 2, CHANGES = 4;
// Decisions of real life stay far below; only one that was made to be hard comes so far. The twin stops at the same.
const STATES = 5_000, TRIES = 20_000;
// What being ruled out costs: more than all points of a decision together, so that sums and searches need no rule of their
// own for it.
const OUT = 1_000;
// So many outcomes a rule may join.
const JOINED = [2, 3];

/**
 * What these answers say. Questions and options that the decision does not have are ignored.
 * @param {Decision} decision @param {Iterable<Given>} answers pairs, or a Map, of question and option @returns {Result}
 */
export function score(decision, answers) {
  const chosen = new Map(answers);
  const given = new Map();
  const knows = new Map();
  for (const question of decision.questions) {
    const option = question.options.find(({ id }) => id === chosen.get(question.id));
    if (!option) continue;
    given.set(question.id, option.id);
    for (const [skill, level] of option.knows) knows.set(skill, Math.max(level, knows.get(skill) ?? 0));
  }
  const roles = new Map(decision.outcomes.map((outcome) => [outcome.id, outcome.roles]));
  const here = new Set();
  const blocks = [];
  for (const { id } of decision.blocks) {
    const result = blockResult(tableOf(decision, id), given, here, roles);
    blocks.push(result);
    for (const role of roles.get(result.winner) ?? []) here.add(role);
  }
  return { answers: [...given], blocks, knows: [...knows].sort(([one], [other]) => (one < other ? -1 : 1)) };
}

/**
 * A block as numbers: its ranked outcomes by place, each answer as points by place. Behind them is a place for
 * nothing, which always has 0 points: it leads when every outcome is ruled out.
 */
function tableOf(decision, block) {
  const joined = new Set(decision.rules.map((rule) => rule.outcome));
  const own = decision.outcomes.filter((outcome) => outcome.block === block);
  const ranked = own.filter((outcome) => !joined.has(outcome.id));
  const questions = decision.questions.filter((question) => question.block === block);
  const ruleOf = (outcome, { within, any_of }) => {
    const groups = joinedBy(outcome, ranked);
    const anyOf = any_of.flatMap(([question, options]) => options.map((option) => [question, option]));
    return { outcome: outcome.id, within, anyOf, groups, size: groups.length ? groups[0].length : 0 };
  };
  const rules = decision.rules.flatMap((rule) => (
    own.filter(({ id }) => id === rule.outcome).map((outcome) => ruleOf(outcome, rule))));
  const unless = ranked.map((outcome) => new Map(outcome.unless));
  const byRules = rules.flatMap((rule) => rule.anyOf.map(([question]) => question));
  const asked = new Set([...byRules, ...unless.flatMap((answers) => [...answers.keys()])]);
  // Its own questions, and those of other blocks for which a rule asks or which can rule an outcome out.
  const asking = decision.questions.filter((question) => question.block === block || asked.has(question.id));
  const points = new Map(asking.map((question) => [question.id, new Map(question.options.map((option) => {
    const favours = new Map(option.favours);
    const out = (place) => unless[place].get(question.id)?.includes(option.id);
    const worth = ({ id }, place) => (favours.get(id) ?? 0) - (out(place) ? OUT : 0);
    return [option.id, [...ranked.map(worth), 0]];
  }))]));
  const ids = (outcomes) => outcomes.map(({ id }) => id);
  const table = { id: block, outcomes: ids(own), ranked: ids(ranked), unless, questions, asking, points, rules };
  return { ...table, ways: waysOf(table) };
}

/** @typedef {ReturnType<typeof tableOf>} Table */

const sameSet = (one, other) => one.every((item) => other.includes(item)) && other.every((item) => one.includes(item));

/** So many of the places, in each order. */
function permutations(places, size) {
  if (size === 0) return [[]];
  const after = (place) => permutations(places.filter((other) => other !== place), size - 1);
  return places.flatMap((place) => after(place).map((more) => [place, ...more]));
}

/** One of each list, in every way. */
const product = (lists) => lists.reduce((made, list) => (
  made.flatMap((each) => list.map((item) => [...each, item]))), [[]]);

/**
 * The groups of ranked outcomes, by their places, that an outcome of a rule joins: the fewest, two or more, that together
 * stand for exactly its roles.
 */
function joinedBy({ roles }, ranked) {
  for (const size of JOINED) {
    const groups = [...combinations(ranked.length, size)]
      .filter((places) => sameSet(places.flatMap((place) => ranked[place].roles), roles));
    if (groups.length) return groups;
  }
  return [];
}

/** Whether a rule joins those that lead, in whatever order. */
const joins = ({ groups, size }, foremost) =>
  groups.some((group) => sameSet(group, foremost.slice(0, size)));

/** Every way in which each outcome of a block can win. */
function waysOf({ outcomes, ranked, rules }) {
  const ways = new Map(outcomes.map((outcome) => [outcome, []]));
  const places = [...ranked.keys(), ranked.length];
  // The points by which an outcome must lead to stand before another: none when it stands earlier in the file.
  const ahead = (one, other) => [one, other, other < one ? 1 : 0];
  for (const first of ranked.keys()) {
    // Only as many of the foremost as a rule may join decide who wins.
    const sizes = rules.filter(({ groups }) => groups.some((group) => group.includes(first))).map(({ size }) => size);
    for (const others of permutations(places.filter((other) => other !== first), Math.max(1, ...sizes) - 1)) {
      const foremost = [first, ...others];
      const order = foremost.flatMap((leader, index) => (
        places.filter((other) => !foremost.slice(0, index + 1).includes(other)).map((other) => ahead(leader, other))));
      const applying = rules.filter((rule) => joins(rule, foremost));
      for (const [place, rule] of [...applying, null].entries()) {
        // The rule wins when none before it applies, and the first itself when none does: too far apart, or no answer
        // given.
        const before = applying.slice(0, place);
        const among = [...new Set(before.map(({ size }) => size))].sort();
        const steps = (size) => before.filter((other) => other.size === size).map(({ within }) => within + 1);
        for (const apart of product(among.map((size) => [...new Set([0, ...steps(size)])]))) {
          const gap = new Map(among.map((size, index) => [size, apart[index]]));
          if (rule && (gap.get(rule.size) ?? 0) > rule.within) continue;
          const least = [...order, ...[...gap].map(([size, points]) => [first, foremost[size - 1], points])];
          if (rule) least.push([foremost[rule.size - 1], first, -rule.within]);
          const noneOf = before.filter(({ size, within }) => within >= gap.get(size)).flatMap(({ anyOf }) => anyOf);
          ways.get(rule ? rule.outcome : ranked[first]).push({ least, oneOf: rule ? rule.anyOf : null, noneOf });
        }
      }
    }
  }
  return ways;
}

const anyGiven = (answers, given) => answers.some(([question, option]) => given.get(question) === option);

/** The outcome that wins with these points, and whether a rule makes it so. */
function winnerOf({ ranked, rules }, totals, given) {
  const first = totals.indexOf(Math.max(...totals));
  if (first === ranked.length) return [null, false];
  if (rules.length) {
    const order = [...totals.keys()].sort((one, other) => totals[other] - totals[one]);
    for (const rule of rules) {
      const near = rule.size > 0 && totals[first] - totals[order[rule.size - 1]] <= rule.within;
      if (near && joins(rule, order) && anyGiven(rule.anyOf, given)) return [rule.outcome, true];
    }
  }
  return [ranked[first], false];
}

/** What one block says. `here` are the roles of earlier winners, `roles` those of each outcome. @returns {BlockResult} */
function blockResult(table, given, here, roles) {
  const answered = table.questions.filter((question) => given.has(question.id));
  const pointsOf = (id) => table.points.get(id).get(given.get(id));
  const rows = table.asking.filter(({ id }) => given.has(id)).map(({ id }) => pointsOf(id));
  const places = [...table.ranked.keys(), table.ranked.length];
  const totals = places.map((place) => rows.reduce((sum, row) => sum + row[place], 0));
  const standing = [...table.ranked.keys()].filter((place) => totals[place] >= 0);
  const order = standing.sort((one, other) => totals[other] - totals[one] || one - other);
  const [first, second] = order;
  const [winner, byRule] = answered.length > 0 ? winnerOf(table, totals, given) : [null, false];
  const weights = (other, most) => answered
    .map(({ id }) => [id, given.get(id), pointsOf(id)[first] - (other === undefined ? 0 : pointsOf(id)[other])])
    .filter(([, , more]) => more > 0)
    .sort((one, other) => other[2] - one[2])
    .slice(0, most);
  const winnerWith = (question, option) => {
    const after = table.points.get(question).get(option).map((points, place) => points + totals[place]);
    return winnerOf(table, after, new Map(given).set(question, option))[0];
  };
  return {
    id: table.id,
    answered: answered.length,
    questions: table.questions.length,
    winner,
    by_rule: byRule,
    ranking: order.map((place) => [table.ranked[place], totals[place]]),
    margin: order.length > 1 ? totals[first] - totals[second] : 0,
    drivers: order.length > 0 ? weights(second, DRIVERS) : [],
    flip: answered.length > 0 ? flip(table, given, totals, winner) : null,
    why_not: [...table.ranked.entries()].filter(([place]) => place !== first && totals[place] >= 0)
      .map(([place, id]) => ({ id, behind: totals[first] - totals[place], answers: weights(place, AGAINST) })),
    ruled_out: table.ranked.flatMap((id, place) => {
      const ruling = [...given].find(([question, option]) => table.unless[place].get(question)?.includes(option));
      return ruling ? [[id, ...ruling]] : [];
    }),
    open: stillOpen(table, given, totals),
    undecided: table.questions.filter(({ id }) => !given.has(id))
      .filter(({ id, options }) => options.some((option) => ![winner, null].includes(winnerWith(id, option.id))))
      .map(({ id }) => id),
    already: winner !== null && roles.get(winner).some((role) => here.has(role)),
  };
}

/**
 * The fewest changes that give another winner; of those the ones to preferences alone before the ones that touch a
 * fact, then the first by their questions, then by their options. Null too when none is found among so many that
 * nobody could wait for more.
 */
function flip(table, given, totals, winner) {
  const answered = table.asking.filter(({ id }) => given.has(id)).map(({ id, fact }) => {
    const now = table.points.get(id).get(given.get(id));
    const others = [...table.points.get(id)].filter(([option]) => option !== given.get(id));
    const gain = (points) => points.map((value, place) => value - now[place]);
    return { id, fact, options: others.map(([option, points]) => ({ id: option, gain: gain(points) })) };
  });
  // What each question can at best do for each difference of points that another outcome needs.
  const asked = new Set(answered.map(({ id }) => id));
  const wanted = [...table.ways].flatMap(([outcome, ways]) => (
    outcome === winner ? [] : ways.filter((way) => conditionsCanHold(way, given, asked)).map(({ least }) => least)));
  const missing = wanted.map((least) => least.map(([one, other, need]) => need - totals[one] + totals[other]));
  const most = (options, one, other) => Math.max(...options.map(({ gain }) => gain[one] - gain[other]));
  const best = answered.map(({ options }) => (
    wanted.map((least) => least.map(([one, other]) => most(options, one, other)))));
  let tries = 0;
  for (let changes = 1; changes <= Math.min(CHANGES, answered.length); changes += 1) {
    const sets = [...combinations(answered.length, changes)];
    const touches = (places) => places.some((place) => answered[place].fact);
    for (const places of [...sets.filter((places) => !touches(places)), ...sets.filter(touches)]) {
      const hope = missing.some((needs, way) => needs.every((need, row) => (
        places.reduce((sum, place) => sum + best[place][way][row], 0) >= need)));
      const change = hope ? firstChange(places.map((place) => answered[place]), [], totals) : null;
      if (change) return change;
      if (tries > TRIES) return null;
    }
  }
  return null;

  function firstChange([question, ...rest], chosen, after) {
    if (!question) tries += 1;
    if (tries > TRIES) return null;
    if (!question) {
      const [then] = winnerOf(table, after, new Map([...given, ...chosen]));
      return [winner, null].includes(then) ? null : chosen;
    }
    for (const option of question.options) {
      const totalsThen = after.map((points, place) => points + option.gain[place]);
      const change = firstChange(rest, [...chosen, [question.id, option.id]], totalsThen);
      if (change) return change;
    }
    return null;
  }
}

/** Whether a rule's answers allow a way of winning, as they are or by a change; points aside. */
function conditionsCanHold({ oneOf, noneOf }, given, changeable) {
  if (noneOf.some(([question, option]) => given.get(question) === option && !changeable.has(question))) return false;
  return oneOf === null || anyGiven(oneOf, given) || oneOf.some(([question]) => changeable.has(question));
}

/** Every choice of some places, in order. */
function* combinations(count, size, from = 0) {
  if (size === 0) yield [];
  else for (let place = from; place <= count - size; place += 1) {
    for (const rest of combinations(count, size - 1, place + 1)) yield [place, ...rest];
  }
}

/** The outcomes that some way of answering all that is unanswered makes winner. */
function stillOpen(table, given, totals) {
  if (table.questions.length === 0) return [];
  const free = table.asking.filter(({ id }) => !given.has(id));
  const can = (way) => canHappen(table, way, free, given, totals);
  return table.outcomes.filter((outcome) => table.ways.get(outcome).some(can));
}

/** Whether the free questions can be answered so that a way of winning is met. */
function canHappen(table, { least, oneOf, noneOf }, free, given, totals) {
  if (anyGiven(noneOf, given)) return false;
  const among = (answers, question, option) => answers.some(([id, chosen]) => id === question && chosen === option);
  const allowed = free.map(({ id, options }) => (
    options.map((option) => [id, option.id]).filter(([, option]) => !among(noneOf, id, option))));
  const need = least.map(([one, other, points]) => points - totals[one] + totals[other]);
  const fits = (answers) => reaches(answers.map((options) => options.map(([question, option]) => {
    const points = table.points.get(question).get(option);
    return least.map(([one, other]) => points[one] - points[other]);
  })), need);
  if (oneOf === null || anyGiven(oneOf, given)) return fits(allowed);
  return allowed.some((options, place) => {
    const wanted = options.filter(([question, option]) => among(oneOf, question, option));
    return wanted.length > 0 && fits(allowed.map((all, at) => (at === place ? wanted : all)));
  });
}

/**
 * Whether one row can be taken from each choice so that the sums reach `need` in every column. Exact: depth first,
 * cut where even the best of what is left falls short, and where a state (what is still needed) was met before.
 * After so many states that nobody could wait for the answer, it is yes.
 */
function reaches(choices, need) {
  if (choices.some((rows) => rows.length === 0)) return false;
  const sum = (row) => row.reduce((total, value) => total + value, 0);
  const last = need.length;
  // The sum of all columns is a column too: it follows from the others, and cuts where they only fail together.
  const tables = choices.map((rows) => bestRows(rows.map((row) => [...row, sum(row)])));
  const spread = (rows) => Math.max(...rows.map((row) => row[last])) - Math.min(...rows.map((row) => row[last]));
  tables.sort((one, other) => spread(other) - spread(one));
  const add = (pick, totals, rows) => totals.map((total, column) => total + pick(...rows.map((row) => row[column])));
  const nothing = [...need.map(() => 0), 0];
  const ends = (pick) => tables.reduceRight((totals, rows) => [add(pick, totals[0], rows), ...totals], [nothing]);
  const high = ends(Math.max), low = ends(Math.min);
  const seen = tables.map(() => new Set());

  function search(depth, wanted) {
    if (wanted.some((want, column) => want > high[depth][column])) return false;
    // What is reached whatever comes is all the same.
    const state = wanted.map((want, column) => Math.max(want, low[depth][column]));
    if (state.every((want, column) => want === low[depth][column])) return true;
    const key = state.join();
    if (seen[depth].has(key)) return false;
    if (seen.reduce((total, states) => total + states.size, 0) === STATES) return true;
    seen[depth].add(key);
    return tables[depth].some((row) => search(depth + 1, state.map((want, column) => want - row[column])));
  }
  return search(0, [...need, sum(need)]);
}

/**
 * The rows that no other equals or exceeds in every column, the largest sum (the last column) first, then in their
 * order.
 */
function bestRows(rows) {
  const kept = [];
  const differing = (row, other) => row.find((value, column) => value !== other[column]) ?? 0;
  const before = (one, other) => other.at(-1) - one.at(-1) || differing(one, other) - differing(other, one);
  for (const row of [...rows].sort(before)) {
    if (!kept.some((other) => other.every((value, column) => value >= row[column]))) kept.push(row);
  }
  return kept;
}
