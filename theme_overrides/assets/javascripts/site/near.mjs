// Which pages have an address that is nearly another one.

const MOST = 3;
// Below this share of pairs of letters in common two addresses are not alike.
const ALIKE = 0.5;

/** Each two letters that stand beside each other, as often as they do. */
function pairs(text) {
  const found = new Map();
  for (let at = 0; at + 1 < text.length; at += 1) {
    const pair = text.slice(at, at + 2);
    found.set(pair, (found.get(pair) ?? 0) + 1);
  }
  return found;
}

/** How alike two texts are, 0 to 1, by their pairs of letters (Dice's coefficient). */
function likeness(one, other) {
  const [mine, theirs] = [pairs(one), pairs(other)];
  let shared = 0;
  for (const [pair, times] of mine) shared += Math.min(times, theirs.get(pair) ?? 0);
  return one.length + other.length > 2 ? (2 * shared) / (one.length + other.length - 2) : 0;
}

const segments = (address) => address.toLowerCase().split("/").filter((part) => part && !part.startsWith("index."));

/**
 * The pages whose addresses, or whose last words, are most like what was asked for, the likest first; none for what is like none.
 * @param {string} asked @param {{ title: string, url: string }[]} pages addresses below the root
 */
export function near(asked, pages) {
  const wanted = segments(asked);
  if (wanted.length === 0) return [];
  const scored = pages.map((page) => {
    const own = segments(page.url);
    const last = likeness(wanted.at(-1), own.at(-1) ?? "");
    return { page, score: Math.max(last, likeness(wanted.join("/"), own.join("/"))) };
  });
  return scored.filter(({ score }) => score >= ALIKE).sort((one, other) => other.score - one.score)
    .slice(0, MOST).map(({ page }) => page);
}
