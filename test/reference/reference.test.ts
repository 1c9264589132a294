import { describe, expect, it } from "vitest";
import { readCases } from "../corpus/read-cases.ts";
import { decideReference } from "./decide-reference.ts";

// The reference knows no residual conditions: it decides requests whose whole context is told, and
// those where an incomplete context does not matter.
const decidable = readCases().filter(
  ({ request, expected }) =>
    request.contextComplete || ["allowed", "explicitDeny"].includes(expected.decision),
);
const files = [...new Set(decidable.map(({ file }) => file))];

describe.for(files)("%s", (file) => {
  const cases = decidable.filter((one) => one.file === file);
  it.for(cases.map((one) => [one.name, one] as const))("%s", ([, one]) => {
    const { decision, codes } = decideReference(one.snapshots, one.request);
    expect(decision, codes.join(", ")).toBe(one.expected.decision);
  });
});
