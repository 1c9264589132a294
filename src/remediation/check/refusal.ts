/** Why a plan is not carried out. */
export interface Refusal {
  readonly code: /** KMS or EC2 would not take the document. */
    | "unstorable"
    /** The key's state does not let the call through. */
    | "keyState"
    /** The guardrail's principal may not make the call, or nobody can tell whether it may. */
    | "callerDenied"
    /** The plan does not bring back the access of before. */
    | "notCancelled"
    /** The plan gives somebody access that the event did not take. */
    | "wouldGrant"
    /** Nobody, or not the guardrail, could manage the key afterwards. */
    | "lockout";
  readonly text: string;
}
