import { isUnknown } from "../../account/attributes/attribute-value.ts";
import { type IdentityView, identityView } from "../../account/attributes/identity-view.ts";
import type { IamIdentity } from "../../account/change.ts";
import { isUnreadable, type Snapshot } from "../../account/snapshot.ts";
import { awsError } from "./aws-error.ts";
import type { CallContext } from "./planned-call.ts";

/** An IAM identity that a call names, and a snapshot of its account. */
export interface CallIdentity {
  readonly snapshot: Snapshot;
  /** null: the account's IAM is not known. */
  readonly view: IdentityView | null;
}

/** The identity that a call names; IAM is of the whole account, so any of its snapshots will do. */
export function findCallIdentity(identity: IamIdentity, { snapshots }: CallContext): CallIdentity {
  const byAccount = new Map<string, CallIdentity>();
  const untold = new Map<string, Snapshot>();
  for (const snapshot of snapshots) {
    const { account, authorizationDetails } = snapshot;
    if (authorizationDetails === undefined || isUnreadable(authorizationDetails)) {
      untold.set(account, untold.get(account) ?? snapshot);
    }
    const view = identityView(snapshot, identity);
    if (!isUnknown(view) && !byAccount.has(account)) byAccount.set(account, { snapshot, view });
  }
  const [found] = byAccount.values();
  const { type, name } = identity;
  if (byAccount.size > 1) {
    const accounts = [...byAccount.keys()].join(" and ");
    const message = `the ${type} \`${name}\` is in the accounts ${accounts}`;
    throw awsError("E_PLACE_AMBIGUOUS", message, "give the snapshots of one account only");
  }
  if (found !== undefined) return found;
  const [only] = untold.values();
  if (only !== undefined && untold.size === 1) return { snapshot: only, view: null };
  throw awsError("E_IDENTITY_UNKNOWN", `no account snapshot lists the ${type} \`${name}\``);
}
