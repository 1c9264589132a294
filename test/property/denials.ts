import { endpoints, own, serviceLinkedRole } from "../support/generators/pools.ts";
import type { RequestJson } from "../support/generators/request-arbitrary.ts";
import type { SnapshotJson } from "../support/generators/snapshot-arbitrary.ts";
import { editPolicies, type StatementJson } from "./edit-policies.ts";
import { isOnOwnKey, isService, type Json } from "./theorem.ts";

const denyAll: StatementJson = { Effect: "Deny", Action: "kms:*", Resource: "*" };
const denyAllFor: StatementJson = { ...denyAll, Principal: "*" };

const isOfOwnAccount = ({ principal }: RequestJson): boolean => principal.includes(`::${own}:`);

const organizationOf = (snapshot: SnapshotJson): Json | null => {
  const organization = snapshot["organization"] as Json | undefined;
  const binds = organization?.["managementAccount"] !== own && organization?.["id"] !== undefined;
  return organization !== undefined && binds ? organization : null;
};
const isCustomerManaged = (snapshot: SnapshotJson): boolean =>
  (snapshot["keys"] as readonly { readonly metadata: Json }[]).every(
    ({ metadata }) => metadata["KeyManager"] === "CUSTOMER",
  );

/** The user or role behind a principal, as the inventory lists it. */
const listedOf = (snapshot: SnapshotJson, { principal }: RequestJson): Json | null => {
  const details = snapshot["authorizationDetails"] as Json | undefined;
  const lists = [details?.["UserDetailList"], details?.["RoleDetailList"]].flatMap(
    (list) => (list ?? []) as readonly Json[],
  );
  const role = /:assumed-role\/([^/]+)\//.exec(principal)?.[1];
  return (
    lists.find((one) => one["Arn"] === principal || (role && one["RoleName"] === role)) ?? null
  );
};

const boundaryOf = (snapshot: SnapshotJson, request: RequestJson): unknown =>
  (listedOf(snapshot, request)?.["PermissionsBoundary"] as Json | undefined)?.[
    "PermissionsBoundaryArn"
  ];

const level = (...statements: readonly StatementJson[]) => [
  { name: "added", document: { Version: "2012-10-17", Statement: statements } },
];
const withLevel = (snapshot: SnapshotJson, member: string, added: unknown): SnapshotJson => {
  const organization = snapshot["organization"] as Json;
  const levels = organization[member];
  return {
    ...snapshot,
    organization: { ...organization, [member]: [...(Array.isArray(levels) ? levels : []), added] },
  };
};

/** Ways to deny a request explicitly: where each binds it, and the change that makes it. */
export const denials: Readonly<
  Record<
    string,
    {
      readonly binds: (snapshot: SnapshotJson, request: RequestJson) => boolean;
      readonly deny: (
        snapshot: SnapshotJson,
        request: RequestJson,
      ) => readonly [SnapshotJson, RequestJson];
    }
  >
> = {
  "a key policy": {
    binds: (_, request) => isOnOwnKey(request) && request.action !== "kms:RetireGrant",
    deny: (snapshot, request) => [
      {
        ...snapshot,
        keys: (snapshot["keys"] as readonly Json[]).map((key) => ({
          ...key,
          policy: { Statement: [denyAllFor] },
        })),
      },
      request,
    ],
  },
  "an identity policy": {
    binds: (snapshot, request) => listedOf(snapshot, request) !== null,
    deny: (snapshot, request) => {
      const listed = listedOf(snapshot, request);
      const details = snapshot["authorizationDetails"] as Json;
      const added = { PolicyName: "added", PolicyDocument: { Statement: [denyAll] } };
      const add = (list: string, policies: string) =>
        (details[list] as readonly Json[]).map((one) =>
          one === listed
            ? { ...one, [policies]: [...((one[policies] ?? []) as readonly Json[]), added] }
            : one,
        );
      return [
        {
          ...snapshot,
          authorizationDetails: {
            ...details,
            UserDetailList: add("UserDetailList", "UserPolicyList"),
            RoleDetailList: add("RoleDetailList", "RolePolicyList"),
          },
        },
        request,
      ];
    },
  },
  "a permissions boundary": {
    binds: (snapshot, request) => boundaryOf(snapshot, request) !== undefined,
    deny: (snapshot, request) => [
      editPolicies(snapshot, (statements, { policy }) =>
        policy === boundaryOf(snapshot, request) ? [...statements, denyAll] : statements,
      ),
      request,
    ],
  },
  "a session policy": {
    binds: (_, request) => !isService(request),
    deny: (snapshot, request) => [
      snapshot,
      {
        ...request,
        sessionPolicies: [
          ...((request["sessionPolicies"] ?? []) as readonly unknown[]),
          { Statement: [denyAll] },
        ],
      },
    ],
  },
  "a service control policy": {
    binds: (snapshot, request) =>
      organizationOf(snapshot) !== null &&
      isOfOwnAccount(request) &&
      request.principal !== serviceLinkedRole,
    deny: (snapshot, request) => [
      withLevel(snapshot, "serviceControlPolicies", level(denyAll)),
      request,
    ],
  },
  "a resource control policy": {
    binds: (snapshot, request) =>
      organizationOf(snapshot) !== null &&
      isCustomerManaged(snapshot) &&
      isOnOwnKey(request) &&
      request.principal !== serviceLinkedRole &&
      request.action !== "kms:RetireGrant",
    deny: (snapshot, request) => [
      withLevel(snapshot, "resourceControlPolicies", level(denyAllFor)),
      request,
    ],
  },
  "a VPC endpoint policy": {
    binds: (_, { via }) => endpoints.some((id) => id === via),
    deny: (snapshot, request) => [
      {
        ...snapshot,
        vpcEndpoints: (snapshot["vpcEndpoints"] as readonly Json[]).map((endpoint) => ({
          ...endpoint,
          PolicyDocument: { Statement: [denyAllFor] },
        })),
      },
      request,
    ],
  },
};
