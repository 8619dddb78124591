// What a reader asked this device to keep. Guides of one owner share an origin, so each has keys of its own.

const meta = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name="fingerpost"]'));
// Read once: the theme can go on to another page and leave this mark, with its relative path, as it was on the first.
const base = meta && new URL(meta.dataset.base, document.baseURI).pathname;

/**
 * The key of what is kept for this guide, or for one part of it.
 * @param {...string} parts @returns {string} `fingerpost:<guide>:<base path>:v1`, then the parts
 */
export const keyOf = (...parts) => ["fingerpost", meta.content, base, "v1", ...parts].join(":");
