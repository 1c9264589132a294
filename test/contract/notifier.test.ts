import { Writable } from "node:stream";
import { PublishCommand, SNSClient, SNSServiceException } from "@aws-sdk/client-sns";
import { mockClient } from "aws-sdk-client-mock";
import { expect } from "vitest";
import { makeSnsNotifier } from "../../src/aws/publish/sns-notifier.ts";
import { makeMemoryNotifier } from "../../src/embedded/memory-notifier.ts";
import { makeTerminalNotifier } from "../../src/embedded/terminal-notifier.ts";
import type { Finding } from "../../src/guardrail/finding/finding.ts";
import type { Notifier } from "../../src/guardrail/ports.ts";
import { judgeSamples } from "../support/samples.ts";
import { type Adapter, type Promises, testPort } from "./port-suite.ts";

interface Subject {
  readonly notifier: Notifier;
  /** What has arrived at the other end. */
  readonly arrived: () => readonly Finding[];
  /** From now on nothing can be handed over. */
  readonly breakDown: () => void;
}

const findings = judgeSamples().flatMap(({ judged }) =>
  judged.outcome === "finding" ? [judged.finding] : [],
);
const [first] = findings;
if (first === undefined) throw new Error("the samples cause findings");

const promises: Promises<Subject> = {
  "hands over every finding whole, in order": async ({ notifier, arrived }) => {
    for (const finding of findings) await notifier.publish(finding);
    expect(arrived()).toEqual(findings);
  },
  "hands over the same finding again when asked": async ({ notifier, arrived }) => {
    await notifier.publish(first);
    await notifier.publish(first);
    expect(arrived()).toEqual([first, first]);
  },
  "fails when the finding could not be handed over": async ({ notifier, breakDown }) => {
    breakDown();
    await expect(notifier.publish(first)).rejects.toThrow("broken down");
  },
};

const adapters: readonly Adapter<Subject>[] = [
  {
    name: "memory",
    make: () => {
      const notifier = makeMemoryNotifier();
      return { notifier, arrived: notifier.findings, breakDown: () => undefined };
    },
    skips: { "fails when the finding could not be handed over": "memory takes everything" },
  },
  {
    name: "the terminal",
    make: () => {
      const lines: string[] = [];
      let isBroken = false;
      const output = new Writable({
        write: (chunk: Buffer, _, done) => {
          if (!isBroken) lines.push(chunk.toString());
          done(isBroken ? new Error("broken down") : null);
        },
      });
      output.on("error", () => undefined);
      return {
        notifier: makeTerminalNotifier(output, (finding) => JSON.stringify(finding)),
        arrived: () => lines.map((line) => JSON.parse(line) as Finding),
        breakDown: () => {
          isBroken = true;
        },
      };
    },
  },
  {
    name: "SNS",
    make: () => {
      const client = new SNSClient({ region: "us-west-2" });
      const sns = mockClient(client);
      sns.on(PublishCommand).resolves({});
      const refusal = { name: "InternalError", $fault: "server", $metadata: {} } as const;
      return {
        notifier: makeSnsNotifier(client, {
          topicArn: "arn:aws:sns:us-west-2:111122223333:findings",
        }),
        arrived: () =>
          sns
            .commandCalls(PublishCommand)
            .map(
              ({ args }) => JSON.parse(JSON.parse(args[0].input.Message ?? "").default) as Finding,
            ),
        breakDown: () =>
          sns
            .on(PublishCommand)
            .rejects(new SNSServiceException({ ...refusal, message: "broken down" })),
      };
    },
  },
];

testPort("notifier", promises, adapters);
