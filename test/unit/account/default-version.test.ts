import { expect, it } from "vitest";
import { defaultVersion } from "../../../src/account/default-version.ts";
import type { ManagedPolicyDetail } from "../../../src/account/snapshot.ts";

const [v1, v2] = ["v1", "v2"].map((VersionId) => ({ VersionId, Document: {} }));
const flagged = { ...v2, VersionId: "v2", Document: {}, IsDefaultVersion: true };

it.each<readonly [string, Partial<ManagedPolicyDetail>, string | null]>([
  ["by its id", { DefaultVersionId: "v1", PolicyVersionList: [v1, v2] as never }, "v1"],
  ["by its flag", { PolicyVersionList: [v1, flagged] as never }, "v2"],
  [
    "by its id where the flag says another",
    { DefaultVersionId: "v1", PolicyVersionList: [v1, flagged] as never },
    "v1",
  ],
  [
    "by its flag where the id's is not there",
    { DefaultVersionId: "v3", PolicyVersionList: [v1, flagged] as never },
    "v2",
  ],
  ["not by its place", { PolicyVersionList: [v1] as never }, null],
  [
    "not where versions are unreadable",
    { PolicyVersionList: { unreadable: "AccessDenied" } },
    null,
  ],
  ["not where there are none", { DefaultVersionId: "v1" }, null],
])("the version in force is found %s", (_, policy, expected) => {
  expect(defaultVersion(policy)?.VersionId ?? null).toBe(expected);
});
