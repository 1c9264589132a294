import { subtractActions } from "../../policy/action-set.ts";
import { unknownFormula } from "../../policy/formula.ts";
import {
  allOf,
  andNotVerdict,
  andVerdicts,
  NO_VERDICT,
  orVerdicts,
  restrictVerdict,
  sameForAll,
  type Verdict,
} from "../../policy/verdict.ts";
import { RETIRE_GRANT } from "../kms-vocabulary.ts";
import type { PrincipalProfile } from "../request/principal-profile.ts";
import type { Target } from "../request/target.ts";
import type { LayerSums } from "./sum-layers.ts";

/** What all layers together say: `allowed` and `denied` before key state and operation count. */
export interface Combined {
  readonly allowed: Verdict;
  readonly denied: Verdict;
}

/**
 * Combines the layers as KMS does: the key policy, alone or with IAM policies where it delegates to
 * the account, or a grant must allow; SCPs and the endpoint policy must let it pass; nothing may deny.
 * https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function combineLayers(
  sums: LayerSums,
  target: Target,
  profile: PrincipalProfile,
): Combined {
  const iam = limit(limit(sums.identity, sums.boundary), sums.session);
  const routes =
    target.kind === "key"
      ? orVerdicts(keyRoutes(sums, iam, target, profile), grantRoutes(sums, iam))
      : iam;
  let allowed = limit(routes, sums.endpoint);
  for (const level of sums.serviceControl) allowed = andVerdicts(allowed, level);
  const denied = Object.values(sums.denies).reduce(orVerdicts, NO_VERDICT);
  return { allowed, denied };
}

function limit(verdict: Verdict, by: Verdict | null): Verdict {
  return by === null ? verdict : andVerdicts(verdict, by);
}

/** Limited by a layer of which AWS does not say whether it limits: open where that layer does not allow. */
function maybeLimit(verdict: Verdict, by: Verdict | null, code: string, reason: string): Verdict {
  if (by === null) return verdict;
  const open = andVerdicts(verdict, sameForAll(allOf(verdict), unknownFormula(code, reason)));
  return orVerdicts(andVerdicts(verdict, by), open);
}

/** The ways through the key policy. */
function keyRoutes(
  sums: LayerSums,
  iam: Verdict,
  target: Target,
  { principal }: PrincipalProfile,
): Verdict {
  const { direct, role, anyone, account } = sums.keyPolicy;
  // kms:RetireGrant in an IAM policy alone gives nothing: the grant decides.
  const delegated = andVerdicts(
    account,
    restrictVerdict(iam, subtractActions(target.actions, RETIRE_GRANT)),
  );
  // An AWS service principal has no account: the key policy alone decides.
  if (principal.kind !== "service" && principal.account !== target.account) {
    // Another account's principal needs both: the key policy and an IAM policy of its own account.
    // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
    return andVerdicts([direct, role, anyone, account].reduce(orVerdicts), iam);
  }
  const byRole = limit(limit(role, sums.boundary), sums.session);
  const byAnyone = maybeLimit(
    anyone,
    sums.session,
    "sessionPolicyAndAnyone",
    // Stryker disable next-line StringLiteral: a text for people
    "whether a session policy limits what a key policy gives to `*` is not documented",
  );
  return [direct, byRole, byAnyone, delegated].reduce(orVerdicts);
}

/** The ways through grants; RetireGrant is never limited by what a grant need not have. */
function grantRoutes(sums: LayerSums, iam: Verdict): Verdict {
  const given = orVerdicts(sums.grants.named, andVerdicts(sums.grants.account, iam));
  // Stryker disable next-line ConditionalExpression: saves time only
  if (given === NO_VERDICT) return given;
  const withinBoundary = maybeLimit(
    given,
    sums.boundary,
    "boundaryAndGrant",
    // Stryker disable next-line StringLiteral: a text for people
    "whether a permissions boundary limits a grant is not documented",
  );
  return maybeLimit(
    withinBoundary,
    sums.session,
    "sessionPolicyAndGrant",
    // Stryker disable next-line StringLiteral: a text for people
    "whether a session policy limits a grant is not documented",
  );
}

/** What is left of `allowed` when nothing denies and the key and the operation permit. */
export function finalVerdict({ allowed, denied }: Combined, usable: Verdict): Verdict {
  return andVerdicts(andNotVerdict(allowed, denied), usable);
}
