import { readDocument } from "../../account/policy-document.ts";
import {
  type AuthorizationDetails,
  isUnreadable,
  type Snapshot,
  type SnapshotKey,
} from "../../account/snapshot.ts";

/**
 * Whether changes between two states, which lie in these keys, let other keys' findings name somebody
 * else: everybody whom a key policy or a grant names is asked about every key, and so is every network.
 * The principals of the account's own inventory are asked about anyway.
 */
export function changesWhomOthersName(
  keyArns: readonly string[],
  before: Snapshot,
  after: Snapshot,
): boolean {
  return keyArns.some((arn) => {
    const [a, b] = [keyOf(before, arn), keyOf(after, arn)];
    if (a === b || (a !== undefined && a.policy === b?.policy && a.grants === b?.grants)) {
      return false;
    }
    const [namesBefore, namesAfter] = [namesIn(a), namesIn(b)];
    if (namesBefore === null || namesAfter === null) return true;
    const moved = [
      ...[...namesBefore].filter((name) => !namesAfter.has(name)),
      ...[...namesAfter].filter((name) => !namesBefore.has(name)),
    ];
    if (moved.length === 0) return false;
    const own = ownPrincipals(after);
    return moved.some((name) => !own.has(name));
  });
}

function keyOf({ keys }: Snapshot, arn: string): SnapshotKey | undefined {
  return isUnreadable(keys) ? undefined : keys.find(({ metadata }) => metadata.Arn === arn);
}

/** Every text where a key's policy or grants may name a principal or a network; null: nobody can tell. */
function namesIn(key: SnapshotKey | undefined): ReadonlySet<string> | null {
  if (key === undefined || key.grants === undefined || isUnreadable(key.grants)) return null;
  const document = readDocument(key.policy);
  if (isUnreadable(document)) return null;
  const names = new Set<string>();
  const { Statement } = document.json as { readonly Statement?: unknown };
  for (const statement of [Statement].flat()) {
    if (typeof statement !== "object" || statement === null) continue;
    for (const element of ["Principal", "NotPrincipal", "Condition"]) {
      addTexts(Reflect.get(statement, element), names);
    }
  }
  for (const grant of key.grants) {
    const { GranteePrincipal, GranteeServicePrincipal } = grant;
    const { RetiringPrincipal, RetiringServicePrincipal } = grant;
    addTexts(
      [GranteePrincipal, GranteeServicePrincipal, RetiringPrincipal, RetiringServicePrincipal],
      names,
    );
  }
  return names;
}

/** Adds the texts of a JSON value, however deep it is. */
function addTexts(value: unknown, texts: Set<string>): void {
  const open = [value];
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one === "string") texts.add(one);
    else if (typeof one === "object" && one !== null) open.push(...Object.values(one));
  }
}

function ownPrincipals({ authorizationDetails }: Snapshot): ReadonlySet<string> {
  if (authorizationDetails === undefined || isUnreadable(authorizationDetails)) return new Set();
  const { UserDetailList = [], RoleDetailList = [] }: AuthorizationDetails = authorizationDetails;
  return new Set([...UserDetailList, ...RoleDetailList].map(({ Arn }) => Arn));
}
