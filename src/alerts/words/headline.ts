import type { Finding } from "../../guardrail/finding/finding.ts";

/** Who can now do what with which key: the title without its attribute and actor, told elsewhere. */
export function headline({ title }: Pick<Finding, "title">): string {
  return /^(.*?) \((?:[^()]*, )?by .*\)$/s.exec(title)?.[1] ?? title;
}
