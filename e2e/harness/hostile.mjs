// Endpoints that do what no service should: each on a loopback port of its own.

import http from "node:http";

/**
 * Starts a server that answers with `answer(request, response, body)` and lets every origin read; gives its address, and each
 * connection and request that it received.
 */
export async function endpoint(answer) {
  const received = [];
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      response.setHeader("access-control-allow-origin", "*");
      response.setHeader("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "*");
      response.setHeader("access-control-allow-methods", "GET, POST");
      response.setHeader("access-control-expose-headers", "*");
      received.push(request.method);
      if (request.method === "OPTIONS") {
        response.writeHead(204).end();
        return;
      }
      answer(request, response, Buffer.concat(chunks).toString());
    });
  });
  server.on("connection", () => received.push("connection"));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return { address: `http://127.0.0.1:${server.address().port}`, received };
}
