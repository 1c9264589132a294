import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { LabError } from "../lab-error.ts";
import { runCommand } from "../processes/run-command.ts";
import { findPython } from "./find-python.ts";

interface EnvironmentOptions {
  readonly labFolder: string;
  readonly tell: (text: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The Python that has the emulators, in a virtual environment made on first use: one for each list of
 * requirements and version of Python.
 */
export async function ensureEnvironment({
  labFolder,
  tell,
  signal,
}: EnvironmentOptions): Promise<string> {
  const requirements = join(labFolder, "requirements.txt");
  const { python, version } = await findPython();
  const hash = createHash("sha256").update(await readFile(requirements));
  const name = hash.update(version).digest("hex").slice(0, 12);
  const folder = join(labFolder, ".venv", name);
  if (!existsSync(folder)) {
    tell("installing moto and MiniStack into lab/.venv (once)");
    await makeEnvironment(python, requirements, folder, signal);
  }
  return join(folder, "bin", "python");
}

/** Made aside and moved into place: another lab may be making the same one. */
async function makeEnvironment(
  python: string,
  requirements: string,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const made = `${folder}-${randomUUID()}`;
  await mkdir(join(folder, ".."), { recursive: true });
  try {
    await runCommand(python, ["-m", "venv", made], { signal });
    const install = [
      "--no-deps",
      "--only-binary",
      ":all:",
      "--no-compile",
      "--no-input",
      "--quiet",
    ];
    await runCommand(
      join(made, "bin", "python"),
      [
        ...["-m", "pip", "--disable-pip-version-check", "install", ...install],
        ...["--requirement", requirements],
      ],
      { signal },
    );
    await rename(made, folder).catch((cause: unknown) => {
      if (!existsSync(folder)) throw cause;
    });
  } catch (cause) {
    throw new LabError(
      `virtual environment of the lab: ${cause instanceof Error ? cause.message : String(cause)}`,
      { code: "E_LAB_UNAVAILABLE", cause },
    );
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}
