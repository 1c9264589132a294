import { setTimeout as sleep } from "node:timers/promises";
import { ModifyVpcEndpointCommand } from "@aws-sdk/client-ec2";
import { CreateGrantCommand, RevokeGrantCommand, TagResourceCommand } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { clientOptions } from "../../lab/client-options.ts";
import { deployedStore } from "../../lab/deployed-store.ts";
import { isUnreadable, type SnapshotKey } from "../../src/account/snapshot.ts";
import { readDeployedStack } from "../../src/aws/deployed-stack.ts";
import { makeDecisionPorts } from "../../src/aws/ports/decision-ports.ts";
import { makeEc2Reader } from "../../src/aws/read/ec2-reader.ts";
import { makeKmsReader } from "../../src/aws/read/kms-reader.ts";
import type { Finding } from "../../src/guardrail/finding/finding.ts";
import type { StateStore } from "../../src/guardrail/ports.ts";
import { planHash, signDecision } from "../../src/remediation/decision/decision.ts";
import { takeDecision } from "../../src/remediation/decision/take-decision.ts";
import { describeInLab } from "./support/describe-in-lab.ts";
import { createEndpoint, narrowEndpointPolicy } from "./support/ec2-calls.ts";
import { type FindingsQueue, subscribeToFindings } from "./support/findings.ts";
import { createKey } from "./support/kms-calls.ts";
import { clientsOfUser, labClients, quietClients } from "./support/lab-clients.ts";
import { roleArn, uniqueName } from "./support/lab-names.ts";
import { revertCases } from "./support/revert-cases.ts";
import { sweepAll } from "./support/sweep-all.ts";

const minute = 60_000;
const patience = { timeout: 45_000, interval: 200 };

