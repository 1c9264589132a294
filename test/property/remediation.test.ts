import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AccessChange } from "../../src/access/access-change.ts";
import { compareAccess } from "../../src/access/compare-access.ts";
import { universeOfPaths, universeOfPrincipals } from "../../src/access/universe.ts";
import { documentValue } from "../../src/account/attribute-value.ts";
import type { Snapshot, SnapshotKey, VpcEndpoint } from "../../src/account/snapshot.ts";
import { DEFAULT_CONFIG } from "../../src/guardrail/config.ts";
import type { RemediationCall } from "../../src/guardrail/finding.ts";
import { judgeRecord } from "../../src/guardrail/judge-record.ts";
import { createCompiler } from "../../src/kms/compiler.ts";
import { compileWorld, findPath, type World } from "../../src/kms/world.ts";
import { judgeAndPlan } from "../../src/remediation/judge-and-plan.ts";
import { planRevert } from "../../src/remediation/plan-revert.ts";
import { restoreParts } from "../../src/remediation/restore-parts.ts";
import { ec2, kms } from "../unit/remediation/plan-for-event.ts";
import { recordOfCall } from "../unit/remediation/record-of-call.ts";
import {
  aliasOf,
  delegation,
  endpointId,
  makeKey,
  makeRole,
  orders,
  payroll,
  policyOf,
  region,
  roleArn,
  smallAccount,
  tokens,
} from "../unit/remediation/small-account.ts";

/*
 * Apply, revert, and the account is the one before: for random accounts and every event that has
 * an exact inverse. Names come from small pools, so that changes meet what is there.
 */

const runs = { numRuns: 200 };

const keyArns = [payroll, orders, tokens] as const;
const key = fc.constantFrom(...keyArns);
const tagKey = fc.constantFrom("Project", "Stage", "aCase", "ACase");
const tagValue = fc.constantFrom("Alpha", "Beta", "");
const aliasName = fc.constantFrom("alias/payroll", "alias/orders", "alias/tokens", "alias/team/x");
const grantId = fc.constantFrom("g1", "g2", "g3");
const principal = fc.constantFrom<unknown>(
  { AWS: roleArn("app") },
  { AWS: "111122223333" },
  { AWS: "arn:aws:iam::999999999999:root" },
  { Service: "sns.amazonaws.com" },
  "*",
);
const condition = fc.constantFrom<object>(
  {},
  { Condition: { StringEquals: { "aws:SourceVpce": endpointId } } },
  { Condition: { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } } },
  { Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } } },
);
const action = fc.constantFrom("kms:*", "kms:Decrypt", "kms:GenerateMac", "kms:Describe*");
const effect = fc.constantFrom("Allow", "Deny");

const keyStatement = fc
  .tuple(effect, principal, action, condition)
  .map(([Effect, Principal, Action, more]) => ({
    Effect,
    Principal,
    Action,
    Resource: "*",
    ...more,
  }));

/** A key policy, sometimes as the text that GetKeyPolicy gives. */
const keyPolicy = fc
  .tuple(fc.array(keyStatement, { maxLength: 2 }), fc.boolean(), fc.constantFrom(undefined, 0, 2))
  .map(([statements, delegates, indent]) => {
    const policy = policyOf(...(delegates ? [delegation] : []), ...statements);
    return indent === undefined ? policy : JSON.stringify(policy, null, indent);
  });

const tags = fc.uniqueArray(fc.record({ TagKey: tagKey, TagValue: tagValue }), {
  selector: ({ TagKey }) => TagKey,
});

const grantOf = (keyArn: string, id: string, operation: string, issuer: string) => ({
  KeyId: keyArn,
  GrantId: id,
  GranteePrincipal: roleArn("app"),
  IssuingAccount: `arn:aws:iam::${issuer}:root`,
  Operations: [operation],
});

