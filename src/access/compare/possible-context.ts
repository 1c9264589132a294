import type { ContextValue } from "./context-classes.ts";

const PAIRS = [
  { list: "kms:encryptioncontextkeys", prefix: "kms:encryptioncontext:" },
  { list: "aws:tagkeys", prefix: "aws:requesttag/" },
];

/**
 * The names that a list of encryption context keys (or tag keys) has if these context keys are
 * present, whatever their case: condition keys do not tell it, the list's values do.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context-keys
 */
export function namesListed(list: string, lookups: Iterable<string>): readonly string[] {
  const prefix = PAIRS.find((pair) => pair.list === list)?.prefix;
  if (prefix === undefined) return [];
  return [...lookups]
    .filter((lookup) => lookup.startsWith(prefix))
    .map((lookup) => lookup.slice(prefix.length));
}

/**
 * Whether one request can have this context: the list of encryption context keys (or tag keys) and
 * the pairs agree, and a call through a service is one on somebody's behalf.
 */
export function isPossibleContext(context: ReadonlyMap<string, ContextValue>): boolean {
  for (const { list, prefix } of PAIRS) {
    const listed = context.get(list);
    if (listed === undefined) continue;
    const names = (listed ?? []).map((name) => name.toLowerCase());
    for (const [lookup, value] of context) {
      if (!lookup.startsWith(prefix)) continue;
      if ((value !== null) !== names.includes(lookup.slice(prefix.length))) return false;
    }
  }
  const via = context.get("kms:viaservice");
  const onBehalf = context.get("aws:viaawsservice");
  return (
    via === undefined || onBehalf === undefined || (via !== null) === (onBehalf?.[0] === "true")
  );
}
