import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { ensureEnvironment } from "../../lab/python/ensure-environment.ts";
import { stackSetTemplate } from "../../scripts/stackset-template.mjs";
import { packageTemplate, withEverything } from "../contract/deployment/packaged-stack.ts";
import { describeInLab } from "./support/describe-in-lab.ts";

const run = promisify(execFile);
const minute = 60_000;
const labFolder = resolve("lab");
/** What the script `cfn-lint` does, which holds the path that its environment was made at. */
const command = "import sys; from cfnlint import runner; sys.exit(runner.main())";

/** Each takes as long again; the small templates are looked at in all of them. */
const regions = ["us-east-1", "eu-central-1", "us-gov-west-1"];

/** What cfn-lint prints of templates; nothing: they are fine in every Region named. */
async function lintIn(
  regions: readonly string[],
  ...templates: readonly string[]
): Promise<string> {
  const python = await ensureEnvironment({ labFolder, tell: () => undefined });
  // A finding makes it exit with an error, whose output says more.
  const answer = run(python, ["-c", command, "-r", ...regions, "-t", ...templates]);
  const { stdout, stderr } = await answer.catch(
    (error: { stdout: string; stderr: string }) => error,
  );
  return `${stdout}${stderr}`.trim();
}

async function withTemplate<T>(template: object, use: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "kms-guardrail-template-"));
  try {
    const file = join(folder, "template.json");
    await writeFile(file, JSON.stringify(template));
    return await use(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// cfn-lint comes with the emulators, into the same virtual environment.
describeInLab("cfn-lint", () => {
  it(
    "prints nothing for the packaged stack, in GovCloud",
    async () => {
      expect(
        await withTemplate(await packageTemplate(), (file) => lintIn(["us-gov-west-1"], file)),
      ).toBe("");
    },
    2 * minute,
  );

  // GovCloud has no function URLs, which Slack calls back.
  it(
    "prints nothing for the stack with all that can be asked for, outside GovCloud",
    async () => {
      const whole = await packageTemplate(withEverything);
      expect(await withTemplate(whole, (file) => lintIn(["eu-central-1"], file))).toBe("");
    },
    2 * minute,
  );

  it(
    "prints nothing for the stacks that stand beside it",
    async () => {
      const templates = globSync("deploy/forwarding/*.yml");
      expect(templates.length).toBeGreaterThan(0);
      expect(await lintIn(regions, ...templates)).toBe("");
    },
    2 * minute,
  );

  it(
    "prints nothing for the stack as a StackSet takes it, which shares its code",
    async () => {
      const template = stackSetTemplate(await packageTemplate());
      expect(JSON.stringify(template)).not.toContain("ServerlessDeploymentBucket");
      expect(await withTemplate(template, (file) => lintIn(["us-east-1"], file))).toBe("");
    },
    2 * minute,
  );

  it(
    "names a fault",
    async () => {
      const faulty = {
        Resources: { Queue: { Type: "AWS::SQS::Queue", Properties: { Nme: "x" } } },
      };
      expect(await withTemplate(faulty, (file) => lintIn(["us-east-1"], file))).toContain("Nme");
    },
    2 * minute,
  );
});
