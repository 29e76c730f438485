// Both calls of a conversation on the simulator in the page, without its pauses.

import serviceModel from "../../../assets/service-model/bedrock-runtime.json";

import { Simulated, tokens } from "../outcrop_bench.js";
import { MODEL, NOW, text } from "./inputs.mjs";

function simulated(message) {
  const body = { messages: [{ role: "user", content: [{ text: message }] }], inferenceConfig: { maxTokens: 512 } };
  return new Simulated(JSON.stringify(serviceModel), MODEL, JSON.stringify(body), BigInt(NOW));
}

export function works() {
  const word = "a".repeat(100_000);
  const prose = simulated(text(200_000));
  const oneWord = simulated(word);
  return [
    { name: "tokens of one word of 100 kB", ours: () => tokens(word), goal: { most: 20 } },
    { name: "both calls built, signed and answered, one word of 100 kB", ours: () => oneWord.answer() },
    { name: "both calls built, signed and answered, 200 kB of prose", ours: () => prose.answer(), goal: { most: 100 }, telling: true },
  ].map((row) => ({ group: "Simulator in the page", peers: {}, ...row }));
}
