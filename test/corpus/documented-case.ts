import * as z from "zod";

const policy = z.looseObject({ Statement: z.unknown() });

const documentedCase = z.strictObject({
  id: z.string(),
  title: z.string(),
  source: z.string(),
  basis: z.string(),
  note: z.string().optional(),
  key: z.strictObject({
    arn: z.string(),
    policy,
    tags: z.record(z.string(), z.string()),
    aliases: z.array(z.string()),
    multiRegionKeyType: z.enum(["PRIMARY", "REPLICA"]).optional(),
  }),
  principal: z.strictObject({
    arn: z.string(),
    identityPolicies: z.array(policy),
    permissionsBoundary: policy.optional(),
    sessionPolicy: policy.optional(),
  }),
  grants: z
    .array(
      z.strictObject({
        grantId: z.string(),
        granteePrincipal: z.string(),
        retiringPrincipal: z.string().optional(),
        operations: z.array(z.string()),
        constraints: z.record(z.string(), z.record(z.string(), z.string())),
      }),
    )
    .optional(),
  vpcEndpoint: z.strictObject({ id: z.string(), policy }).optional(),
  scp: z.array(policy).optional(),
  request: z.strictObject({
    action: z.string(),
    resource: z.string(),
    keyIdParameter: z.string().optional(),
    context: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  }),
  expected: z.enum(["allow", "explicitDeny", "implicitDeny"]),
});

export type DocumentedCase = z.infer<typeof documentedCase>;

export const documentedCases = z.looseObject({ cases: z.array(documentedCase) });

const usageOf = (action: string): { KeyUsage: string; KeySpec: string } => {
  if (/^kms:(Sign|Verify)$/.test(action)) return { KeyUsage: "SIGN_VERIFY", KeySpec: "RSA_2048" };
  if (/Mac$/.test(action)) return { KeyUsage: "GENERATE_VERIFY_MAC", KeySpec: "HMAC_256" };
  return { KeyUsage: "ENCRYPT_DECRYPT", KeySpec: "SYMMETRIC_DEFAULT" };
};

const keyOf = ({ key, grants = [], request }: DocumentedCase): unknown => {
  const multiRegion = key.multiRegionKeyType && {
    MultiRegionConfiguration: { MultiRegionKeyType: key.multiRegionKeyType },
  };
  return {
    metadata: {
      KeyId: key.arn.split("/").at(-1),
      Arn: key.arn,
      KeyState: "Enabled",
      KeyManager: "CUSTOMER",
      Origin: "AWS_KMS",
      ...usageOf(request.action),
      MultiRegion: multiRegion !== undefined,
      ...multiRegion,
    },
    policy: key.policy,
    tags: Object.entries(key.tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
    aliases: key.aliases.map((AliasName) => ({
      AliasName,
      AliasArn: key.arn.replace(/:key\/.*$/, `:${AliasName}`),
      TargetKeyId: key.arn.split("/").at(-1),
    })),
    grants: grants.map((grant) => ({
      KeyId: key.arn,
      GrantId: grant.grantId,
      GranteePrincipal: grant.granteePrincipal,
      ...(grant.retiringPrincipal && { RetiringPrincipal: grant.retiringPrincipal }),
      Operations: grant.operations,
      Constraints: grant.constraints,
    })),
  };
};

/** The account as IAM would list it: the user, or the role of the session, with its policies. */
const detailsOf = ({ principal }: DocumentedCase): unknown => {
  const [, , , , account = "", rest = ""] = principal.arn.split(":");
  const [type, name = ""] = rest.split("/");
  const inline = principal.identityPolicies.map((document, index) => ({
    PolicyName: `policy-${index}`,
    PolicyDocument: document,
  }));
  const PermissionsBoundaryArn = `arn:aws:iam::${account}:policy/boundary`;
  const common = {
    Path: "/",
    AttachedManagedPolicies: [],
    ...(principal.permissionsBoundary && {
      PermissionsBoundary: { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn },
    }),
  };
  const user = { UserName: name, UserId: "AIDAEXAMPLE", Arn: principal.arn, GroupList: [] };
  const role = {
    RoleName: name,
    RoleId: "AROAEXAMPLE",
    Arn: `arn:aws:iam::${account}:role/${name}`,
  };
  return {
    UserDetailList: type === "user" ? [{ ...user, ...common, UserPolicyList: inline }] : [],
    GroupDetailList: [],
    RoleDetailList: type === "assumed-role" ? [{ ...role, ...common, RolePolicyList: inline }] : [],
    Policies: principal.permissionsBoundary
      ? [
          {
            PolicyName: "boundary",
            Arn: PermissionsBoundaryArn,
            DefaultVersionId: "v1",
            PolicyVersionList: [
              { Document: principal.permissionsBoundary, VersionId: "v1", IsDefaultVersion: true },
            ],
          },
        ]
      : [],
  };
};

const organizationOf = ({ scp }: DocumentedCase): object | undefined =>
  scp && {
    id: "o-exampleorgid",
    managementAccount: "999999999999",
    serviceControlPolicies: [scp.map((document, index) => ({ name: `scp-${index}`, document }))],
  };

/** The case as a snapshot (contract §1) of the key's account. */
export const snapshotOf = (one: DocumentedCase): unknown => {
  const [, partition, , region, account] = one.key.arn.split(":");
  const caller = one.principal.arn.split(":")[4] ?? account;
  const organization = organizationOf(one);
  const own = { authorizationDetails: detailsOf(one), ...(organization && { organization }) };
  return {
    schemaVersion: 1,
    account,
    region,
    partition,
    capturedAt: "2026-11-21T09:00:00Z",
    ...(caller === account ? own : { otherAccounts: [{ account: caller, ...own }] }),
    ...(caller === account ? {} : { authorizationDetails: noDetails }),
    keys: [keyOf(one)],
    vpcEndpoints: one.vpcEndpoint
      ? [
          {
            VpcEndpointId: one.vpcEndpoint.id,
            VpcEndpointType: "Interface",
            VpcId: "vpc-0a1b2c3d4e5f60718",
            ServiceName: `com.amazonaws.${region}.kms`,
            State: "available",
            PolicyDocument: JSON.stringify(one.vpcEndpoint.policy),
          },
        ]
      : [],
  };
};

const noDetails = { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] };

/** The case as a request (contract §2) with its whole context told. */
export const requestOf = ({ principal, request, vpcEndpoint }: DocumentedCase): unknown => ({
  principal: principal.arn,
  action: request.action,
  ...(request.resource.includes(":alias/")
    ? { alias: request.resource }
    : { key: request.keyIdParameter ?? request.resource }),
  ...(vpcEndpoint && { via: vpcEndpoint.id }),
  ...(principal.sessionPolicy && { sessionPolicies: [principal.sessionPolicy] }),
  context: request.context,
  contextComplete: true,
});
