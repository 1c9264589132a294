import { parseArn } from "../../account/arn.ts";
import { isUnreadable, type Snapshot } from "../../account/snapshot.ts";
import { findKey, indexSnapshot } from "../../account/snapshot-index.ts";
import { type FindingFilter, isPrincipal } from "./finding-filter.ts";
import type { PlayedEvent } from "./play-events.ts";

/** The names of `--key` and `--principal` that nothing goes by so far. */
export interface AskedNames {
  readonly see: (played: PlayedEvent) => void;
  readonly unheldKeys: () => readonly string[];
  readonly unheldPrincipals: () => readonly string[];
}

/**
 * Looks for what goes by the names that a filter asks for: in the accounts, as events move them along,
 * and in findings. A misspelt name would let nothing through, which looks like nothing happened.
 */
export function trackAskedNames(
  snapshots: readonly Snapshot[],
  { keys, principals }: FindingFilter,
): AskedNames {
  const openKeys = new Set(keys ?? []);
  const openPrincipals = new Set(principals ?? []);
  const look = (held: readonly Snapshot[]): void => {
    for (const name of openKeys) if (isKeyHeld(held, name)) openKeys.delete(name);
    for (const name of openPrincipals) {
      if (held.some((one) => listsPrincipal(one, name))) openPrincipals.delete(name);
    }
  };
  look(snapshots);
  return {
    see: ({ finding, after }) => {
      if (openKeys.size === 0 && openPrincipals.size === 0) return;
      look(after);
      openKeys.delete(finding.resource.arn);
      for (const { key, principal } of finding.accessChanges) {
        if (key !== null) openKeys.delete(key);
        for (const name of openPrincipals) {
          if (isPrincipal(principal, name)) openPrincipals.delete(name);
        }
      }
    },
    unheldKeys: () => [...openKeys],
    unheldPrincipals: () => [...openPrincipals],
  };
}

/** Of keys in a place that no snapshot describes, nobody can tell that there is none. */
function isKeyHeld(snapshots: readonly Snapshot[], name: string): boolean {
  if (snapshots.some((one) => findKey(indexSnapshot(one), one, name) !== null)) return true;
  const arn = parseArn(name);
  if (arn === null) return false;
  return !snapshots.some(({ account, region }) => account === arn.account && region === arn.region);
}

function listsPrincipal({ authorizationDetails }: Snapshot, name: string): boolean {
  if (authorizationDetails === undefined || isUnreadable(authorizationDetails)) return false;
  const { UserDetailList = [], RoleDetailList = [] } = authorizationDetails;
  return [...UserDetailList, ...RoleDetailList].some(({ Arn }) => isPrincipal(Arn, name));
}
