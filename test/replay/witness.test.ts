import { describe, expect, it } from "vitest";
import type { AccessChange } from "../../src/access/compare/access-change.ts";
import { decideRequest } from "../../src/access/decide/decide-request.ts";
import { isRequestError, parseRequest } from "../../src/access/decide/request.ts";
import type { Snapshot } from "../../src/account/snapshot.ts";
import { createCompiler } from "../../src/kms/compiler.ts";
import { compileWorld, type World } from "../../src/kms/world/world.ts";
import { judgeSamples } from "../support/samples.ts";

const compiler = createCompiler();

/** The witness as `check` decides it, with a complete context. */
function decide(world: World, change: AccessChange): string {
  const { witness } = change;
  const request = parseRequest({
    principal: change.principal,
    action: witness?.action,
    key: change.key,
    via: change.via,
    context: witness?.context,
    contextComplete: true,
  });
  if (isRequestError(request)) return request.code;
  const decision = decideRequest(world, request);
  return isRequestError(decision) ? decision.code : decision.decision;
}

/** A key that is not Enabled is compared as if it were, except by events that change its state. */
function enabled(snapshots: readonly Snapshot[]): readonly Snapshot[] {
  return snapshots.map((snapshot) => ({
    ...snapshot,
    keys: Array.isArray(snapshot.keys)
      ? snapshot.keys.map((key) => ({ ...key, metadata: { ...key.metadata, KeyState: "Enabled" } }))
      : snapshot.keys,
  }));
}

const denied = (decision: string) =>
  decision === "explicitDeny" || decision === "implicitDeny" || decision === "E_KEY_UNKNOWN";

describe("every access change carries a request whose decision differs", () => {
  const findings = judgeSamples().flatMap((one) =>
    one.judged.outcome === "finding" && one.judged.finding.accessChanges.length > 0
      ? [{ ...one, judged: one.judged }]
      : [],
  );

  it.each(findings.map((one) => ({ file: one.sample.file, one })))("$file", ({ one }) => {
    const byState = one.judged.changes.some((change) => change.kind === "key-state-set");
    const worldOf = (snapshots: readonly Snapshot[]) =>
      compileWorld(byState ? snapshots : enabled(snapshots), compiler);
    const [before, after] = [worldOf(one.before), worldOf(one.after)];
    // `check` knows nothing of an endpoint that is not there yet: its policy is unknown, not denying.
    const newEndpoints = one.judged.changes.flatMap((change) =>
      change.kind === "endpoint-created" ? [change.endpoint.VpcEndpointId] : [],
    );
    for (const change of one.judged.finding.accessChanges) {
      const told = { ...change, before: decide(before, change), after: decide(after, change) };
      const gains = change.change === "gained" || change.change === "widened";
      const [closed, open] = gains ? [told.before, told.after] : [told.after, told.before];
      // Nor does it know anything of a key in a Region that no snapshot described before.
      const isNew =
        (change.via !== null && newEndpoints.includes(change.via)) ||
        (change.key !== null &&
          !one.before.some(({ region }) => region === change.key?.split(":")[3]));
      expect(denied(open), `${JSON.stringify(told)} is not denied where access is`).toBe(false);
      if (!isNew)
        expect(denied(closed), `${JSON.stringify(told)} is denied where access is not`).toBe(true);
    }
  });
});
