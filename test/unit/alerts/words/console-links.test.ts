import { describe, expect, it } from "vitest";
import { consoleLinks } from "../../../../src/alerts/words/console-links.ts";
import { sampleFinding } from "../sample-finding.ts";

const linksOf = (arn: string, awsRegion = "us-east-1", eventId = "e1") =>
  consoleLinks({
    ...sampleFinding,
    event: sampleFinding.event && { ...sampleFinding.event, awsRegion, eventId },
    resource: { type: "AWS::KMS::Key", arn },
  }).map(({ url }) => url);

describe("console links", () => {
  it("lead to the key and to the event where it was recorded", () => {
    expect(linksOf("arn:aws:kms:us-west-2:111122223333:key/mrk-1")).toEqual([
      "https://us-west-2.console.aws.amazon.com/kms/home?region=us-west-2#/kms/keys/mrk-1",
      "https://us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events?EventId=e1",
    ]);
  });

  it.each([
    ["aws-us-gov", "us-gov-west-1", "us-gov-west-1.console.amazonaws-us-gov.com"],
    ["aws-cn", "cn-north-1", "cn-north-1.console.amazonaws.cn"],
  ])("stay in the partition %s", (partition, region, domain) => {
    const links = linksOf(`arn:${partition}:kms:${region}:111122223333:key/k`, region);
    expect(links).toHaveLength(2);
    for (const link of links) expect(new URL(link).host).toBe(domain);
  });

  it("are none where a part could lead elsewhere", () => {
    expect(linksOf("arn:aws:kms:evil.example/:111122223333:key/k", "x/y", "a b")).toEqual([]);
    expect(linksOf("arn:toString:kms:us-west-2:111122223333:key/k")).toEqual([]);
    expect(linksOf("arn:aws:kms:us-west-2:111122223333:key/<b>", "us-west-2", "")).toEqual([]);
    expect(linksOf("no arn", "us-west-2", "e/../x")).toEqual([]);
  });
});
