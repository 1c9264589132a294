import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { packageVersion } from "../../../src/cli/version.ts";

it("is that of package.json", () => {
  expect(JSON.parse(readFileSync("package.json", "utf8"))).toMatchObject({
    version: packageVersion(),
  });
});
