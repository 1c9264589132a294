import { classOfAction } from "../../guardrail/finding/action-class.ts";
import type { Finding } from "../../guardrail/finding/finding.ts";

/**
 * Types of Security Hub's taxonomy.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/asff-findingproviderfields.html
 */
export function asffTypes({ kind, accessChanges, perimeterChanges }: Finding): readonly string[] {
  const more = accessChanges.filter(({ change }) => change !== "lost" && change !== "narrowed");
  const classes = new Set(more.flatMap(({ actions }) => actions.map(classOfAction)));
  const isExposed =
    more.some(({ external }) => external) ||
    perimeterChanges.some(({ change }) => change === "gained" || change === "widened");
  return [
    "Software and Configuration Checks/AWS Security Best Practices",
    ...(isExposed || classes.has("plaintext") ? ["Effects/Data Exposure"] : []),
    ...(classes.has("administration") ? ["TTPs/Privilege Escalation"] : []),
    ...(kind === "tampering" ? ["TTPs/Defense Evasion"] : []),
  ];
}
