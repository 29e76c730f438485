// The inputs of what is measured: conversations of real prose, the same on every run.

import ideas from "../../../src/simulator/writer/glossary/ideas.txt";
import services from "../../../src/simulator/writer/glossary/services.txt";
import apis from "../../../src/simulator/writer/glossary/apis.txt";

export const MODEL = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
export const REGION = "us-east-1";
/** The simulator's example keys, which it publishes, and a token as long as those of AWS STS. */
export const KEYS = {
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  sessionToken: "IQoJb3JpZ2luX2VjE".padEnd(900, "Aa0/Bb1+Cc2"),
};

/** One moment for everything that is signed. */
export const NOW = Date.now();

const prose = [ideas, services, apis].join("\n");

/** A text of exactly so many characters, from a place of the prose that depends on `index`. */
export function text(length, index = 0) {
  const start = (index * 977) % prose.length;
  return (prose.slice(start) + prose).repeat(Math.ceil(length / prose.length) + 1).slice(0, length);
}

/** The Converse body of a conversation of so many messages of so many characters. */
export function conversation(messages, length) {
  return {
    system: [{ text: "You are a precise technical writer. Answer for engineers." }],
    messages: Array.from({ length: messages }, (_, index) => ({
      role: index % 2 ? "assistant" : "user",
      content: [{ text: text(length, index) }],
    })),
    inferenceConfig: { maxTokens: 512, temperature: 0.3 },
  };
}

/** Numbers from 0 up to 1, the same on every run (a linear congruence modulo 2^32). */
export function random(seed = 1) {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

/** Throws unless both are the same: what differs is not measured. */
export function same(what, ours, theirs) {
  if (ours !== theirs) throw new Error(`${what} differ: ours ${String(ours).slice(0, 300)}, theirs ${String(theirs).slice(0, 300)}`);
}

/** JSON with the members of every object in order. */
export function canonical(value) {
  const ordered = (_, member) =>
    member && typeof member === "object" && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member;
  return JSON.stringify(value, ordered);
}
