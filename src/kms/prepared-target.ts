import { type PlacedStatement, placeStatements } from "./layer-policy.ts";
import { type PreparedStatement, prepareStatements } from "./prepared-statement.ts";
import type { Target } from "./target.ts";

/** A target with the statements of its own layers prepared; principals' statements are prepared on demand. */
export interface PreparedTarget {
  readonly target: Target;
  /** The statements of the target's own layers, whether they matter or not. */
  readonly ownStatements: Readonly<
    Record<"keyPolicy" | "resourceControl" | "endpoint", readonly PlacedStatement[]>
  >;
  readonly keyPolicy: readonly PreparedStatement[];
  readonly resourceControl: readonly PreparedStatement[];
  /** null: outside any endpoint. */
  readonly endpoint: readonly PreparedStatement[] | null;
  /** A principal's statements prepared for this target, once for each list of statements. */
  readonly prepare: (statements: readonly PlacedStatement[]) => readonly PreparedStatement[];
}

/** Prepares a target: everything that does not depend on the principal is decided once. */
export function prepareTarget(target: Target): PreparedTarget {
  const cache = new Map<readonly PlacedStatement[], readonly PreparedStatement[]>();
  const ownStatements = {
    keyPolicy: keyPolicyStatements(target),
    resourceControl: resourceControlStatements(target),
    endpoint: endpointStatements(target),
  };
  return {
    target,
    ownStatements,
    keyPolicy: prepareStatements(ownStatements.keyPolicy, target),
    resourceControl: prepareStatements(ownStatements.resourceControl, target),
    endpoint:
      target.path.policy === null ? null : prepareStatements(ownStatements.endpoint, target),
    prepare: (statements) => {
      let prepared = cache.get(statements);
      if (prepared === undefined) {
        prepared = prepareStatements(statements, target);
        cache.set(statements, prepared);
      }
      return prepared;
    },
  };
}

function keyPolicyStatements({ key }: Target): readonly PlacedStatement[] {
  return key === null
    ? []
    : placeStatements([{ layer: "key-policy", policy: "default", compiled: key.policy }]);
}

/**
 * RCPs bind the resources of member accounts, except AWS managed keys; actions without a resource
 * are outside.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
function resourceControlStatements(target: Target): readonly PlacedStatement[] {
  if (target.kind === "none" || target.organization === null) return [];
  if (target.key?.snapshotKey.metadata.KeyManager === "AWS") return [];
  return target.organization.resourceControl.flat().filter(({ effect }) => effect === "Deny");
}

function endpointStatements({ path }: Target): readonly PlacedStatement[] {
  return path.policy === null
    ? []
    : placeStatements([
        { layer: "vpc-endpoint-policy", policy: path.via ?? "", compiled: path.policy },
      ]);
}
