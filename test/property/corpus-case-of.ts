import { accountSchema } from "../corpus/case-schema.ts";
import { differenceOf } from "./decide-both.ts";
import { shrinkJson } from "./shrink-json.ts";

interface Found {
  readonly account: unknown;
  readonly request: unknown;
}

/** A difference shrunk to a case in the corpus's own form; its decision is the reference's, to be judged. */
export const corpusCaseOf = (account: unknown, request: unknown): Record<string, unknown> => {
  const first = differenceOf([account], request);
  const isSame = (found: Found): boolean => {
    if (!accountSchema.safeParse(found.account).success) return false;
    try {
      const difference = differenceOf([found.account], found.request);
      return difference?.core === first?.core && difference?.reference === first?.reference;
    } catch {
      return false;
    }
  };
  const smallest = isSame({ account, request })
    ? shrinkJson<Found>({ account, request }, isSame)
    : { account, request };
  return {
    name: `the core says ${first?.core}, the reference ${first?.reference}`,
    source: "https://docs.aws.amazon.com/",
    ...smallest,
    expected: { decision: first?.reference },
  };
};
