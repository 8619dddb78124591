// Progress in the fragment of an address, which browsers send to no server. No page, no clock.
//
//   encode(progress, copies = true) -> Promise<text>   `p=1.<base64url of deflate-raw>`; where a browser cannot deflate, `p=0.<base64url>`
//                                                      copies false: without the kept plans (much shorter); the other side takes the site's
//   decode(fragment) -> Promise<{progress} | {problem, at} | null>
//                                                      null: no progress in it. Problems are those of progress.mjs's parse, and
//                                                      "broken" (cut off or changed on the way), "inflate" (this browser cannot)

import { LARGEST, parse, stringify } from "./progress.mjs";

/** @typedef {import("./progress.mjs").Progress} Progress */

const LONGEST = 1_000_000;
const FRAGMENT = /(?:^#?|&)p=([0-9]+)\.([A-Za-z0-9_-]*)$/;

/** @param {Progress} progress @param {boolean} [copies] @returns {Promise<string>} */
export async function encode(progress, copies = true) {
  const bytes = new TextEncoder().encode(stringify(copies ? progress : withoutCopies(progress)));
  if (typeof CompressionStream === "undefined") return `p=0.${toBase64(bytes)}`;
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return `p=1.${toBase64(await collect(stream, Infinity))}`;
}

/** @param {Progress} progress @returns {Progress} */
const withoutCopies = (progress) => ({
  ...progress, paths: new Map([...progress.paths].map(([key, path]) => [key, { ...path, plan: path.plan && "site" }])),
});

/** @param {string} fragment @returns {Promise<ReturnType<typeof parse> | {problem: "broken" | "inflate", at: string, progress?: undefined} | null>} */
export async function decode(fragment) {
  if (fragment.length > LONGEST) return /[#&]?p=/.test(fragment.slice(0, 100)) ? { problem: "size", at: "" } : null;
  const found = fragment.match(FRAGMENT);
  if (!found) return /^#?p=/.test(fragment) ? { problem: "broken", at: "" } : null;
  if (found[1] !== "0" && found[1] !== "1") return { problem: "newer", at: "" };
  if (found[1] === "1" && typeof DecompressionStream === "undefined") return { problem: "inflate", at: "" };
  try {
    const bytes = fromBase64(found[2]);
    const plain = found[1] === "0" ? bytes : await collect(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")), LARGEST);
    return plain ? parse(new TextDecoder("utf-8", { fatal: true }).decode(plain)) : { problem: "size", at: "" };
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
