import { describe, expect, it } from "vitest";
import { canonicalContextKey, isMultivalued } from "../../../src/policy/context-key.ts";

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
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
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
