import * as z from "zod";
import { LAYERS } from "../../src/kms/decision.ts";

export const topics = [
  "key-policy",
  "identity",
  "boundary",
  "session-policy",
  "scp",
  "rcp",
  "endpoint",
  "grants",
  "alias",
  "abac-tags",
  "conditions",
  "cross-account",
  "key-state",
  "operations",
  "service-principals",
  "unreadable",
  "peers",
  "lessons",
] as const;

/** A statement as the decision tells it; a field that is left out is not asserted. */
const statement = z.strictObject({
  layer: z.enum(LAYERS),
  policy: z.string(),
  statement: z.int().nonnegative().nullable(),
  sid: z.string().optional(),
  from: z.string().optional(),
});

const flatExpected = z.strictObject({
  decision: z.enum(["allowed", "explicitDeny", "implicitDeny", "conditional"]),
  determiningStatements: z.array(statement).optional(),
  blockedBy: z.array(z.enum(LAYERS)).optional(),
  missingContextKeys: z.array(z.string()).optional(),
  unknowns: z.array(z.string()).optional(),
});

/** What a case expects; of an explicitDeny `blockedBy` may be left out, other lists that are left out are empty. */
const expected = flatExpected.refine(
  ({ decision, determiningStatements, blockedBy }) =>
    (decision === "implicitDeny" ? blockedBy : determiningStatements) !== undefined,
  "an implicitDeny tells its `blockedBy`, any other decision its `determiningStatements`",
);

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const request = z.strictObject({
  principal: z.string(),
  action: z.string().startsWith("kms:"),
  key: z.string().optional(),
  alias: z.string().optional(),
  grant: z.string().optional(),
  via: z.string().optional(),
  context: z.record(z.string(), z.union([scalar, z.array(scalar)])).optional(),
  contextComplete: z.boolean(),
  sessionPolicies: z.array(z.unknown()).optional(),
});

const unreadable = z.strictObject({ unreadable: z.string() });
const orUnreadable = <T extends z.ZodType>(schema: T) => z.union([unreadable, schema]);

const policies = z.array(z.array(z.strictObject({ name: z.string(), document: z.unknown() })));

const organization = orUnreadable(
  z.strictObject({
    id: z.string(),
    path: z.string().optional(),
    managementAccount: z.string().optional(),
    serviceControlPolicies: orUnreadable(policies).optional(),
    resourceControlPolicies: orUnreadable(policies).optional(),
  }),
);

const authorizationDetails = orUnreadable(
  z.strictObject({
    UserDetailList: z.array(z.looseObject({ UserName: z.string(), Arn: z.string() })),
    GroupDetailList: z.array(z.looseObject({ GroupName: z.string() })),
    RoleDetailList: z.array(z.looseObject({ RoleName: z.string(), Arn: z.string() })),
    Policies: z.array(z.looseObject({ PolicyName: z.string(), Arn: z.string() })),
  }),
);

const key = z.strictObject({
  metadata: z.looseObject({ Arn: z.string() }),
  policy: z.unknown(),
  tags: orUnreadable(z.array(z.strictObject({ TagKey: z.string(), TagValue: z.string() }))),
  aliases: orUnreadable(z.array(z.looseObject({ AliasName: z.string() }))),
  grants: orUnreadable(z.array(z.looseObject({ GrantId: z.string() }))),
});

/** An account once its parts are filled in. */
export const accountSchema = z.strictObject({
  schemaVersion: z.literal(1),
  account: z.string(),
  region: z.string(),
  partition: z.string(),
  capturedAt: z.string(),
  organization: organization.optional(),
  authorizationDetails: authorizationDetails.optional(),
  otherAccounts: z
    .array(
      z.strictObject({
        account: z.string(),
        authorizationDetails: authorizationDetails.optional(),
        organization: organization.optional(),
      }),
    )
    .optional(),
  keys: z.array(key),
  vpcEndpoints: z.array(z.looseObject({ VpcEndpointId: z.string() })),
});

/** What a case file says, before `{"like": name}` is replaced by the part of that name. */
export const caseFileSchema = z.strictObject({
  topic: z.enum(topics),
  parts: z.record(z.string(), z.record(z.string(), z.unknown())),
  cases: z
    .array(
      z.strictObject({
        name: z.string(),
        source: z.url(),
        account: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]),
        request,
        expected,
      }),
    )
    .min(1),
});

export type CaseFile = z.infer<typeof caseFileSchema>;
export type Case = CaseFile["cases"][number];
