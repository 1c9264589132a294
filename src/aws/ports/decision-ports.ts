import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Signatures } from "../../remediation/decision/decision.ts";
import type { DecisionPorts } from "../../remediation/decision/take-decision.ts";
import { calling } from "../client-settings.ts";
import { makeDecisionKey } from "../decision-key.ts";
import { type Environment, EnvironmentError } from "../environment.ts";
import { makeHmacSignatures } from "../hmac-signatures.ts";
import { makeNotifier } from "../publish/aws-notifier.ts";
import { makeDecisionStores } from "../store/aws-stores.ts";
import { systemClock } from "../system-clock.ts";

/** What takes and gives decisions of a deployed guardrail. */
export interface AwsDecisionPorts extends DecisionPorts {
  readonly signatures: Signatures;
}

export function makeDecisionPorts(environment: Environment): AwsDecisionPorts {
  const { ledger, findings } = makeDecisionStores(environment);
  return {
    findings,
    ledger,
    signatures: makeAwsSignatures(environment),
    notifier: makeNotifier(environment),
    clock: systemClock,
  };
}

/** Signs and verifies with the key of the stack. */
export function makeAwsSignatures({ decisionSecret }: Environment): Signatures {
  if (decisionSecret === undefined) {
    throw new EnvironmentError("environment variable `DECISION_SECRET` is not set");
  }
  return makeHmacSignatures(makeDecisionKey(new SecretsManagerClient(calling), decisionSecret));
}
