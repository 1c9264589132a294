import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type {
  AuthorizationDetails,
  Snapshot,
  SnapshotKey,
} from "../../../../src/account/snapshot.ts";
import { withKey } from "../../../../src/account/snapshot-keys.ts";
import { makeRecordedState } from "../../../../src/aws/state/recorded-state.ts";
import { handleEvent } from "../../../../src/guardrail/handle/handle-event.ts";
import { handleSweep } from "../../../../src/guardrail/sweep/handle-sweep.ts";
import { options, reconciling } from "../../../support/reconciling.ts";
import { readSampleAccount } from "../../../support/samples.ts";

const account = readSampleAccount();
const keys = account.keys as readonly SnapshotKey[];
const payroll = keys.find(
  ({ tags }) => Array.isArray(tags) && tags.some(({ TagKey }) => TagKey === "Project"),
);
if (payroll === undefined) throw new Error("a key of the sample account has a tag Project");
const arn = payroll.metadata.Arn;

const withPolicy = (policy: unknown) => (snapshot: Snapshot) =>
  withKey(snapshot, arn, (key) => ({ ...key, policy: policy as SnapshotKey["policy"] & object }));
const open = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Root",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:root" },
      Action: "kms:*",
      Resource: "*",
    },
    {
      Sid: "Partner",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::999999999999:root" },
      Action: "kms:Decrypt",
      Resource: "*",
    },
  ],
};

/** The record of the call that opens the key. */
function putPolicy(at: Date) {
  const sample = readFileSync("events/PutKeyPolicy-wildcard.json", "utf8");
  const { detail } = JSON.parse(sample.replaceAll(/key\/[0-9a-f-]{36}/g, arn.split(":")[5] ?? ""));
  return {
    ...(detail as object),
    eventID: "11111111-2222-4333-8444-000000000003",
    eventTime: at.toISOString(),
    requestParameters: { keyId: arn, policyName: "default", policy: JSON.stringify(open) },
  };
}

const codes = (notes: readonly { readonly code: string }[] | undefined) =>
  notes?.map(({ code }) => code) ?? [];

async function baselined(initial = account) {
  const guard = reconciling(initial);
  await guard.start();
  await guard.drain();
  return guard;
}

describe("the first sweep", () => {
  it("records every key, the endpoints and IAM, and ends in one baseline", async () => {
    const guard = await baselined();
    const stored = await guard.ports.store.load();
    expect(stored).toMatchObject({ isComplete: true, sweep: { endedAt: expect.any(String) } });
    expect(stored.keys.map(({ value }) => value.metadata.Arn).sort()).toEqual(
      keys.map(({ metadata }) => metadata.Arn).sort(),
    );
    expect(stored.endpoints).toHaveLength((account.vpcEndpoints as readonly unknown[]).length);
    expect(stored.authorizationDetails?.value).toEqual(account.authorizationDetails);
    expect(guard.notifier.findings()).toHaveLength(1);
    const [baseline] = guard.notifier.findings();
    expect(baseline?.title).toMatch(`${keys.length} keys recorded`);
    expect(codes(baseline?.notes)).toEqual(
      expect.arrayContaining(["baselineExternal", "baselineTags", "baselineAliases"]),
    );
    const external = baseline?.notes.find(({ code }) => code === "baselineExternal");
    expect(external?.text).toContain("444455556666");
  });

  it("tells what it could not read, and the statement that would let it", async () => {
    const guard = await baselined(withPolicy({ unreadable: "AccessDeniedException" })(account));
    expect(guard.notifier.findings()).toMatchObject([{ kind: "blind", severity: "medium" }]);
    const notes = guard.notifier.findings()[0]?.notes ?? [];
    expect(notes.find(({ code }) => code === "baselineBlind")?.text).toContain(arn);
    expect(notes.find(({ code }) => code === "neededStatement")?.text).toContain(
      "kms:GetKeyPolicy",
    );
  });

  it("is not told twice", async () => {
    const guard = await baselined();
    guard.wait(7 * 60);
    expect(await guard.start()).toBe("started");
    await guard.drain();
    expect(guard.notifier.findings()).toHaveLength(1);
  });

  it("never counts as complete where AWS refuses to list the keys", async () => {
    const guard = await baselined({ ...account, keys: { unreadable: "AccessDeniedException" } });
    expect((await guard.ports.store.load()).isComplete).toBe(false);
    expect(JSON.stringify(guard.notifier.findings())).toContain("kms:ListKeys");
  });
});

