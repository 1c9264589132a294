import { conditionHolds, fillVariables } from "./conditions.ts";
import type { Scene } from "./context.ts";
import type { Document, Statement } from "./document.ts";
import { and, isUnknown, not, or, type Truth, unknown } from "./kleene.ts";
import { matchArn, matchBeyondSegments, matchGlob } from "./patterns.ts";

const matchAction = (statement: Statement, scene: Scene): boolean => {
  const { action, notAction } = statement;
  const name = `kms:${scene.action.name}`.toLowerCase();
  const names = (patterns: string[]): boolean =>
    patterns.some((pattern) => matchGlob(pattern.toLowerCase(), name));
  if (action !== undefined) return names(action);
  return notAction !== undefined && !names(notAction);
};

/** Matches whatever the variables stand for. */
const widest = (pattern: string): string => pattern.replace(/\$\{[^}]*\}/g, "*");

/** A key whose id nobody knows: covered for sure by what covers strange ids and the pattern's own. */
const matchSomeKey = (pattern: string, place: string): Truth => {
  const own = (widest(pattern).split("key/")[1] ?? "").replaceAll(/[*?]/g, "x");
  const covered = ["0", "\uE005-\uE005", own].map((id) =>
    [matchArn, matchBeyondSegments].some((match) => match(widest(pattern), `${place}${id}`)),
  );
  if (covered.every(Boolean) && widest(pattern) === pattern) return true;
  return covered.some(Boolean) && unknown("keyOfForeignAlias");
};

/**
 * Variables stand only after the fifth colon, and a Resource is an ARN or `*`: what another text that
 * would match stands for is not documented.
 */
const matchPattern = (pattern: string, hasVariables: boolean, scene: Scene): Truth => {
  if (pattern === "*") return true;
  const arn = scene.target.arn;
  if (arn === "*") return false;
  if (arn.endsWith(":key/")) return matchSomeKey(pattern, arn);
  if (hasVariables && /^([^:]*:){0,4}[^:]*\$\{/.test(pattern)) {
    return matchGlob(widest(pattern), arn) && unknown("variableBeforeResource");
  }
  const filled = hasVariables ? fillVariables(pattern, scene) : pattern;
  if (filled === undefined) return false;
  if (isUnknown(filled)) return matchGlob(widest(pattern), arn) && filled;
  if (filled.split(":").length < 6) {
    if (matchBeyondSegments(filled, arn)) return true;
    return matchGlob(filled, arn) && unknown("resourceNotArn");
  }
  return matchArn(filled, arn);
};

/** In a key policy only "*" is a Resource; what another one still does is unknown (facts §7 A2). */
const matchKeyPolicyResource = (statement: Statement, scene: Scene): Truth => {
  const { resource, notResource, variables } = statement;
  const ownKey = (patterns: string[]): Truth =>
    or(...patterns.map((pattern) => matchPattern(pattern, variables, scene)));
  if (resource?.includes("*")) return true;
  if (resource !== undefined) return and(ownKey(resource), unknown("keyPolicyResource"));
  if (notResource === undefined) return false;
  return and(not(ownKey(notResource)), unknown("keyPolicyResource"));
};

const matchResource = (statement: Statement, scene: Scene): Truth => {
  if (statement.kind === "key") return matchKeyPolicyResource(statement, scene);
  const { resource, notResource, variables } = statement;
  const hit = or(
    ...(resource ?? notResource ?? []).map((one) => matchPattern(one, variables, scene)),
  );
  return resource === undefined ? not(hit) : hit;
};

/** Everything about a statement but whom it is for. */
export const applies = (statement: Statement, scene: Scene): Truth =>
  and(
    matchAction(statement, scene),
    matchResource(statement, scene),
    ...statement.conditions.map((condition) => conditionHolds(condition, statement, scene)),
  );

export type Verdict = { allow: Truth; deny: Truth };

/** What documents say together; an unreadable one may say anything. */
export const verdictOf = (
  documents: readonly Document[],
  scene: Scene,
  isFor: (statement: Statement) => Truth = () => true,
): Verdict => {
  const says = (effect: "Allow" | "Deny"): Truth =>
    or(
      ...documents.map((document) =>
        document === undefined
          ? unknown("unreadable")
          : or(
              ...document
                .filter((statement) => statement.effect === effect)
                .map((statement) => and(isFor(statement), applies(statement, scene))),
            ),
      ),
    );
  return { allow: says("Allow"), deny: says("Deny") };
};
