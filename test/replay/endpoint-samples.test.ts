import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readEventText } from "../../src/cloudtrail/unwrap/read-event-text.ts";
import { DEFAULT_CONFIG } from "../../src/guardrail/config/config.ts";
import { createCompiler } from "../../src/kms/compiler.ts";
import { judgeAndPlan } from "../../src/remediation/judge-and-plan.ts";
import { judgeSamples, readSamples } from "../support/samples.ts";

const samples = readSamples().filter(
  ({ file, eventName }) => eventName.includes("VpcEndpoint") && !file.startsWith("story/"),
);
const judged = judgeSamples(samples);

describe("the samples of VPC endpoints", () => {
  it("are of every call and of every part that ModifyVpcEndpoint changes", () => {
    expect(new Set(samples.map(({ eventName }) => eventName))).toEqual(
      new Set(["CreateVpcEndpoint", "ModifyVpcEndpoint", "DeleteVpcEndpoints"]),
    );
    const touched = judged.flatMap((one) =>
      "changes" in one.judged ? one.judged.changes.flatMap((change) => Object.keys(change)) : [],
    );
    expect(touched).toEqual(
      expect.arrayContaining([
        ...["policyDocument", "privateDnsEnabled", "addSubnetIds", "removeSubnetIds"],
        ...["addSecurityGroupIds", "removeSecurityGroupIds", "addRouteTableIds"],
        "removeRouteTableIds",
      ]),
    );
  });

  it.each(samples.filter(({ causes }) => causes.outcome === "finding"))(
    "$file can be undone, or has a reason why not",
    ({ file }) => {
      const text = readFileSync(new URL(`../../events/${file}`, import.meta.url), "utf8");
      const [event] = readEventText(text, file).records;
      const found = judged.find(({ sample }) => sample.file === file);
      const config = { ...DEFAULT_CONFIG, mode: "approve" } as const;
      const planned = judgeAndPlan(found?.before ?? [], event?.record, {
        config,
        compiler: createCompiler(),
      });
      expect(planned.outcome).toBe("finding");
      if (planned.outcome !== "finding") return;
      const { calls, refusedBecause } = planned.finding.remediation;
      expect(calls.length > 0 || refusedBecause !== null).toBe(true);
    },
  );
});
