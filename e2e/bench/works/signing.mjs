// Signature Version 4 of a Converse request.

import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { AwsV4Signer } from "aws4fetch";

import { Signing } from "../outcrop_bench.js";
import { KEYS, MODEL, NOW, REGION, same, text } from "./inputs.mjs";

/** SHA-256 and HMAC by the browser, with as little around them as @smithy asks for. */
class WebSha256 {
  constructor(secret) {
    this.secret = secret;
    this.data = new Uint8Array();
  }

  update(data) {
    const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
    if (this.data.length === 0) {
      this.data = bytes;
      return;
    }
    const joined = new Uint8Array(this.data.length + bytes.length);
    joined.set(this.data);
    joined.set(bytes, this.data.length);
    this.data = joined;
  }

  async digest() {
    if (this.secret === undefined) return new Uint8Array(await crypto.subtle.digest("SHA-256", this.data));
    const secret = typeof this.secret === "string" ? new TextEncoder().encode(this.secret) : this.secret;
    const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    return new Uint8Array(await crypto.subtle.sign("HMAC", key, this.data));
  }
}

const hexadecimal = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

function smithy(sha256, body, url) {
  const signer = new SignatureV4({ service: "bedrock", region: REGION, credentials: KEYS, sha256, applyChecksum: false });
  const { protocol, hostname, pathname } = new URL(url);
  const request = { method: "POST", protocol, hostname, path: pathname, headers: { host: hostname, "content-type": "application/json" }, query: {}, body };
  const signingDate = new Date(NOW);
  return async () => (await signer.sign(request, { signingDate })).headers.authorization.split("Signature=")[1];
}

function fetcher(body, url) {
  const cache = new Map();
  const datetime = new Date(NOW).toISOString().replace(/[:-]|\.\d{3}/g, "");
  const options = { url, method: "POST", headers: { "content-type": "application/json" }, body, service: "bedrock", region: REGION, ...KEYS, cache, datetime };
  return async () => (await new AwsV4Signer(options).sign()).headers.get("authorization").split("Signature=")[1];
}

async function ofSize(memory, size, bytes) {
  const body = new TextEncoder().encode(JSON.stringify({ messages: [{ role: "user", content: [{ text: text(bytes) }] }] }).slice(0, bytes));
  const signing = new Signing(MODEL, body, KEYS.sessionToken, BigInt(NOW));
  const here = () => signing.sign();
  const inMemory = () => new Uint8Array(memory.buffer, signing.body_at(), signing.body_length());
  const byBrowser = async () => signing.sign_hashed(hexadecimal(await crypto.subtle.digest("SHA-256", inMemory())));
  const peers = {
    "@smithy, WebCrypto": smithy(WebSha256, body, signing.url()),
    "@smithy, sha256-js": smithy(Sha256, body, signing.url()),
    aws4fetch: fetcher(body, signing.url()),
  };
  for (const other of [byBrowser, peers["@smithy, WebCrypto"], peers["@smithy, sha256-js"]]) {
    same(`the signatures of ${size}`, here(), await other());
  }
  // It signs fewer headers, so its signature is another one.
  same(`the digits of a signature of ${size}`, 64, (await peers.aws4fetch()).length);
  return { size, here, byBrowser, peers };
}

export async function works({ memory }) {
  const [small, middle, large] = await Promise.all([ofSize(memory, "1 kB", 1000), ofSize(memory, "100 kB", 100_000), ofSize(memory, "5 MB", 5_000_000)]);
  return [
    { name: "sign 1 kB", ours: small.here, peers: small.peers, goal: { ratio: 0.5 }, telling: true },
    { name: "sign 1 kB, body hashed by WebCrypto", ours: small.byBrowser, peers: small.peers },
    { name: "sign 100 kB", ours: middle.here, peers: middle.peers },
    { name: "sign 100 kB, body hashed by WebCrypto", ours: middle.byBrowser, peers: middle.peers, goal: { ratio: 1.1 } },
    { name: "sign 5 MB", ours: large.here, peers: large.peers },
    { name: "sign 5 MB, body hashed by WebCrypto", ours: large.byBrowser, peers: large.peers, goal: { ratio: 1.1 }, telling: true },
  ].map((row) => ({ group: "Signature", ...row }));
}
