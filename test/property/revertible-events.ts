import fc from "fast-check";
import type { RemediationCall } from "../../src/guardrail/finding/finding.ts";
import { ec2, kms } from "../unit/remediation/plan-for-event.ts";
import { endpointId, roleArn } from "../unit/remediation/small-account.ts";
import {
  action,
  aliasName,
  endpointPolicy,
  ids,
  key,
  keyPolicy,
  tagKey,
  tagValue,
} from "./revertible-accounts.ts";

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
export const anyEvent = fc.oneof(
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
