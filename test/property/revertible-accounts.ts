import fc from "fast-check";
import type { Snapshot, SnapshotKey, VpcEndpoint } from "../../src/account/snapshot.ts";
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

/** The keys of every account. */
export const keyArns = [payroll, orders, tokens] as const;
export const key = fc.constantFrom(...keyArns);
export const tagKey = fc.constantFrom("Project", "Stage", "aCase", "ACase");
export const tagValue = fc.constantFrom("Alpha", "Beta", "");
export const aliasName = fc.constantFrom(
  "alias/payroll",
  "alias/orders",
  "alias/tokens",
  "alias/team/x",
);
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
export const action = fc.constantFrom("kms:*", "kms:Decrypt", "kms:GenerateMac", "kms:Describe*");
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
export const keyPolicy = fc
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

export const endpointPolicy = fc.constantFrom(
  '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}',
  JSON.stringify(
    policyOf({ Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: payroll }),
  ),
  JSON.stringify(policyOf({ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }), null, 1),
);
export const ids = (prefix: string) =>
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

/** Small accounts. Names come from small pools, so that changes meet what is there. */
export const anyAccount = fc
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
