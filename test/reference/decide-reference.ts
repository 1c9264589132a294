import { findAccount, findCaller, strangeAccount } from "./account.ts";
import { type Action, findAction } from "./actions.ts";
import { reachesByAlias, type Scene, type Target } from "./context.ts";
import { grantsAllow } from "./grants.ts";
import { at, items, text } from "./json.ts";
import { currentKey, findAlias, findKey, isInState, isPossible } from "./key.ts";
import { and, isUnknown, not, or, type Truth, type Unknown } from "./kleene.ts";
import { endpointVerdict, iamOf, keyPolicyVerdict, rcpDeny, scpVerdict } from "./layers.ts";
import type { Verdict } from "./statement.ts";

export type ReferenceDecision = {
  decision: "allowed" | "explicitDeny" | "implicitDeny" | "conditional";
  codes: string[];
};

const decideKey = (scene: Scene): Verdict => {
  const iam = iamOf(scene);
  // A key policy has no say in kms:RetireGrant: the grant tells who may (facts §7 C14).
  const isRetire = scene.action.name === "RetireGrant";
  const keyPolicy = isRetire ? { allow: false, deny: false } : keyPolicyVerdict(scene, iam);
  return {
    allow: and(
      or(keyPolicy.allow, grantsAllow(scene, iam.own)),
      isInState(scene),
      reachesByAlias(scene),
    ),
    deny: or(keyPolicy.deny, iam.deny),
  };
};

/** An alias, or no resource at all: only the caller's IAM policies count. */
const decideByIam = (scene: Scene): Verdict => {
  const { deny, own } = iamOf(scene);
  return { allow: and(own.identity, own.limits), deny };
};

const decideTarget = (scene: Scene): Verdict => {
  const { allow, deny } = scene.target.kind === "key" ? decideKey(scene) : decideByIam(scene);
  const filters = [scpVerdict(scene), endpointVerdict(scene)];
  return {
    allow: and(allow, ...filters.map((filter) => filter.allow), isPossible(scene)),
    deny: or(deny, ...filters.map((filter) => filter.deny), rcpDeny(scene)),
  };
};

/** The key that the alias leaves; none if it stays where it is. */
const leftKey = (
  snapshots: unknown[],
  alias: Target,
  key: Target,
): Target | Unknown | undefined => {
  const current = currentKey(snapshots, alias);
  if (current === undefined || isUnknown(current)) return current;
  return current.arn === key.arn ? undefined : { ...current, aliasGoesTo: key };
};

/** The resources that must all allow: an alias operation has up to three. */
const targetsOf = (
  snapshots: unknown[],
  request: unknown,
  action: Action,
  account: string,
): (Target | Unknown)[] => {
  if (action.has("keyless")) {
    const region = text(snapshots[0], "region") ?? "";
    return [{ kind: "none", arn: "*", account, region, key: undefined, requestAlias: undefined }];
  }
  const keyId = text(request, "key");
  const aliasId = action.has("alias") ? text(request, "alias") : undefined;
  const key = keyId === undefined ? undefined : findKey(snapshots, keyId);
  const alias = aliasId === undefined ? undefined : findAlias(snapshots, aliasId, key);
  const isMove = action.name === "UpdateAlias" && key !== undefined && alias !== undefined;
  const current = isMove ? leftKey(snapshots, alias, key) : undefined;
  const targets = [key, alias, current].filter((target) => target !== undefined);
  if (targets.length === 0) throw new Error("E_REQUEST: no key and no alias");
  return targets;
};

const decideAs = (snapshots: unknown[], request: unknown, principal: string): Verdict => {
  const action = findAction(text(request, "action") ?? "");
  if (action === undefined) throw new Error(`E_ACTION: ${text(request, "action")}`);
  const caller = findCaller(snapshots, principal, at(request, "sessionPolicies"));
  const endpoint = snapshots
    .flatMap((snapshot) => items(snapshot, "vpcEndpoints"))
    .find((one) => at(one, "VpcEndpointId") === text(request, "via"));
  const callerAccount = findAccount(snapshots, caller.account);
  const told = { snapshots, request, action, caller, callerAccount, endpoint };
  const verdicts = targetsOf(snapshots, request, action, caller.account).map((target) =>
    isUnknown(target)
      ? { allow: target, deny: target }
      : decideTarget({ ...told, target, targetAccount: findAccount(snapshots, target.account) }),
  );
  return {
    allow: and(...verdicts.map(({ allow }) => allow)),
    deny: or(...verdicts.map(({ deny }) => deny)),
  };
};

const decisionOf = ({ allow, deny }: Verdict): ReferenceDecision => {
  if (deny === true) return { decision: "explicitDeny", codes: [] };
  if (allow === false) return { decision: "implicitDeny", codes: [] };
  const sure: Truth = and(allow, not(deny));
  return isUnknown(sure)
    ? { decision: "conditional", codes: [...sure.codes] }
    : { decision: "allowed", codes: [] };
};

/** `*`: a user or a session of an account that nobody named. */
const strangers = [
  `arn:aws:iam::${strangeAccount}:user/a-user-that-nobody-names`,
  `arn:aws:iam::${strangeAccount}:role/a-role-that-nobody-names`,
];

const decideFor = (snapshots: unknown[], request: unknown): ReferenceDecision => {
  const principal = text(request, "principal") ?? "";
  const [first, second] = (principal === "*" ? strangers : [principal]).map((one) =>
    decisionOf(decideAs(snapshots, request, one)),
  );
  if (first === undefined || second === undefined || second.decision === first.decision) {
    return first ?? { decision: "implicitDeny", codes: [] };
  }
  return [first, second].every(isDenial)
    ? { decision: "implicitDeny", codes: [] }
    : { decision: "conditional", codes: ["whoeverItIs"] };
};

const isDenial = ({ decision }: ReferenceDecision): boolean => decision.endsWith("Deny");

/** Decides a request (contract §2) with its whole context told, by the plain rules. */
export const decideReference = (snapshots: unknown[], request: unknown): ReferenceDecision => {
  const own = at(request, "account");
  const given = own === undefined ? snapshots : [own];
  const decision = decideFor(given, request);
  if (!decision.codes.includes("metadata.KeyManager")) return decision;
  // An AWS managed key refuses what an RCP denies on any other: denied, whoever manages the key.
  const each = ["AWS", "CUSTOMER"].map((assumedManager) =>
    decideFor(given, { ...(request as object), assumedManager }),
  );
  return each.every(isDenial) ? { decision: "implicitDeny", codes: [] } : decision;
};
