import type { ContextValue } from "./context-classes.ts";

const PAIRS = [
  { list: "kms:encryptioncontextkeys", prefix: "kms:encryptioncontext:" },
  { list: "aws:tagkeys", prefix: "aws:requesttag/" },
];

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
