// The board of what is new on a followed path, on the pages that have one: its code comes when there is somebody to show it to.

import { see } from "./progress.mjs";

/**
 * A guide without news asks for nothing, and where the code does not come the page goes without.
 * @returns {Promise<(plans: Plan[], followed: Followed | null) => void>} shows what is new
 */
export async function openNews({ store, root }) {
  const box = document.getElementById("fp-news");
  if (!box) return () => {};
  try {
    const { newsBoard } = await import("./news.mjs");
    return await newsBoard(box, root, (path, ids) => store.set(see(store.get(), path, ids)));
  } catch {
    return () => {};
  }
}
