import {
  profilesOf,
  universeOfPaths,
  universeOfPrincipals,
} from "../../src/access/who-can/universe.ts";
import { createCompiler } from "../../src/kms/compiler.ts";
import { classPrincipals } from "../../src/kms/evaluate/classed-principals.ts";
import { evaluatePrincipals } from "../../src/kms/evaluate/evaluate-principals.ts";
import { evaluateTarget } from "../../src/kms/evaluate/evaluate-target.ts";
import { KEY_ACTIONS } from "../../src/kms/kms-vocabulary.ts";
import { prepareTarget } from "../../src/kms/layers/prepared-target.ts";
import { compileContext, NOTHING_TOLD } from "../../src/kms/request/request-facts.ts";
import { keyTarget } from "../../src/kms/request/target.ts";
import { compileWorld, organizationOf, type World } from "../../src/kms/world/world.ts";
import { countActions } from "../../src/policy/action-set.ts";
import { type AnyKind, accountOf } from "../account/account-of.ts";
import type { HostileSize } from "../account/make-hostile-account.ts";
import { region } from "../account/names.ts";
import { type Cost, costOf, peakMiB } from "../measure/cost.ts";

export interface ThroughputJob extends HostileSize {
  readonly measure: "throughput";
  readonly kind: AnyKind;
  /** CPU time to spend after a quarter of it to warm up; at least sixteen keys are evaluated. */
  readonly budgetMs: number;
  /** Every triple for itself instead of once for all principals that a key does not tell apart. */
  readonly oneByOne: boolean;
}

export interface Throughput {
  /** (principal, key, path) triples, each with every action. */
  readonly triples: number;
  readonly decisions: number;
  readonly cost: Cost;
  readonly compile: Cost;
  readonly peakMiB: number;
}

const asItIs = { asIfEnabled: false };

/** Evaluates every principal on one key after the other until the time is spent. */
export function measureThroughput(job: ThroughputJob): Throughput {
  const account = accountOf(job.kind, job);
  const compiled = costOf(() => {
    const world = compileWorld([account], createCompiler());
    return { world, principals: universeOfPrincipals(world) };
  });
  const { world, principals } = compiled.value;
  const profiles = profilesOf(world, principals);
  const classed = classPrincipals(profiles, world.compiler);
  const evaluate = job.oneByOne
    ? (target: ReturnType<typeof prepareTarget>) => {
        for (const profile of profiles) {
          evaluateTarget(target, { profile, sessionPolicies: null, grantId: null }, asItIs);
        }
      }
    : (target: ReturnType<typeof prepareTarget>) => {
        evaluatePrincipals(target, classed, asItIs);
      };
  const paths = universeOfPaths(world, region);
  const request = compileContext(NOTHING_TOLD);
  const spend = (budgetMs: number): number => {
    const started = process.cpuUsage();
    let keys = 0;
    for (const key of spread(world)) {
      const organization = organizationOf(world, key.account);
      for (const path of paths) {
        evaluate(prepareTarget(keyTarget(key, organization, path, request)));
      }
      keys++;
      // Asking for the time takes as long as a triple.
      if (keys % 16 !== 0) continue;
      const { user, system } = process.cpuUsage(started);
      if (user + system > budgetMs * 1000) break;
    }
    return keys;
  };
  spend(job.budgetMs / 4);
  const evaluated = costOf(() => spend(job.budgetMs));
  const triples = evaluated.value * paths.length * profiles.length;
  return {
    triples,
    decisions: triples * countActions(KEY_ACTIONS),
    cost: evaluated.cost,
    compile: compiled.cost,
    peakMiB: peakMiB(),
  };
}

/** The keys of an account in steps, so that neighbours do not follow each other; past the last, from the first again. */
function* spread({
  keys,
}: World): Generator<typeof keys extends ReadonlyMap<string, infer Key> ? Key : never> {
  const list = [...keys.values()];
  for (let step = 0; ; step++) {
    const key = list[(step * 7919) % list.length];
    if (key === undefined) return;
    yield key;
  }
}
