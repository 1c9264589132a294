/**
 * The rules that every deployed guardrail has, by what follows the stack's name and a hyphen: what it hears by, and what
 * wakes it. Whoever deletes one leaves no other sign of it.
 */
export const stackRules: readonly string[] = [
  "kms-key",
  "vpc-endpoint",
  "iam",
  "organizations",
  "tampering-delivery",
  "tampering-data",
  "deployed",
  "sweep",
  "canary",
  "doctor",
];
