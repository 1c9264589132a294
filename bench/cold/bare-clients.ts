import { readFileSync } from "node:fs";
import type { Metafile } from "esbuild";

/** The SDK's own modules, whose imports of each other are no choice of the function's. */
const isOfSdk = (file: string): boolean => /node_modules\/@(aws-sdk|smithy|aws)\//.test(file);

/** A module that holds just what a bundle's own code imports of the AWS SDK, and nothing else. */
export function bareClientsOf(inputs: Metafile["outputs"][string]["inputs"]): string {
  const names = new Map<string, Set<string>>();
  for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
    if (bytesInOutput === 0 || isOfSdk(file)) continue;
    const imports = readFileSync(file, "utf8").matchAll(
      /import \{([^}]*)\} from ["'](@aws-sdk\/[\w-]+)["']/g,
    );
    for (const [, list = "", module = ""] of imports) {
      const values = list
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== "" && !name.startsWith("type "));
      names.set(module, new Set([...(names.get(module) ?? []), ...values]));
    }
  }
  return [...names]
    .filter(([, values]) => values.size > 0)
    .map(([module, values]) => `export { ${[...values].join(", ")} } from "${module}";`)
    .join("\n");
}
