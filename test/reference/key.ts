import { aliasNames, metadata, type Scene, type Target } from "./context.ts";
import { at, items, text } from "./json.ts";
import { and, isUnknown, not, or, type Truth, type Unknown, unknown } from "./kleene.ts";

type Held = { key: unknown; arn: string };

const heldKeys = (snapshots: unknown[]): Held[] =>
  snapshots
    .flatMap((snapshot) => items(snapshot, "keys"))
    .map((key) => ({ key, arn: text(key, "metadata", "Arn") ?? "" }));

/** account and Region of an ARN, as `444455556666/us-west-2`. */
const placeOf = (arn: string): string => arn.split(":").slice(3, 5).reverse().join("/");

const targetOf = ({ key, arn }: Held, requestAlias?: string): Target => {
  const [account = "", region = ""] = placeOf(arn).split("/");
  return { kind: "key", arn, account, region, key, requestAlias };
};

const hasAlias = (key: unknown, name: string): boolean => {
  const names = aliasNames(key);
  return !isUnknown(names) && names.includes(name);
};

/** A key of another account or Region is there, but unknown; any other one is a wrong request. */
const strangeKey = (snapshots: unknown[], id: string, alias: string | undefined): Target => {
  const places = snapshots.map((one) => `${text(one, "account")}/${text(one, "region")}`);
  if (!id.startsWith("arn:") || places.includes(placeOf(id)))
    throw new Error(`E_KEY_UNKNOWN: ${id}`);
  const arn = alias === undefined ? id : id.replace(/:alias\/.*$/, ":key/");
  return targetOf({ key: undefined, arn }, alias);
};

/** A key by key id, key ARN, alias name or alias ARN. */
export const findKey = (snapshots: unknown[], id: string): Target => {
  const alias = /(?:^|:)(alias\/.+)$/.exec(id)?.[1];
  const held = heldKeys(snapshots).find(({ key, arn }) => {
    if (alias === undefined) return arn === id || arn.endsWith(`:key/${id}`);
    return hasAlias(key, alias) && (alias === id || placeOf(arn) === placeOf(id));
  });
  return held === undefined ? strangeKey(snapshots, id, alias) : targetOf(held, alias);
};

export const findAlias = (snapshots: unknown[], id: string, key: Target | undefined): Target => {
  const snapshot = snapshots[0];
  const arn = id.startsWith("arn:")
    ? id
    : (key?.arn.replace(/:key\/.*$/, `:${id}`) ??
      `arn:${text(snapshot, "partition") ?? "aws"}:kms:${text(snapshot, "region")}:${text(snapshot, "account")}:${id}`);
  const [account = "", region = ""] = placeOf(arn).split("/");
  return { kind: "alias", arn, account, region, key: undefined, requestAlias: undefined };
};

/** The key that the alias stands for now; undefined when no key has it. */
export const currentKey = (snapshots: unknown[], alias: Target): Target | Unknown | undefined => {
  const name = alias.arn.slice(alias.arn.indexOf(":alias/") + 1);
  const neighbours = heldKeys(snapshots).filter(({ arn }) => placeOf(arn) === placeOf(alias.arn));
  const held = neighbours.find(({ key }) => hasAlias(key, name));
  if (held !== undefined) return targetOf(held);
  return neighbours.map(({ key }) => aliasNames(key)).find(isUnknown);
};

const usages: [RegExp, string][] = [
  [/^(Encrypt|Decrypt|ReEncrypt.*|GenerateDataKey.*)$/, "ENCRYPT_DECRYPT"],
  [/^(Sign|Verify)$/, "SIGN_VERIFY"],
  [/^(GenerateMac|VerifyMac)$/, "GENERATE_VERIFY_MAC"],
  [/^DeriveSharedSecret$/, "KEY_AGREEMENT"],
  [/^(Encapsulate|Decapsulate)$/, "ENCAPSULATE_DECAPSULATE"],
];

const isOneOf = (scene: Scene, field: string, pattern: RegExp): Truth => {
  const found = metadata(scene, field);
  if (isUnknown(found) || found === "absent") return isUnknown(found) ? found : false;
  return pattern.test(found.values[0] ?? "");
};

/** Can a key of this usage and spec do it at all (Sign on a symmetric key: never). */
const fitsKey = (scene: Scene): Truth => {
  const { name } = scene.action;
  const usage = usages.find(([pattern]) => pattern.test(name))?.[1];
  if (usage !== undefined) {
    const isSymmetricOnly = name.startsWith("GenerateDataKey");
    return and(
      isOneOf(scene, "KeyUsage", new RegExp(`^${usage}$`)),
      isSymmetricOnly ? isOneOf(scene, "KeySpec", /^SYMMETRIC_DEFAULT$/) : true,
    );
  }
  if (name !== "GetPublicKey") return true;
  const isSymmetric = isOneOf(scene, "KeySpec", /^(SYMMETRIC_DEFAULT|HMAC_.*)$/);
  if (!isUnknown(isSymmetric)) return !isSymmetric;
  if (isOneOf(scene, "KeyUsage", /^GENERATE_VERIFY_MAC$/) === true) return false;
  const isAsymmetric = isOneOf(scene, "KeyUsage", /^(SIGN_VERIFY|KEY_AGREEMENT|ENCAPSULATE_.*)$/);
  return or(isAsymmetric, isSymmetric);
};

