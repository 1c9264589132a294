import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../../src/account/snapshot.ts";
import { severityOfPair } from "../../../src/guardrail/judge/perimeter-severity.ts";
import {
  account,
  allow,
  allowIf,
  gapsOf,
  judge,
  ORGANIZATION,
  OWN,
  PARTNER,
  pairsOf,
  type Statement,
} from "./endpoint-fixture.ts";

const inside = allowIf({
  StringEquals: { "aws:PrincipalOrgID": ORGANIZATION, "aws:ResourceOrgID": ORGANIZATION },
});
const services = allowIf({ Bool: { "aws:PrincipalIsAWSService": "true" } });
const tagged = allowIf({
  StringEquals: {
    "aws:PrincipalOrgID": ORGANIZATION,
    "aws:PrincipalTag/dp:exclude:resource": "true",
  },
});
const base = [inside, services, tagged];

/** Our principals, what AWS owns. */
const toAws = (members: Statement, condition: Statement = {}): Statement =>
  allow({
    Condition: { StringEquals: { "aws:PrincipalOrgID": ORGANIZATION, ...condition } },
    ...members,
  });

const published: readonly (readonly [string, readonly Statement[]])[] = [
  ["sqs", base],
  [
    "s3",
    [
      ...base,
      allow({
        Principal: { AWS: "*" },
        Action: ["s3:GetObject"],
        Resource: [
          "arn:aws:s3:::packages.us-west-2.amazonaws.com/*",
          "arn:aws:s3:::al2023-repos-us-west-2-de612dc2/*",
          "arn:aws:s3:::us-west-2-birdwatcher-prod/*",
          "arn:aws:s3:::prod-us-west-2-starport-layer-bucket/*",
          "arn:aws:s3:::cloudformation-custom-resource-response-uswest2/*",
          "arn:aws:s3:::assets-787052242323-us-west-2/*",
          "arn:aws:s3:::athena-examples-us-west-2",
          "arn:aws:s3:::redshift-downloads/*",
          "arn:aws:s3:::awssap-backint-agent/*",
        ],
      }),
      allowIf(
        {
          StringEquals: { "aws:PrincipalAccount": [PARTNER], "aws:ResourceAccount": [PARTNER] },
        },
        { Action: "s3:PutObject", Resource: "arn:aws:s3:::partner-inbox/*" },
      ),
      allowIf(
        {
          StringEquals: {
            "aws:PrincipalOrgID": ORGANIZATION,
            "aws:ResourceAccount": [PARTNER],
          },
        },
        { Action: "s3:PutObject", Resource: "arn:aws:s3:::partner-inbox/*" },
      ),
    ],
  ],
  ["ec2", [...base, toAws({ Action: "ec2:RunInstances" }, { "ec2:Owner": "amazon" })]],
  [
    "ssm",
    [
      ...base,
      toAws({
        Action: ["ssm:Describe*", "ssm:Get*", "ssm:SendCommand"],
        Resource: ["arn:aws:ssm:us-west-2::parameter/aws/*", "arn:aws:ssm:us-west-2::document/*"],
      }),
    ],
  ],
  ["ecr.api", [...base, toAws({}, { "aws:ResourceAccount": PARTNER })]],
  [
    "imagebuilder",
    [
      ...base,
      toAws({
        Action: ["imagebuilder:GetComponent"],
        Resource: ["arn:aws:imagebuilder:us-west-2:aws:component/*"],
      }),
    ],
  ],
  ["iot.data", [...base, toAws({ Resource: ["arn:aws:iot:*::jobtemplate/*"] })]],
  ["lambda", [...base, toAws({ Resource: [`arn:aws:lambda:*:${PARTNER}:layer:*`] })]],
  [
    "cloudformation",
    [
      ...base,
      toAws({
        Action: ["cloudformation:CreateChangeSet"],
        Resource: ["arn:aws:cloudformation:us-west-2:aws:transform/*"],
      }),
    ],
  ],
  [
    "sts",
    [
      ...base,
      allow({
        Principal: { Federated: "*" },
        Action: ["sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"],
        Condition: { StringEquals: { "aws:ResourceOrgID": ORGANIZATION } },
      }),
    ],
  ],
];

