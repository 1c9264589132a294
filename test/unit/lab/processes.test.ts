import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { freePort } from "../../../lab/processes/free-port.ts";
import { runCommand } from "../../../lab/processes/run-command.ts";
import { startServer } from "../../../lab/processes/server-process.ts";
import { ensureEnvironment } from "../../../lab/python/ensure-environment.ts";
import { findPython } from "../../../lab/python/find-python.ts";

const node = process.execPath;
const isAlive = (id: number) => {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
};

describe("a command", () => {
  it("returns what it printed", async () => {
    expect(await runCommand(node, ["-e", "console.log(process.env.A)"], { env: { A: "b" } })).toBe(
      "b\n",
    );
  });

  it("fails with what it printed", async () => {
    const program = "console.log('out'); console.error('err'); process.exitCode = 3";
    await expect(runCommand(node, ["-e", program])).rejects.toThrow(/out\s+err|err\s+out/);
    await expect(runCommand("no-such-command", [])).rejects.toMatchObject({
      code: "E_LAB_FAILED",
    });
  });

  it("ends when it is told to", async () => {
    const controller = new AbortController();
    const ended = runCommand(node, ["-e", "setInterval(() => {}, 1000)"], {
      signal: controller.signal,
    });
    controller.abort();
    await expect(ended).rejects.toThrow();
    await expect(runCommand(node, [], { signal: controller.signal })).rejects.toThrow();
  });
});

describe("a server", () => {
  const serving = (port: number, more = "") =>
    `require("node:http").createServer((_, r) => r.end()).listen(${port}, "127.0.0.1");
    console.log("serving"); ${more}`;
  const start = (port: number, program: string) =>
    startServer({
      name: "stub",
      command: node,
      args: ["-e", program],
      env: {},
      healthUrl: `http://127.0.0.1:${port}/`,
    });

  it.each([
    [
      "that ends with its standard input",
      'process.stdin.resume().on("end", () => process.exit());',
    ],
    ["that does not", "process.stdin.destroy();"],
  ])(
    "is up, then stopped: one %s",
    async (_, more) => {
      const port = await freePort();
      const server = start(port, serving(port, more));
      await server.waitUntilUp();
      expect(server.tail()).toContain("serving");
      expect(isAlive(server.processGroup)).toBe(true);
      await server.stop();
      expect(isAlive(server.processGroup)).toBe(false);
      await server.stop();
    },
    20_000,
  );

  it("that ends before it is up says why", async () => {
    const server = start(await freePort(), "console.error('no licence'); process.exitCode = 1");
    await expect(server.waitUntilUp()).rejects.toThrow(/stub ended: no licence/);
  });
});

describe("Python", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kms-guardrail-python-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const write = async (name: string, answer: string) => {
    const file = join(folder, name);
    await writeFile(file, `#!/bin/sh\necho ${answer}\n`, { mode: 0o755 });
    return file;
  };

  it("is the first that is new enough", async () => {
    const old = await write("old", "False cpython-39");
    const python = await write("new", "True cpython-312");
    expect(await findPython(["no-such-python", old, python])).toEqual({
      python,
      version: "cpython-312",
    });
  });

  it("may be missing", async () => {
    await expect(findPython(["no-such-python"])).rejects.toMatchObject({
      code: "E_LAB_UNAVAILABLE",
    });
  });

  it("that cannot install the emulators makes the lab unavailable", async () => {
    await write("python3", "True cpython-312");
    await writeFile(join(folder, "requirements.txt"), "");
    vi.stubEnv("PATH", `${folder}:${process.env["PATH"]}`);
    await expect(
      ensureEnvironment({ labFolder: folder, tell: () => undefined }),
    ).rejects.toMatchObject({ code: "E_LAB_UNAVAILABLE" });
  });
});
