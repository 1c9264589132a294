/**
 * Buckets that AWS runs and that instances in a VPC read, some of them without a signature:
 * package repositories, agents, patches, image layers. `REGION` stands for the Region's name,
 * `REGIONX` for it without dashes. Names that AWS makes of account ids are left out: anyone can
 * register a bucket of such a name.
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
];

/**
 * Whether a bucket is one that AWS runs in the Region, by its name. A name with a Region that does
 * not exist could be anyone's.
 */
export function isAwsOwnedBucket(bucket: string, region: string): boolean {
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
