import { decideRequest } from "../../src/access/decide/decide-request.ts";
import {
  isRequestError,
  parseRequest,
  type RequestError,
} from "../../src/access/decide/request.ts";
import type { Snapshot } from "../../src/account/snapshot.ts";
import { createCompiler } from "../../src/kms/compiler.ts";
import type { Decision } from "../../src/kms/decision.ts";
import { compileWorld } from "../../src/kms/world/world.ts";

/** Decides one request as JSON on snapshots as JSON, as `check` does. */
export function decideJson(
  snapshots: readonly unknown[],
  request: unknown,
): Decision | RequestError {
  const parsed = parseRequest(request);
  if (isRequestError(parsed)) return parsed;
  return decideRequest(compileWorld(snapshots as readonly Snapshot[], createCompiler()), parsed);
}
