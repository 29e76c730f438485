// MiniStack, a third-party emulator of AWS that verifies SigV4, as a counterpart that we did not write.

import { execFile } from "node:child_process";
import net from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { start } from "./processes.mjs";

/** Starts it with authentication on; returns its address, an IAM user's keys, a role's temporary ones, and an identity pool. */
export async function startMiniStack() {
  const python = process.env.OUTCROP_MINISTACK_PYTHON;
  const port = await freePort();
  const { ended } = start("MiniStack", python, ["-c", "import sys; from ministack.app import main; sys.exit(main())"], {
    AUTH: "true",
    BIND_HOST: "127.0.0.1", // its default is every interface
    GATEWAY_PORT: String(port),
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  });
  const address = `http://127.0.0.1:${port}`;
  const script = fileURLToPath(new URL("ministack_keys.py", import.meta.url));
  const keys = promisify(execFile)(python, [script, address]);
  const { stdout } = await Promise.race([keys, ended]);
  return { address, ...JSON.parse(stdout) };
}

async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
