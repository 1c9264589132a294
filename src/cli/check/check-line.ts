import { decideRequest } from "../../access/decide/decide-request.ts";
import { isRequestError, parseRequest, type RequestError } from "../../access/decide/request.ts";
import { isObject } from "../../account/parse/check-json.ts";
import type { Decision } from "../../kms/decision.ts";
import type { World } from "../../kms/world/world.ts";
import { parseJsonText } from "../input/parse-json-text.ts";
import type { WorldOf } from "./world-cache.ts";

/** What became of one line of requests. */
export interface CheckedLine {
  /** As the request gave it; null when it gave none. */
  readonly id: unknown;
  readonly result: Decision | RequestError;
  /** The decision that the request expects. */
  readonly expect: string | null;
  /** It met a fault of ours. */
  readonly isFaulty?: true;
}

export interface LinePlace {
  readonly file: string;
  readonly line: number;
}

/** Decides the request of one line; `world` is that of `--account`, null without. */
export function checkLine(
  text: string,
  world: World | null,
  worldOf: WorldOf,
  place: LinePlace,
): CheckedLine {
  const parsed = parseJsonText(text, place.file);
  if ("fault" in parsed) return failed(null, "E_REQUEST_JSON", parsed.fault.message);
  const { json } = parsed;
  const id = isObject(json) ? (json["id"] ?? null) : null;
  const request = parseRequest(json);
  if (isRequestError(request)) return { id, result: request, expect: null };
  const own = isObject(json) ? json["account"] : undefined;
  const isOwn = own !== undefined && own !== null;
  const found = isOwn ? worldOf(own, place.file, place.line) : world;
  if (found === null) {
    return failed(id, "E_ACCOUNT_MISSING", "neither `--account` nor the request gives an account");
  }
  if (isRequestError(found)) return { id, result: found, expect: null };
  try {
    return { id, result: decideRequest(found, request), expect: request.expect };
  } catch (error) {
    // One request that meets a fault of ours does not take the others with it.
    const message = `fault of kms-guardrail: ${error instanceof Error ? error.message : String(error)}`;
    return { ...failed(id, "E_INTERNAL", message), isFaulty: true };
  }
}

function failed(id: unknown, code: string, message: string): CheckedLine {
  return { id, result: { code, message }, expect: null };
}