const isAwsManaged = (scene: Scene): Truth => {
  if (scene.target.kind !== "key") return false;
  const told = isOneOf(scene, "KeyManager", /^AWS$/);
  const assumed = text(scene.request, "assumedManager");
  return isUnknown(told) && assumed !== undefined ? assumed === "AWS" : told;
};

/** An endpoint of another service leads no request to KMS, nor does one that is deleted. */
const leadsToKms = ({ endpoint }: Scene): boolean =>
  /(^|\.)kms(-fips)?$/.test(text(endpoint, "ServiceName") ?? "kms") &&
  text(endpoint, "State")?.toLowerCase() !== "deleted";

const typeOf = (key: unknown): string | Unknown => {
  const usage = text(key, "metadata", "KeyUsage");
  const spec = text(key, "metadata", "KeySpec");
  if (spec === "SYMMETRIC_DEFAULT") return "symmetric";
  if (spec?.startsWith("HMAC_") || (spec === undefined && usage === "GENERATE_VERIFY_MAC"))
    return "HMAC";
  const isAsymmetric = usage !== undefined && usage !== "ENCRYPT_DECRYPT";
  return spec !== undefined || isAsymmetric ? "asymmetric" : unknown("metadata.KeySpec");
};

/** kms/latest/APIReference/API_UpdateAlias: both keys are of one type and one usage. */
const mayMoveTo = (from: unknown, to: unknown): Truth => {
  const of = (key: unknown) => [
    typeOf(key),
    text(key, "metadata", "KeyUsage") ?? unknown("metadata.KeyUsage"),
  ];
  const others = of(to);
  return and(
    ...of(from).map((one, index) => {
      const other = others[index];
      if (isUnknown(one)) return one;
      return isUnknown(other) ? other : one === other;
    }),
  );
};

/** Does KMS ever do this: across accounts, on a key of this kind, on an AWS managed key. */
export const isPossible = (scene: Scene): Truth => {
  const { action, caller, target } = scene;
  if (!leadsToKms(scene)) return false;
  const isForeign = caller.kind !== "service" && caller.account !== target.account;
  if (isForeign && !action.has("cross")) return false;
  if (action.name === "SynchronizeMultiRegionKey" && !caller.isServiceLinked) return false;
  if (target.kind === "alias") return !target.arn.includes(":alias/aws/");
  const isRefusedOnManaged = ["management", "permissions", "abac-control"].includes(
    action.category,
  );
  return and(
    fitsKey(scene),
    isRefusedOnManaged ? not(isAwsManaged(scene)) : true,
    target.aliasGoesTo === undefined || mayMoveTo(target.key, target.aliasGoesTo.key),
  );
};

const pendingDeletion = "PendingDeletion|PendingReplicaDeletion";
const notYet = `${pendingDeletion}|PendingImport|Creating`;

/** kms/latest/developerguide/key-state: what fails in which state (CancelKeyDeletion aside). */
const failures: [actions: RegExp, states: string][] = [
  [/^ReplicateKey$/, `Disabled|${notYet}|Updating`],
  [/^(CreateGrant|GetPublicKey|.*KeyRotation|RotateKey.*|UpdatePrimary.*)$/, `Disabled|${notYet}`],
  [/^(EnableKey|DisableKey)$/, `${notYet}|Updating`],
  [/^(CreateAlias|UpdateAlias|(Unt|T)agResource|UpdateKeyDescription)$/, pendingDeletion],
  [/^ScheduleKeyDeletion$/, `${pendingDeletion}|Updating`],
  [/^ImportKeyMaterial$/, `${pendingDeletion}|Creating`],
  [/^GetParametersForImport$/, `${pendingDeletion}|Creating|Updating`],
  [/^DeleteImportedKeyMaterial$/, "Creating|Updating"],
];

/** Does the state of the key let it: it is used only while it is Enabled or Updating. */
export const isInState = (scene: Scene): Truth => {
  const { category, name } = scene.action;
  // kms/latest/developerguide/key-state: the key that an alias leaves may be pending deletion.
  if (scene.target.aliasGoesTo !== undefined) return true;
  if (category === "crypto") return isOneOf(scene, "KeyState", /^(Enabled|Updating)$/);
  const states = failures.find(([actions]) => actions.test(name))?.[1];
  return states === undefined || not(isOneOf(scene, "KeyState", new RegExp(`^(${states})$`)));
};

/** RCPs leave alone AWS managed keys, the management account, service-linked roles, RetireGrant. */
export const isUnderRcp = (scene: Scene): Truth => {
  const { caller, target, targetAccount, action } = scene;
  if (target.kind === "none" || caller.isServiceLinked || action.name === "RetireGrant")
    return false;
  if (at(targetAccount.organization, "managementAccount") === target.account) return false;
  return not(isAwsManaged(scene));
};
