import { describe, expect, it } from "vitest";
import { canonicalContextKey, isMultivalued } from "../../../src/policy/context-key.ts";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
describe("canonicalContextKey", () => {
  it.each([
    ["aws:principalarn", "aws:PrincipalArn"],
    ["AWS:USERNAME", "aws:username"],
    ["KMS:viaservice", "kms:ViaService"],
    ["aws:principaltag/Cost Center", "aws:PrincipalTag/Cost Center"],
    ["AWS:REQUESTTAG/team", "aws:RequestTag/team"],
    ["aws:ResourceTag/team", "aws:ResourceTag/team"],
    ["kms:encryptioncontext:AppName", "kms:EncryptionContext:AppName"],
    ["kms:recipientattestation:imagesha384", "kms:RecipientAttestation:ImageSha384"],
    ["kms:recipientattestation:PCR0", "kms:RecipientAttestation:PCR0"],
    ["s3:prefix", "s3:prefix"],
    ["Made:Up", "Made:Up"],
    ["", ""],
  ])("%j: %j", (written, canonical) => {
    expect(canonicalContextKey(written)).toBe(canonical);
  });

  // The headings of the page.
  it.each(
    `aws:AssumedRoot aws:CalledVia aws:CalledViaAWSMCP aws:CalledViaFirst aws:CalledViaLast aws:CurrentTime
    aws:Ec2InstanceSourcePrivateIPv4 aws:Ec2InstanceSourceVpc aws:EpochTime aws:FederatedProvider
    aws:IsMcpServiceAction aws:MultiFactorAuthAge aws:MultiFactorAuthPresent aws:PrincipalAccount aws:PrincipalArn
    aws:PrincipalIsAWSService aws:PrincipalOrgID aws:PrincipalOrgPaths aws:PrincipalServiceName
    aws:PrincipalServiceNamesList aws:PrincipalType aws:Referer aws:RequestedRegion aws:ResourceAccount
    aws:ResourceOrgID aws:ResourceOrgPaths aws:SecureTransport aws:SignInSessionArn aws:SourceAccount aws:SourceArn
    aws:SourceIdentity aws:SourceIp aws:SourceOrgID aws:SourceOrgPaths aws:SourceVpc aws:SourceVpcArn aws:SourceVpce
    aws:TagKeys aws:TokenIssueTime aws:UserAgent aws:userid aws:username aws:ViaAWSMCPService aws:ViaAWSService
    aws:ViaCustomerDomain aws:VpceAccount aws:VpceOrgID aws:VpceOrgPaths aws:VpcSourceIp ec2:SourceInstanceArn
    kms:BypassPolicyLockoutSafetyCheck lambda:SourceFunctionArn`.split(/\s+/),
  )("%s in any case", (name) => {
    expect(canonicalContextKey(name.toLowerCase())).toBe(name);
    expect(canonicalContextKey(name.toUpperCase())).toBe(name);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
describe("isMultivalued", () => {
  it.each([
    "aws:calledvia",
    "aws:principalorgpaths",
    "aws:principalservicenameslist",
    "aws:resourceorgpaths",
    "aws:sourceorgpaths",
    "aws:tagkeys",
    "aws:vpceorgpaths",
    "kms:encryptioncontextkeys",
    "kms:grantoperations",
    "kms:resourcealiases",
  ])("%s", (contextKey) => {
    expect(isMultivalued(contextKey)).toBe(true);
  });

  it.each([
    "aws:calledviafirst",
    "aws:principalorgid",
    "aws:principaltag/team",
    "kms:encryptioncontext:app",
    "kms:grantconstrainttype",
    "kms:requestalias",
  ])("not %s", (contextKey) => {
    expect(isMultivalued(contextKey)).toBe(false);
  });
});
