import { Ajv } from "ajv";

const text = (maxLength: number) => ({ type: "string", minLength: 1, maxLength });
const time = { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$" };

/**
 * The AWS Security Finding Format, as far as findings of ours use it; another member is an error.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html
 */
const schema = {
  type: "object",
  additionalProperties: false,
  required: [
    "SchemaVersion",
    "Id",
    "ProductArn",
    "GeneratorId",
    "AwsAccountId",
    "CreatedAt",
    "UpdatedAt",
    "Title",
    "Description",
    "Resources",
    "FindingProviderFields",
  ],
  properties: {
    SchemaVersion: { const: "2018-10-08" },
    Id: text(512),
    ProductArn: {
      type: "string",
      pattern: "^arn:aws[a-z-]*:securityhub:[a-z0-9-]+:(\\d{12}):product/\\1/default$",
    },
    GeneratorId: text(512),
    AwsAccountId: { type: "string", pattern: "^\\d{12}$" },
    CreatedAt: time,
    UpdatedAt: time,
    Title: text(256),
    Description: text(1024),
    Resources: {
      type: "array",
      minItems: 1,
      maxItems: 32,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["Type", "Id"],
        properties: {
          Type: text(256),
          Id: text(512),
          Partition: { enum: ["aws", "aws-cn", "aws-us-gov"] },
          Region: text(16),
          Details: { type: "object" },
        },
      },
    },
    FindingProviderFields: {
      type: "object",
      additionalProperties: false,
      required: ["Severity", "Types"],
      properties: {
        Severity: {
          type: "object",
          additionalProperties: false,
          required: ["Label", "Original"],
          properties: {
            Label: { enum: ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"] },
            Original: text(64),
          },
        },
        Types: {
          type: "array",
          minItems: 1,
          maxItems: 50,
          items: {
            type: "string",
            pattern:
              "^(Software and Configuration Checks|TTPs|Effects|Unusual Behaviors|Sensitive Data Identifications)(/[^/]+){0,2}$",
          },
        },
      },
    },
    ProductFields: {
      type: "object",
      maxProperties: 50,
      propertyNames: { maxLength: 128, not: { pattern: "^aws/" } },
      additionalProperties: text(2048),
    },
    RecordState: { enum: ["ACTIVE", "ARCHIVED"] },
    SourceUrl: { type: "string", pattern: "^https://" },
    Remediation: {
      type: "object",
      additionalProperties: false,
      required: ["Recommendation"],
      properties: {
        Recommendation: {
          type: "object",
          additionalProperties: false,
          properties: { Text: text(512), Url: text(2048) },
        },
      },
    },
  },
};

const validate = new Ajv({ allErrors: true }).compile(schema);

/** What Security Hub would refuse in a finding. */
export function asffProblems(finding: unknown): readonly string[] {
  validate(finding);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}
