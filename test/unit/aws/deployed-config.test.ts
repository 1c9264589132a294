import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleConfiguration } from "../../../scripts/bundle-configuration.mjs";
import { readDeployedConfig } from "../../../src/aws/deployed-config.ts";
import { DEFAULT_CONFIG } from "../../../src/guardrail/config/config.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kms-guardrail-config-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const packaged = () => join(folder, "handlers/guardrail.json");
const write = async (text: string): Promise<string> => {
  const file = join(folder, "guardrail.yml");
  await writeFile(file, text);
  return file;
};

describe("the configuration of a deployed function", () => {
  it("is the file that was packaged", async () => {
    const file = await write("version: 1\nmode: enforce\ntrustedAccounts: [444455556666]\n");
    await bundleConfiguration({ file, mode: "alert" }, folder);
    const { config, unreadable } = readDeployedConfig(packaged());
    expect(unreadable).toBeNull();
    expect(config).toMatchObject({ mode: "enforce", trustedAccounts: ["444455556666"] });
  });

  it("is the mode alone where no file was packaged", async () => {
    await bundleConfiguration({ file: "", mode: "approve" }, folder);
    expect(readDeployedConfig(packaged()).config).toMatchObject({ mode: "approve" });
  });

  it("is the default one where none is told", () => {
    expect(readDeployedConfig(null)).toEqual({ config: DEFAULT_CONFIG, unreadable: null });
  });

  it("only alerts when it is not as it was packaged", async () => {
    await bundleConfiguration({ file: "", mode: "alert" }, folder);
    const text = await readFile(packaged(), "utf8");
    const changed = [text.replace('"alert"', '"enforce"'), text.slice(0, -9), "", "null", "{}"];
    for (const other of changed) {
      const { config, unreadable } = readDeployedConfig("guardrail.json", () => other);
      expect(config).toEqual(DEFAULT_CONFIG);
      expect(unreadable).not.toBeNull();
    }
  });

  it("only alerts when it is not there", () => {
    const { config, unreadable } = readDeployedConfig(join(folder, "no-such-file.json"));
    expect(config.mode).toBe("alert");
    expect(unreadable).toContain("ENOENT");
  });
});

describe("packaging", () => {
  it.each([
    ["version: 1\nmode: revert\n", ":2: "],
    ["version: 1\nmode: alert\nmodes: {}\n", ":3: unknown key `modes`"],
    ["a: [", "not YAML"],
  ])("stops at what is wrong with the file: %j", async (text, why) => {
    const file = await write(text);
    await expect(bundleConfiguration({ file, mode: "alert" }, folder)).rejects.toThrow(why);
  });

  it("stops at a mode that is none, and a file that is not there", async () => {
    await expect(bundleConfiguration({ file: "", mode: "revert" }, folder)).rejects.toThrow("mode");
    const file = join(folder, "no-such.yml");
    await expect(bundleConfiguration({ file, mode: "alert" }, folder)).rejects.toThrow("ENOENT");
  });
});
