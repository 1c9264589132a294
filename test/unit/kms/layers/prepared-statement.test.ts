import { describe, expect, it } from "vitest";
import type { Layer } from "../../../../src/kms/decision.ts";
import { inLayer } from "../../../../src/kms/layers/prepared-statement.ts";
import { known } from "../../../../src/policy/fact.ts";

const facts = () => known("alpha");
const without: readonly Layer[] = ["key-policy", "resource-control-policy", "vpc-endpoint-policy"];
const ofTheKey = ["aws:resourcetag/team", "kms:resourcetag/team", "kms:resourcealiases"];

// https://docs.aws.amazon.com/kms/latest/developerguide/abac.html
describe("tags and aliases of the key as conditions", () => {
  it.each(without)("are not documented in a %s", (layer) => {
    for (const contextKey of ofTheKey) {
      expect(inLayer(facts, layer)(contextKey)).toMatchObject({
        kind: "undocumented",
        code: "resourceAbacUnsupported",
      });
    }
    for (const contextKey of ["aws:principaltag/team", "aws:requesttag/team", "kms:keyspec"]) {
      expect(inLayer(facts, layer)(contextKey)).toEqual(known("alpha"));
    }
  });

  it("are what they are in policies of principals", () => {
    for (const contextKey of ofTheKey) {
      expect(inLayer(facts, "identity-policy")(contextKey)).toEqual(known("alpha"));
    }
  });
});
