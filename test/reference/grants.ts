import { encryptionContext, lookUp, type Scene } from "./context.ts";
import { at, entries, isRecord, items, text } from "./json.ts";
import { and, isUnknown, or, type Truth, unknown } from "./kleene.ts";
import { matchArn } from "./patterns.ts";
import { routeOf } from "./principal.ts";

/** What the caller's own IAM says: its policies, and whether boundary and session let it through. */
export type Own = { identity: Truth; limits: Truth };

/** Is the caller who a grant names; an account names those whom its IAM policies allow. */
const isNamed = (principal: string | undefined, scene: Scene, own: Own): Truth => {
  if (principal === undefined) return false;
  const isArn = principal.startsWith("arn:") || /^\d{12}$/.test(principal);
  const route = routeOf({ type: isArn ? "AWS" : "Service", value: principal }, scene.caller);
  if (route === undefined || route === "anyone") return false;
  if (route === "account") return and(own.identity, own.limits);
  // Whether a boundary or a session policy limits a grant is not documented (facts §7 C13).
  return or(own.limits, unknown("grantAndBoundary"));
};

/** A grant told in part may lack its grantee or its operations: then they are not known. */
const isGrantee = (grant: unknown, scene: Scene, own: Own): Truth => {
  const isTold = at(grant, "GranteePrincipal") ?? at(grant, "GranteeServicePrincipal");
  if (isTold === undefined) return unknown("grantee");
  return or(
    isNamed(text(grant, "GranteePrincipal"), scene, own),
    isNamed(text(grant, "GranteeServicePrincipal"), scene, own),
  );
};

const gives = (grant: unknown, name: string): Truth =>
  at(grant, "Operations") === undefined
    ? unknown("operations")
    : items(grant, "Operations").includes(name);

const holdsAll = (wanted: unknown, scene: Scene): boolean => {
  const context = encryptionContext(scene);
  return entries(wanted).every(([key, value]) => context.get(key) === value);
};

const isWithinEncryptionContext = (grant: unknown, scene: Scene): boolean => {
  const equals = at(grant, "Constraints", "EncryptionContextEquals");
  const subset = at(grant, "Constraints", "EncryptionContextSubset");
  const size = encryptionContext(scene).size;
  const isExact = !isRecord(equals) || Object.keys(equals).length === size;
  return isExact && holdsAll(equals, scene) && holdsAll(subset, scene);
};

const value = (scene: Scene, key: string): string | undefined => {
  const found = lookUp(scene, key);
  return typeof found === "object" && !isUnknown(found) ? found.values[0] : undefined;
};

/** A source ARN is checked on a service's request; on another's it is not documented (B3). */
const isFromSource = (grant: unknown, scene: Scene): Truth => {
  const wanted = text(grant, "Constraints", "SourceArn");
  const actual = value(scene, "aws:SourceArn");
  if (wanted === undefined) return true;
  if (actual !== undefined && matchArn(wanted, actual)) return true;
  const isByService =
    scene.caller.kind === "service" || value(scene, "kms:ViaService") !== undefined;
  return isByService ? false : unknown("grantSourceArn");
};

/** A grant that lets create grants: no operation beyond its own, constraints as strict or more. */
const isChildOf = (grant: unknown, scene: Scene): boolean => {
  const asked = lookUp(scene, "kms:GrantOperations");
  const operations = typeof asked === "object" && !isUnknown(asked) ? asked.values : [];
  if (!operations.every((one) => items(grant, "Operations").includes(one))) return false;
  const source = text(grant, "Constraints", "SourceArn");
  if (source !== undefined && value(scene, "kms:GrantConstraintSourceArn") !== source) return false;
  const isExact = at(grant, "Constraints", "EncryptionContextEquals") !== undefined;
  const isBound = isExact || at(grant, "Constraints", "EncryptionContextSubset") !== undefined;
  const type = value(scene, "kms:GrantConstraintType");
  if (!isBound) return true;
  return (
    (type === "EncryptionContextEquals" || (!isExact && type === "EncryptionContextSubset")) &&
    isWithinEncryptionContext(grant, scene)
  );
};

const grantAllows = (grant: unknown, scene: Scene, own: Own): Truth => {
  const { name } = scene.action;
  const isGiven = gives(grant, name);
  if (isUnknown(isGiven))
    return and(isGrantee(grant, scene, own), isGiven, isFromSource(grant, scene));
  if (!isGiven) return false;
  const isConstrained =
    name === "CreateGrant"
      ? isChildOf(grant, scene)
      : name === "DescribeKey" || isWithinEncryptionContext(grant, scene);
  return and(isGrantee(grant, scene, own), isConstrained, isFromSource(grant, scene));
};

/** Who may retire: the retiring principal, a grantee with RetireGrant, the issuing account (C14). */
const grantLetsRetire = (grant: unknown, scene: Scene, own: Own): Truth => {
  const wanted = text(scene.request, "grant");
  if (wanted !== undefined && text(grant, "GrantId") !== wanted) return false;
  const issuer = text(grant, "IssuingAccount");
  const issuingAccount = issuer?.startsWith("arn:") ? issuer.split(":")[4] : issuer;
  const isIssuer =
    issuer === undefined ? unknown("issuer") : scene.caller.account === issuingAccount;
  return or(
    isNamed(text(grant, "RetiringPrincipal"), scene, own),
    isNamed(text(grant, "RetiringServicePrincipal"), scene, own),
    and(gives(grant, "RetireGrant"), isGrantee(grant, scene, own)),
    scene.caller.kind !== "service" && and(isIssuer, own.identity, own.limits),
  );
};

export const grantsAllow = (scene: Scene, own: Own): Truth => {
  const grants = at(scene.target.key, "grants");
  if (!scene.action.has("grantable")) return false;
  if (!Array.isArray(grants)) return unknown("grants");
  const allows = scene.action.name === "RetireGrant" ? grantLetsRetire : grantAllows;
  return or(...grants.map((grant) => allows(grant, scene, own)));
};
