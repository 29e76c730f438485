// CORS in front of an emulator that has too little of it.
//
// MiniStack answers a preflight with `Access-Control-Allow-Headers: *`, which by the Fetch standard does not cover
// `Authorization`, and sends its 403s without any CORS header, so that a page cannot read them. This spells the list
// out and puts the headers on every answer. `Host` is passed on unchanged, since it is signed, and so is the path,
// byte by byte. Answers are streamed.

import http from "node:http";

const ALLOWED = "authorization, content-type, accept, x-amz-date, x-amz-security-token, x-amz-content-sha256, x-amz-target";
const EXPOSED = "x-amzn-requestid, x-amzn-errortype, date";

/** Listens on a free loopback port; returns its address and how to close it. */
export async function corsInFrontOf(address) {
  const upstream = new URL(address);
  const server = http.createServer((request, response) => {
    const cors = { "access-control-allow-origin": "*", "access-control-expose-headers": EXPOSED };
    if (request.method === "OPTIONS") {
      response.writeHead(200, {
        ...cors,
        "access-control-allow-headers": ALLOWED,
        "access-control-allow-methods": "GET, POST, PUT, DELETE, OPTIONS",
        "access-control-max-age": "600",
      });
      response.end();
      return;
    }
    const headers = Object.entries(request.headers).filter(([name]) => name !== "origin" && name !== "accept-encoding");
    const onward = http.request(
      { host: upstream.hostname, port: upstream.port, method: request.method, path: request.url, headers: Object.fromEntries(headers) },
      (answer) => {
        const kept = Object.entries(answer.headers).filter(([name]) => !name.startsWith("access-control-"));
        response.writeHead(answer.statusCode, { ...Object.fromEntries(kept), ...cors });
        answer.pipe(response);
      },
    );
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
