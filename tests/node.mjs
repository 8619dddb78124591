// Runs pieces of JavaScript for tests/node.py: a line of JSON in, a line of JSON out. A piece sees the modules' exports as `m` and
// its values as `a`, `b`, `c` ...

import { createInterface } from "node:readline";
import { exportsOf } from "./exports.mjs";

// The words of a page are said in its language, dates in the reader's.
globalThis.document = { documentElement: { lang: "en" } };
Object.defineProperty(globalThis, "navigator", { value: { languages: ["en-GB"] }, configurable: true });

const AsyncFunction = (async () => {}).constructor;
const modules = await exportsOf("../theme_overrides/assets/javascripts/");
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const { body, values } = JSON.parse(line);
  let answer;
  try {
    const names = [..."abcdefgh"].slice(0, values.length);
    answer = { result: await new AsyncFunction("m", ...names, body)(modules, ...values) };
  } catch (error) {
    answer = { error: error.stack };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
