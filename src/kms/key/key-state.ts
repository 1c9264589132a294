import type { KeyMetadata } from "../../account/snapshot.ts";
import {
  type ActionSet,
  NO_ACTIONS,
  subtractActions,
  unionActions,
} from "../../policy/action-set.ts";
import { unknownFormula } from "../../policy/formula.ts";
import { orVerdicts, sameForAll, surely, type Verdict } from "../../policy/verdict.ts";
import { actionsNamed, actionsWhere, KEY_ACTIONS } from "../kms-vocabulary.ts";

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
const ENABLING = actionsNamed("DisableKey", "EnableKey");
const REFUSED_WHEN_PENDING_DELETION = unionActions(
  unionActions(REFUSED_WHEN_DISABLED, ENABLING),
  actionsNamed(
    "CreateAlias",
    "GetParametersForImport",
    "ImportKeyMaterial",
    "ScheduleKeyDeletion",
    "TagResource",
    "UntagResource",
    "UpdateAlias",
    "UpdateKeyDescription",
  ),
);
const REFUSED_WHEN_PENDING_IMPORT = unionActions(REFUSED_WHEN_DISABLED, ENABLING);
const REFUSED_WHEN_CREATING = unionActions(
  REFUSED_WHEN_PENDING_IMPORT,
  actionsNamed("DeleteImportedKeyMaterial", "GetParametersForImport", "ImportKeyMaterial"),
);
const REFUSED_WHEN_UPDATING = unionActions(
  ENABLING,
  actionsNamed(
    "DeleteImportedKeyMaterial",
    "GetParametersForImport",
    "ReplicateKey",
    "ScheduleKeyDeletion",
  ),
);
const REFUSED_IN_SOME_STATE = unionActions(REFUSED_WHEN_PENDING_DELETION, REFUSED_WHEN_CREATING);

/**
 * The actions that the key's state lets through; an unknown state leaves open what some state
 * refuses. CancelKeyDeletion is never refused: who has it may undo a deletion once it is scheduled.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
export function usableInState(metadata: KeyMetadata): Verdict {
  const refused = refusedIn(metadata.KeyState ?? (metadata.Enabled === true ? "Enabled" : null));
  return refused === null
    ? unknownFor(REFUSED_IN_SOME_STATE)
    : surely(subtractActions(KEY_ACTIONS, refused));
}

/** null: no state that is known. */
function refusedIn(state: string | null): ActionSet | null {
  switch (state) {
    case "Enabled":
      return NO_ACTIONS;
    case "Updating":
      return REFUSED_WHEN_UPDATING;
    case "Disabled":
      return REFUSED_WHEN_DISABLED;
    case "PendingDeletion":
    case "PendingReplicaDeletion":
      return REFUSED_WHEN_PENDING_DELETION;
    case "PendingImport":
      return REFUSED_WHEN_PENDING_IMPORT;
    case "Creating":
      return REFUSED_WHEN_CREATING;
    case "Unavailable":
      return USE;
    default:
      return null;
  }
}

function unknownFor(refused: ActionSet): Verdict {
  // Stryker disable next-line StringLiteral: a text for people
  const reason = unknownFormula("keyStateUnknown", "the key's state is not known");
  return orVerdicts(surely(subtractActions(KEY_ACTIONS, refused)), sameForAll(refused, reason));
}
