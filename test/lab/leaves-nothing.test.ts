import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { freePort } from "../../lab/processes/free-port.ts";
import { ensureEnvironment } from "../../lab/python/ensure-environment.ts";
import { describeInLab } from "./support/describe-in-lab.ts";

describeInLab("an emulator whose lab was killed", () => {
  it.each(["moto", "ministack"])("leaves nothing behind: %s", async (emulator) => {
    const python = await ensureEnvironment({ labFolder: "lab", tell: () => undefined });
    const folder = await mkdtemp(join(tmpdir(), "kms-guardrail-lab-killed-"));
    await writeFile(join(folder, "left-behind"), "");
    const port = await freePort();
    const child = spawn(python, ["lab/emulators/serve.py", emulator, String(port)], {
      env: { TMPDIR: folder, BIND_HOST: "127.0.0.1", IOT_MTLS_ENABLED: "0", SFTP_ENABLED: "0" },
      stdio: ["pipe", "ignore", "ignore"],
      detached: true,
    });
    const exited = once(child, "exit");
    const path = emulator === "moto" ? "moto-api/" : "_ministack/health";
    const isUp = async () => (await fetch(`http://127.0.0.1:${port}/${path}`)).ok;
    await expect.poll(() => isUp().catch(() => false), { timeout: 30_000 }).toBe(true);
    child.stdin.destroy();
    await exited;
    expect(existsSync(folder)).toBe(false);
  });
});
