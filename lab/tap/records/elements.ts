import type { JsonObject } from "../json.ts";

/** What a record says of one call, besides who made it, when and how. */
export interface RecordElements {
  readonly requestParameters: JsonObject | null;
  readonly responseElements: JsonObject | null;
  readonly resources?: readonly RecordResource[];
  readonly additionalEventData?: JsonObject;
}

export interface RecordResource {
  readonly accountId: string;
  readonly type: string;
  readonly ARN: string;
}
