import type { KeyMetadata } from "../account/snapshot.ts";
import { type ActionSet, subtractActions, unionActions } from "../policy/action-set.ts";
import { unknownFormula } from "../policy/formula.ts";
import { orVerdicts, sameForAll, surely, type Verdict } from "../policy/verdict.ts";
import { actionsNamed, actionsWhere, KEY_ACTIONS } from "./kms-vocabulary.ts";

const USE = actionsWhere((action) => action.category === "crypto" && action.resource === "key");

/** What KMS refuses for a key that is not enabled. */
const REFUSED_WHEN_DISABLED = unionActions(
  USE,
  actionsNamed(
    "CreateGrant",
    "DisableKeyRotation",
    "EnableKeyRotation",
    "GetPublicKey",
    "ReplicateKey",
    "RotateKeyOnDemand",
    "UpdatePrimaryRegion",
  ),
);
const REFUSED_WHEN_PENDING_DELETION = unionActions(
  REFUSED_WHEN_DISABLED,
  actionsNamed(
    "CreateAlias",
    "DeleteImportedKeyMaterial",
    "DisableKey",
    "EnableKey",
    "GetParametersForImport",
    "ImportKeyMaterial",
    "ScheduleKeyDeletion",
    "TagResource",
    "UntagResource",
    "UpdateAlias",
    "UpdateKeyDescription",
  ),
);
const REFUSED_WHEN_PENDING_IMPORT = unionActions(
  REFUSED_WHEN_DISABLED,
  actionsNamed("DisableKey", "EnableKey"),
);

/**
 * The actions that the key's state lets through. `Enabled` and `Updating` refuse nothing
 * lasting; an unknown state leaves open what some state refuses.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
export function usableInState(metadata: KeyMetadata): Verdict {
  switch (metadata.KeyState ?? (metadata.Enabled === true ? "Enabled" : undefined)) {
    case "Enabled":
    case "Updating":
      return surely(KEY_ACTIONS);
    case "Disabled":
      return surely(subtractActions(KEY_ACTIONS, REFUSED_WHEN_DISABLED));
    case "PendingDeletion":
    case "PendingReplicaDeletion":
      return surely(subtractActions(KEY_ACTIONS, REFUSED_WHEN_PENDING_DELETION));
    case "PendingImport":
      return surely(subtractActions(KEY_ACTIONS, REFUSED_WHEN_PENDING_IMPORT));
    case "Creating":
    case "Unavailable":
      return surely(subtractActions(KEY_ACTIONS, USE));
    default:
      return unknownFor(REFUSED_WHEN_PENDING_DELETION);
  }
}

function unknownFor(refused: ActionSet): Verdict {
  const reason = unknownFormula("keyStateUnknown", "the key's state is not known");
  return orVerdicts(surely(subtractActions(KEY_ACTIONS, refused)), sameForAll(refused, reason));
}
