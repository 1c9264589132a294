import { decideRequest } from "../../src/access/decide/decide-request.ts";
import {
  isRequestError,
  parseRequest,
  type RequestError,
} from "../../src/access/decide/request.ts";
import type { Snapshot } from "../../src/account/snapshot.ts";
import { createCompiler } from "../../src/kms/compiler.ts";
import type { Decision } from "../../src/kms/decision.ts";
import { compileWorld, type World } from "../../src/kms/world/world.ts";
import { decideReference } from "../reference/decide-reference.ts";

/** The snapshots compiled once, for many requests. */
export const worldOf = (...snapshots: readonly unknown[]): World =>
  compileWorld(snapshots as readonly Snapshot[], createCompiler());

/** Decides a request as JSON in a compiled world. */
export const decideIn = (world: World, request: unknown): Decision | RequestError => {
  const parsed = parseRequest(request);
  return isRequestError(parsed) ? parsed : decideRequest(world, parsed);
};

/** The decision as one word; `error` for a request that cannot be decided. */
export const wordOf = (decision: Decision | RequestError): string =>
  isRequestError(decision) ? "error" : decision.decision;

/** What the reference says: a decision, or `error`. */
export const referenceWord = (snapshots: readonly unknown[], request: unknown): string => {
  try {
    return decideReference([...snapshots], request).decision;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("E_")) return "error";
    throw error;
  }
};

/** Whether core and reference differ; what they say, or null. */
export const differenceOf = (
  snapshots: readonly unknown[],
  request: unknown,
): { readonly core: string; readonly reference: string } | null => {
  const core = wordOf(decideIn(worldOf(...snapshots), request));
  const reference = referenceWord(snapshots, request);
  return core === reference ? null : { core, reference };
};
