import { describe, expect, it } from "vitest";
import { makeMemoryQueue } from "../../../../src/embedded/memory-queue.ts";
import type { Finding } from "../../../../src/guardrail/finding/finding.ts";
import type { LookMessage } from "../../../../src/guardrail/handle/look.ts";
import { lookAfterEvent } from "../../../../src/guardrail/handle/look-after-event.ts";
import { findingWith, keyArn } from "../../aws/finding-fixture.ts";

const now = "2026-11-03T09:12:04Z";
const endpointArn = "arn:aws:ec2:us-west-2:111122223333:vpc-endpoint/vpce-1";

/** The looks that are asked for after a finding, with their delays in seconds. */
async function looksAfter(different: Partial<Finding>) {
  const looks = makeMemoryQueue<LookMessage>();
  await lookAfterEvent(findingWith(different), new Date(now), looks);
  return looks.take();
}
const delaysAfter = async (different: Partial<Finding>) =>
  (await looksAfter(different)).map(({ delaySeconds }) => delaySeconds);

describe("a look after an event", () => {
  it("is asked for when the effect lies ahead, for when it is there", async () => {
    const effectiveBy = "2026-11-03T09:17:03.500Z";
    expect(await looksAfter({ effectiveBy })).toEqual([
      {
        message: {
          resource: { kind: "key", keyArn },
          seen: [],
          seenAt: null,
          told: findingWith().findingId,
        },
        delaySeconds: 300,
      },
    ]);
  });

  it("is not asked for where all is there already and AWS shows it", async () => {
    expect(await looksAfter({ effectiveBy: now })).toEqual([]);
    expect(await looksAfter({ effectiveBy: "2026-11-03T08:00:00Z" })).toEqual([]);
  });

  it.each(["confirmLater", "changedMeanwhile"])(
    "is asked for in five minutes at the earliest where the finding says %s",
    async (code) => {
      const notes = [{ code, text: "" }];
      expect(await delaysAfter({ effectiveBy: now, notes })).toEqual([300]);
      expect(await delaysAfter({ effectiveBy: "2026-11-03T09:13:04Z", notes })).toEqual([300]);
      expect(await delaysAfter({ effectiveBy: "2026-11-03T09:22:04Z", notes })).toEqual([600]);
    },
  );

  it("waits no longer than a message can", async () => {
    expect(await delaysAfter({ effectiveBy: "2026-11-03T10:00:00Z" })).toEqual([900]);
  });

  it.each([
    ["AWS::EC2::VPCEndpoint", endpointArn, { kind: "endpoints" }],
    ["AWS::IAM::Role", "arn:aws:iam::111122223333:role/app", { kind: "inventory" }],
    ["AWS::IAM::ManagedPolicy", "arn:aws:iam::111122223333:policy/p", { kind: "inventory" }],
  ])("reads what holds a %s", async (type, arn, resource) => {
    const notes = [{ code: "confirmLater", text: "" }];
    const looks = await looksAfter({ effectiveBy: now, notes, resource: { type, arn } });
    expect(looks.map(({ message }) => message.resource)).toEqual([resource]);
  });

  it("is not asked for at what nobody can read, nor where nobody looks", async () => {
    const effectiveBy = "2026-11-03T09:17:04Z";
    const resource = { type: "AWS::Organizations::Policy", arn: "arn:aws:organizations::1:p" };
    expect(await looksAfter({ effectiveBy, resource })).toEqual([]);
    await expect(
      lookAfterEvent(findingWith({ effectiveBy }), new Date(now), undefined),
    ).resolves.toBeUndefined();
  });
});
