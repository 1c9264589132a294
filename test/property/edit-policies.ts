import type { Layer } from "../../src/kms/decision.ts";
import type { SnapshotJson } from "../support/generators/snapshot-arbitrary.ts";

export type StatementJson = Readonly<Record<string, unknown>>;

/** Where a document stands; a managed policy may be attached or a boundary. */
export interface Place {
  readonly layer: Layer | "managed-policy";
  /** As decisions name it. */
  readonly policy: string;
  /** The key, user, role or account that has it. */
  readonly owner: string;
  readonly from?: string;
}

/** What becomes of a document's statements. */
export type Edit = (statements: readonly StatementJson[], place: Place) => readonly StatementJson[];

type Json = Record<string, unknown>;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const parsed = (document: unknown): unknown => {
  if (typeof document !== "string") return document;
  return JSON.parse(document.startsWith("%") ? decodeURIComponent(document) : document);
};

/** A document with its statements edited; what cannot be read stays as it is. */
const edited = (written: unknown, place: Place, edit: Edit): unknown => {
  const document = parsed(written) as Json | undefined;
  const statement = document?.["Statement"];
  if (document === undefined || statement === undefined) return written;
  const statements = (Array.isArray(statement) ? statement : [statement]) as StatementJson[];
  return { ...document, Statement: edit(statements, place) };
};

const mapList = (value: unknown, change: (one: Json) => unknown): unknown =>
  Array.isArray(value) ? value.map(change) : value;

const mapMember = (object: Json, name: string, change: (value: unknown) => unknown): Json =>
  object[name] === undefined ? object : { ...object, [name]: change(object[name]) };

const editInline = (owner: Json, list: string, from: string | undefined, edit: Edit): Json =>
  mapMember(owner, list, (policies) =>
    mapList(policies, (one) => ({
      ...one,
      PolicyDocument: edited(
        one["PolicyDocument"],
        {
          layer: "identity-policy",
          policy: String(one["PolicyName"]),
          owner: String(owner["Arn"]),
          ...(from === undefined ? {} : { from }),
        },
        edit,
      ),
    })),
  );

const editManaged = (policy: Json, edit: Edit): Json => {
  const arn = String(policy["Arn"]);
  return mapMember(policy, "PolicyVersionList", (versions) =>
    mapList(versions, (version) => ({
      ...version,
      Document: edited(
        version["Document"],
        { layer: "managed-policy", policy: arn, owner: arn },
        edit,
      ),
    })),
  );
};

const editDetails = (details: unknown, edit: Edit): unknown => {
  if (typeof details !== "object" || details === null) return details;
  const lists: readonly (readonly [string, (one: Json) => Json])[] = [
    ["UserDetailList", (one) => editInline(one, "UserPolicyList", undefined, edit)],
    ["RoleDetailList", (one) => editInline(one, "RolePolicyList", undefined, edit)],
    [
      "GroupDetailList",
      (one) => editInline(one, "GroupPolicyList", String(one["GroupName"]), edit),
    ],
    ["Policies", (one) => editManaged(one, edit)],
  ];
  return lists.reduce<Json>(
    (result, [list, change]) => mapMember(result, list, (value) => mapList(value, change)),
    details as Json,
  );
};

const editOrganization = (organization: unknown, owner: string, edit: Edit): unknown => {
  if (typeof organization !== "object" || organization === null) return organization;
  const kinds = [
    ["serviceControlPolicies", "service-control-policy"],
    ["resourceControlPolicies", "resource-control-policy"],
  ] as const;
  return kinds.reduce<Json>(
    (result, [member, layer]) =>
      mapMember(result, member, (levels) =>
        Array.isArray(levels)
          ? levels.map((level) =>
              mapList(level, (one) => ({
                ...one,
                document: edited(
                  one["document"],
                  { layer, policy: String(one["name"]), owner },
                  edit,
                ),
              })),
            )
          : levels,
      ),
    organization as Json,
  );
};

const editAccount = (account: Json, edit: Edit): Json => {
  const owner = String(account["account"]);
  const withDetails = mapMember(account, "authorizationDetails", (one) => editDetails(one, edit));
  return mapMember(withDetails, "organization", (one) => editOrganization(one, owner, edit));
};

/** The snapshot with every policy document's statements edited. */
export const editPolicies = (snapshot: SnapshotJson, edit: Edit): SnapshotJson => {
  const own = editAccount(snapshot, edit);
  return {
    ...own,
    otherAccounts: listOf(own["otherAccounts"]).map((one) => editAccount(one as Json, edit)),
    keys: listOf(own["keys"]).map((key) => {
      const owner = String((key as { metadata?: { Arn?: string } }).metadata?.Arn);
      return mapMember(key as Json, "policy", (policy) =>
        edited(policy, { layer: "key-policy", policy: "default", owner }, edit),
      );
    }),
    vpcEndpoints: listOf(own["vpcEndpoints"]).map((endpoint) => {
      const id = String((endpoint as Json)["VpcEndpointId"]);
      return mapMember(endpoint as Json, "PolicyDocument", (document) =>
        edited(document, { layer: "vpc-endpoint-policy", policy: id, owner: id }, edit),
      );
    }),
  };
};

/** The request with the statements of its session policies edited. */
export const editSessionPolicies = <Request extends object>(
  request: Request,
  edit: Edit,
): Request => {
  const policies = (request as Json)["sessionPolicies"];
  if (!Array.isArray(policies)) return request;
  return {
    ...request,
    sessionPolicies: policies.map((document, index) =>
      edited(
        document,
        { layer: "session-policy", policy: `sessionPolicies[${index}]`, owner: "" },
        edit,
      ),
    ),
  };
};

/** Every grant of every key edited; unreadable grants stay. */
export const editGrants = (
  snapshot: SnapshotJson,
  edit: (grants: readonly Json[], key: string) => readonly Json[],
): SnapshotJson => ({
  ...snapshot,
  keys: listOf(snapshot["keys"]).map((one) => {
    const key = one as Json & { readonly metadata: { readonly Arn: string } };
    const grants = key["grants"];
    return Array.isArray(grants) ? { ...key, grants: edit(grants, key.metadata.Arn) } : key;
  }),
});
