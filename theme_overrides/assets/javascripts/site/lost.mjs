// Helps who asked for a page that is not there: names the pages whose addresses are most like the one that was asked for.
// All pages stand in llms.txt with their titles. Without this script the search and the sections are there.

import { near } from "./near.mjs";
import { guide } from "./words.mjs";

const part = document.getElementById("fp-lost");
const root = new URL(guide().root);

/** Every page by title and address below the root, from the lines `- [Title](address/index.md): what it says`. */
const listed = (text) => [...text.matchAll(/^- \[(.*?)\]\((\S+)index\.md\)/gm)]
  .map(([, title, address]) => ({ title, url: address.replace(part.dataset.site, "") }));

const answer = await fetch(new URL("llms.txt", root));
const asked = location.pathname.slice(root.pathname.length);
const found = answer.ok ? near(asked, listed(await answer.text())) : [];
for (const { title, url } of found) {
  const item = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: root.pathname + url, textContent: title });
  item.append(link);
  part.querySelector("ul").append(item);
}
part.hidden = found.length === 0;
