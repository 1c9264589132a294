/** The values of a Principal element that are left when those that are gone are taken out. */
export interface StorablePrincipals {
  readonly gone: readonly string[];
  /** null: nobody is left. */
  readonly left: unknown;
}

/**
 * Takes out the principals that KMS would refuse as invalid: the unique ids that stand for deleted
 * users and roles, and users and roles that the account does not have.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function storablePrincipals(
  element: unknown,
  isGone: (principal: string) => boolean,
): StorablePrincipals {
  if (typeof element !== "object" || element === null) return { gone: [], left: element ?? null };
  const gone: string[] = [];
  const left: [string, unknown][] = [];
  for (const [type, written] of Object.entries(element)) {
    const values: readonly unknown[] = Array.isArray(written) ? written : [written];
    const kept = values.filter((value) => {
      const out = type === "AWS" && typeof value === "string" && isGone(value);
      if (out) gone.push(value);
      return !out;
    });
    if (kept.length === values.length) left.push([type, written]);
    else if (kept.length > 0) left.push([type, kept]);
  }
  return { gone, left: left.length === 0 ? null : Object.fromEntries(left) };
}