describe("a later sweep", () => {
  it("looks twice before it tells drift, and repairs the state", async () => {
    const guard = await baselined();
    guard.change(withPolicy(open));
    guard.wait(7 * 60);
    await guard.start();
    await guard.drain(false);
    expect(guard.notifier.findings()).toHaveLength(1);
    await guard.drain();
    const [, drift, ...others] = guard.notifier.findings();
    expect(others).toEqual([]);
    expect(drift).toMatchObject({
      kind: "drift",
      event: null,
      severity: "critical",
      resource: { arn },
      attributeChanges: [{ attribute: "policy" }],
    });
    expect(drift?.accessChanges).toContainEqual(
      expect.objectContaining({
        change: "gained",
        principal: "arn:aws:iam::999999999999:root",
        actions: ["kms:Decrypt"],
      }),
    );
    expect((await guard.state()).keys).toEqual(
      expect.arrayContaining(
        (guard.live().keys as readonly SnapshotKey[]).filter((k) => k.metadata.Arn === arn),
      ),
    );
    guard.wait(7 * 60);
    await guard.start();
    await guard.drain();
    expect(guard.notifier.findings()).toHaveLength(2);
  });

  it.each([
    ["confirms", true, "confirmed", 1],
    ["tells otherwise, where AWS never shows it,", false, "notAsTold", 2],
  ])("%s what an event told", async (_, isShown, code, told) => {
    const guard = await baselined();
    guard.wait(1);
    const record = putPolicy(guard.ports.clock.now());
    const { home, store, reader, notifier, clock, looks } = guard.ports;
    const state = makeRecordedState(store, reader, home, clock);
    await handleEvent(record, { state, notifier, clock, looks }, options);
    if (isShown) guard.change(withPolicy(open));
    await guard.drain();
    const kept = await store.findingOf(record.eventID);
    expect(kept?.notes.map((note) => note.code)).toEqual(["confirmLater", code]);
    expect(guard.notifier.findings().slice(1)).toHaveLength(told);
    guard.wait(7 * 60);
    await guard.start();
    await guard.drain();
    expect(await store.findingOf(record.eventID)).toEqual(kept);
  });

  it("takes back a drift that an event explains late", async () => {
    const guard = await baselined();
    guard.wait(1);
    guard.change(withPolicy(open));
    const changedAt = guard.ports.clock.now();
    guard.wait(7 * 60);
    await guard.start();
    await guard.drain();
    const [, drift] = guard.notifier.findings();
    const record = putPolicy(changedAt);
    const { home, store, reader, notifier, clock } = guard.ports;
    const state = makeRecordedState(store, reader, home, clock);
    await handleEvent(record, { state, notifier, clock }, options);
    const [, , told, retracted, ...others] = guard.notifier.findings();
    expect(others).toEqual([]);
    expect(told).toMatchObject({ kind: "access", event: { eventName: "PutKeyPolicy" } });
    expect(retracted).toMatchObject({ kind: "drift", findingId: drift?.findingId });
    expect(retracted?.notes.at(-1)).toEqual({
      code: "retracted",
      text: expect.stringMatching(/^explained: `PutKeyPolicy` of /),
    });
    const kept = (await store.findings()).map(({ kind }) => kind);
    expect(kept).toEqual(["access", "access"]);
  });

  it("tells nothing where the change is gone with the second look", async () => {
    const guard = await baselined();
    guard.change(withPolicy(open));
    guard.wait(7 * 60);
    await guard.start();
    await guard.drain(false);
    guard.change(withPolicy(payroll.policy));
    await guard.drain();
    expect(guard.notifier.findings()).toHaveLength(1);
    expect(guard.queues.looks.take()).toEqual([]);
  });

  it("tells a key that became unreadable once", async () => {
    const guard = await baselined();
    guard.change(withPolicy({ unreadable: "AccessDeniedException" }));
    for (let sweep = 1; sweep <= 2; sweep++) {
      guard.wait(7 * 60);
      await guard.start();
      await guard.drain();
    }
    const [, blind, ...others] = guard.notifier.findings();
    expect(others).toEqual([]);
    expect(blind).toMatchObject({ kind: "blind", resource: { arn } });
    expect(blind?.notes.find(({ code }) => code === "neededStatement")?.text).toContain(
      '"Action":["kms:GetKeyPolicy"]',
    );
    // What is known of it stands.
    expect((await guard.state()).keys).toEqual(expect.arrayContaining([payroll]));
  });

  it("tells a key that came and one that went without an event", async () => {
    const guard = await baselined();
    const fresh = `${arn.slice(0, -12)}0123456789ab`;
    const made: SnapshotKey = {
      ...payroll,
      metadata: { ...payroll.metadata, Arn: fresh },
      aliases: [],
      policy: open,
    };
    guard.change((live) => ({
      ...live,
      keys: [
        ...(live.keys as readonly SnapshotKey[]).filter(({ metadata }) => metadata.Arn !== arn),
        made,
      ],
    }));
    guard.wait(7 * 60);
    await guard.start();
    await guard.drain();
    const told = guard.notifier.findings().slice(1);
    expect(told.map(({ kind, resource }) => [kind, resource.arn]).sort()).toEqual(
      [
        ["drift", fresh],
        ["drift", arn],
      ].sort(),
    );
    const known = (await guard.state()).keys as readonly SnapshotKey[];
    expect(known.map(({ metadata }) => metadata.Arn)).not.toContain(arn);
    expect(known).toContainEqual(made);
  });

  it("tells what IAM gave without an event", async () => {
    const guard = await baselined();
    const details = account.authorizationDetails as AuthorizationDetails;
    const role = details.RoleDetailList?.find(({ RoleName }) => RoleName === "ci-deploy");
    if (role === undefined) throw new Error("the sample account has roles");
    const PolicyDocument = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "kms:*", Resource: "*" }],
    };
    const given = { ...role, RolePolicyList: [{ PolicyName: "everything", PolicyDocument }] };
    guard.change((live) => ({
      ...live,
      authorizationDetails: {
        ...details,
        RoleDetailList: (details.RoleDetailList ?? []).map((one) => (one === role ? given : one)),
      },
    }));
    await guard.start();
    await guard.drain();
    const [, drift, ...others] = guard.notifier.findings();
    expect(others).toEqual([]);
    expect(drift).toMatchObject({
      kind: "drift",
      resource: { type: "AWS::IAM::Role", arn: role.Arn },
    });
    expect(drift?.summary.gained).toBeGreaterThan(0);
    expect((await guard.state()).authorizationDetails).toMatchObject({
      RoleDetailList: expect.arrayContaining([given]),
    });
  });
});

describe("a sweep that is interrupted", () => {
  it("goes on where it stood", async () => {
    const guard = reconciling(account);
    await guard.start();
    const [first] = guard.queues.sweeps.take();
    if (first === undefined) throw new Error("the first page is asked for");
    await handleSweep(first.message, guard.ports, options);
    guard.queues.sweeps.take();
    expect(await guard.start()).toBe("running");
    guard.wait(20);
    expect(await guard.start()).toBe("resumed");
    expect(guard.queues.sweeps.take().map(({ message }) => message)).toMatchObject([
      { kind: "keys", index: 1, marker: "2" },
    ]);
  });

  it("is superseded by the next one", async () => {
    const guard = reconciling(account);
    await guard.start();
    const [first] = guard.queues.sweeps.take();
    if (first === undefined) throw new Error("the first page is asked for");
    guard.wait(25 * 60);
    expect(await guard.start()).toBe("started");
    expect(await handleSweep(first.message, guard.ports, options)).toMatchObject({
      outcome: "superseded",
    });
  });
});
