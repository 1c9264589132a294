import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as yaml from "yaml";
import { configJsonSchema } from "../../src/guardrail/config/config-json-schema.ts";
import { DEFAULT_LIMITS } from "../../src/guardrail/config/limits.ts";
import { parseConfig } from "../../src/guardrail/config/parse-config.ts";

// docs/configuration.md shows every member of guardrail.yml, and what it shows is accepted.

const page = readFileSync("docs/configuration.md", "utf8");
const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = ""]) => text);

/** The names of all members of a JSON schema. */
function membersOf(schema: unknown): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { properties, ...rest } = schema as { readonly properties?: object };
  return [
    ...Object.keys(properties ?? {}),
    ...Object.values({ ...rest, ...properties }).flatMap(membersOf),
  ];
}

function namesIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return [...Object.keys(value), ...Object.values(value).flatMap(namesIn)];
}

describe("docs/configuration.md", () => {
  it.each(examples.map((text, index) => [index + 1, text]))("example %d is valid", (_, text) => {
    expect(parseConfig(String(text), "guardrail.yml", yaml)).not.toHaveProperty("problems");
  });

  it("shows every member in an example, but for what is explained alone", () => {
    const shown = new Set(examples.flatMap((text) => namesIn(yaml.parse(text))));
    const missing = [...new Set(membersOf(configJsonSchema()))].filter((name) => !shown.has(name));
    expect(missing.toSorted()).toEqual(["$schema", "resources"]);
    for (const name of missing) expect(page).toContain(`\`${name}\``);
  });

  it("shows the limits that hold without any", () => {
    const limits = examples.map((text) => yaml.parse(text).limits).find((one) => one !== undefined);
    expect(limits).toEqual(DEFAULT_LIMITS);
  });
});
