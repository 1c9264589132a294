// Makes of the packaged stack a template for CloudFormation StackSets: it takes the functions' code from a bucket of each
// Region instead of one of its own. usage: node scripts/stackset-template.mjs PACKAGE_FOLDER > template.json
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/what-is-cfnstacksets.html
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const isOfDeployment = (id) => id.startsWith("ServerlessDeploymentBucket");

/** The template of a stack, for any account and Region. */
export function stackSetTemplate({ Resources, Outputs, ...template }) {
  const shared = Object.entries(Resources)
    .filter(([id]) => !isOfDeployment(id))
    .map(([id, resource]) => [id, withSharedCode(resource)]);
  return {
    ...template,
    Description:
      "KMS guardrail: tells who gained or lost access to which KMS key, because of which event",
    Parameters: {
      ...template.Parameters,
      ArtifactBucketPrefix: {
        Type: "String",
        Description:
          "The code lies in a bucket of this name, a hyphen and the Region, in each Region",
      },
      ArtifactKey: { Type: "String", Description: "The object in it that holds the code" },
    },
    Resources: Object.fromEntries(shared),
    Outputs: Object.fromEntries(
      Object.entries(Outputs ?? {}).filter(([id]) => !isOfDeployment(id)),
    ),
  };
}

function withSharedCode(resource) {
  if (resource.Type !== "AWS::Lambda::Function") return resource;
  const { Properties } = resource;
  const Code = {
    S3Bucket: { "Fn::Sub": `\${ArtifactBucketPrefix}-\${AWS::Region}` },
    S3Key: { Ref: "ArtifactKey" },
  };
  return { ...resource, Properties: { ...Properties, Code } };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2];
  if (folder === undefined) {
    process.stderr.write("usage: node scripts/stackset-template.mjs PACKAGE_FOLDER\n");
    process.exit(2);
  }
  const file = join(folder, "cloudformation-template-update-stack.json");
  const template = stackSetTemplate(JSON.parse(readFileSync(file, "utf8")));
  process.stdout.write(`${JSON.stringify(template, null, 2)}\n`);
}
