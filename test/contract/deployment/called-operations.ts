import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { build } from "esbuild";

/** The IAM actions of commands that are named otherwise, that stand for several, or that need more. */
const actionsOfCommand: Readonly<Record<string, readonly string[]>> = {
  "dynamodb:BatchGet": ["dynamodb:BatchGetItem"],
  "dynamodb:Delete": ["dynamodb:DeleteItem"],
  "dynamodb:Get": ["dynamodb:GetItem"],
  "dynamodb:Put": ["dynamodb:PutItem"],
  "dynamodb:Update": ["dynamodb:UpdateItem"],
  // S3 tells that an object is missing only to those who may list the bucket; to others it is refused.
  "s3:GetObject": ["s3:GetObject", "s3:ListBucket"],
  "eventbridge:PutEvents": ["events:PutEvents"],
  "sqs:DeleteMessageBatch": ["sqs:DeleteMessage"],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html
  "cloudtrail:DescribeTrails": ["cloudtrail:DescribeTrails"],
};

/**
 * The IAM actions of what a transaction writes, by the member that holds it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
const actionsOfTransaction: Readonly<Record<string, string>> = {
  ConditionCheck: "dynamodb:ConditionCheckItem",
  Delete: "dynamodb:DeleteItem",
  Put: "dynamodb:PutItem",
  Update: "dynamodb:UpdateItem",
};

/** How IAM names services whose client is named otherwise. */
const servicePrefix: Readonly<Record<string, string>> = {
  eventbridge: "events",
  "secrets-manager": "secretsmanager",
  "cloudwatch-logs": "logs",
};

/** The SDK's own modules hold commands that nobody sends: paginators, credential providers. */
const isOfSdk = (file: string): boolean => /node_modules\/@(aws-sdk|smithy|aws)\//.test(file);

/** The AWS operations, as IAM actions, that the command classes in each handler's bundle can call. */
export async function calledOperations(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { metafile } = await build({
    entryPoints: globSync("handlers/*.ts"),
    bundle: true,
    platform: "node",
    format: "esm",
    mainFields: ["module", "main"],
    minify: true,
    metafile: true,
    write: false,
    outdir: "dist",
    logLevel: "silent",
  });
  const outputs = Object.values(metafile.outputs).flatMap(({ entryPoint, inputs }) => {
    if (entryPoint === undefined) return [];
    const files = Object.entries(inputs).filter(
      ([file, { bytesInOutput }]) => bytesInOutput > 0 && !isOfSdk(file),
    );
    const actions = files.flatMap(([file]) => actionsInFile(file));
    return [[basename(entryPoint, ".ts"), [...new Set(actions)].sort()] as const];
  });
  return new Map(outputs);
}

function actionsInFile(file: string): readonly string[] {
  const text = readFileSync(file, "utf8");
  const imports = text.matchAll(
    /import \{([^}]*)\} from ["']@aws-sdk\/(?:client|lib)-([\w-]+)["']/g,
  );
  return [...imports].flatMap(([, names = "", client = ""]) =>
    [...names.matchAll(/\b(\w+)Command\b/g)].flatMap(([, operation]) => {
      const prefix = servicePrefix[client] ?? client.replaceAll("-", "");
      const called = `${prefix}:${operation}`;
      if (called === "dynamodb:TransactWrite") return actionsOfTransactions(text);
      return actionsOfCommand[called] ?? [called];
    }),
  );
}

function actionsOfTransactions(text: string): readonly string[] {
  return Object.entries(actionsOfTransaction).flatMap(([member, action]) =>
    new RegExp(`\\b${member}: `).test(text) ? [action] : [],
  );
}
