import { isUnreadable, type SnapshotKey, type Unreadable } from "../../account/snapshot.ts";
import type { Compiler } from "../../kms/compiler.ts";
import type { ClassedPrincipals } from "../../kms/evaluate/classed-principals.ts";
import type { CompiledKey } from "../../kms/key/compiled-key.ts";
import type { LayerPolicy } from "../../kms/layer-policy.ts";
import { textOfFact } from "../../kms/request/principal-facts.ts";
import type { Target } from "../../kms/request/target.ts";
import type { CompiledPolicy, CompiledStatement } from "../../policy/compile-policy.ts";
import { variablesOf } from "../../policy/condition-test.ts";

/**
 * Whether all principals are decided alike on two targets because these differ in nothing but
 * context that no policy mentions: a tag of a key that no statement tests ends here.
 */
export function differInNothingMentioned(
  before: Target,
  after: Target,
  principals: ClassedPrincipals,
  compiler: Compiler,
): boolean {
  const { organization, path } = before;
  if (organization !== after.organization || path !== after.path) return false;
  const touched = touchedContext(before, after);
  if (touched === null) return false;
  const ofPrincipals = compiler.once(principals, "mentioned context", () =>
    mentionedByPrincipals(principals, compiler),
  );
  const own = [
    before.key?.policy ?? null,
    path.policy,
    ...(organization?.resourceControl ?? []).flat().map(({ compiled }) => compiled),
  ];
  const mentioned = [ofPrincipals, ...own.map((policy) => contextKeysOf(policy, compiler))];
  return !touched.some((contextKey) => mentioned.some((keys) => keys.has(contextKey)));
}

/** The context keys (in lower case) that differ between two versions of a key; null: it differs otherwise. */
function touchedContext(before: Target, after: Target): readonly string[] | null {
  if (before.key === null || after.key === null) return null;
  const { tags, aliases } = before.key.snapshotKey;
  const { tags: newTags, aliases: newAliases } = after.key.snapshotKey;
  if (!differInContextOnly(before.key, after.key)) return null;
  const touched = aliases === newAliases ? [] : ["kms:resourcealiases", "kms:requestalias"];
  if (tags === newTags) return touched;
  const names = [...tagNames(tags), ...tagNames(newTags)];
  if (names.includes(null)) return null;
  for (const name of new Set(names)) {
    const contextKey = `aws:resourcetag/${name}`;
    const facts = [before, after].map((target) => textOfFact(target.facts.Allow(contextKey)));
    if (facts[0] !== facts[1]) touched.push(contextKey);
  }
  return touched;
}

function differInContextOnly(before: CompiledKey, after: CompiledKey): boolean {
  const [old, changed] = [before.snapshotKey, after.snapshotKey];
  return (
    old.metadata === changed.metadata &&
    old.grants === changed.grants &&
    before.policy === after.policy &&
    before.arn === after.arn
  );
}

/** Tag keys as conditions name them; null: they could not be read. */
function tagNames(tags: SnapshotKey["tags"]): readonly (string | null)[] {
  if (tags === undefined || isUnreadable(tags)) return [null];
  return tags.map(({ TagKey }) => TagKey.toLowerCase());
}

/** The context keys that the policies of principals and the SCPs that bind them mention. */
function mentionedByPrincipals(
  { profiles }: ClassedPrincipals,
  compiler: Compiler,
): ReadonlySet<string> {
  const mentioned = new Set<string>();
  const seen = new Set<LayerPolicy["compiled"]>();
  for (const { identity, boundary, organization } of profiles) {
    const own = identity.kind === "policies" ? identity.policies : [];
    const policies = [...own, ...organization.serviceControl.flat()];
    for (const { compiled } of boundary === null ? policies : [...policies, boundary]) {
      if (seen.has(compiled)) continue;
      seen.add(compiled);
      for (const contextKey of contextKeysOf(compiled, compiler)) mentioned.add(contextKey);
    }
  }
  return mentioned;
}

const NO_CONTEXT_KEYS: ReadonlySet<string> = new Set();

/** The context keys (in lower case) that a policy tests or uses as variables; what could not be read tests none. */
function contextKeysOf(
  policy: CompiledPolicy | Unreadable | null,
  compiler: Compiler,
): ReadonlySet<string> {
  if (policy === null || isUnreadable(policy)) return NO_CONTEXT_KEYS;
  return compiler.once(
    policy,
    "context keys",
    ({ statements }) => new Set(statements.flatMap(contextKeysOfStatement)),
  );
}

function contextKeysOfStatement({ tests, resource }: CompiledStatement): readonly string[] {
  const inResource = resource.templates.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.kind === "variable" ? [part.contextKey] : [])),
  );
  return [...inResource, ...tests.flatMap((test) => [test.lookup, ...variablesOf(test)])];
}
