import { describe, expect, it } from "vitest";
import { readEnvironment } from "../../../src/aws/environment.ts";

const variables = {
  AWS_REGION: "us-west-2",
  GUARDRAIL_ACCOUNT: "111122223333",
  FINDINGS_TOPIC_ARN: "arn:aws:sns:us-west-2:111122223333:findings",
  STATE_TABLE: "state",
  STATE_BUCKET: "state-bucket",
  LOOK_QUEUE_URL: "https://sqs.us-west-2.amazonaws.com/111122223333/look",
};

describe("the environment of a function", () => {
  it("tells its account, Region, topic, table, bucket and queue", () => {
    expect(readEnvironment(variables)).toEqual({
      home: { account: "111122223333", region: "us-west-2" },
      findingsTopicArn: "arn:aws:sns:us-west-2:111122223333:findings",
      stateTable: "state",
      stateBucket: "state-bucket",
      lookQueueUrl: "https://sqs.us-west-2.amazonaws.com/111122223333/look",
    });
    expect(readEnvironment({ ...variables, AMAZON_Q: "yes" }).isForAmazonQ).toBe(true);
  });

  it.each(Object.keys(variables))("is refused without %s", (name) => {
    for (const value of [undefined, ""]) {
      expect(() => readEnvironment({ ...variables, [name]: value })).toThrow(
        expect.objectContaining({
          code: "E_ENVIRONMENT",
          message: `environment variable \`${name}\` is not set`,
        }),
      );
    }
  });
});
