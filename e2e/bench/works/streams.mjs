// Event streams: to frames, and to the text of the answer.

import { EventStreamCodec, MessageDecoderStream, UniversalEventStreamMarshaller as Marshaller, getChunkedStream } from "@smithy/core/event-streams";

import { Answer, Frames } from "../outcrop_bench.js";
import { random, same, text } from "./inputs.mjs";

const decoder = new TextDecoder();
const encoder = new TextEncoder();
const toText = (bytes) => decoder.decode(bytes);
const toBytes = (string) => encoder.encode(string);
const codec = new EventStreamCodec(toText, toBytes);

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

function frame(event, payload) {
  const header = (value) => ({ type: "string", value });
  const headers = { ":event-type": header(event), ":content-type": header("application/json"), ":message-type": header("event") };
  return codec.encode({ headers, body: toBytes(JSON.stringify(payload)) });
}

/** A frame of exactly so many bytes; short ones are filled up with padding, as the service does, long ones with text. */
function delta(bytes, index) {
  const payload = { contentBlockIndex: 0, delta: { text: bytes > 1000 ? "" : `word ${index} ` }, p: "" };
  const missing = bytes - frame("contentBlockDelta", payload).length;
  if (bytes > 1000) payload.delta.text = text(missing, index).replace(/[^ -~]|["\\]/g, ".");
  else payload.p = LETTERS.slice(0, missing);
  return frame("contentBlockDelta", payload);
}

function stream(frames, bytes) {
  return [
    frame("messageStart", { role: "assistant" }),
    ...Array.from({ length: frames }, (_, index) => delta(bytes, index)),
    frame("contentBlockStop", { contentBlockIndex: 0 }),
    frame("messageStop", { stopReason: "end_turn" }),
    frame("metadata", { usage: { inputTokens: 9, outputTokens: 9, totalTokens: 18 }, metrics: { latencyMs: 9 } }),
  ];
}

/** Cuts the stream into chunks of the lengths that `length` gives. */
function chunks(messages, length) {
  const whole = new Uint8Array(messages.reduce((sum, message) => sum + message.length, 0));
  let end = 0;
  for (const message of messages) {
    whole.set(message, end);
    end += message.length;
  }
  const parts = [];
  for (let at = 0; at < whole.length; ) {
    const part = whole.slice(at, at + length());
    parts.push(part);
    at += part.length;
  }
  return parts;
}

async function* arriving(parts) {
  yield* parts;
}

function toFrames(parts) {
  const frames = new Frames();
  for (const part of parts) frames.push(part);
  const count = frames.finish();
  frames.free();
  return count;
}

function toAnswer(parts) {
  const answer = new Answer();
  for (const part of parts) answer.push(part);
  const whole = answer.finish();
  answer.free();
  return whole;
}

async function codecFrames(parts) {
  const messages = [];
  for await (const message of new MessageDecoderStream({ inputStream: getChunkedStream(arriving(parts)), decoder: codec })) messages.push(message);
  return messages;
}

async function marshalledAnswer(parts) {
  const marshaller = new Marshaller({ utf8Encoder: toText, utf8Decoder: toBytes });
  const read = async (event) => {
    const [[name, message]] = Object.entries(event);
    return { [name]: JSON.parse(toText(message.body)) };
  };
  let whole = "";
  for await (const { contentBlockDelta } of marshaller.deserialize(arriving(parts), read)) {
    if (contentBlockDelta) whole += contentBlockDelta.delta.text;
  }
  return whole;
}

async function checked(name, messages, parts) {
  const frames = new Frames();
  for (const part of parts) frames.push(part);
  same(`the numbers of messages of ${name}`, frames.finish(), messages.length);
  const listed = (await codecFrames(parts)).map(({ headers, body }) => `${headers[":event-type"].value} ${toText(body)}`);
  same(`the messages of ${name}`, frames.listed(), listed.join("\n"));
  frames.free();
  same(`the texts of ${name}`, toAnswer(parts), await marshalledAnswer(parts));
}

function rows(name, messages, parts) {
  const peers = {
    "@smithy codec, messages already split": () => messages.map((message) => codec.decode(message)),
    "@smithy codec, chunks": () => codecFrames(parts),
  };
  return [
    { name: `decode ${name}`, ours: () => toFrames(parts), peers },
    { name: `decode ${name}, to the text`, ours: () => toAnswer(parts), peers: { "@smithy marshaller": () => marshalledAnswer(parts) } },
  ];
}

export async function works() {
  const even = random(7);
  const all = [
    ["10,000 frames of 174 B", stream(10_000, 174), () => 16_384],
    ["500 frames of 4 kB in random chunks", stream(500, 4_096), () => 1 + Math.floor(even() * 8_192)],
    ["40 frames of 60 kB", stream(40, 61_440), () => 16_384],
  ];
  const found = [];
  for (const [name, messages, length] of all) {
    const parts = chunks(messages, length);
    await checked(name, messages, parts);
    found.push(...rows(name, messages, parts));
  }
  found[0].telling = true;
  found[1].telling = true;
  return found.map((row) => ({ group: "Event stream", ...row }));
}
