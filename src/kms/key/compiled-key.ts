import { parseArn } from "../../account/arn.ts";
import {
  type Grant,
  isUnreadable,
  type SnapshotKey,
  type Unreadable,
} from "../../account/snapshot.ts";
import type { CompiledPolicy } from "../../policy/compile-policy.ts";
import type { Verdict } from "../../policy/verdict.ts";
import type { Compiler } from "../compiler.ts";
import { type CompiledGrant, compileGrant } from "./compiled-grant.ts";
import { usableInState } from "./key-state.ts";

/** A key with its policy and grants compiled. */
export interface CompiledKey {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly snapshotKey: SnapshotKey;
  readonly policy: CompiledPolicy | Unreadable;
  readonly grants: readonly CompiledGrant[] | Unreadable;
  readonly inState: Verdict;
}

/** Compiles a key of a snapshot, once for each version of the key. */
export function compileKey(key: SnapshotKey, compiler: Compiler): CompiledKey {
  // Stryker disable next-line StringLiteral: any kind of its own
  return compiler.once(key, "key", () => {
    const arn = parseArn(key.metadata.Arn);
    return {
      arn: key.metadata.Arn,
      account: arn?.account ?? "",
      region: arn?.region ?? "",
      snapshotKey: key,
      policy:
        key.policy === undefined
          ? { unreadable: "the snapshot has no key policy for this key" }
          : compiler.policy(key.policy, "key-policy"),
      grants: compileGrants(key.grants, compiler),
      inState: usableInState(key.metadata),
    };
  });
}

function compileGrants(
  grants: readonly Grant[] | Unreadable | undefined,
  compiler: Compiler,
): readonly CompiledGrant[] | Unreadable {
  if (grants === undefined) return { unreadable: "the snapshot has no grants for this key" };
  if (isUnreadable(grants)) return grants;
  // Stryker disable next-line StringLiteral: any kind of its own
  return grants.map((grant) => compiler.once(grant, "grant", compileGrant));
}

/** A key about which nothing but its ARN is known: of another account or Region. */
export function unknownKey(arn: string, compiler: Compiler): CompiledKey {
  const reason = { unreadable: "no snapshot holds this key" };
  return compileKey(
    { metadata: { Arn: arn }, policy: reason, tags: reason, aliases: reason, grants: reason },
    compiler,
  );
}
