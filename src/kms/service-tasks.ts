/** What an AWS service asks of a KMS key when somebody makes one of its requests. */
export interface ServiceTask {
  /** The service's request: `s3:PutObject`. */
  readonly name: string;
  /** The KMS actions that it takes; all must be allowed. */
  readonly actions: readonly string[];
  /**
   * Whose rights on the key count: those of whoever makes the request, or only those of the AWS
   * service, whoever makes it. `REGION` stands for the key's Region.
   */
  readonly asks: "caller" | { readonly service: string };
  /** The names of the encryption context's pairs that the service sets, as far as AWS tells them. */
  readonly encryptionContext: readonly string[];
  /** The page that says so. */
  readonly source: string;
}

const DOCS = "https://docs.aws.amazon.com";

/** The tasks of one service on one page, each with the actions that it takes. */
function tasks(
  service: string,
  page: string,
  encryptionContext: readonly string[],
  needs: Readonly<Record<string, string>>,
  asks: ServiceTask["asks"] = "caller",
): readonly ServiceTask[] {
  return Object.entries(needs).map(([operation, actions]) => ({
    name: `${service}:${operation}`,
    actions: actions.split(" ").map((action) => `kms:${action}`),
    asks,
    encryptionContext,
    source: `${DOCS}/${page}`,
  }));
}

/**
 * What a volume's key must allow; EC2 attaches a volume by a grant to its own infrastructure.
 * https://docs.aws.amazon.com/ebs/latest/userguide/how-ebs-encryption-works.html
 */
const VOLUME =
  "CreateGrant Decrypt DescribeKey GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo";

/** Every task that is known, by service. */
export const SERVICE_TASKS: readonly ServiceTask[] = [
  // A multipart upload also decrypts: the parts are read before the object is put together.
  ...tasks("s3", "AmazonS3/latest/userguide/UsingKMSEncryption.html", ["aws:s3:arn"], {
    PutObject: "GenerateDataKey",
    GetObject: "Decrypt",
    CopyObject: "Decrypt GenerateDataKey",
    CreateMultipartUpload: "GenerateDataKey Decrypt",
  }),
  ...tasks(
    "sqs",
    "AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
    ["aws:sqs:arn"],
    { SendMessage: "GenerateDataKey Decrypt", ReceiveMessage: "Decrypt" },
  ),
  ...tasks("sns", "sns/latest/dg/sns-key-management.html", ["aws:sns:topicArn"], {
    Publish: "GenerateDataKey Decrypt",
  }),
  // A key is checked with both when it is set; most later changes only generate a data key.
  ...tasks(
    "secretsmanager",
    "secretsmanager/latest/userguide/security-encryption.html",
    ["SecretARN", "SecretVersionId"],
    {
      GetSecretValue: "Decrypt",
      PutSecretValue: "GenerateDataKey Decrypt",
      CreateSecret: "GenerateDataKey Decrypt",
    },
  ),
  // Standard parameters; an advanced one takes a data key instead of Encrypt.
  ...tasks(
    "ssm",
    "systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html",
    ["PARAMETER_ARN"],
    { GetParameter: "Decrypt", PutParameter: "Encrypt" },
  ),
  ...tasks(
    "dynamodb",
    "amazondynamodb/latest/developerguide/encryption.usagenotes.html",
    ["aws:dynamodb:tableName", "aws:dynamodb:subscriberId"],
    {
      GetItem: "Decrypt",
      PutItem: "Decrypt",
      CreateTable:
        "CreateGrant Decrypt DescribeKey Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo",
    },
  ),
  ...tasks("kinesis", "streams/latest/dev/permissions-user-key-KMS.html", ["aws:kinesis:arn"], {
    PutRecord: "GenerateDataKey",
    GetRecords: "Decrypt",
  }),
  ...tasks(
    "lambda",
    "lambda/latest/dg/configuration-envvars-encryption.html",
    ["aws:lambda:FunctionArn"],
    { UpdateFunctionConfiguration: "CreateGrant Encrypt", GetFunctionConfiguration: "Decrypt" },
  ),
  ...tasks("ec2", "ebs/latest/userguide/ebs-encryption-requirements.html", ["aws:ebs:id"], {
    CreateVolume: VOLUME,
    RunInstances: VOLUME,
    AttachVolume: "CreateGrant",
  }),
  ...tasks("rds", "AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html", [], {
    CreateDBInstance: "CreateGrant DescribeKey",
  }),
  ...tasks(
    "logs",
    "AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
    ["aws:logs:arn"],
    { AssociateKmsKey: "Decrypt DescribeKey Encrypt GenerateDataKey ReEncryptFrom ReEncryptTo" },
    { service: "logs.REGION.amazonaws.com" },
  ),
  ...tasks(
    "cloudtrail",
    "awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html",
    ["aws:cloudtrail:arn"],
    { CreateTrail: "DescribeKey GenerateDataKey" },
    { service: "cloudtrail.amazonaws.com" },
  ),
];

/** The task of a name, in any case of letters. */
export function findServiceTask(name: string): ServiceTask | undefined {
  const wanted = name.toLowerCase();
  return SERVICE_TASKS.find((task) => task.name.toLowerCase() === wanted);
}

/** The service through which a task's calls on a caller's behalf reach KMS: `s3.us-west-2.amazonaws.com`. */
export function viaServiceOf({ name }: ServiceTask, region: string): string {
  // The suffix is the same in every partition.
  // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
  return `${name.slice(0, name.indexOf(":"))}.${region}.amazonaws.com`;
}