// The patterns of https://github.com/aws-samples/data-perimeter-policy-examples, vpc_endpoint_policies;
// the third party and the accounts of AWS services that they leave to be filled in are trusted here.
describe("an endpoint policy as AWS publishes it for data perimeters", () => {
  it.each(published)("is clean for %s", (service, policy) => {
    const judged = judge(policy, { service, trusted: [PARTNER] });
    expect(gapsOf(judged)).toEqual([]);
    expect(judged.reach.unknown).toEqual([]);
    expect(judged.reach.untoldOwners).toEqual([]);
    expect(judged.changes.filter((pair) => severityOfPair(pair) !== "low")).toEqual([]);
    expect(pairsOf(judged)).toContain("account > account");
    expect(pairsOf(judged)).toContain("organization > account");
  });

  it("lets federated principals assume roles of the organization only", () => {
    const [, policy = []] = published.find(([service]) => service === "sts") ?? [];
    const judged = judge(policy, { service: "sts" });
    const unsigned = pairsOf(judged).filter((pair) => pair.startsWith("unauthenticated"));
    expect(unsigned).toEqual(["unauthenticated > organization", "unauthenticated > account"]);
  });

  it.each(published)("is told to make its exception by tags, for %s", (service, policy) => {
    expect(judge(policy, { service, trusted: [PARTNER] }).reach.byTag).toBe(true);
  });

  it.each([
    ["another account's in the place of CodeArtifact's", "assets-111122223333-us-west-2"],
    ["CodeArtifact's of another Region", "assets-193858265520-us-east-1"],
    ["no Region's", "assets-undefined-undefined"],
    ["one of which AWS documents a part only", "static-us-west-2-prod-static-abc123"],
  ])("does not know whose a bucket is that is %s", (_, bucket) => {
    const reads = allow({ Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket}/*` });
    const { reach } = judge([...base, reads], { service: "s3" });
    expect(reach.untoldOwners).toEqual([`arn:aws:s3:::${bucket}/any`]);
  });

  it("has a gap where a principal of the account carries the tag of the exception", () => {
    const Tags = [{ Key: "dp:exclude:resource", Value: "true" }];
    const Arn = `arn:aws:iam::${OWN}:role/courier`;
    const snapshot = {
      schemaVersion: 1,
      ...{ account: OWN, region: "us-west-2", partition: "aws", keys: [] },
      organization: { id: ORGANIZATION },
      authorizationDetails: { RoleDetailList: [{ RoleName: "courier", Arn, Tags }] },
    } as const;
    expect(gapsOf(judge(base, { snapshot }))).toEqual(["account > anyone"]);
  });

  const courier = (name: string, Tags: readonly object[]) => ({
    RoleName: name,
    Arn: `arn:aws:iam::${OWN}:role/${name}`,
    Tags,
  });
  const exempt = { Key: "dp:exclude:resource", Value: "true" };
  const withRoles = (roles: readonly object[]) =>
    ({ ...account, authorizationDetails: { RoleDetailList: roles } }) as Snapshot;

  it("has a gap where one of many carries the tag, whatever other tags they carry", () => {
    const many = Array.from({ length: 600 }, (_, index) =>
      courier(`r${index}`, [{ Key: "Name", Value: `r${index}` }, ...(index < 599 ? [] : [exempt])]),
    );
    expect(gapsOf(judge(base, { snapshot: withRoles(many) }))).toEqual(["account > anyone"]);
    expect(gapsOf(judge(base, { snapshot: withRoles(many.slice(0, 599)) }))).toEqual([]);
  });

  it("has a gap where of those that carry the tag one is named", () => {
    const named = allowIf({
      StringEquals: { "aws:PrincipalTag/dp:exclude:resource": "true" },
      ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${OWN}:role/second` },
    });
    const snapshot = withRoles([courier("first", [exempt]), courier("second", [exempt])]);
    expect(gapsOf(judge([inside, named], { snapshot }))).toEqual(["account > anyone"]);
  });

  it("has a gap where another Region's snapshot tells who carries the tag", () => {
    const told = { ...withRoles([courier("courier", [exempt])]), region: "eu-west-1" };
    const snapshot = { ...account, authorizationDetails: { unreadable: "AccessDenied" } };
    expect(gapsOf(judge(base, { snapshot, others: [told] }))).toEqual(["account > anyone"]);
  });

  it("has a gap where the tag may be anybody's", () => {
    const anybodys = allowIf({
      StringEquals: { "aws:PrincipalTag/dp:exclude:resource": "true" },
    });
    expect(gapsOf(judge([inside, anybodys]))).toContain("anyone > anyone");
  });
});
