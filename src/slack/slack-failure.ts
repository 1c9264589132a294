/** Slack did not take what was sent. */
export class SlackFailure extends Error {
  override readonly name = "SlackFailure";
  readonly code = "E_SLACK";
  /** Whether Slack certainly did nothing. */
  readonly isRefused: boolean;

  constructor(message: string, isRefused: boolean, options?: ErrorOptions) {
    super(message, options);
    this.isRefused = isRefused;
  }
}

/** Somebody else is about to post what this depends on: it is tried again later. */
export class SlackBusyError extends Error {
  override readonly name = "SlackBusyError";
  readonly code = "E_SLACK_BUSY";
}
