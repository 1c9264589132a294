import type { Finding } from "../../guardrail/finding/finding.ts";
import type { Unknown } from "../../kms/decision.ts";

/**
 * Whether anybody could use what an event gave before it was reverted. Tags, aliases and grants take
 * up to five minutes to matter; everything else matters at once.
 * https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html
 */
export function timingNote({ effectiveFrom, effectiveBy }: Finding, revertedAt: string): Unknown {
  const seconds = Math.max(0, (Date.parse(revertedAt) - Date.parse(effectiveFrom)) / 1000);
  const after = `reverted ${Math.round(seconds)} s after the change`;
  const isWithin = Date.parse(revertedAt) <= Date.parse(effectiveBy);
  return isWithin && effectiveBy !== effectiveFrom
    ? {
        code: "revertedWithinPropagation",
        text: `${after}, within the five minutes that KMS may take to apply it: as a rule nobody could use it`,
      }
    : {
        code: "revertedAfterEffect",
        text: `${after}, which mattered by ${effectiveBy}: look in CloudTrail for what was done with it`,
      };
}
