/** What is neither true nor false, with the codes of what is not known. */
export type Unknown = { readonly codes: readonly string[] };
export type Truth = boolean | Unknown;

export const unknown = (...codes: string[]): Unknown => ({ codes });

export const isUnknown = (value: unknown): value is Unknown =>
  typeof value === "object" && value !== null && "codes" in value;

const merged = (truths: readonly Truth[]): Unknown =>
  unknown(...new Set(truths.flatMap((truth) => (isUnknown(truth) ? truth.codes : []))));

export const and = (...truths: readonly Truth[]): Truth => {
  if (truths.includes(false)) return false;
  return truths.some(isUnknown) ? merged(truths) : true;
};

export const or = (...truths: readonly Truth[]): Truth => {
  if (truths.includes(true)) return true;
  return truths.some(isUnknown) ? merged(truths) : false;
};

export const not = (truth: Truth): Truth => (isUnknown(truth) ? truth : !truth);
