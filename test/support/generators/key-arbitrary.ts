import fc from "fast-check";
import { mostlyFirst, sometimes, told, weighted } from "./near-hits.ts";
import {
  documentOf,
  type Statement,
  statementArbitrary,
  unreadable,
  written,
} from "./policy-arbitrary.ts";
import {
  grantIds,
  own,
  ownPrincipals,
  partner,
  partnerRoot,
  partners,
  roles,
  root,
  services,
  sourceArns,
  tagKeys,
  tagValues,
} from "./pools.ts";

const enablesIam: Statement = {
  Sid: "Enable IAM User Permissions",
  Effect: "Allow",
  Principal: { AWS: root },
  Action: "kms:*",
  Resource: "*",
};

const random = statementArbitrary("key", { allow: 7, deny: 2 });

/** A key policy: mostly one that lets IAM policies count, and some statements more. */
export const keyPolicy = documentOf(
  fc
    .tuple(fc.nat({ max: 9 }), fc.array(random, { maxLength: 3 }))
    .map(([base, more]) => (base < 6 ? [enablesIam, ...more] : more)),
);

const kinds = weighted<readonly [string, string]>(
  [30, fc.constant(["SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"] as const)],
  [2, fc.constant(["RSA_2048", "SIGN_VERIFY"] as const)],
  [1, fc.constant(["RSA_2048", "ENCRYPT_DECRYPT"] as const)],
  [2, fc.constant(["HMAC_256", "GENERATE_VERIFY_MAC"] as const)],
  [1, fc.constant(["ECC_NIST_P256", "KEY_AGREEMENT"] as const)],
  [1, fc.constant(["ML_KEM_768", "ENCAPSULATE_DECAPSULATE"] as const)],
);
const states = weighted(
  [20, fc.constant("Enabled")],
  [3, fc.constant("Disabled")],
  [2, fc.constant("PendingDeletion")],
  [
    1,
    fc.constantFrom(
      "PendingImport",
      "Creating",
      "Updating",
      "Unavailable",
      "PendingReplicaDeletion",
    ),
  ],
);

const multiRegion = weighted<Record<string, unknown>>(
  [8, fc.constant({ MultiRegion: false })],
  [
    1,
    fc.constantFrom("PRIMARY", "REPLICA").map((MultiRegionKeyType) => ({
      MultiRegion: true,
      MultiRegionConfiguration: { MultiRegionKeyType },
    })),
  ],
);

const metadata = (arn: string): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .record({
      kind: kinds,
      KeyState: states,
      Origin: mostlyFirst("AWS_KMS", "EXTERNAL"),
      KeyManager: weighted([30, fc.constant("CUSTOMER")], [1, fc.constant("AWS")]),
      multi: multiRegion,
      lacking: weighted<string | undefined>(
        [60, fc.constant(undefined)],
        [1, fc.constantFrom("KeyState", "KeySpec", "KeyUsage", "KeyManager", "MultiRegion")],
      ),
    })
    .map(({ kind, KeyState, Origin, KeyManager, multi, lacking }) => {
      const [KeySpec, KeyUsage] = kind;
      const all = { Arn: arn, KeyState, KeySpec, KeyUsage, Origin, KeyManager, ...multi };
      return Object.fromEntries(Object.entries(all).filter(([name]) => name !== lacking));
    });

const tags = weighted<unknown>(
  [
    40,
    fc
      .record({
        Project: sometimes(70, fc.constantFrom(...tagValues)),
        Env: sometimes(50, fc.constantFrom(...tagValues)),
      })
      .map((values) =>
        tagKeys.flatMap((TagKey) =>
          values[TagKey] === undefined ? [] : [{ TagKey, TagValue: values[TagKey] }],
        ),
      ),
  ],
  [1, unreadable],
);

const grantee = weighted<Record<string, string>>(
  [12, fc.constantFrom(...ownPrincipals).map((GranteePrincipal) => ({ GranteePrincipal }))],
  [4, fc.constantFrom(...roles).map((GranteePrincipal) => ({ GranteePrincipal }))],
  [2, fc.constantFrom(...partners, partnerRoot).map((GranteePrincipal) => ({ GranteePrincipal }))],
  [2, fc.constantFrom(...services).map((GranteeServicePrincipal) => ({ GranteeServicePrincipal }))],
  [1, fc.constantFrom(...services).map((GranteePrincipal) => ({ GranteePrincipal }))],
);
const retiring = weighted<Record<string, string>>(
  [2, fc.constant({})],
  [
    3,
    fc
      .constantFrom(...ownPrincipals, ...partners)
      .map((RetiringPrincipal) => ({ RetiringPrincipal })),
  ],
  [
    1,
    fc.constantFrom(...services).map((RetiringServicePrincipal) => ({ RetiringServicePrincipal })),
  ],
);
const encryptionContext = fc.constantFrom(
  { app: "blue" },
  { app: "blue" },
  { app: "green" },
  { App: "blue" },
  { app: "blue", Stage: "blue" },
);
const sourceArn = sometimes(12, fc.constantFrom(...sourceArns));
const constraints = fc
  .tuple(
    weighted<Record<string, unknown>>(
      [6, fc.constant({})],
      [3, encryptionContext.map((EncryptionContextSubset) => ({ EncryptionContextSubset }))],
      [3, encryptionContext.map((EncryptionContextEquals) => ({ EncryptionContextEquals }))],
    ),
    sourceArn,
  )
  .map(([context, SourceArn]) => told({ ...context, SourceArn }));

const grant = (GrantId: string): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .record({
      grantee,
      retiring,
      Operations: fc.subarray(
        [
          "Decrypt",
          "Encrypt",
          "GenerateDataKey",
          "DescribeKey",
          "CreateGrant",
          "RetireGrant",
          "Sign",
        ],
        { minLength: 1 },
      ),
      Constraints: constraints,
      IssuingAccount: weighted(
        [20, fc.constant(root)],
        [3, fc.constant(own)],
        [2, fc.constant(`arn:aws:iam::${partner}:root`)],
      ),
    })
    .map(({ grantee: who, retiring: by, Operations, Constraints, IssuingAccount }) =>
      told({
        GrantId,
        ...who,
        ...by,
        Operations,
        Constraints: Object.keys(Constraints).length === 0 ? undefined : Constraints,
        IssuingAccount,
      }),
    );

const grants = weighted<unknown>(
  [
    60,
    fc
      .tuple(fc.nat({ max: 3 }), fc.tuple(...grantIds.map(grant)))
      .map(([count, all]) => all.slice(0, count)),
  ],
  [1, unreadable],
);

/** One key but for its aliases, which are dealt out among all keys. */
export const keyArbitrary = (arn: string): fc.Arbitrary<Record<string, unknown>> =>
  fc.record({
    metadata: metadata(arn),
    policy: weighted<unknown>([60, written(keyPolicy)], [1, unreadable]),
    tags,
    grants,
  });
