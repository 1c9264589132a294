import fc from "fast-check";
import { authorizationDetails, partnerDetails, policyOf } from "./iam-arbitrary.ts";
import { keyArbitrary } from "./key-arbitrary.ts";
import { sometimes, told, weighted } from "./near-hits.ts";
import { unreadable } from "./policy-arbitrary.ts";
import {
  aliases,
  endpoints,
  keyArns,
  managedAlias,
  management,
  organizationId,
  organizationPath,
  otherServiceEndpoint,
  own,
  partner,
  region,
  vpcs,
} from "./pools.ts";

/** A snapshot as JSON. */
export type SnapshotJson = Record<string, unknown>;

const fullAccess = {
  name: "FullAWSAccess",
  document: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  },
};

const level = (
  kind: "scp" | "rcp",
  weights: { readonly allow: number; readonly deny: number; readonly full: number },
): fc.Arbitrary<unknown> =>
  weighted<unknown>(
    [
      80,
      fc
        .tuple(fc.nat({ max: 9 }), fc.array(policyOf(kind, weights), { maxLength: 1 }))
        .map(([full, documents]) => {
          const more = documents.map((document, index) => ({ name: `${kind}-${index}`, document }));
          return kind === "scp" && (full < 7 || more.length === 0) ? [fullAccess, ...more] : more;
        }),
    ],
    [1, unreadable],
  );

const scpLevel = level("scp", { allow: 3, deny: 3, full: 2 });
const rcpLevel = level("rcp", { allow: 0, deny: 1, full: 0 });

const organization: fc.Arbitrary<unknown> = weighted<unknown>(
  [
    60,
    fc
      .record({
        id: fc.constant(organizationId),
        path: sometimes(70, fc.constant(organizationPath)),
        managementAccount: weighted([12, fc.constant(management)], [1, fc.constant(own)]),
        serviceControlPolicies: sometimes(80, fc.array(scpLevel, { minLength: 1, maxLength: 2 })),
        resourceControlPolicies: sometimes(70, fc.array(rcpLevel, { minLength: 1, maxLength: 2 })),
      })
      .map(told),
  ],
  [1, unreadable],
);

const partnerAccount: fc.Arbitrary<unknown> = fc
  .record({
    account: fc.constant(partner),
    authorizationDetails: weighted<unknown>(
      [12, partnerDetails],
      [1, fc.constant(undefined)],
      [1, unreadable],
    ),
    organization: sometimes(40, organization),
  })
  .map(told);

const endpointPolicy = policyOf("endpoint", { allow: 5, deny: 2, full: 0 });
const everyone = {
  Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
};

const endpoint = (VpcEndpointId: string, VpcId: string): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .record({
      PolicyDocument: weighted<unknown>(
        [10, fc.constant(everyone)],
        [16, endpointPolicy],
        [1, fc.constantFrom(undefined, { unreadable: "UnauthorizedOperation" })],
      ),
      VpcId: weighted<string | undefined>([20, fc.constant(VpcId)], [1, fc.constant(undefined)]),
    })
    .map(({ PolicyDocument, VpcId: vpc }) =>
      told({
        VpcEndpointId,
        VpcEndpointType: "Interface",
        VpcId: vpc,
        ServiceName: `com.amazonaws.${region}.kms`,
        OwnerId: own,
        PolicyDocument,
      }),
    );

const otherService = {
  VpcEndpointId: otherServiceEndpoint,
  VpcEndpointType: "Gateway",
  VpcId: vpcs[0],
  ServiceName: `com.amazonaws.${region}.s3`,
  PolicyDocument: everyone,
};

/** Which key holds each alias; -1: none does. */
const dealt = fc.tuple(...aliases.map(() => fc.constantFrom(0, 0, 0, 1, 1, 1, -1)));
/** What the keys' aliases are besides: unreadable, or far more than the quota lets count. */
const aliasTrouble = weighted<"none" | "unreadable" | "many" | "managed">(
  [60, fc.constant("none")],
  [1, fc.constant("unreadable")],
  [1, fc.constant("many")],
  [2, fc.constant("managed")],
);
const many = Array.from({ length: 51 }, (_, index) => `alias/many-${index}`);

const aliasList = (names: readonly string[], trouble: string): unknown => {
  if (trouble === "unreadable") return { unreadable: "AccessDeniedException" };
  const all = [
    ...names,
    ...(trouble === "many" ? many : []),
    ...(trouble === "managed" ? [managedAlias] : []),
  ];
  return all.map((AliasName) => ({ AliasName }));
};

const keys: fc.Arbitrary<unknown> = fc
  .record({ keys: fc.tuple(...keyArns.map(keyArbitrary)), dealt, trouble: aliasTrouble })
  .map(({ keys: all, dealt: holders, trouble }) =>
    all.map((key, index) => ({
      ...key,
      aliases: aliasList(
        aliases.filter((_, alias) => holders[alias] === index),
        index === 0 ? trouble : "none",
      ),
    })),
  );

/** Our account in one Region, with what is known of another account. */
export const snapshotArbitrary: fc.Arbitrary<SnapshotJson> = fc
  .record({
    schemaVersion: fc.constant(1),
    account: fc.constant(own),
    region: fc.constant(region),
    partition: fc.constant("aws"),
    capturedAt: fc.constant("2026-11-21T09:00:00Z"),
    organization: sometimes(65, organization),
    authorizationDetails: weighted<unknown>(
      [60, authorizationDetails],
      [1, fc.constant(undefined)],
      [1, unreadable],
    ),
    otherAccounts: sometimes(90, fc.tuple(partnerAccount)),
    keys,
    vpcEndpoints: fc.tuple(
      endpoint(endpoints[0], vpcs[0]),
      endpoint(endpoints[1], vpcs[1]),
      fc.constant(otherService),
    ),
  })
  .map(told);
