import type { RequestPrincipal } from "../../policy/principal.ts";
import type { IdentityPolicies } from "../request/principal-profile.ts";

/** A principal of which nothing but what is given is known. */
export function makePrincipal(
  kind: RequestPrincipal["kind"],
  id: string,
  account: string | null,
  rest: Partial<RequestPrincipal> = {},
): RequestPrincipal {
  return {
    kind,
    id,
    account,
    arn: null,
    sessionArn: null,
    uniqueId: null,
    hasBoundary: false,
    ...rest,
  };
}

/** Identity policies of which nobody told; the text says whose. */
export function unknownIdentity(text: string): IdentityPolicies {
  return { kind: "unknown", unknown: { code: "identityPoliciesUnknown", text } };
}
