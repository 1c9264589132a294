import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { SERVICE_TASKS } from "../../src/kms/service-tasks.ts";

// docs/tasks.md is a table of what is asked, and what is asked is that table.

const rows = readFileSync(resolve("docs/tasks.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .flatMap((line) => {
    const [names = "", takes = ""] = line.split("|").slice(1);
    const [first = "", ...more] = [...names.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
    const service = first.slice(0, first.indexOf(":") + 1);
    const actions = [...takes.replaceAll(/`[^`]*`/g, "").matchAll(/\b[A-Z]\w+/g)];
    return [first, ...more.map((name) => `${service}${name}`)].map((name) => ({
      name,
      actions: actions.map(([action]) => `kms:${action}`),
    }));
  });

describe("docs/tasks.md", () => {
  it("has every task with what it takes", () => {
    expect(rows).toEqual(
      SERVICE_TASKS.map(({ name, actions }) => ({ name, actions: [...actions] })),
    );
  });
});
