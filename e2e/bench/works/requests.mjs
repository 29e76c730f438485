// Both requests of a conversation, and its body in the formats of model families.

import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";

import { Requests, Translated } from "../outcrop_bench.js";
import { KEYS, MODEL, NOW, REGION, canonical, conversation, same } from "./inputs.mjs";

/** The SDK's `send`, which ends where the signed request would leave the page. */
function sdk(body) {
  const stop = new Error("the request is not sent");
  let built;
  const requestHandler = {
    handle: async (request) => {
      built = request;
      throw stop;
    },
  };
  const client = new BedrockRuntimeClient({ region: REGION, credentials: KEYS, maxAttempts: 1, requestHandler });
  return async () => {
    try {
      await client.send(new ConverseCommand({ modelId: MODEL, ...body }));
    } catch (error) {
      if (error !== stop) throw error;
    }
    return built;
  };
}

async function rows(name, body) {
  const requests = new Requests(MODEL, JSON.stringify(body), KEYS.sessionToken, BigInt(NOW));
  const send = sdk(body);
  const theirs = await send();
  const sent = typeof theirs.body === "string" ? theirs.body : new TextDecoder().decode(theirs.body);
  same(`the Converse bodies of ${name}`, canonical(JSON.parse(requests.converse_body())), canonical(JSON.parse(sent)));
  same(`the signature of the SDK for ${name}`, /Signature=[0-9a-f]{64}$/.test(theirs.headers.authorization), true);
  const peers = { "SDK for JavaScript, Converse only": send };
  const floor = { "JSON.parse and stringify": () => JSON.stringify(JSON.parse(sent)) };
  return [
    { name: `both requests built, ${name}`, ours: () => requests.build(), floor, peers: {}, about: "the SDK cannot build without signing" },
    { name: `both requests built and signed, ${name}`, ours: () => requests.build_and_sign(), peers },
  ];
}

export async function works() {
  const large = conversation(300, 3_400);
  const found = [];
  for (const [name, body] of [
    ["8 turns", conversation(8, 1_200)],
    ["64 messages of 1 kB", conversation(64, 1_000)],
    ["256 messages of 1 kB", conversation(256, 1_000)],
    ["1 MB in 300 messages", large],
  ]) {
    found.push(...(await rows(name, body)));
  }
  found[1].telling = true;
  const models = {
    Claude: MODEL,
    Nova: "amazon.nova-lite-v1:0",
    Llama: "us.meta.llama3-3-70b-instruct-v1:0",
    Mistral: "mistral.mistral-7b-instruct-v0:2",
  };
  const body = JSON.stringify(large);
  const floor = { structuredClone: () => structuredClone(large) };
  const claude = "the body of Claude, 1 MB in 300 messages";
  for (const [family, model] of Object.entries(models)) {
    const translated = new Translated(model, body);
    const goal = ["Llama", "Mistral"].includes(family) ? { times: { factor: 3, of: claude } } : undefined;
    found.push({ name: `the body of ${family}, 1 MB in 300 messages`, ours: () => translated.translate(), peers: {}, floor, goal });
  }
  return found.map((row) => ({ group: "Requests", ...row }));
}
