import type { Unknown } from "../../kms/decision.ts";
import type { Finding } from "./finding.ts";

/**
 * Why a finding does not stand any more: what it told is gone, was told anew by another, or turned out
 * never to have been so.
 */
export type Closing = "resolved" | "superseded" | "retracted";

const words: Readonly<Record<Closing, string>> = {
  resolved: "resolved",
  superseded: "told anew",
  retracted: "taken back",
};

/** A finding as it is told for the last time: as severe as before, for those who heard of it, with nothing to revert. */
export function closeFinding(finding: Finding, closing: Closing, text: string): Finding {
  const note: Unknown = { code: closing, text };
  return {
    ...finding,
    title: `${words[closing]}: ${finding.title}`,
    notes: [...finding.notes, note],
    remediation: { ...finding.remediation, status: "none", refusedBecause: null, calls: [] },
  };
}

/** Whether a finding was told for the last time. */
export function isClosed({ notes }: Pick<Finding, "notes">): boolean {
  return notes.some(({ code }) => Object.hasOwn(words, code));
}
