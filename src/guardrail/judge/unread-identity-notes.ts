import type { Change } from "../../account/change.ts";
import { isUnreadable } from "../../account/snapshot.ts";
import type { Unknown } from "../../kms/decision.ts";
import type { IamDirectory } from "../../kms/directory/iam-directory.ts";
import type { World } from "../../kms/world/world.ts";
import type { NotesInput } from "./finding-notes.ts";
import { listed } from "./listed-names.ts";

/**
 * A tag or an alias gives or takes access by identity-based policies that ask for it. Whom the account's
 * policies that nobody could read give or take it is not known: the decision on both sides is the same
 * unknown, which is no sign that nothing changed.
 * https://docs.aws.amazon.com/kms/latest/developerguide/abac.html
 */
export function unreadIdentityNotes({
  event,
  changes,
  attributes,
  worlds,
}: NotesInput): readonly Unknown[] {
  const moved = attributes
    .map(({ attribute }) => attribute)
    .filter((name) => /^(tag|alias):/.test(name));
  if (moved.length === 0 || !changes.some(isOfAbac)) return [];
  const unread = unreadIn(worlds.after, event.recipientAccountId);
  if (unread === null) return [];
  return [
    {
      code: "identityPoliciesUnread",
      text: `whether ${unread} ask for ${listed(moved)} is not known`,
    },
  ];
}

function isOfAbac({ kind }: Change): boolean {
  return kind === "key-tags-set" || kind === "key-tags-removed" || kind === "alias-set";
}

/** Whose policies could not be read, in words; null: nobody's. */
function unreadIn({ accounts, compiler }: World, account: string): string | null {
  const directory = accounts.get(account)?.directory;
  if (directory === undefined) return "the account's IAM policies";
  if ("unknown" in directory) return `the account's IAM policies (${directory.unknown})`;
  const names = compiler.once(directory, "unread principals", () => unreadPrincipals(directory));
  return names.length === 0 ? null : `the IAM policies of ${listed(names)}`;
}

function unreadPrincipals({ byArn }: IamDirectory): readonly string[] {
  return [...byArn.values()]
    .filter(({ policies }) => policies.some(({ compiled }) => isUnreadable(compiled)))
    .map(({ arn }) => arn);
}
