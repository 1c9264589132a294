import type { Snapshot } from "../../src/account/snapshot.ts";
import { type AccountKind, makeAccount } from "./make-account.ts";
import { type HostileKind, type HostileSize, makeHostileAccount } from "./make-hostile-account.ts";

/** Any account of the bench. */
export type AnyKind = AccountKind | HostileKind;

/** An account by its kind. */
export function accountOf(kind: AnyKind, size: HostileSize): Snapshot {
  return kind === "usual" || kind === "distinct"
    ? makeAccount(kind, size)
    : makeHostileAccount(kind, size);
}
