import { expect, it } from "vitest";
import type { Decision } from "../../src/kms/decision.ts";
import { Tally } from "./decision-tally.ts";
import { holdsFor, must } from "./holds-for.ts";
import { runs } from "./runs.ts";
import { worldsOfAnyone } from "./statements-of-anyone.ts";
import { holdsForStranger, strangers, withStrangers } from "./strangers.ts";
import { eachPair, isDenied, numRuns, told } from "./theorem.ts";

const anyoneArns = ["role/a-role", "user/a-user", "role/path/b-role"].map(
  (name) => `arn:aws:iam::000011110000:${name}`,
);

/** What is decided for everyone, where it is decided at all, is decided for someone. */
const holdsForSomeone = (everyone: Decision, someone: Decision): boolean => {
  if (everyone.decision === "conditional") return true;
  return everyone.decision === "implicitDeny"
    ? isDenied(someone)
    : everyone.decision === someone.decision;
};

it(`what is told of everyone holds for anyone whom no policy names, ${runs.told}`, () => {
  const words = new Tally();
  holdsFor(worldsOfAnyone, numRuns, ({ snapshot, requests }) => {
    const world = {
      snapshot,
      requests: requests.map((request) => ({ ...request, principal: "*" })),
    };
    for (const principal of anyoneArns) {
      const request = (one: (typeof requests)[number]) => ({ ...one, principal });
      eachPair(world, { request }, (everyone, someone, one) => {
        words.add([everyone.decision]);
        const holds = holdsForSomeone(everyone, someone);
        must(holds, `it holds for ${principal}`, told(everyone, someone, one));
      });
    }
  });
  // Were nothing said of anyone, the law would prove nothing. Nobody is simply allowed: IAM of the other account has to allow as well.
  for (const word of ["explicitDeny", "implicitDeny", "conditional"]) {
    expect.soft(words.share(word), word).toBeGreaterThan(0.02);
  }
});

it(`what is told of everyone, with someone's name and IAM filled in, is decided as for them, ${runs.told}`, () => {
  const words = new Tally();
  holdsFor(worldsOfAnyone, numRuns, ({ snapshot, requests }) => {
    const world = {
      snapshot,
      requests: requests.map((request) => ({ ...request, principal: "*" })),
    };
    for (const stranger of strangers) {
      for (const allowed of [true, false]) {
        const change = {
          snapshot: (before: typeof snapshot) => withStrangers(before, allowed),
          request: (one: (typeof requests)[number]) => ({ ...one, principal: stranger.principal }),
        };
        eachPair(world, change, (everyone, someone, one) => {
          if (everyone.condition === null || someone.decision === "conditional") return;
          const filled = holdsForStranger(everyone.condition, stranger, allowed);
          words.add([String(filled)]);
          const holds = filled === (someone.decision === "allowed");
          must(holds, `it holds for ${stranger.principal}`, told(everyone, someone, one));
        });
      }
    }
  });
  for (const word of ["true", "false"]) expect.soft(words.share(word), word).toBeGreaterThan(0.05);
});