const identityCondition = fc.constantFrom<object>(
  {},
  { Condition: { StringEquals: { "aws:ResourceTag/Project": "Alpha" } } },
  { Condition: { StringNotEquals: { "aws:ResourceTag/aCase": "Beta" } } },
  { Condition: { "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/*o*" } } },
  { Condition: { "ForAllValues:StringEquals": { "kms:ResourceAliases": "alias/team/x" } } },
  { Condition: { StringEquals: { "kms:RequestAlias": "alias/orders" } } },
);
const identityStatement = fc
  .tuple(effect, action, identityCondition)
  .map(([Effect, Action, more]) => ({ Effect, Action, Resource: "*", ...more }));

const endpointPolicy = fc.constantFrom(
  '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}',
  JSON.stringify(
    policyOf({ Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: payroll }),
  ),
  JSON.stringify(policyOf({ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }), null, 1),
);
const ids = (prefix: string) =>
  fc.subarray([`${prefix}-1`, `${prefix}-2`, `${prefix}-3`], { minLength: 1 });

const anyEndpoint = fc
  .record({
    PolicyDocument: endpointPolicy,
    PrivateDnsEnabled: fc.boolean(),
    SubnetIds: ids("subnet"),
    RouteTableIds: ids("rtb"),
    groups: ids("sg"),
  })
  .map(
    ({ groups, ...rest }): VpcEndpoint => ({
      VpcEndpointId: endpointId,
      VpcEndpointType: "Interface",
      VpcId: "vpc-1",
      ServiceName: `com.amazonaws.${region}.kms`,
      State: "available",
      ...rest,
      Groups: groups.map((GroupId) => ({ GroupId, GroupName: `group ${GroupId}` })),
    }),
  );

const state = fc.constantFrom("Enabled", "Enabled", "Enabled", "Disabled", "PendingDeletion");

const anyKeys = fc
  .tuple(
    fc.array(fc.tuple(state, keyPolicy, tags), { minLength: 3, maxLength: 3 }),
    // Every alias is of one key of the account at most.
    fc.uniqueArray(fc.tuple(aliasName, key), { selector: ([name]) => name }),
    fc.uniqueArray(fc.tuple(grantId, key), { selector: ([id]) => id }),
  )
  .map(([parts, aliases, grants]) =>
    parts.map(([keyState, policy, keyTags], index): SnapshotKey => {
      const arn = keyArns[index] ?? payroll;
      return makeKey(arn, {
        state: keyState,
        spec: arn === tokens ? "HMAC_256" : "SYMMETRIC_DEFAULT",
        policy,
        tags: keyTags,
        aliases: aliases.filter(([, of]) => of === arn).map(([name]) => aliasOf(name, arn)),
        grants: grants
          .filter(([, of]) => of === arn)
          .map(([id]) => grantOf(arn, id, "Decrypt", "111122223333")),
      });
    }),
  );

const anyAccount = fc
  .record({
    keys: anyKeys,
    endpoint: anyEndpoint,
    app: fc.array(identityStatement, { maxLength: 3 }),
  })
  .map(
    ({ keys, endpoint, app }): Snapshot => ({
      ...smallAccount,
      keys,
      vpcEndpoints: [endpoint],
      authorizationDetails: {
        UserDetailList: [],
        GroupDetailList: [],
        RoleDetailList: [
          makeRole("admin", { Effect: "Allow", Action: "kms:*", Resource: "*" }),
          makeRole("app", ...app),
        ],
        Policies: [],
      },
    }),
  );

const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const told = (input: object): RemediationCall["input"] =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));

const endpointEvent = fc
  .record({
    policy: some(fc.option(endpointPolicy)),
    PrivateDnsEnabled: some(fc.boolean()),
    AddSubnetIds: some(ids("subnet")),
    RemoveSubnetIds: some(ids("subnet")),
    AddRouteTableIds: some(ids("rtb")),
    RemoveRouteTableIds: some(ids("rtb")),
    AddSecurityGroupIds: some(ids("sg")),
    RemoveSecurityGroupIds: some(ids("sg")),
  })
  .map(({ policy, ...lists }) => {
    const document = policy === null ? { ResetPolicy: true } : { PolicyDocument: policy };
    return ec2("ModifyVpcEndpoint", told({ VpcEndpointId: endpointId, ...document, ...lists }));
  });

