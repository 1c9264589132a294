import type { Snapshot, VpcEndpoint } from "../account/snapshot.ts";
import { isKmsService } from "../kms/request/request-path.ts";
import { pathThrough, type World } from "../kms/world/world.ts";
import { known } from "../policy/fact.ts";
import { compareEndpoint, type EndpointReach } from "./compare-endpoint.ts";
import type { ComparedPair } from "./compared-pair.ts";
import { doorOf, type EndpointDoor, OWNER_AMAZON } from "./endpoint-door.ts";
import type { Probe } from "./evaluate-probe.ts";
import { mayUseForeignKey } from "./foreign-key-use.ts";
import { type Insiders, insidersOf } from "./insiders.ts";
import type { DoorInput } from "./passing-requests.ts";

/** An endpoint on both sides of an event; null: it is not there. */
export interface EndpointSides {
  readonly via: string;
  readonly before: VpcEndpoint | null;
  readonly after: VpcEndpoint | null;
}

/** What the perimeter is seen from: the snapshot that holds the endpoint, and what is known of accounts. */
export interface PerimeterView {
  readonly world: World;
  readonly snapshot: Snapshot;
  readonly trustedAccounts: readonly string[];
}

/** What an event did to the perimeter at one endpoint. */
export interface JudgedEndpoint extends EndpointSides {
  readonly serviceName: string;
  readonly insiders: Insiders;
  readonly doors: { readonly before: EndpointDoor; readonly after: EndpointDoor };
  readonly changes: readonly ComparedPair[];
  readonly reach: EndpointReach;
  readonly input: DoorInput;
}

/** An endpoint service that nobody told. */
const UNKNOWN_SERVICE = "unknown";

/** Judges what passes an endpoint on both sides of an event. */
export function judgeEndpoint(sides: EndpointSides, view: PerimeterView): JudgedEndpoint {
  const { via, before, after } = sides;
  const { world, snapshot, trustedAccounts } = view;
  const insiders = insidersOf(world, snapshot, trustedAccounts);
  const doors = { before: doorOf(before, snapshot), after: doorOf(after, snapshot) };
  const endpoint = after ?? before;
  const serviceName = endpoint?.ServiceName ?? UNKNOWN_SERVICE;
  const path = endpoint === null ? null : pathThrough(world, endpoint);
  const input: DoorInput = {
    serviceName,
    before: doors.before,
    after: doors.after,
    insiders,
    snapshots: world.snapshots,
    path: (contextKey) =>
      contextKey === "aws:requestedregion"
        ? known(snapshot.region)
        : (path?.fact(contextKey) ?? null),
    // https://docs.aws.amazon.com/kms/latest/APIReference/Welcome.html: KMS requests must be signed.
    takesUnsigned: !isKmsService(serviceName),
    mayUse: isKmsService(serviceName) ? (probe) => mayUseKey(probe, world) : () => true,
  };
  const compared = compareEndpoint(via, input);
  return {
    ...sides,
    serviceName,
    insiders,
    doors,
    input,
    changes: [...privateServiceChanges(via, doors, insiders), ...compared.changes],
    reach: compared.after,
  };
}

/** Of whoever no policy names nothing is known, and of the account's own keys their policies decide. */
function mayUseKey({ principal, resource }: Probe, world: World): boolean {
  const { arn, account } = principal.principal;
  if (arn === null || principal.who !== "account" || resource.account === account) return true;
  return mayUseForeignKey(world, arn, resource.arn);
}

/**
 * A service that somebody else runs, reached by PrivateLink: whatever the account sends it leaves the
 * account, and no policy stands between.
 */
function privateServiceChanges(
  via: string,
  doors: JudgedEndpoint["doors"],
  { account, members, trusted }: Insiders,
): readonly ComparedPair[] {
  const leads = (door: EndpointDoor) =>
    door.kind === "unsupported" &&
    ![OWNER_AMAZON, account, ...members, ...trusted].includes(door.serviceOwner);
  const [was, is] = [leads(doors.before), leads(doors.after)];
  if (was === is) return [];
  return [
    {
      change: is ? "gained" : "lost",
      via,
      who: "account",
      resources: "anyone",
      because: [],
      onlyReads: false,
      onlyFederated: false,
      isLimitedByIam: false,
      foreignAccounts: [],
    },
  ];
}
