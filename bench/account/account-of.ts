import type { Snapshot } from "../../src/account/snapshot.ts";
import { type AccountKind, type AccountSize, makeAccount } from "./make-account.ts";
import { type HostileKind, makeHostileAccount } from "./make-hostile-account.ts";

/** Any account of the bench. */
export type AnyKind = AccountKind | HostileKind;

/** An account by its kind; hostile ones have a size of their own. */
export function accountOf(kind: AnyKind, size: AccountSize): Snapshot {
  return kind === "usual" || kind === "distinct"
    ? makeAccount(kind, size)
    : makeHostileAccount(kind);
}
