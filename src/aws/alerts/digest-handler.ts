import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { type Digest, digestOf } from "../../alerts/channels/digest.ts";
import type { Finding } from "../../guardrail/finding/finding.ts";
import { makeTelemetry, type Telemetry } from "../functions/telemetry.ts";
import type { FindingInbox, Letter } from "./finding-inbox.ts";
import { readFindingMessage } from "./read-finding-message.ts";

export interface DigestPorts {
  readonly inbox: FindingInbox;
  readonly publish: (digest: Digest) => Promise<void>;
}

/** How many letters there were, and whether a digest was told. */
export interface DigestReport {
  readonly letters: number;
  readonly isTold: boolean;
}

export type DigestHandler = (event: unknown, context: Context) => Promise<DigestReport>;

/** What waits beyond these is told with the next digest. */
const mostLetters = 2_000;

/**
 * A Lambda handler that tells in one message what waits in the inbox, and nothing where nothing does. Letters
 * are removed once they were told: where that fails they are told twice, and none is lost.
 */
export function makeDigestHandler(
  { inbox, publish }: DigestPorts,
  { logger, metrics }: Telemetry = makeTelemetry(),
): DigestHandler {
  return middy<unknown, DigestReport>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics))
    .handler(async () => {
      const read: { readonly letter: Letter; readonly finding: Finding }[] = [];
      let letters = 0;
      while (letters < mostLetters) {
        const received = await inbox.receive();
        if (received.length === 0) break;
        letters += received.length;
        for (const letter of received) {
          try {
            read.push({ letter, finding: readFindingMessage(letter.body) });
          } catch (error) {
            // It comes again, and lies among the dead letters in the end.
            logger.error("no finding", { error });
          }
        }
      }
      const digest = digestOf(read.map(({ finding }) => finding));
      if (digest !== null) await publish(digest);
      await inbox.remove(read.map(({ letter }) => letter));
      const report = { letters, isTold: digest !== null };
      logger.info("digest", report);
      metrics.addMetric("DigestedFindings", MetricUnit.Count, read.length);
      return report;
    });
}
