import { setTimeout as sleep } from "node:timers/promises";
import type { Lab } from "../../../lab/start-lab.ts";
import type { DeliveryFault, ErrorFault } from "../../../lab/tap/faults/fault-book.ts";
import type { CloudTrailRecord } from "../../../lab/tap/records/make-record.ts";

/** What the tap can be told and asked. */
export interface TapControl {
  records(): Promise<readonly CloudTrailRecord[]>;
  /** The record of a call, once it is there. */
  waitForRecord(eventName: string, containing: string): Promise<CloudTrailRecord>;
  publish(record: object): Promise<void>;
  addError(fault: ErrorFault): Promise<void>;
  /** Ends the errors that were added with this `containing`. */
  removeErrors(containing: string): Promise<void>;
  addDelivery(fault: DeliveryFault): Promise<void>;
}

const patienceMilliseconds = 30_000;

export function tapControl({ endpoint }: Lab): TapControl {
  const send = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(new URL(`/_lab/${path}`, endpoint), {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return answer.json();
  };
  const records = async () => (await send("GET", "records")) as readonly CloudTrailRecord[];
  return {
    records,
    waitForRecord: async (eventName, containing) => {
      const end = Date.now() + patienceMilliseconds;
      while (Date.now() < end) {
        const found = (await records()).findLast(
          (record) => record.eventName === eventName && JSON.stringify(record).includes(containing),
        );
        if (found !== undefined) return found;
        await sleep(20);
      }
      throw new Error(`no record of ${eventName} with \`${containing}\``);
    },
    publish: async (record) => {
      await send("POST", "records", record);
    },
    addError: async (fault) => {
      await send("POST", "errors", fault);
    },
    removeErrors: async (containing) => {
      await send("DELETE", "errors", { containing });
    },
    addDelivery: async (fault) => {
      await send("POST", "deliveries", fault);
    },
  };
}
