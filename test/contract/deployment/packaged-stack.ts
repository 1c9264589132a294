import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a CloudFormation template is read by path
  readonly Properties: any;
}

/** The resources of a packaged stack by their logical ids. */
export type Stack = Readonly<Record<string, Resource>>;

/** Asks for the parts of the stack that are made only when they are asked for. */
export const withEverything = [
  "slack=yes",
  "bus=yes",
  "securityHub=yes",
  "teams=yes",
  "pagerDuty=yes",
  "digest=yes",
  "amazonQ=yes",
  "failedCalls=yes",
  "centralBus=yes",
  "centralBusArn=arn:aws:events:eu-west-1:999988887777:event-bus/security",
];

/** The resources of the packaged stack. */
export async function packageStack(parameters: readonly string[] = []): Promise<Stack> {
  return (await packageTemplate(parameters)).Resources;
}

/** Packages `serverless.yml` as it stands, once for the same parameters: without network, without the developer's AWS set-up. */
export function packageTemplate(parameters: readonly string[] = []): Promise<Template> {
  const text = parameters.join(" ");
  const same = packaged.get(text) ?? packageOnce(parameters);
  packaged.set(text, same);
  return same;
}

interface Template {
  readonly Resources: Stack;
}

const packaged = new Map<string, Promise<Template>>();

async function packageOnce(parameters: readonly string[]): Promise<Template> {
  const folder = await mkdtemp(join(tmpdir(), "kms-guardrail-package-"));
  try {
    const given = parameters.flatMap((parameter) => ["--param", parameter]);
    await run("node_modules/.bin/osls", ["package", "--package", folder, ...given], {
      env: {
        PATH: process.env["PATH"] ?? "",
        HOME: folder,
        HTTPS_PROXY: "http://127.0.0.1:9",
        SLS_NOTIFICATIONS_MODE: "off",
      },
    });
    const file = join(folder, "cloudformation-template-update-stack.json");
    return JSON.parse(readFileSync(file, "utf8")) as Template;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The resources of a type. */
export const ofType = (stack: Stack, type: string): readonly Resource[] =>
  Object.values(stack).filter((resource) => resource.Type === type);