/** An event that has an exact inverse, on some account. */
const anyEvent = fc.oneof(
  fc
    .tuple(key, fc.array(fc.record({ TagKey: tagKey, TagValue: tagValue }), { minLength: 1 }))
    .map(([KeyId, Tags]) => kms("TagResource", { KeyId, Tags })),
  fc
    .tuple(key, fc.array(tagKey, { minLength: 1 }))
    .map(([KeyId, TagKeys]) => kms("UntagResource", { KeyId, TagKeys })),
  fc
    .tuple(aliasName, key)
    .map(([AliasName, TargetKeyId]) => kms("UpdateAlias", { AliasName, TargetKeyId })),
  aliasName.map((AliasName) => kms("DeleteAlias", { AliasName })),
  fc.tuple(key, keyPolicy).map(([KeyId, policy]) =>
    kms("PutKeyPolicy", {
      KeyId,
      Policy: typeof policy === "string" ? policy : JSON.stringify(policy),
    }),
  ),
  fc.tuple(key, action).map(([KeyId, name]) =>
    kms("CreateGrant", {
      KeyId,
      GranteePrincipal: roleArn("app"),
      Operations: [name.includes("Mac") ? "GenerateMac" : "Encrypt"],
    }),
  ),
  key.map((KeyId) => kms("DisableKey", { KeyId })),
  key.map((KeyId) => kms("EnableKey", { KeyId })),
  key.map((KeyId) => kms("ScheduleKeyDeletion", { KeyId, PendingWindowInDays: 7 })),
  endpointEvent,
);

const options = { config: DEFAULT_CONFIG, compiler: createCompiler(), full: true };
const response = { grantId: "new-grant" };

function judge(snapshots: readonly Snapshot[], call: RemediationCall, eventId = "event") {
  const judged = judgeRecord(snapshots, recordOfCall(call, { eventId, response }), options);
  if (judged.outcome !== "finding" && judged.outcome !== "silent") {
    throw new Error(JSON.stringify(judged));
  }
  return judged;
}

function byText<T>(list: unknown): readonly T[] {
  const text = (item: T) => JSON.stringify(item);
  return (list as readonly T[]).toSorted((a, b) => (text(a) < text(b) ? -1 : 1));
}

/** An account in one order: the lists of tags, aliases, grants and ids have none of their own. */
function ordered({ keys, vpcEndpoints, ...rest }: Snapshot): Snapshot {
  return {
    ...rest,
    keys: (keys as readonly SnapshotKey[]).map((one) => ({
      ...one,
      tags: byText(one.tags),
      aliases: byText(one.aliases),
      grants: byText(one.grants),
    })),
    vpcEndpoints: (vpcEndpoints as readonly VpcEndpoint[]).map((endpoint) => ({
      ...endpoint,
      SubnetIds: byText(endpoint.SubnetIds),
      RouteTableIds: byText(endpoint.RouteTableIds),
      // A record tells a security group's id only.
      Groups: byText(endpoint.Groups?.map(({ GroupId = "" }) => ({ GroupId }))),
    })),
  };
}

/** An ordered account with its policies as JSON, in whatever form they are recorded. */
function canonical(snapshot: Snapshot): unknown {
  const { keys, vpcEndpoints, ...rest } = ordered(snapshot);
  return {
    ...rest,
    keys: (keys as readonly SnapshotKey[]).map((one) => ({
      ...one,
      policy: documentValue(one.policy),
    })),
    vpcEndpoints: (vpcEndpoints as readonly VpcEndpoint[]).map((endpoint) => ({
      ...endpoint,
      PolicyDocument: documentValue(endpoint.PolicyDocument),
    })),
  };
}

