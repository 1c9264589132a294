/**
 * Who made the call. Each part may be missing: an AWS service has no ARN, a service event has no
 * type, the copy that a key's owner gets of another account's call has neither ARN nor name.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export interface TrailActor {
  readonly type: string | null;
  readonly arn: string | null;
  /** The role (with its path) or the user behind temporary credentials. */
  readonly sessionIssuerArn: string | null;
  /** The AWS service that made the call on the actor's behalf. */
  readonly invokedBy: string | null;
}

/**
 * What a CloudTrail record says about the call itself, whatever the call was.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export interface TrailEvent {
  readonly eventId: string;
  readonly eventName: string;
  readonly eventSource: string;
  /** ISO 8601, UTC. */
  readonly eventTime: string;
  readonly awsRegion: string;
  readonly recipientAccountId: string;
  readonly actor: TrailActor;
  readonly sourceIPAddress: string | null;
  readonly vpcEndpointId: string | null;
  readonly userAgent: string | null;
  /** Whether the session was authenticated with MFA; null where the record does not tell. */
  readonly mfa: boolean | null;
  readonly fromConsole: boolean;
  readonly requestId: string | null;
  /** The same in both copies of a call across accounts. */
  readonly sharedEventId: string | null;
  readonly principalId: string | null;
  /** The record does not tell the new value: the live resource has to be read. */
  readonly readLive: boolean;
}
