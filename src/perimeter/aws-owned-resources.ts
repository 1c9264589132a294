/**
 * Buckets that AWS runs and that instances in a VPC read, some of them without a signature:
 * package repositories, agents, patches, image layers, examples. `REGION` stands for the Region's
 * name, `REGIONX` for it without dashes. Names of which AWS documents a part only are left out:
 * anyone can register a bucket of such a name.
 * https://github.com/aws-samples/data-perimeter-policy-examples/blob/main/service_owned_resources.md
 * https://docs.aws.amazon.com/linux/al2023/ug/live-patching.html
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/al2-live-patching.html
 * https://docs.aws.amazon.com/emr/latest/ManagementGuide/private-subnet-iampolicy.html
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-minimum-s3-permissions.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/download-cloudwatch-agent-commandline.html
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/instances-ec2-configure.html
 * https://docs.aws.amazon.com/imagebuilder/latest/userguide/vpc-interface-endpoints.html
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 * https://docs.aws.amazon.com/mgn/latest/ug/Network-Requirements.html
 * https://docs.aws.amazon.com/drs/latest/userguide/Network-Requirements.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-vpce-bucketnames.html
 * https://docs.aws.amazon.com/enclaves/latest/user/nitro-enclave-refapp.html
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/vpc-vpce.policy.html
 * https://docs.aws.amazon.com/sagemaker/latest/dg/jumpstart-deploy.html
 * https://docs.aws.amazon.com/neptune/latest/userguide/graph-notebooks.html
 */
const BUCKETS = [
  "packages.REGION.amazonaws.com",
  "repo.REGION.amazonaws.com",
  "amazonlinux.REGION.amazonaws.com",
  "amazonlinux-2-repos-REGION",
  "al2023-REGION",
  "al2023-repos-REGION-de612dc2",
  "repo.REGION.emr.amazonaws.com",
  "prod.REGION.appinfo.src",
  "aws-ssm-REGION",
  "aws-windows-downloads-REGION",
  "amazon-ssm-REGION",
  "amazon-ssm-packages-REGION",
  "REGION-birdwatcher-prod",
  "aws-ssm-distributor-file-REGION",
  "aws-ssm-document-attachments-REGION",
  "patch-baseline-snapshot-REGION",
  "aws-patchmanager-macos-REGION",
  "amazoncloudwatch-agent-REGION",
  "amazoncloudwatch-agent",
  "aws-codedeploy-REGION",
  "ec2imagebuilder-toe-REGION-prod",
  "ec2imagebuilder-managed-resources-REGION-prod",
  "prod-REGION-starport-layer-bucket",
  "aws-mgn-clients-REGION",
  "aws-mgn-clients-hashes-REGION",
  "aws-mgn-internal-REGION",
  "aws-mgn-internal-hashes-REGION",
  "aws-application-migration-service-REGION",
  "aws-application-migration-service-hashes-REGION",
  "aws-drs-clients-REGION",
  "aws-drs-clients-hashes-REGION",
  "aws-drs-internal-REGION",
  "aws-drs-internal-hashes-REGION",
  "aws-elastic-disaster-recovery-REGION",
  "aws-elastic-disaster-recovery-hashes-REGION",
  "cloudformation-waitcondition-REGION",
  "cloudformation-custom-resource-response-REGIONX",
  "aws-ec2-enclave-certificate-REGION-prod",
  "elasticbeanstalk-samples-REGION",
  "elasticbeanstalk-platform-assets-REGION",
  "elasticbeanstalk-env-resources-REGION",
  "elasticbeanstalk-REGION",
  "jumpstart-cache-prod-REGION",
  "aws-neptune-notebook",
  "aws-neptune-notebook-REGION",
  "athena-examples-REGION",
  "cloudformation-examples",
  "awssupportdatasvcs.com",
  "redshift-downloads",
  "session-manager-downloads",
  "ssm-document-categories",
  "aws-sap-data-provider",
  "aws-sap-dataprovider-REGION",
  "awssap-backint-agent",
  "prod-04-2014-tasks",
  "awslambda-REGION-tasks",
];

/**
 * The accounts whose buckets hold the packages of CodeArtifact, by Region.
 * https://docs.aws.amazon.com/codeartifact/latest/ug/create-s3-gateway-endpoint.html
 */
const CODEARTIFACT_ACCOUNTS: Readonly<Record<string, string>> = {
  "us-east-1": "193858265520",
  "us-east-2": "250872398865",
  "us-west-2": "787052242323",
  "eu-west-1": "438097961670",
  "eu-west-2": "247805302724",
  "eu-west-3": "762466490029",
  "eu-north-1": "611884512288",
  "eu-south-1": "484130244270",
  "eu-central-1": "769407342218",
  "ap-northeast-1": "660291247815",
  "ap-southeast-1": "421485864821",
  "ap-southeast-2": "860415559748",
  "ap-south-1": "681137435769",
};

/**
 * Whether a bucket is one that AWS runs in the Region, by its name. A name with a Region that does
 * not exist could be anyone's.
 */
export function isAwsOwnedBucket(bucket: string, region: string): boolean {
  if (bucket === `assets-${CODEARTIFACT_ACCOUNTS[region]}-${region}`) return true;
  return BUCKETS.some(
    (name) =>
      name.replace("REGIONX", region.replaceAll("-", "")).replace("REGION", region) === bucket,
  );
}

/**
 * The repositories that Amazon Linux reads without a signature.
 * https://docs.aws.amazon.com/linux/al2023/ug/live-patching.html
 */
export function packageRepositories(region: string): readonly string[] {
  return [
    `packages.${region}.amazonaws.com`,
    `repo.${region}.amazonaws.com`,
    `amazonlinux.${region}.amazonaws.com`,
    `amazonlinux-2-repos-${region}`,
    `al2023-repos-${region}-de612dc2`,
  ];
}

/**
 * Services whose ARNs without an account are resources of AWS: public parameters and documents of
 * Systems Manager, job templates of IoT.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
 */
const ACCOUNTLESS_OF_AWS = new Set(["ssm", "iot"]);

/** Whether an ARN's account segment tells that AWS owns the resource. */
export function isAwsOwnedAccount(service: string, account: string): boolean {
  return account === "aws" || (account === "" && ACCOUNTLESS_OF_AWS.has(service));
}
