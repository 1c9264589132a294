import { join } from "node:path";
import { runCommand } from "../processes/run-command.ts";
import { authorization } from "../tap/moto-client.ts";
import { childOf, parseXml } from "../tap/xml.ts";

interface DeployOptions {
  readonly root: string;
  readonly service: string;
  readonly region: string;
  readonly stage: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
}

/** All that can be asked for but Security Hub, which MiniStack does not have, and Amazon Q, which has no part of its own. */
const parts = ["slack", "teams", "pagerDuty", "bus", "digest"];

/** Deploys by osls, as a user would. */
export async function deployService(options: DeployOptions): Promise<void> {
  const { root, service, region, stage, env, signal } = options;
  await runCommand(
    join(root, "node_modules", ".bin", "osls"),
    [
      ...["deploy", "--region", region, "--stage", stage],
      ...["--param", `config=${join(root, "lab", "guardrail.yml")}`],
      ...parts.flatMap((part) => ["--param", `${part}=yes`]),
    ],
    {
      cwd: service,
      signal,
      env: { ...env, SLS_AWS_MONITORING_FREQUENCY: "200", SLS_NOTIFICATIONS_MODE: "off" },
    },
  );
}

/** The outputs of a stack, by name. */
export async function readStackOutputs(
  url: string,
  region: string,
  stackName: string,
): Promise<Readonly<Record<string, string>>> {
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      authorization: authorization("LAB", region, "cloudformation"),
    },
    body: new URLSearchParams({
      Action: "DescribeStacks",
      Version: "2010-05-15",
      StackName: stackName,
    }).toString(),
  });
  const root = parseXml(await answer.text());
  const stack = childOf(root, "DescribeStacksResult", "Stacks", "member");
  return Object.fromEntries(
    (childOf(stack, "Outputs")?.children ?? []).map((output) => [
      childOf(output, "OutputKey")?.text ?? "",
      childOf(output, "OutputValue")?.text ?? "",
    ]),
  );
}
