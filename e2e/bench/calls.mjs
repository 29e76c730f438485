// How many calls a second the simulator answers on loopback: signed before, sent over connections that stay open.

import net from "node:net";

import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";

import { EXAMPLE } from "../harness/keys.mjs";

const MODEL = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const SECONDS = 4;

/** The bytes of a signed request. */
async function signed(address, operation) {
  const { host, hostname, port } = new URL(address);
  const body = JSON.stringify({ messages: [{ role: "user", content: [{ text: "Explain RAG in one paragraph." }] }], inferenceConfig: { maxTokens: 512 } });
  const path = `/model/${encodeURIComponent(MODEL)}/${operation}`;
  const signer = new SignatureV4({ service: "bedrock", region: "us-east-1", credentials: EXAMPLE, sha256: Sha256, applyChecksum: false });
  const request = { method: "POST", protocol: "http:", hostname, port: Number(port), path, query: {}, headers: { host, "content-type": "application/json" }, body };
  const { headers } = await signer.sign(request);
  const lines = Object.entries({ ...headers, "content-length": Buffer.byteLength(body) }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`);
}

/** Where the first answer in `bytes` ends, or -1 while it has not ended. */
function ended(bytes) {
  const head = bytes.indexOf("\r\n\r\n");
  if (head < 0) return -1;
  const text = bytes.toString("latin1", 0, head);
  if (!text.startsWith("HTTP/1.1 200")) throw new Error(`the simulator refused a call: ${bytes.toString("utf8", 0, 400)}`);
  const length = /\ncontent-length: (\d+)/i.exec(text);
  if (length) {
    const end = head + 4 + Number(length[1]);
    return bytes.length >= end ? end : -1;
  }
  // In chunks; the last one is empty.
  const last = bytes.indexOf("\r\n0\r\n\r\n", head);
  return last < 0 ? -1 : last + 7;
}

/** Calls one after the other on one connection, until the time is over; returns how many there were. */
function caller(address, request, until) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(address);
    const socket = net.connect({ host: hostname, port: Number(port), noDelay: true });
    let received = Buffer.alloc(0);
    let calls = 0;
    socket.on("error", reject);
    socket.on("connect", () => socket.write(request));
    socket.on("data", (bytes) => {
      try {
        received = received.length ? Buffer.concat([received, bytes]) : bytes;
        const end = ended(received);
        if (end < 0) return;
        received = received.subarray(end);
        calls += 1;
        if (performance.now() < until) socket.write(request);
        else {
          socket.destroy();
          resolve(calls);
        }
      } catch (error) {
        socket.destroy();
        reject(error);
      }
    });
  });
}

async function perSecond(address, operation, connections, seconds) {
  const request = await signed(address, operation);
  const begun = performance.now();
  const counts = await Promise.all(Array.from({ length: connections }, () => caller(address, request, begun + seconds * 1000)));
  return counts.reduce((sum, count) => sum + count, 0) / ((performance.now() - begun) / 1000);
}

export async function calls(address) {
  await perSecond(address, "converse", 1, 1);
  const figures = [];
  for (const [operation, name] of [["converse", "Converse"], ["converse-stream", "ConverseStream"]]) {
    for (const connections of [1, 16]) {
      const value = Math.round(await perSecond(address, operation, connections, SECONDS));
      const goal = operation === "converse" && connections === 1 ? { least: 1400 } : null;
      figures.push({ group: "Simulator on loopback", name: `${name}, ${connections} ${connections === 1 ? "connection" : "connections"}`, value, unit: "calls/s", goal });
    }
  }
  return figures;
}
