import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { StateStore } from "../../guardrail/ports.ts";
import type { Ledger } from "../../remediation/decision/ledger.ts";
import type { KeptFindings } from "../../remediation/decision/take-decision.ts";
import { calling } from "../client-settings.ts";
import type { Environment } from "../environment.ts";
import { makeBodyStore } from "./body-store.ts";
import { makeDynamoLedger } from "./dynamo-ledger.ts";
import { makeDynamoStore } from "./dynamo-store.ts";
import { makeKeptFindings } from "./kept-findings.ts";

/** What a deployed guardrail keeps of findings and of what became of them. */
export interface DecisionStores {
  readonly ledger: Ledger;
  readonly findings: KeptFindings;
}

/** What a deployed guardrail keeps. */
export interface AwsStores extends DecisionStores {
  readonly store: StateStore;
}

export function makeAwsStores({ home, stateTable, stateBucket }: Environment): AwsStores {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(calling));
  const bodies = makeBodyStore(new S3Client(calling), stateBucket);
  return {
    store: makeDynamoStore(documents, stateTable, home, bodies),
    ledger: makeDynamoLedger(documents, stateTable, home, bodies),
    findings: makeKeptFindings(documents, stateTable, home, bodies),
  };
}

/** What decisions about findings need, without the recorded state: whoever uses this alone needs no access to that. */
export function makeDecisionStores(environment: Environment): DecisionStores {
  const { home, stateTable, stateBucket } = environment;
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(calling));
  const bodies = makeBodyStore(new S3Client(calling), stateBucket);
  return {
    ledger: makeDynamoLedger(documents, stateTable, home, bodies),
    findings: makeKeptFindings(documents, stateTable, home, bodies),
  };
}

/** The recorded state of a deployed guardrail alone. */
export function makeAwsStore({ home, stateTable, stateBucket }: Environment): StateStore {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(calling));
  const bodies = makeBodyStore(new S3Client(calling), stateBucket);
  return makeDynamoStore(documents, stateTable, home, bodies);
}
