// What a reader asked this device to keep. Guides of one owner share an origin, so each has keys of its own.

/**
 * The key of what is kept for this guide, or for one part of it.
 * @param {...string} parts @returns {string} `fingerpost:<guide>:<base path>:v1`, then the parts
 */
export function keyOf(...parts) {
  const meta = /** @type {HTMLMetaElement} */ (document.querySelector('meta[name="fingerpost"]'));
  const base = new URL(meta.dataset.base, document.baseURI).pathname;
  return ["fingerpost", meta.content, base, "v1", ...parts].join(":");
}
