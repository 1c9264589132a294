import {
  type AdvancedEventSelector,
  type CloudTrailClient,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail,
} from "@aws-sdk/client-cloudtrail";
import { isUnreadable, type Unreadable } from "../../account/snapshot.ts";
import type { TrailFacts, TrailSelectors } from "../../guardrail/watch/doctor.ts";
import { orUnreadable } from "../read/or-unreadable.ts";

/**
 * The trails that are seen in the client's Region, those of the organization and of other Regions included.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
 */
export async function readTrails(
  client: CloudTrailClient,
  region: string,
): Promise<readonly TrailFacts[] | Unreadable> {
  const described = await orUnreadable(client.send(new DescribeTrailsCommand({})));
  if (isUnreadable(described)) return described;
  return Promise.all((described.trailList ?? []).map((trail) => readTrail(client, trail, region)));
}

async function readTrail(
  client: CloudTrailClient,
  { TrailARN, Name = "", HomeRegion, IsMultiRegionTrail }: Trail,
  region: string,
): Promise<TrailFacts> {
  const name = TrailARN ?? Name;
  const [status, selectors] = await Promise.all([
    orUnreadable(client.send(new GetTrailStatusCommand({ Name: name }))),
    orUnreadable(client.send(new GetEventSelectorsCommand({ TrailName: name }))),
  ]);
  return {
    name,
    coversRegion: IsMultiRegionTrail === true || HomeRegion === region,
    isLogging: isUnreadable(status) ? status : status.IsLogging === true,
    selectors: isUnreadable(selectors)
      ? selectors
      : selectorsOf(selectors.EventSelectors ?? [], selectors.AdvancedEventSelectors ?? []),
  };
}

/** Of several selectors one that records the events of KMS is enough. */
export function selectorsOf(
  basic: readonly EventSelector[],
  advanced: readonly AdvancedEventSelector[],
): TrailSelectors {
  const recording = [...basic.flatMap(readBasic), ...advanced.flatMap(readAdvanced)];
  return {
    hasManagementEvents: recording.length > 0,
    excludesKms: recording.length > 0 && recording.every(({ excludesKms }) => excludesKms),
  };
}

type Recording = Pick<TrailSelectors, "excludesKms">;

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html */
function readBasic(selector: EventSelector): readonly Recording[] {
  const { IncludeManagementEvents = true, ReadWriteType = "All" } = selector;
  if (!IncludeManagementEvents || ReadWriteType === "ReadOnly") return [];
  const excluded = selector.ExcludeManagementEventSources ?? [];
  return [{ excludesKms: excluded.includes("kms.amazonaws.com") }];
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html */
function readAdvanced({ FieldSelectors = [] }: AdvancedEventSelector): readonly Recording[] {
  const isOfManagement = FieldSelectors.some(
    ({ Field, Equals }) => Field === "eventCategory" && Equals?.includes("Management") === true,
  );
  const isReadOnly = FieldSelectors.some(
    ({ Field, Equals }) => Field === "readOnly" && Equals?.includes("true") === true,
  );
  if (!isOfManagement || isReadOnly) return [];
  const sources = FieldSelectors.filter(({ Field }) => Field === "eventSource");
  const excludesKms = sources.some(
    ({ Equals, NotEquals }) =>
      NotEquals?.includes("kms.amazonaws.com") === true ||
      (Equals !== undefined && !Equals.includes("kms.amazonaws.com")),
  );
  return [{ excludesKms }];
}
