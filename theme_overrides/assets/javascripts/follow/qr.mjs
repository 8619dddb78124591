// A text as a QR picture, for a phone's camera. The encoder is `uqr` 0.1.3 (vendor/uqr.mjs, MIT), kept unchanged and loaded only here;
// so this module is best imported when somebody asks for a picture.
//
//   qr(text) -> {size, path} | null     null: too long for one picture (some 2,900 characters)
//                                       size: the side in squares, quiet zone included; path: the dark ones, for <path d> in a
//                                       viewBox "0 0 size size". Dark on light, in every colour scheme: cameras want it so.

import { encode } from "./vendor/uqr.mjs";

const QUIET = 4;
const LONGEST_OCTETS = 2900;

/** @param {string} text @returns {{size: number, path: string} | null} */
export function qr(text) {
  if (new TextEncoder().encode(text).length > LONGEST_OCTETS) return null;
  const { size, data } = encode(text, { ecc: "L", border: QUIET });
  const runs = data.flatMap((row, y) => runsOf(row).map(([x, length]) => `M${x},${y}h${length}v1h-${length}z`));
  return { size, path: runs.join("") };
}

/** Where dark squares stand side by side: [first, how many]. @param {boolean[]} row @returns {[number, number][]} */
function runsOf(row) {
  /** @type {[number, number][]} */
  const runs = [];
  row.forEach((dark, x) => {
    if (!dark) return;
    if (x > 0 && row[x - 1]) runs[runs.length - 1][1] += 1;
    else runs.push([x, 1]);
  });
  return runs;
}
