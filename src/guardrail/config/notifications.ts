/** Who is told and asked in Slack. */
export interface SlackNotifications {
  /** The id of the channel that findings are told in; with a webhook it decides that by itself. */
  readonly channel: string;
  /** The ids of those who may decide; nobody else can. */
  readonly users: readonly string[];
  /** Channels besides in which a decision counts. */
  readonly channels: readonly string[];
  readonly snoozeHours: number;
}

export interface Notifications {
  readonly slack?: SlackNotifications;
}

export const DEFAULT_SNOOZE_HOURS = 24;
