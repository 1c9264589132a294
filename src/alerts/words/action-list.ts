import { type ActionClass, classOfAction } from "../../guardrail/finding/action-class.ts";
import { KMS_ACTIONS } from "../../kms/action-table.ts";
import { shortList } from "./shorten.ts";

const classes: readonly ActionClass[] = ["plaintext", "administration", "other use", "metadata"];

const onKeys = KMS_ACTIONS.filter(({ resource }) => resource !== "none").length;

/** Actions in words, those that give most first: `Decrypt, GenerateDataKey, CreateGrant +7`. */
export function actionList(actions: readonly string[], most: number): string {
  if (actions.length === onKeys && most < onKeys) return `all ${onKeys} actions on a key`;
  const sorted = [...actions].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return shortList(
    sorted.map((action) => action.replace(/^kms:/, "")),
    most,
  );
}

function rank(action: string): number {
  return classes.indexOf(classOfAction(action));
}
