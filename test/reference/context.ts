import { type Account, type Caller, findAccount, strangeAccount } from "./account.ts";
import type { Action } from "./actions.ts";
import { at, entries, isUnreadable, items, text } from "./json.ts";
import { isUnknown, type Truth, type Unknown, unknown } from "./kleene.ts";

export type Target = {
  kind: "key" | "alias" | "none";
  /** "*" for an action without a resource. */
  arn: string;
  account: string;
  region: string;
  /** The key as the snapshot has it; undefined for a key of which nothing is known. */
  key: unknown;
  requestAlias: string | undefined;
  /** Of the key that UpdateAlias takes the alias from: the key that gets it. */
  aliasGoesTo?: Target;
};
export type Present = { values: string[]; isArray: boolean };
export type Found = Present | "absent" | Unknown;

export type Scene = {
  snapshots: unknown[];
  request: unknown;
  action: Action;
  caller: Caller;
  callerAccount: Account;
  target: Target;
  targetAccount: Account;
  endpoint: unknown;
};

const arrayKeys = new Set([
  "kms:resourcealiases",
  "kms:encryptioncontextkeys",
  "kms:grantoperations",
  "aws:tagkeys",
  "aws:principalorgpaths",
  "aws:resourceorgpaths",
  "aws:vpceorgpaths",
  "aws:calledvia",
]);

const one = (value: unknown): Found =>
  value === undefined ? "absent" : { values: [String(value)], isArray: false };
const many = (values: string[]): Found =>
  values.length === 0 ? "absent" : { values, isArray: true };

/** Names of condition keys ignore case, also after the slash or the last colon. */
const named = (pairs: [string, unknown][], name: string): Found => {
  const found = new Set(
    pairs.filter(([key]) => key.toLowerCase() === name).map(([, value]) => JSON.stringify(value)),
  );
  if (found.size > 1) return unknown("namesThatDifferByCase");
  const [only] = found;
  if (only === undefined) return "absent";
  const value: unknown = JSON.parse(only);
  if (!Array.isArray(value)) return one(value ?? undefined);
  return value.length === 1 ? one(value[0]) : many(value.map(String));
};

const suffixes = (scene: Scene, prefix: string): string[] =>
  entries(scene.request, "context")
    .filter(([key]) => key.toLowerCase().startsWith(prefix))
    .map(([key]) => key.slice(prefix.length));

/** The encryption context of the request, its keys in their own case. */
export const encryptionContext = (scene: Scene): Map<string, string> =>
  new Map(
    entries(scene.request, "context")
      .filter(([key]) => key.toLowerCase().startsWith("kms:encryptioncontext:"))
      .map(([key, value]) => [key.slice("kms:encryptioncontext:".length), String(value)]),
  );

export const metadata = (scene: Scene, field: string): Found => {
  const value = at(scene.target.key, "metadata", field);
  return value === undefined ? unknown(`metadata.${field}`) : one(value);
};

export const aliasNames = (key: unknown): string[] | Unknown => {
  const aliases = at(key, "aliases");
  return Array.isArray(aliases)
    ? aliases.map((alias) => text(alias, "AliasName") ?? "")
    : unknown("aliases");
};

const tagPairs = (list: unknown, key: string, value: string): [string, unknown][] =>
  items(list).map((tag) => [text(tag, key) ?? "", at(tag, value)]);

/** A user or role whose account or tags could not be read may have tags, but nobody knows them. */
const isHidden = ({ caller, callerAccount }: Scene): boolean =>
  (caller.kind === "user" || caller.kind === "session") &&
  ((caller.iamUnknown && callerAccount.isTold) || isUnreadable(at(caller.entity, "Tags")));

const principalTag = (scene: Scene, name: string): Found =>
  isHidden(scene)
    ? unknown("iamUnknown")
    : named(tagPairs(at(scene.caller.entity, "Tags"), "Key", "Value"), name);

const resourceTag = ({ target }: Scene, name: string): Found => {
  const tags = at(target.key, "tags");
  return Array.isArray(tags) ? named(tagPairs(tags, "TagKey", "TagValue"), name) : unknown("tags");
};

const organizationPart = ({ organization }: Account, field: "id" | "path"): Found => {
  if (isUnreadable(organization)) return unknown("organizationUnknown");
  const value = text(organization, field);
  if (value === undefined) return "absent";
  return field === "path" ? many([value]) : one(value);
};

