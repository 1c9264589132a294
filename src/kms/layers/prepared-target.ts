import { andFormulas } from "../../policy/formula.ts";
import type { Layer } from "../decision.ts";
import { KEY_MANAGER_UNKNOWN } from "../key/key-operations.ts";
import { type LayerPolicy, type PlacedStatement, placeStatements } from "../layer-policy.ts";
import type { Target } from "../request/target.ts";
import { identityOf, type PreparedPolicy, preparePolicy } from "./prepared-policy.ts";
import { type PreparedStatement, prepareStatements } from "./prepared-statement.ts";

/** A target with the statements of its own layers prepared; principals' policies are prepared on demand. */
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
  /** A principal's policy prepared for this target, once for all equal policies of a layer. */
  readonly prepare: (policy: LayerPolicy) => PreparedPolicy;
}

/** Prepares a target: everything that does not depend on the principal is decided once. */
export function prepareTarget(target: Target): PreparedTarget {
  const byLayer = new Map<Layer, Map<object, PreparedPolicy>>();
  const ownStatements = {
    keyPolicy: keyPolicyStatements(target),
    resourceControl: resourceControlStatements(target),
    endpoint: endpointStatements(target),
  };
  return {
    target,
    ownStatements,
    keyPolicy: prepareStatements(ownStatements.keyPolicy, target),
    resourceControl: prepareResourceControl(ownStatements.resourceControl, target),
    endpoint:
      target.path.policy === null ? null : prepareStatements(ownStatements.endpoint, target),
    prepare: (policy) => {
      let ofLayer = byLayer.get(policy.layer);
      // Stryker disable next-line ConditionalExpression: saves time only
      if (ofLayer === undefined) {
        ofLayer = new Map();
        // Stryker disable next-line CallExpression: saves time only
        byLayer.set(policy.layer, ofLayer);
      }
      const identity = identityOf(policy);
      let prepared = ofLayer.get(identity);
      // Stryker disable next-line ConditionalExpression: saves time only
      if (prepared === undefined) {
        prepared = preparePolicy(policy, target);
        // Stryker disable next-line CallExpression: saves time only
        ofLayer.set(identity, prepared);
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
  // Stryker disable next-line ConditionalExpression,LogicalOperator,StringLiteral: what has no resource has no organization
  if (target.kind === "none" || target.organization === null) return [];
  if (target.key?.snapshotKey.metadata.KeyManager === "AWS") return [];
  return placeStatements(target.organization.resourceControl.flat()).filter(
    ({ effect }) => effect === "Deny",
  );
}

/** RCPs do not affect AWS managed keys; where the manager is not known, whether they apply is open. */
function prepareResourceControl(
  statements: readonly PlacedStatement[],
  target: Target,
): readonly PreparedStatement[] {
  const prepared = prepareStatements(statements, target);
  const metadata = target.key?.snapshotKey.metadata;
  if (metadata === undefined || metadata.KeyManager !== undefined) return prepared;
  return prepared.map((statement) => ({
    ...statement,
    pieces: statement.pieces.map(({ actions, formula }) => ({
      actions,
      formula: andFormulas([formula, KEY_MANAGER_UNKNOWN]),
    })),
  }));
}

function endpointStatements({ path }: Target): readonly PlacedStatement[] {
  return path.policy === null
    ? []
    : placeStatements([
        // Stryker disable next-line StringLiteral: a path with a policy has a name
        { layer: "vpc-endpoint-policy", policy: path.via ?? "", compiled: path.policy },
      ]);
}
