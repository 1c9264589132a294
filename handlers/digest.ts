import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { makeDigestHandler } from "../src/aws/alerts/digest-handler.ts";
import { makeDigestPublisher } from "../src/aws/alerts/digest-publisher.ts";
import { makeFindingInbox } from "../src/aws/alerts/finding-inbox.ts";
import { calling } from "../src/aws/client-settings.ts";
import { readVariable } from "../src/aws/environment.ts";
import { onFirstEvent } from "../src/aws/functions/event-handler.ts";

/** Tells once a day what nobody was told at once. */
export const makeHandler = makeDigestHandler;

export const handler = onFirstEvent(() =>
  makeHandler({
    inbox: makeFindingInbox(new SQSClient(calling), readVariable(process.env, "DIGEST_QUEUE_URL")),
    publish: makeDigestPublisher(
      new SNSClient(calling),
      readVariable(process.env, "DIGEST_TOPIC_ARN"),
    ),
  }),
);
