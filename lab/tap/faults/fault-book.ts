import type { Call } from "../call.ts";
import type { CloudTrailRecord } from "../records/make-record.ts";
import type { ServiceError } from "../service-error.ts";
import { type ErrorName, namedError } from "./named-error.ts";

/** Makes calls fail before they reach anybody. */
export interface ErrorFault {
  readonly error: ErrorName | ServiceError;
  readonly service?: string;
  readonly operation?: string;
  /** What the request's body must contain, as in a key's id. */
  readonly containing?: string;
  /** How many calls fail; without it all do. */
  readonly times?: number;
}

/** Delivers records otherwise than once, at once and in order. */
export interface DeliveryFault {
  readonly delivery: Delivery;
  readonly eventName?: string;
  readonly containing?: string;
  readonly times?: number;
}

export type Delivery =
  | { readonly kind: "drop" }
  | { readonly kind: "delay"; readonly milliseconds: number }
  | { readonly kind: "duplicate"; readonly copies: number }
  /** Keeps records back until there are so many, then delivers the last first. */
  | { readonly kind: "reverse"; readonly count: number };

/** The faults that are wanted now. */
export interface FaultBook {
  addError(fault: ErrorFault): void;
  addDelivery(fault: DeliveryFault): void;
  /** Ends the errors of calls that contain this. */
  removeErrors(containing: string): void;
  clear(): void;
  errorOf(call: Call, body: string): ServiceError | undefined;
  deliveryOf(record: CloudTrailRecord): Delivery | undefined;
}

export function makeFaultBook(): FaultBook {
  const errors = makeFaultList<ErrorFault>();
  const deliveries = makeFaultList<DeliveryFault>();
  return {
    addError: errors.add,
    addDelivery: deliveries.add,
    removeErrors: (containing) => errors.remove((fault) => fault.containing === containing),
    clear: () => {
      errors.clear();
      deliveries.clear();
    },
    errorOf: (call, body) => {
      const fault = errors.take(
        ({ service, operation, containing }) =>
          isWanted(service, call.service) &&
          isWanted(operation, call.operation) &&
          (containing === undefined || body.includes(containing)),
      );
      if (fault === undefined) return undefined;
      const { error } = fault;
      return typeof error === "string" ? namedError(error, call) : error;
    },
    deliveryOf: (record) => {
      const fault = deliveries.take(
        ({ eventName, containing }) =>
          isWanted(eventName, record.eventName) &&
          (containing === undefined || JSON.stringify(record).includes(containing)),
      );
      return fault?.delivery;
    },
  };
}

interface FaultList<F> {
  add(fault: F): void;
  remove(fits: (fault: F) => boolean): void;
  clear(): void;
  /** The first fault that fits, used up once. */
  take(fits: (fault: F) => boolean): F | undefined;
}

function makeFaultList<F extends { readonly times?: number }>(): FaultList<F> {
  const faults: { readonly fault: F; left: number }[] = [];
  return {
    add: (fault) => {
      faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    remove: (fits) => {
      for (const one of faults) if (fits(one.fault)) one.left = 0;
    },
    clear: () => {
      faults.length = 0;
    },
    take: (fits) => {
      const found = faults.find(({ fault, left }) => left > 0 && fits(fault));
      if (found !== undefined) found.left -= 1;
      return found?.fault;
    },
  };
}

function isWanted(wanted: string | undefined, value: string): boolean {
  return wanted === undefined || wanted === value;
}