describeInLab("the deployed guardrail", (lab) => {
  let findings: FindingsQueue;
  let store: StateStore;
  const keysOf = new Map<string, readonly [string, string]>();
  let endpointId = "";

  /** The guardrail hears of a key first by this, reads it, tells the finding and then records what it read. */
  const makeKnown = async (keyArn: string) => {
    const { kms } = labClients(lab());
    const Tags = [{ TagKey: "known", TagValue: "yes" }];
    await kms.send(new TagResourceCommand({ KeyId: keyArn, Tags }));
    await findings.waitFor(({ resource }) => resource.arn === keyArn);
    await vi.waitFor(async () => {
      const { keys: recorded } = await store.load();
      expect(recorded.map(({ value }) => value.metadata.Arn)).toContain(keyArn);
    }, patience);
  };

  /**
   * What became of an event. Its first finding is not the one that is reverted where another event of about that
   * time was recorded while it was judged, as the call is that reverted the finding before it: then the one
   * that is names it.
   */
  const outcomeOf = async (first: Finding): Promise<Finding> => {
    const isOfEvent = ({ event }: Finding) => event?.eventId === first.event?.eventId;
    const outcome = await findings.waitFor(
      (finding) => isOfEvent(finding) && !isWaiting.has(finding.remediation.status),
    );
    const replaced = new Set(findings.arrived.filter(isOfEvent).map(({ findingId }) => findingId));
    replaced.delete(outcome.findingId);
    const corrections = outcome.notes.filter(({ code }) => code === "corrected");
    for (const findingId of replaced) {
      expect(corrections).toContainEqual({
        code: "corrected",
        text: expect.stringContaining(findingId),
      });
    }
    return outcome;
  };

  /** What of keys a revert has to bring back; the order of lists says nothing. */
  const read = async (keys: readonly string[]) => {
    const reader = makeKmsReader(labClients(lab()).kms);
    return (await Promise.all(keys.map((key) => reader.readKey(key)))).map(stateOf);
  };

  beforeAll(async () => {
    findings = await subscribeToFindings(lab(), "reverts");
    ({ store } = await deployedStore(lab()));
    const quiet = quietClients(lab());
    for (const { eventName, prepare } of revertCases) {
      const keys = [await createKey(quiet), await createKey(quiet)] as const;
      await prepare?.(quiet, keys);
      keysOf.set(eventName, keys);
      await Promise.all(keys.map(makeKnown));
    }
    endpointId = await createEndpoint(labClients(lab()), narrowEndpointPolicy);
    await findings.waitFor(({ resource }) => resource.arn.includes(endpointId));
    // Events are told by the second: one of the second in which a key was read is taken to be in it.
    await sleep(1_500);
  }, 3 * minute);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await findings?.close();
  }, minute);

  it.each(revertCases)(
    "reverts $eventName, reads back what was there before, and hears of itself in silence",
    async ({ eventName, change }) => {
      const keys = keysOf.get(eventName);
      if (keys === undefined) throw new Error("the keys are made before");
      const before = await read(keys);
      const clients = await clientsOfUser(lab(), `reverted-${uniqueName()}`);
      await change(clients, keys);
      const told = await findings.waitFor(
        ({ event }) =>
          event?.eventName === eventName && event.actor.arn?.includes("/reverted-") === true,
      );
      expect(told.remediation).toMatchObject({ mode: "enforce", status: "proposed" });
      const outcome = await outcomeOf(told);
      expect(outcome.remediation).toMatchObject({ status: "verified", refusedBecause: null });
      expect(await read(keys)).toEqual(before);
      await sleep(500);
      expect(findings.arrived.filter(isOwn)).toEqual([]);
    },
    minute,
  );

  it(
    "reverts what an endpoint's policy lost, once every key is recorded",
    async () => {
      await sweepAll(lab());
      const reader = makeEc2Reader(labClients(lab()).ec2);
      const policyNow = async () => {
        const endpoints = await reader.readEndpoints();
        if (isUnreadable(endpoints)) throw new Error(endpoints.unreadable);
        const endpoint = endpoints.find(({ VpcEndpointId }) => VpcEndpointId === endpointId);
        return JSON.parse(String(endpoint?.PolicyDocument));
      };
      const before = await policyNow();
      const { ec2 } = await clientsOfUser(lab(), `reverted-${uniqueName()}`);
      await ec2.send(
        new ModifyVpcEndpointCommand({ VpcEndpointId: endpointId, ResetPolicy: true }),
      );
      const told = await findings.waitFor(
        ({ event, resource }) =>
          event?.eventName === "ModifyVpcEndpoint" && resource.arn.includes(endpointId),
      );
      const { remediation } = await outcomeOf(told);
      expect(remediation).toMatchObject({ status: "verified", refusedBecause: null });
      expect(await policyNow()).toEqual(before);
      expect(findings.arrived.filter(isOwn)).toEqual([]);
    },
    2 * minute,
  );

  it(
    "makes a grant again when somebody approves it, and not before",
    async () => {
      const quiet = quietClients(lab());
      const KeyId = await createKey(quiet);
      const GranteePrincipal = roleArn("analyst");
      const Operations = ["Decrypt" as const];
      await makeKnown(KeyId);
      // A sweep may have read the key before it had the grant, so the guardrail is to hear of that.
      const { GrantId } = await labClients(lab()).kms.send(
        new CreateGrantCommand({ KeyId, GranteePrincipal, Operations }),
      );
      await vi.waitFor(async () => {
        const { keys, events } = await store.load();
        expect(JSON.stringify([keys, events])).toContain(GrantId);
      }, patience);
      await sleep(1_500);
      const { kms } = await clientsOfUser(lab(), `asked-${uniqueName()}`);
      await kms.send(new RevokeGrantCommand({ KeyId, GrantId }));
      const told = await findings.waitFor(
        ({ event, resource }) => event?.eventName === "RevokeGrant" && resource.arn === KeyId,
      );
      // It is told before it is kept, and who decides is asked for what is kept.
      const kept = await vi.waitFor(async () => {
        const finding = await store.findingOf(String(told.event?.eventId));
        expect(finding?.remediation.status, JSON.stringify(told.notes)).toBe("awaitingApproval");
        return finding as Finding;
      }, patience);
      const { endpoint, accessKeyId, secretAccessKey, region, stackName } = lab();
      vi.stubEnv("AWS_ENDPOINT_URL", endpoint);
      vi.stubEnv("AWS_REGION", region);
      vi.stubEnv("AWS_ACCESS_KEY_ID", accessKeyId);
      vi.stubEnv("AWS_SECRET_ACCESS_KEY", secretAccessKey);
      const lambda = new LambdaClient(clientOptions(lab()));
      const ports = makeDecisionPorts(await readDeployedStack(lambda, stackName, region));
      const at = new Date().toISOString();
      const decision = await signDecision(
        {
          findingId: kept.findingId,
          kind: "approve",
          by: "the lab",
          at,
          planHash: planHash(kept, ports.signatures),
          expires: new Date(Date.now() + minute).toISOString(),
          nonce: uniqueName(),
        },
        ports.signatures,
      );
      const taken = await takeDecision(decision, ports);
      expect(taken).toEqual(expect.objectContaining({ outcome: "taken" }));
      expect(await takeDecision(decision, ports)).toMatchObject({ code: "E_DECISION_REPLAYED" });
      expect((await outcomeOf(told)).remediation.status).toBe("verified");
      const grants = (await makeKmsReader(kms).readKey(KeyId))?.grants;
      expect(grants).toMatchObject([{ GranteePrincipal, Operations }]);
    },
    minute,
  );
});

const isWaiting = new Set<string>(["none", "proposed", "awaitingApproval"]);

/** A finding about a call of the remediation function. */
function isOwn({ event }: Finding): boolean {
  return event?.actor.sessionIssuerArn?.includes("emediation") === true;
}

function stateOf(key: SnapshotKey | null): unknown {
  if (key === null) return null;
  const { metadata, policy, tags, aliases, grants } = key;
  const sorted = (part: unknown) =>
    Array.isArray(part) ? part.map((item) => JSON.stringify(item)).toSorted() : part;
  return {
    state: metadata.KeyState,
    policy: typeof policy === "string" ? JSON.parse(policy) : policy,
    tags: sorted(tags),
    aliases: sorted(Array.isArray(aliases) ? aliases.map(({ AliasName }) => AliasName) : aliases),
    grants: sorted(grants),
  };
}
