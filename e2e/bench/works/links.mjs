// An experiment in the fragment of an address: written, read, and how long it is.

import { deflateSync, inflateSync, strFromU8, strToU8 } from "fflate";
import lz from "lz-string";
import { deflateRaw, inflateRaw } from "pako";

import question from "../../../tests/share/states/1-question.outcrop.json";
import fiveMessages from "../../../tests/share/states/2-conversation.outcrop.json";
import tools from "../../../tests/share/states/3-tools.outcrop.json";

import { Link } from "../outcrop_bench.js";
import { canonical, same, text } from "./inputs.mjs";

const ADDRESS = { alphabet: "base64url", omitPadding: true };

/** What packs a document into characters of an address, and back. */
const PACKERS = {
  "lz-string": {
    pack: (document) => lz.compressToEncodedURIComponent(JSON.stringify(document)),
    unpack: (characters) => JSON.parse(lz.decompressFromEncodedURIComponent(characters)),
  },
  fflate: {
    pack: (document) => deflateSync(strToU8(JSON.stringify(document)), { level: 9 }).toBase64(ADDRESS),
    unpack: (characters) => JSON.parse(strFromU8(inflateSync(Uint8Array.fromBase64(characters, ADDRESS)))),
  },
  pako: {
    pack: (document) => deflateRaw(new TextEncoder().encode(JSON.stringify(document)), { level: 9 }).toBase64(ADDRESS),
    unpack: (characters) => JSON.parse(new TextDecoder().decode(inflateRaw(Uint8Array.fromBase64(characters, ADDRESS)))),
  },
};

function rows(name, state) {
  const link = new Link(JSON.stringify(state));
  same(`the experiments of the link “${name}”`, link.decode(), true);
  const document = JSON.parse(link.document());
  const write = {};
  const read = {};
  const characters = {};
  for (const [packer, { pack, unpack }] of Object.entries(PACKERS)) {
    const packed = pack(document);
    same(`the documents of the link “${name}” through ${packer}`, canonical(document), canonical(unpack(packed)));
    write[packer] = () => pack(document);
    read[packer] = () => unpack(packed);
    characters[packer] = packed.length;
  }
  return [
    { name: `write a link, ${name}`, ours: () => link.encode(), peers: write },
    { name: `read a link, ${name}`, ours: () => link.decode(), peers: read },
    { name: `length of a link, ${name}`, unit: "characters", ours: link.encode(), peers: characters },
  ];
}

export function works() {
  const turns = { schemaVersion: 1, messages: Array.from({ length: 8 }, (_, index) => text(1_200, 3 + 2 * index)) };
  const found = Object.entries({ "one question": question, "5 messages": fiveMessages, tools, "8 turns of prose": turns }).flatMap(([name, state]) => rows(name, state));
  found[2].telling = true;
  return found.map((row) => ({ group: "Link", ...row }));
}
