/** A call that hangs is given up in time for another, so that it does not use up the invocation. */
const requestHandler = {
  connectionTimeout: 3_000,
  requestTimeout: 10_000,
  throwOnRequestTimeout: true,
};

export const calling = { maxAttempts: 5, requestHandler } as const;
/** Reads back off together when AWS throttles them. */
export const reading = { ...calling, retryMode: "adaptive" } as const;
