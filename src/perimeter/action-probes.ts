import { makeVocabulary, type Vocabulary } from "../policy/vocabulary.ts";
import type { PolicyWords } from "./policy-words.ts";

/** The actions of a vocabulary are a bit set of 64. */
const MOST_ACTIONS = 60;

/** What IAM calls the actions of a service whose endpoint's name ends otherwise. */
const PREFIX_OF_LABEL: Readonly<Record<string, string>> = {
  monitoring: "cloudwatch",
  "kms-fips": "kms",
  "sts-fips": "sts",
  s3express: "s3express",
  "email-smtp": "ses",
};

/**
 * Requests can be told apart by the actions that policies name: one action stands for each pattern,
 * and one for all that no pattern names. In groups of at most as many as a vocabulary holds.
 */
export function actionProbes(words: PolicyWords, serviceName: string): readonly Vocabulary[] {
  const names = new Map<string, string>();
  const add = (name: string) => names.set(name.toLowerCase(), name);
  const prefixes = new Set([servicePrefix(serviceName)]);
  for (const pattern of words.actions) {
    const [prefix = "", name = ""] = pattern.split(":");
    if (name === "") continue;
    if (!/[*?]/.test(prefix)) prefixes.add(prefix.toLowerCase());
    if (name !== "*") add(instanceOf(pattern));
  }
  for (const prefix of prefixes) add(`${prefix}:${UNNAMED_ACTION}`);
  if (words.hasFederated) for (const name of FEDERATED_ACTIONS) add(name);
  const all = [...names.values()];
  const groups: Vocabulary[] = [];
  for (let start = 0; start < all.length; start += MOST_ACTIONS) {
    groups.push(makeVocabulary(all.slice(start, start + MOST_ACTIONS), () => null));
  }
  return groups;
}

const UNNAMED_ACTION = "OperationThatNoPolicyNames";

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html: called without credentials of AWS. */
export const FEDERATED_ACTIONS: readonly string[] = [
  "sts:AssumeRoleWithSAML",
  "sts:AssumeRoleWithWebIdentity",
];

/** An action that a pattern names, and that narrower patterns do not. */
function instanceOf(pattern: string): string {
  return pattern.replaceAll("*", "Any").replaceAll("?", "x");
}

/** The prefix of a service's actions by the name of its endpoint service. */
function servicePrefix(serviceName: string): string {
  const labels = serviceName.split(".").slice(3);
  const label = labels[0] ?? serviceName;
  return PREFIX_OF_LABEL[label] ?? label;
}

/** Whether an action only reads, by its name. */
export function isRead(action: string): boolean {
  return /:(Get|List|Describe|Head|BatchGet|Query|Scan|Download|Search)/.test(action);
}
