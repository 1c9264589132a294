/**
 * One of the guardrail's events that cannot be understood. Thrown by a handler, so that Lambda puts
 * the event, with this reason, where the events lie that could not be handled.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export class RefusedEventError extends Error {
  override readonly name = "RefusedEventError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}
