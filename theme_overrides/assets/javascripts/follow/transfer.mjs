// Progress in the fragment of an address, which browsers send to no server. No page, no clock.
//
//   encode(progress) -> Promise<text>              `p=1.<base64url of deflate-raw>`; where a browser cannot deflate, `p=0.<base64url>`
//                                                  ticks, levels and which paths, without kept plans; the other side has the site's
//   decode(fragment) -> Promise<{progress, lost} | {problem, at} | null>
//                                                      null: no progress in it. Problems are those of progress.mjs's parse, and
//                                                      "broken" (cut off or changed on the way), "inflate" (this browser cannot)

import { LARGEST, parse, stringify, withoutCopies } from "./progress.mjs";

/** @typedef {import("./progress.mjs").Progress} Progress */

const LONGEST = 1_000_000;
// A letter of a document has at most three bytes.
export const LARGEST_BYTES = 3 * LARGEST;
const FRAGMENT = /(?:^#?|&)p=([0-9]+)\.([A-Za-z0-9_-]*)$/;

/** @param {Progress} progress @returns {Promise<string>} */
export async function encode(progress) {
  const bytes = new TextEncoder().encode(stringify(withoutCopies(progress)));
  if (typeof CompressionStream === "undefined") return `p=0.${toBase64(bytes)}`;
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return `p=1.${toBase64(await collect(stream, Infinity))}`;
}

/** @param {string} fragment @returns {Promise<ReturnType<typeof parse> | {problem: "broken" | "inflate", at: string, progress?: undefined} | null>} */
export async function decode(fragment) {
  if (fragment.length > LONGEST) return /[#&]?p=/.test(fragment.slice(0, 100)) ? { problem: "size", at: "" } : null;
  const found = fragment.match(FRAGMENT);
  if (!found) return /^#?p=/.test(fragment) ? { problem: "broken", at: "" } : null;
  if (found[1] !== "0" && found[1] !== "1") return { problem: "newer", at: "" };
  if (found[1] === "1" && typeof DecompressionStream === "undefined") return { problem: "inflate", at: "" };
  try {
    const bytes = fromBase64(found[2]);
    const plain = found[1] === "0" ? bytes : await collect(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")), LARGEST_BYTES);
    return plain ? parse(new TextDecoder("utf-8", { fatal: true }).decode(plain), false) : { problem: "size", at: "" };
  } catch {
    return { problem: "broken", at: "" };
  }
}

/** All bytes of a stream, or null as soon as there are more than `most`. @param {ReadableStream<Uint8Array>} stream @param {number} most */
async function collect(stream, most) {
  const reader = stream.getReader();
  const chunks = [];
  let size = 0;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    size += value.length;
    if (size > most) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  chunks.reduce((place, chunk) => (bytes.set(chunk, place), place + chunk.length), 0);
  return bytes;
}

/** @param {Uint8Array} bytes @returns {string} */
function toBase64(bytes) {
  let text = "";
  for (let place = 0; place < bytes.length; place += 0x8000) text += String.fromCharCode(...bytes.subarray(place, place + 0x8000));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {string} text @returns {Uint8Array} */
const fromBase64 = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
