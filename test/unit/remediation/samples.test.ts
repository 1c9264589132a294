import { globSync, readFileSync } from "node:fs";
import * as ec2 from "@aws-sdk/client-ec2";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../../src/account/snapshot.ts";
import { DEFAULT_CONFIG } from "../../../src/guardrail/config/config.ts";
import type { RemediationCall } from "../../../src/guardrail/finding/finding.ts";
import type { JudgedRecord } from "../../../src/guardrail/judge/judge-record.ts";
import { createCompiler } from "../../../src/kms/compiler.ts";
import { judgeAndPlan } from "../../../src/remediation/judge-and-plan.ts";

const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
const account = read("events/account.json") as Snapshot;
const samples = globSync("events/{,story/}*.json")
  .filter((path) => !/(account|manifest)\.json$/.test(path))
  .sort();
const compiler = createCompiler();

function judge(path: string): JudgedRecord {
  const json = read(path) as { readonly detail?: unknown };
  const config = { ...DEFAULT_CONFIG, mode: "enforce" as const };
  return judgeAndPlan([account], json.detail ?? json, { config, compiler });
}

interface Sent {
  readonly body: string | Uint8Array;
}

const options = {
  region: "us-west-2",
  credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "x" },
  maxAttempts: 1,
};
const packages = { kms, ec2, iam } as const;
const makeClient = { kms: kms.KMSClient, ec2: ec2.EC2Client, iam: iam.IAMClient } as const;

/** What the AWS SDK puts on the wire for a call. */
async function wireOf({ service, operation, input }: RemediationCall): Promise<string> {
  let sent: string | null = null;
  const requestHandler = {
    handle: ({ body }: Sent) => {
      sent = typeof body === "string" ? body : new TextDecoder().decode(body);
      return Promise.reject(new Error("not sent"));
    },
  };
  const members = packages[service] as unknown as Record<string, new (input: object) => never>;
  const Command = members[`${operation}Command`];
  if (Command === undefined) throw new Error(`no command ${operation}`);
  const client = new makeClient[service]({ ...options, requestHandler }) as {
    readonly send: (command: never) => Promise<unknown>;
  };
  await client.send(new Command(input)).catch(() => undefined);
  if (sent === null) throw new Error(`${operation} was not made`);
  return sent;
}

/** Every text, number and flag of an input: each has to arrive. */
function valuesOf(value: unknown): readonly string[] {
  return typeof value === "object" && value !== null
    ? Object.values(value).flatMap(valuesOf)
    : [String(value)];
}

describe("every sample event in enforce", () => {
  it.each(samples)("%s: the account as it was, or as the event left it", async (path) => {
    const result = judge(path);
    if (result.outcome !== "finding") return;
    const { status, refusedBecause, calls } = result.finding.remediation;
    expect(refusedBecause).toBeNull();
    if (status === "applied") expect(result.snapshots[0]).toBe(account);
    else expect(["proposed", "awaitingApproval", "none"]).toContain(status);
    expect(calls.length === 0).toBe(status === "none");
    for (const call of calls) await expectWhole(call);
  });
});

/** The AWS SDK takes the call and loses nothing of its input. */
async function expectWhole(call: RemediationCall): Promise<void> {
  const body = await wireOf(call);
  if (call.service === "kms") {
    expect(JSON.parse(body)).toEqual(call.input);
    return;
  }
  const parameters = [...new URLSearchParams(body)];
  expect(parameters).toContainEqual(["Action", call.operation]);
  const values = parameters.map(([, value]) => value);
  expect(values).toEqual(expect.arrayContaining([...valuesOf(call.input)]));
}
