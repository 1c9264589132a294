import type { AccessChange, AccessChangeKind } from "../../access/compare/access-change.ts";
import { parseArn } from "../../account/arn.ts";
import type { TrailActor } from "../../cloudtrail/trail-event.ts";
import { aliasNames } from "../../kms/world/find-key.ts";
import type { World } from "../../kms/world/world.ts";
import { classOfAction } from "./action-class.ts";
import type { AttributeChange } from "./finding.ts";

const VERBS: Readonly<Record<AccessChangeKind, readonly [string, string]>> = {
  gained: ["can now", ""],
  lost: ["can no longer", ""],
  widened: ["can now", " in more cases"],
  narrowed: ["can now", " in fewer cases only"],
  changed: ["may now", " in other cases"],
};

/** A principal as a person names it: `role/app`, `account 999999999999`, `anyone`. */
export function shortPrincipal(principal: string): string {
  if (principal === "*") return "anyone";
  const arn = parseArn(principal);
  if (arn === null) return principal;
  if (arn.resource === "root") return `account ${arn.account}`;
  const [type = "", ...path] = arn.resource.split("/");
  return type === "role" || type === "user" ? `${type}/${path.at(-1) ?? ""}` : arn.resource;
}

/** Who acted: a session as `role/session`. */
export function shortActor(actor: TrailActor): string {
  if (actor.arn === null) return actor.invokedBy ?? actor.type ?? "unknown";
  const arn = parseArn(actor.arn);
  if (arn === null) return actor.arn;
  return arn.resource === "root"
    ? "the root user"
    : arn.resource.replace(/^(assumed-role|user|federated-user)\//, "");
}

/** A key by the first alias that it has in all worlds, else by one that it has or had, else by its id. */
function shortKey(key: string | null, worlds: readonly World[]): string {
  if (key === null) return "no particular key";
  const names = worlds.map((world) => {
    const compiled = world.keys.get(key);
    return compiled === undefined ? [] : [...aliasNames(compiled)].sort();
  });
  const some = names.flat();
  const lasting = some.find((alias) => names.every((list) => list.includes(alias)));
  return lasting ?? some[0] ?? key.slice(key.lastIndexOf("/") + 1);
}

/** An attribute as a person names it. */
export function shortAttribute(attribute: string): string {
  const colon = attribute.indexOf(":");
  if (colon < 0)
    return attribute === "policy"
      ? "key policy"
      : attribute.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`);
  const [kind, name] = [attribute.slice(0, colon), attribute.slice(colon + 1)];
  if (kind === "alias") return name;
  return `${kind.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`)} ${name}`;
}

const CLASS_ORDER = ["plaintext", "administration", "other use", "metadata"];

/** The actions of a change, the gravest first, two by name. */
export function shortActions(actions: readonly string[]): string {
  const sorted = [...actions].sort(
    (a, b) => CLASS_ORDER.indexOf(classOfAction(a)) - CLASS_ORDER.indexOf(classOfAction(b)),
  );
  const named = sorted.slice(0, 2).map((action) => action.replace("kms:", ""));
  const rest = sorted.length - named.length;
  return `${named.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

/**
 * One line that tells who can now do what, by which attribute, by whom: the worst change, with the
 * others who can do the same.
 */
export function findingTitle(
  changes: readonly AccessChange[],
  attributes: readonly AttributeChange[],
  actor: TrailActor,
  worlds: readonly World[],
  blind: boolean,
): string {
  const by = byWhat(attributes, actor);
  const [worst] = changes;
  if (worst === undefined) {
    return blind ? `what this did to access is not known (${by})` : `no access changed (${by})`;
  }
  const alike = changes.filter((other) => isAlike(other, worst));
  const others = new Set(alike.map(({ principal }) => principal)).size - 1;
  const who = `${whoOf(worst)}${others > 0 ? ` and ${others} other${others > 1 ? "s" : ""}` : ""}`;
  const [verb, extent] = VERBS[worst.change];
  const keys = new Set(alike.map(({ key }) => key)).size;
  const what = `${shortKey(worst.key, worlds)}${keys > 1 ? ` and ${keys - 1} other${keys > 2 ? "s" : ""}` : ""}`;
  const via = alike.every((change) => change.via !== null) ? ` through ${worst.via}` : "";
  const more = changes.filter((other) => !isCovered(other, worst, alike)).length;
  const rest = more > 0 ? `, ${more} more change${more > 1 ? "s" : ""}` : "";
  return `${who} ${verb} ${shortActions(worst.actions)} with ${what}${extent}${via}${rest} (${by})`;
}

/** By which attributes, and by whom. */
export function byWhat(attributes: readonly AttributeChange[], actor: TrailActor): string {
  return [
    attributes
      .slice(0, 2)
      .map(({ attribute }) => shortAttribute(attribute))
      .join(", "),
    `by ${shortActor(actor)}`,
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** The principal of a change, with its account where that is not the key's. */
function whoOf({ principal, key }: AccessChange): string {
  const account = key === null ? undefined : parseArn(key)?.account;
  const arn = parseArn(principal);
  if (arn === null || account === undefined) return shortPrincipal(principal);
  if (arn.resource === "root" && arn.account === account) return "the root user";
  const isForeign = arn.resource !== "root" && arn.account !== account;
  return `${shortPrincipal(principal)}${isForeign ? ` of ${arn.account}` : ""}`;
}

/** Whether somebody's change is at least that of another, and as bad. */
function isAlike(other: AccessChange, worst: AccessChange): boolean {
  return (
    other.change === worst.change &&
    other.alreadyAllowedWithout === worst.alreadyAllowedWithout &&
    worst.actions.every((action) => other.actions.includes(action))
  );
}

/** Whether a title that names the worst change tells another one too: the same or less of it on another path. */
function isCovered(
  other: AccessChange,
  worst: AccessChange,
  alike: readonly AccessChange[],
): boolean {
  return (
    other.change === worst.change &&
    other.actions.every((action) => worst.actions.includes(action)) &&
    alike.some(({ principal, key }) => principal === other.principal && key === other.key)
  );
}
