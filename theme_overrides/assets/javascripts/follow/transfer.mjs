// Progress in the fragment of an address, which browsers send to no server. No page, no clock.
//
//   encode(progress) -> Promise<text>
//       `p=1.<base64url of deflate-raw>`: ticks, levels and which paths, without kept plans; the other side has the site's
//   decode(fragment) -> Promise<{progress, lost} | {problem, at} | null>
//       null: no progress in it. Problems are those of progress.mjs's parse, and "broken" (cut off or changed on the way).
//       Browsers that could not deflate sent `p=0.<base64url>`

import { MOST_IN_ADDRESS, MOST_STORED } from "../contract.mjs";
import { parse, stringify, withoutCopies } from "./progress.mjs";

// A letter of a document has at most three bytes.
export const LARGEST_BYTES = 3 * MOST_STORED;
const FRAGMENT = /(?:^#?|&)p=([0-9]+)\.([A-Za-z0-9_-]*)$/;

const problem = (name) => ({ problem: name, at: "" });

/** Bytes through what deflates or inflates them. */
const through = (bytes, transform) => new Blob([bytes]).stream().pipeThrough(transform);

export async function encode(progress) {
  const bytes = new TextEncoder().encode(stringify(withoutCopies(progress)));
  return `p=1.${toBase64(await collect(through(bytes, new CompressionStream("deflate-raw")), Infinity))}`;
}

export async function decode(fragment) {
  if (fragment.length > MOST_IN_ADDRESS) return /[#&]?p=/.test(fragment.slice(0, 100)) ? problem("size") : null;
  const [, kind, data] = fragment.match(FRAGMENT) ?? [];
  if (!kind) return /^#?p=/.test(fragment) ? problem("broken") : null;
  if (kind !== "0" && kind !== "1") return problem("newer");
  try {
    const bytes = fromBase64(data);
    const inflated = () => collect(through(bytes, new DecompressionStream("deflate-raw")), LARGEST_BYTES);
    const plain = kind === "0" ? bytes : await inflated();
    return plain ? parse(new TextDecoder("utf-8", { fatal: true }).decode(plain), false) : problem("size");
  } catch {
    return problem("broken");
  }
}

/** All bytes of a stream, or null as soon as there are more than `most`. */
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
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function toBase64(bytes) {
  const chunks = [];
  for (let place = 0; place < bytes.length; place += 0x8000) {
    chunks.push(String.fromCharCode(...bytes.subarray(place, place + 0x8000)));
  }
  return btoa(chunks.join("")).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const fromBase64 = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
