import { it } from "vitest";
import type { Decision } from "../../src/kms/decision.ts";
import type { RequestJson } from "../support/generators/request-arbitrary.ts";
import type { GeneratedWorld } from "../support/generators/world-arbitrary.ts";
import { holdsFor, must } from "./holds-for.ts";
import { runs } from "./runs.ts";
import { eachPair, isDenied, numRuns, told, worlds } from "./theorem.ts";

const anyoneArns = ["role/a-role", "user/a-user"].map(
  (name) => `arn:aws:iam::000011110000:${name}`,
);

/** What is decided for everyone, where it is decided at all, is decided for someone. */
const holdsForSomeone = (everyone: Decision, someone: Decision): boolean => {
  if (everyone.decision === "conditional") return true;
  return everyone.decision === "implicitDeny"
    ? isDenied(someone)
    : everyone.decision === someone.decision;
};

/** Users have a name in aws:username, sessions have none: another key stands in for it. */
const withoutNames = (world: GeneratedWorld): GeneratedWorld =>
  JSON.parse(JSON.stringify(world).replaceAll(/aws:username/gi, "aws:SourceIdentity"));

it(`what is told of everyone holds for anyone whom no policy names, ${runs.told}`, () => {
  holdsFor(worlds.map(withoutNames), numRuns, ({ snapshot, requests }) => {
    const asked = requests.map(({ sessionPolicies: _, ...request }): RequestJson => request);
    const world = { snapshot, requests: asked.map((request) => ({ ...request, principal: "*" })) };
    for (const principal of anyoneArns) {
      const request = (one: RequestJson) => ({ ...one, principal });
      eachPair(world, { request }, (everyone, someone, one) => {
        const holds = holdsForSomeone(everyone, someone);
        must(holds, `it holds for ${principal}`, told(everyone, someone, one));
      });
    }
  });
});
