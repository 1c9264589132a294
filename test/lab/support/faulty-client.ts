import { awsError } from "../../support/run-history.ts";

/** A client of the AWS SDK, as far as its calls can be made to fail. */
interface FaultyClient {
  readonly middlewareStack: {
    add(middleware: never, options: { step: "finalizeRequest"; priority: "low" }): void;
  };
}

/** What becomes of a call: three are told before it reaches anybody, the answer of the fourth is lost. */
const faults = [
  () => awsError("ThrottlingException", "client"),
  () => awsError("AccessDeniedException", "client"),
  () => awsError("InternalServerError", "server"),
  () => awsError("TimeoutError", "server"),
] as const;

/**
 * Lets a share of a client's calls fail, each attempt on its own: the SDK makes most of them again, as it
 * does on AWS.
 */
export function failOften(
  { middlewareStack }: FaultyClient,
  share: number,
  random: () => number,
): void {
  const failing =
    <Args, Result>(next: (args: Args) => Promise<Result>) =>
    async (args: Args): Promise<Result> => {
      if (random() >= share) return next(args);
      const fault = faults[Math.floor(random() * faults.length)] ?? faults[0];
      if (fault === faults[3]) await next(args);
      throw fault();
    };
  // Below the SDK's retries.
  middlewareStack.add(failing as never, { step: "finalizeRequest", priority: "low" });
}
