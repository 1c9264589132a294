import { type ActionSet, NO_ACTIONS, singleAction, unionActions } from "../policy/action-set.ts";
import { makeVocabulary, type Vocabulary } from "../policy/vocabulary.ts";
import { KEY_CONTEXT, KMS_ACTIONS, type KmsAction } from "./action-table.ts";

/** The set of the actions that satisfy a predicate. */
export function actionsWhere(predicate: (action: KmsAction) => boolean): ActionSet {
  let set = NO_ACTIONS;
  for (const [index, action] of KMS_ACTIONS.entries()) {
    if (predicate(action)) set = unionActions(set, singleAction(index));
  }
  return set;
}

/** The set of the actions with these names, `Decrypt`. */
export function actionsNamed(...names: readonly string[]): ActionSet {
  return actionsWhere((action) => names.includes(action.name));
}

/** Actions on a key, alias operations (their key side) included. */
export const KEY_ACTIONS: ActionSet = actionsWhere((action) => action.resource !== "none");
export const ALIAS_ACTIONS: ActionSet = actionsWhere((action) => action.resource === "alias");
/** Actions on which policies can name no resource. */
export const KEYLESS_ACTIONS: ActionSet = actionsWhere((action) => action.resource === "none");
export const RETIRE_GRANT: ActionSet = actionsNamed("RetireGrant");

const FAMILIES: readonly { readonly template: string; readonly pattern: RegExp }[] = [
  { template: "aws:ResourceTag/${TagKey}", pattern: /^aws:resourcetag\// },
  { template: "aws:RequestTag/${TagKey}", pattern: /^aws:requesttag\// },
  { template: "kms:EncryptionContext:${ContextKey}", pattern: /^kms:encryptioncontext:/ },
  { template: "kms:RecipientAttestation:PCR${N}", pattern: /^kms:recipientattestation:pcr\d+$/ },
  {
    template: "kms:RecipientAttestation:NitroTPMPCR${N}",
    pattern: /^kms:recipientattestation:nitrotpmpcr\d+$/,
  },
];

/**
 * Deprecated names of the same keys, in lower case.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export const FORMER_NAMES: Readonly<Record<string, string>> = {
  "kms:customermasterkeyspec": "kms:keyspec",
  "kms:customermasterkeyusage": "kms:keyusage",
};

const CARRIERS = indexCarriers();

function indexCarriers(): ReadonlyMap<string, ActionSet> {
  const carriers = new Map<string, ActionSet>();
  for (const [index, action] of KMS_ACTIONS.entries()) {
    const keys = action.keyContext ? [...KEY_CONTEXT, ...action.contextKeys] : action.contextKeys;
    for (const key of keys) {
      const name = FAMILIES.some(({ template }) => template === key) ? key : key.toLowerCase();
      carriers.set(name, unionActions(carriers.get(name) ?? NO_ACTIONS, singleAction(index)));
    }
  }
  return carriers;
}

/**
 * The actions that carry a context key (in lower case). Global keys are carried by every action; a
 * `kms:` or tag key only by those that AWS lists; one that AWS lists for none, by none.
 */
export function carriersOf(contextKey: string): ActionSet | null {
  const name = FORMER_NAMES[contextKey] ?? contextKey;
  const listed = CARRIERS.get(name);
  if (listed !== undefined) return listed;
  const family = FAMILIES.find(({ pattern }) => pattern.test(name));
  if (family !== undefined) return CARRIERS.get(family.template) ?? NO_ACTIONS;
  return name.startsWith("kms:") ? NO_ACTIONS : null;
}

/** The vocabulary of all KMS actions. */
export const KMS_VOCABULARY: Vocabulary = makeVocabulary(
  KMS_ACTIONS.map((action) => `kms:${action.name}`),
  carriersOf,
);

/** The index of an action named `kms:Decrypt` (any case); undefined when KMS has none of that name. */
export function kmsActionIndex(action: string): number | undefined {
  return KMS_VOCABULARY.indexOf.get(action.toLowerCase());
}