/** Another account as a whole is anyone of it: which user or role asks is not known. */
const isWholeAccount = ({ kind, iamUnknown }: Caller): boolean => kind === "root" && iamUnknown;

const principalTypes = {
  root: "Account",
  user: "User",
  session: "AssumedRole",
  federated: "FederatedUser",
  service: undefined,
};

/** Every principal has an id; that of a user or role that no snapshot lists is not known. */
const userId = ({ caller }: Scene): Found => {
  const { kind, account, name, entity } = caller;
  if (kind === "service") return "absent";
  if (isWholeAccount(caller)) return unknown("iamUnknown");
  if (kind === "root") return one(account);
  if (kind === "federated") return one(`${account}:${name}`);
  const isStrange = account === strangeAccount;
  const id = text(entity, kind === "user" ? "UserId" : "RoleId") ?? (isStrange ? name : undefined);
  if (id === undefined) return unknown("idUnknown");
  const session = caller.sessionArn?.split("/").at(-1) ?? "‹any session›";
  return one(kind === "user" ? id : `${id}:${session}`);
};

const multiRegionKeyType = (scene: Scene): Found => {
  const multiRegion = at(scene.target.key, "metadata", "MultiRegion");
  if (multiRegion === false) return "absent";
  const type = text(scene.target.key, "metadata", "MultiRegionConfiguration", "MultiRegionKeyType");
  return type === undefined ? unknown("metadata.MultiRegion") : one(type);
};

const encryptionAlgorithm = (scene: Scene): Found => {
  const spec = metadata(scene, "KeySpec");
  if (isUnknown(spec) || spec === "absent") return spec;
  return spec.values[0] === "SYMMETRIC_DEFAULT" ? one("SYMMETRIC_DEFAULT") : "absent";
};

const resourceAliases = (scene: Scene): Found => {
  const names = aliasNames(scene.target.key);
  return isUnknown(names) ? names : many(names);
};

const viaService = (scene: Scene): boolean =>
  entries(scene.request, "context").some(([key]) => key.toLowerCase() === "kms:viaservice");

const via = (scene: Scene, prefix: string): string | undefined => {
  const id = text(scene.request, "via");
  return id?.startsWith(prefix) ? id : undefined;
};

const ofCaller = (scene: Scene, value: unknown): Found =>
  scene.caller.kind === "service" ? "absent" : one(value);
const ofTarget = (scene: Scene, value: unknown): Found =>
  scene.target.kind === "none" ? "absent" : one(value);

/** The account of an endpoint that a snapshot holds; of another one nothing is told. */
const endpointOwner = ({ snapshots, endpoint }: Scene): Account =>
  findAccount(snapshots, text(endpoint, "OwnerId") ?? "");

/** Facts §7 B1; only the owner of a VPC makes endpoints in it. */
const vpcArn = (snapshot: unknown, endpoint: unknown): string | undefined => {
  const [owner, vpc] = [text(endpoint, "OwnerId"), text(endpoint, "VpcId")];
  const [partition, region] = [text(snapshot, "partition"), text(snapshot, "region")];
  return owner === undefined || vpc === undefined
    ? undefined
    : `arn:${partition}:ec2:${region}:${owner}:vpc/${vpc}`;
};

