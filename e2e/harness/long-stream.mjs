// A ConverseStream of any number of frames, as a file: what a person could have saved.

import { crc32 } from "node:zlib";

const u32 = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
};

/** One frame of the event-stream format: prelude, headers, payload, checksums. */
function frame(event, payload) {
  const headers = Buffer.concat(
    Object.entries({ ":event-type": event, ":content-type": "application/json", ":message-type": "event" }).map(([name, value]) =>
      Buffer.concat([Buffer.from([name.length]), Buffer.from(name), Buffer.from([7, 0, value.length]), Buffer.from(value)]),
    ),
  );
  const body = Buffer.from(JSON.stringify(payload));
  const lengths = Buffer.concat([u32(16 + headers.length + body.length), u32(headers.length)]);
  const checked = Buffer.concat([lengths, u32(crc32(lengths)), headers, body]);
  return Buffer.concat([checked, u32(crc32(checked))]);
}

/** The stream: a start, deltas with padding, and the end. */
export function longStream(frames) {
  const deltas = Array.from({ length: frames - 4 }, (_, n) =>
    frame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: `word ${n} ` }, p: "abcdefghijklmnop".slice(0, 1 + (n % 16)) }),
  );
  return Buffer.concat([
    frame("messageStart", { role: "assistant" }),
    ...deltas,
    frame("contentBlockStop", { contentBlockIndex: 0 }),
    frame("messageStop", { stopReason: "end_turn" }),
    frame("metadata", { usage: { inputTokens: 9, outputTokens: frames - 4, totalTokens: frames + 5 }, metrics: { latencyMs: 9 } }),
  ]);
}
