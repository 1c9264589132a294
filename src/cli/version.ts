import { readFileSync } from "node:fs";

/** The version in the package's own package.json, which lies above this file, bundled or not. */
export function packageVersion(): string {
  for (let folder = new URL(".", import.meta.url); ; folder = new URL("..", folder)) {
    const version = versionIn(new URL("package.json", folder));
    if (version !== null) return version;
    if (folder.pathname === "/") return "unknown";
  }
}

function versionIn(file: URL): string | null {
  try {
    const json: unknown = JSON.parse(readFileSync(file, "utf8"));
    const isOurs = typeof json === "object" && json !== null && "name" in json && "version" in json;
    return isOurs && json.name === "kms-guardrail" ? String(json.version) : null;
  } catch {
    return null;
  }
}
