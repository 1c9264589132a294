import type { Finding } from "../guardrail/finding.ts";

const mostCharacters = 99;

/**
 * An e-mail subject for a finding: ASCII, one line, below 100 characters, and beginning with a letter.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function snsSubject({ severity, title }: Finding): string {
  const line = `${severity.toUpperCase()}: ${title}`
    .normalize("NFKD")
    .replace(/\p{Mark}+/gu, "")
    .replace(/[\s\p{Control}]+/gu, " ")
    .replace(/[^ -~]/gu, "?")
    .trim();
  return line.length <= mostCharacters ? line : `${line.slice(0, mostCharacters - 3)}...`;
}
