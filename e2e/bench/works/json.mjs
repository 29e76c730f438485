// JSON as rows of coloured spans with the pointers of their values, and as printed text.

import { parser } from "@lezer/json";
import { parseTree } from "jsonc-parser";

import { Json } from "../outcrop_bench.js";
import { canonical, conversation, same } from "./inputs.mjs";

/** The pointers of every value in a tree of jsonc-parser, in the order of the text. */
function pointers(node, pointer, found) {
  found.push(pointer);
  for (const [index, child] of (node.children ?? []).entries()) {
    if (node.type === "array") pointers(child, `${pointer}/${index}`, found);
    else {
      const [key, value] = child.children;
      pointers(value, `${pointer}/${key.value.replaceAll("~", "~0").replaceAll("/", "~1")}`, found);
    }
  }
  return found;
}

function rows(name, value, more) {
  const json = new Json(JSON.stringify(value));
  const text = json.text();
  same(`the printed values of ${name}`, canonical(JSON.parse(text)), canonical(value));
  same(`the pointers of ${name}`, json.pointers(), pointers(parseTree(text), "", []).join("\n"));
  same(`the length that @lezer/json reads of ${name}`, parser.parse(text).length, text.length);
  const found = [
    {
      name: `JSON rows with pointers, ${name}`,
      ours: () => json.rows(),
      peers: { "jsonc-parser": () => parseTree(text), "@lezer/json": () => parser.parse(text) },
      floor: { "JSON.parse": () => JSON.parse(text) },
      about: "the peers give values and offsets, no rows and no colours",
      ...more,
    },
  ];
  if (name === "1 MB") {
    found.push({ name: "JSON printed, 1 MB", ours: () => json.print(), peers: { "JSON.stringify(value, null, 2)": () => JSON.stringify(value, null, 2) } });
  }
  return found;
}

export function works() {
  return [
    ...rows("2.6 kB", conversation(8, 240)),
    ...rows("69 kB", conversation(64, 1_000)),
    ...rows("273 kB", conversation(256, 1_000)),
    ...rows("1 MB", conversation(300, 3_400), { telling: true }),
  ].map((row) => ({ group: "JSON", ...row }));
}
