/** The account and Region that a guardrail judges. */
export interface Home {
  readonly account: string;
  readonly region: string;
}