/** Contract §2: what the snapshot tells about a request. */
const derived: Record<string, (scene: Scene) => Found> = {
  "aws:principalarn": (scene) =>
    isWholeAccount(scene.caller) ? unknown("iamUnknown") : ofCaller(scene, scene.caller.arn),
  "aws:principalaccount": (scene) => ofCaller(scene, scene.caller.account),
  "aws:principalorgid": (scene) =>
    scene.caller.kind === "service" ? "absent" : organizationPart(scene.callerAccount, "id"),
  "aws:principalorgpaths": (scene) =>
    scene.caller.kind === "service" ? "absent" : organizationPart(scene.callerAccount, "path"),
  "aws:principaltype": ({ caller }) =>
    isWholeAccount(caller) ? unknown("iamUnknown") : one(principalTypes[caller.kind]),
  "aws:username": ({ caller }) => (caller.kind === "user" ? one(caller.name) : "absent"),
  "aws:userid": userId,
  "aws:principalisawsservice": ({ caller }) => one(caller.kind === "service"),
  "aws:principalservicename": ({ caller }) =>
    caller.kind === "service" ? one(caller.arn) : "absent",
  "aws:viaawsservice": (scene) => one(viaService(scene)),
  "aws:resourceaccount": (scene) => ofTarget(scene, scene.target.account),
  "aws:resourceorgid": (scene) =>
    scene.target.kind === "none" ? "absent" : organizationPart(scene.targetAccount, "id"),
  "aws:resourceorgpaths": (scene) =>
    scene.target.kind === "none" ? "absent" : organizationPart(scene.targetAccount, "path"),
  "aws:requestedregion": ({ target }) => one(target.region),
  "aws:sourcevpce": (scene) => one(via(scene, "vpce-")),
  "aws:sourcevpc": (scene) => one(via(scene, "vpc-") ?? at(scene.endpoint, "VpcId")),
  "aws:sourcevpcarn": ({ snapshots, endpoint }) => one(vpcArn(snapshots[0], endpoint)),
  "aws:vpceaccount": (scene) => one(at(scene.endpoint, "OwnerId")),
  "aws:vpceorgid": (scene) => organizationPart(endpointOwner(scene), "id"),
  "aws:vpceorgpaths": (scene) => organizationPart(endpointOwner(scene), "path"),
  "aws:tagkeys": (scene) => many(suffixes(scene, "aws:requesttag/")),
  "kms:encryptioncontextkeys": (scene) => many(suffixes(scene, "kms:encryptioncontext:")),
  "kms:calleraccount": (scene) =>
    scene.caller.kind === "service" ? unknown("callerAccountOfService") : one(scene.caller.account),
  "kms:keyspec": (scene) => metadata(scene, "KeySpec"),
  "kms:keyusage": (scene) => metadata(scene, "KeyUsage"),
  "kms:keyorigin": (scene) => metadata(scene, "Origin"),
  "kms:multiregion": (scene) => metadata(scene, "MultiRegion"),
  "kms:multiregionkeytype": multiRegionKeyType,
  "kms:encryptionalgorithm": encryptionAlgorithm,
  "kms:resourcealiases": resourceAliases,
  "kms:requestalias": ({ target }) => one(target.requestAlias),
};

const derive = (scene: Scene, name: string): Found => {
  if (name.startsWith("aws:principaltag/")) return principalTag(scene, name.slice(17));
  // What CreateKey carries is in the request, not in a key.
  const ofKey = name.startsWith("kms:") && name !== "kms:calleraccount";
  if (scene.target.kind !== "key" && (ofKey || name.startsWith("aws:resourcetag/")))
    return "absent";
  if (name.startsWith("aws:resourcetag/")) return resourceTag(scene, name.slice(16));
  return derived[name]?.(scene) ?? "absent";
};

/** kms: and tag keys exist only on actions that carry them, and never on an alias. */
export const isCarried = (scene: Scene, name: string): boolean =>
  !/^(kms:|aws:(resourcetag\/|requesttag\/|tagkeys$))/.test(name) ||
  (scene.target.kind !== "alias" && scene.action.carries(name));

export const canonicalName = (key: string): string =>
  key
    .toLowerCase()
    .replace("kms:customermasterkeyspec", "kms:keyspec")
    .replace("kms:customermasterkeyusage", "kms:keyusage");

/** The request context with everything told: a key is there, absent, or unknowable. */
export const lookUp = (scene: Scene, key: string): Found => {
  const name = canonicalName(key);
  if (!isCarried(scene, name)) return "absent";
  const given = entries(scene.request, "context").filter(([own]) => canonicalName(own) === name);
  const found =
    given.length > 0
      ? named(
          given.map(([, value]) => [name, value]),
          name,
        )
      : derive(scene, name);
  const isArray = typeof found === "object" && "isArray" in found && arrayKeys.has(name);
  return isArray ? { ...found, isArray } : found;
};

/** Is the kms:RequestAlias of the request an alias of the key? No other request reaches it. */
export const reachesByAlias = (scene: Scene): Truth => {
  const alias = lookUp(scene, "kms:RequestAlias");
  if (scene.target.kind !== "key" || alias === "absent") return true;
  const names = aliasNames(scene.target.key);
  if (isUnknown(alias)) return alias;
  return isUnknown(names) ? names : names.includes(alias.values[0] ?? "");
};