/** How all access of two accounts differs: everybody, every key, every path. */
function difference(before: World, after: World): readonly AccessChange[] {
  const principals = [
    ...new Set([...universeOfPrincipals(before), ...universeOfPrincipals(after)]),
  ];
  const vias = new Set(
    [before, after].flatMap((world) => universeOfPaths(world, region).map(({ via }) => via)),
  );
  const paths = [...vias].map((via) => ({
    via,
    before: findPath(before, via),
    after: findPath(after, via),
  }));
  const side = { asIfEnabled: false };
  return compareAccess(
    { world: before, options: side },
    { world: after, options: side },
    { principals, keys: [...keyArns, null], paths },
    { trustedAccounts: [], settled: () => false },
  );
}

const OPPOSITE = {
  gained: "lost",
  lost: "gained",
  widened: "narrowed",
  narrowed: "widened",
  changed: "changed",
} as const;

/** What access changes say, one line for each action; turned around for the opposite. */
function lines(changes: readonly AccessChange[], opposite: boolean): readonly string[] {
  return changes
    .flatMap(({ change, principal, key, via, actions, before, after }) =>
      actions.map((action) =>
        JSON.stringify({
          change: opposite ? OPPOSITE[change] : change,
          principal,
          key,
          via,
          action,
          from: opposite ? after : before,
          to: opposite ? before : after,
        }),
      ),
    )
    .toSorted();
}

describe("every event with an exact inverse", () => {
  it("is undone by its plan: the account and all its access are those before", () => {
    fc.assert(
      fc.property(anyAccount, anyEvent, (account, event) => {
        const before = [account];
        const judged = judge(before, event);
        const { changes, finding, snapshots: after } = judged;
        const attributes = finding.attributeChanges;
        const plan = planRevert({ event: judged.event, changes, attributes, before, after });
        // Nothing changed, or a person has to decide.
        fc.pre(plan.level === "automatic");
        // The plan's calls come back as events, each read and applied like any other.
        const reverted = plan.calls.reduce<readonly Snapshot[]>(
          (snapshots, call, index) => judge(snapshots, call, `revert-${index}`).snapshots,
          after,
        );
        expect(reverted.map(canonical)).toEqual(before.map(canonical));
        expect(restoreParts(reverted, before)[0]).toBe(account);
        const worlds = [before, reverted].map((one) =>
          compileWorld(one.map(ordered), options.compiler),
        );
        const [was, is] = worlds as [World, World];
        expect(difference(was, is)).toEqual([]);
      }),
      runs,
    );
  });

  it("comes back as an event that causes nothing but the opposite finding", () => {
    fc.assert(
      fc.property(anyAccount, anyEvent, (account, event) => {
        const judged = judge([account], event);
        const { changes, finding, snapshots: after } = judged;
        const attributes = finding.attributeChanges;
        const input = { event: judged.event, changes, attributes, before: [account], after };
        const { calls, level } = planRevert(input);
        const [call] = calls;
        fc.pre(level === "automatic" && calls.length === 1 && call !== undefined);
        if (call === undefined) return;
        const back = judge(after, call, "revert");
        expect(lines(back.finding.accessChanges, true)).toEqual(
          lines(finding.accessChanges, false),
        );
        // Requests that pass the endpoint by are told one way only.
        const passes = [finding, back.finding].some(({ notes }) =>
          notes.some(({ code }) => code === "privateDnsOff"),
        );
        if (!passes) expect(back.outcome).toBe(judged.outcome);
      }),
      runs,
    );
  });

  it("in enforce is undone, or refused for a reason that is no fault of the plan", () => {
    const config = { ...DEFAULT_CONFIG, mode: "enforce" as const };
    fc.assert(
      fc.property(anyAccount, anyEvent, (account, event) => {
        const record = recordOfCall(event, { response });
        const judged = judgeAndPlan([account], record, { ...options, config });
        fc.pre(judged.outcome === "finding");
        if (judged.outcome !== "finding") return;
        const { status, refusedBecause } = judged.finding.remediation;
        if (status === "applied") expect(judged.snapshots[0]).toBe(account);
        else expect(judged.snapshots[0]).not.toBe(account);
        expect(refusedBecause ?? "").not.toContain("the revert would leave access");
      }),
      runs,
    );
  });
});
