import { isUnreadable } from "../../account/snapshot.ts";
import type { JudgeOptions } from "../judge/judge-record.ts";
import type { LiveReader } from "../ports.ts";
import type { LookedResource, LookMessage } from "./look.ts";
import type { LiveRead } from "./reconcile.ts";
import { type ReadingPorts, type TakenReading, takeReading } from "./take-reading.ts";

export interface LookPorts extends ReadingPorts {
  readonly reader: LiveReader;
}

/**
 * Looks at a part of the live account, once more or for the first time. It says something only where
 * AWS does not show what the state tells and no event can explain it any more.
 */
export async function handleLook(
  look: LookMessage,
  ports: LookPorts,
  options: JudgeOptions,
): Promise<TakenReading> {
  const read = await readResource(look.resource, ports.reader);
  return takeReading({ read, look }, ports, options);
}

/** What cannot be read is left out: the next sweep tells it. */
async function readResource(resource: LookedResource, reader: LiveReader): Promise<LiveRead> {
  switch (resource.kind) {
    case "key": {
      const { keyArn } = resource;
      return { keys: new Map([[keyArn, await reader.readKey(keyArn)]]) };
    }
    case "endpoints": {
      const endpoints = await reader.readEndpoints();
      return isUnreadable(endpoints) ? {} : { endpoints };
    }
    case "inventory": {
      const details = await reader.readAuthorizationDetails();
      return isUnreadable(details) ? {} : { details };
    }
  }
}
