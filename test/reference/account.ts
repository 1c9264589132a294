import { type Document, type Kind, readDocument } from "./document.ts";
import { at, isRecord, isUnreadable, items, text } from "./json.ts";
import { type Truth, unknown } from "./kleene.ts";

/** An account that no snapshot and no policy knows: whoever `*` may be. */
export const strangeAccount = "000000000000";

export type Account = {
  isOwn: boolean;
  /** iam get-account-authorization-details; undefined when unknown. */
  details: unknown;
  /** Some snapshot speaks of it, whether or not its details could be read. */
  isTold: boolean;
  /** As the snapshot has it; undefined: in no organization, or not told. */
  organization: unknown;
};

export const findAccount = (snapshots: unknown[], id: string): Account => {
  const own = snapshots.filter((snapshot) => at(snapshot, "account") === id);
  const others = snapshots
    .flatMap((snapshot) => items(snapshot, "otherAccounts"))
    .filter((entry) => at(entry, "account") === id);
  const listed = [...own, ...others].map((entry) => at(entry, "authorizationDetails"));
  const organization = [...own, ...others]
    .map((entry) => at(entry, "organization"))
    .find((found) => found !== undefined);
  return {
    isOwn: own.length > 0,
    details: listed.find((found) => isRecord(found) && !isUnreadable(found)),
    isTold: listed.length > 0,
    organization,
  };
};

export type Caller = {
  kind: "root" | "user" | "session" | "federated" | "service";
  /** "" for a service principal. */
  account: string;
  /** aws:PrincipalArn: never the ARN of a session. */
  arn: string;
  name: string;
  /** The ARN of the session; undefined for a session whose name no policy names. */
  sessionArn: string | undefined;
  /** Its IAM is not known: the policies of an account about which nothing is known. */
  iamUnknown: boolean;
  /** The user or role in the authorization details. */
  entity: unknown;
  isServiceLinked: boolean;
  policies: Document[];
  boundary: Document[];
  hasBoundary: Truth;
  sessionPolicies: Document[];
};

const managedPolicy = (details: unknown, arn: unknown): Document => {
  const policy = items(details, "Policies").find((one) => at(one, "Arn") === arn);
  const version = items(policy, "PolicyVersionList").find(
    (one) =>
      at(one, "IsDefaultVersion") === true ||
      (at(one, "IsDefaultVersion") === undefined &&
        at(one, "VersionId") === at(policy, "DefaultVersionId")),
  );
  return readDocument(at(version, "Document"), "identity");
};

const inlineAndAttached = (details: unknown, entity: unknown, list: string): Document[] => [
  ...items(entity, list).map((one) => readDocument(at(one, "PolicyDocument"), "identity")),
  ...items(entity, "AttachedManagedPolicies").map((one) =>
    managedPolicy(details, at(one, "PolicyArn")),
  ),
];

const groupPolicies = (details: unknown, user: unknown): Document[] =>
  items(user, "GroupList").flatMap((name) => {
    const group = items(details, "GroupDetailList").find((one) => at(one, "GroupName") === name);
    return group === undefined ? [undefined] : inlineAndAttached(details, group, "GroupPolicyList");
  });

const readCaller = (
  principal: string,
  details: unknown,
): Pick<Caller, "kind" | "arn" | "name"> & Partial<Caller> => {
  const [, partition = "aws", , , account = "", rest = ""] = principal.split(":");
  const [type = "", ...path] = rest.split("/");
  const name = path.at(-1) ?? "";
  if (type === "root") return { kind: "root", arn: principal, name };
  if (type === "user") {
    const entity = items(details, "UserDetailList").find((one) => at(one, "Arn") === principal);
    return { kind: "user", arn: principal, name, entity };
  }
  const roles = items(details, "RoleDetailList");
  if (type === "role") {
    const entity = roles.find((one) => at(one, "Arn") === principal);
    return { kind: "session", arn: principal, name, entity };
  }
  if (type === "assumed-role") {
    const role = path[0] ?? "";
    const entity = roles.find((one) => at(one, "RoleName") === role);
    const arn = text(entity, "Arn") ?? `arn:${partition}:iam::${account}:role/${role}`;
    return { kind: "session", arn, name: role, sessionArn: principal, entity };
  }
  if (type === "federated-user") return { kind: "federated", arn: principal, name };
  throw new Error(`E_PRINCIPAL: ${principal}`);
};

const userOrRolePolicies = (details: unknown, caller: Partial<Caller>): Document[] =>
  caller.kind === "user"
    ? [
        ...inlineAndAttached(details, caller.entity, "UserPolicyList"),
        ...groupPolicies(details, caller.entity),
      ]
    : inlineAndAttached(details, caller.entity, "RolePolicyList");

export const findCaller = (snapshots: unknown[], principal: string, session: unknown): Caller => {
  const isArn = principal.startsWith("arn:");
  const account = isArn ? (principal.split(":")[4] ?? "") : "";
  const { details, isOwn } = findAccount(snapshots, account);
  const base = isArn
    ? readCaller(principal, details)
    : { kind: "service" as const, arn: principal, name: principal };
  const isKnown = !isArn || details !== undefined || (base.kind === "root" && isOwn);
  const boundaryArn = at(base.entity, "PermissionsBoundary", "PermissionsBoundaryArn");
  const isServiceLinked =
    base.kind === "session" &&
    (base.arn.includes(":role/aws-service-role/") || base.name.startsWith("AWSServiceRoleFor"));
  const hasUnknownBoundary = !isKnown && (base.kind === "user" || base.kind === "session");
  return {
    sessionArn: undefined,
    entity: undefined,
    ...base,
    account,
    iamUnknown: !isKnown,
    isServiceLinked,
    policies: userOrRolePolicies(details, base),
    boundary: boundaryArn === undefined ? [] : [managedPolicy(details, boundaryArn)],
    hasBoundary: hasUnknownBoundary ? unknown("iamUnknown") : boundaryArn !== undefined,
    sessionPolicies: items(session).map((one) => readDocument(one, "identity")),
  };
};

/** SCPs or RCPs by level, root first; what is unreadable stands as one unreadable document. */
export const organizationPolicies = (
  organization: unknown,
  kind: Extract<Kind, "scp" | "rcp">,
): Document[][] => {
  const name = kind === "scp" ? "serviceControlPolicies" : "resourceControlPolicies";
  const levels = at(organization, name);
  if (levels === undefined && !isUnreadable(organization)) return [];
  if (!Array.isArray(levels)) return [[undefined]];
  return levels.map((level) =>
    Array.isArray(level)
      ? level.map((one) => readDocument(at(one, "document"), kind))
      : [undefined],
  );
};
