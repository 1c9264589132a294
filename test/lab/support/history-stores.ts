import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { clientOptions } from "../../../lab/client-options.ts";
import type { Lab } from "../../../lab/start-lab.ts";
import { makeBodyStore } from "../../../src/aws/store/body-store.ts";
import { makeDynamoStore } from "../../../src/aws/store/dynamo-store.ts";
import type { StateStore } from "../../../src/guardrail/ports.ts";
import { home } from "../../support/history.ts";
import { failOften } from "./faulty-client.ts";
import { uniqueName } from "./lab-names.ts";

/** A table and a bucket that nobody else uses, with the stores of functions over them. */
export interface HistoryTable {
  /** The store of one function, of whose calls a share fails. */
  readonly storeOf: (share: number, random: () => number) => StateStore;
}

export async function makeHistoryTable(lab: Lab): Promise<HistoryTable> {
  const name = `history-${uniqueName()}`;
  const options = { ...clientOptions(lab), maxAttempts: 2 };
  await new DynamoDBClient(options).send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "scope", AttributeType: "S" },
        { AttributeName: "item", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "scope", KeyType: "HASH" },
        { AttributeName: "item", KeyType: "RANGE" },
      ],
    }),
  );
  const s3Options = { ...options, forcePathStyle: true };
  await new S3Client(s3Options).send(new CreateBucketCommand({ Bucket: name }));
  return {
    storeOf: (share, random) => {
      const dynamo = new DynamoDBClient(options);
      const s3 = new S3Client(s3Options);
      for (const client of [dynamo, s3]) failOften(client, share, random);
      const documents = DynamoDBDocumentClient.from(dynamo);
      return makeDynamoStore(documents, name, home, makeBodyStore(s3, name));
    },
  };
}
