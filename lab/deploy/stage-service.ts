import { cp, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";

/** What a deployment needs. */
const parts = [
  "serverless.yml",
  "deploy",
  "package.json",
  "handlers",
  "scripts",
  "src",
  "lab/guardrail.yml",
];

/** Copies the service as it stands: a deployment bundles and packages in place, and others may do so at the same time. */
export async function stageService(root: string, folder: string): Promise<string> {
  const service = join(folder, "service");
  await mkdir(service, { recursive: true });
  await Promise.all(
    parts.map((part) => cp(join(root, part), join(service, part), { recursive: true })),
  );
  await symlink(join(root, "node_modules"), join(service, "node_modules"));
  return service;
}
