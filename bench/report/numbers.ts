/** A number as people read it: three digits that count, thousands apart. */
export function readable(number: number): string {
  const digits = number >= 100 ? 0 : number >= 10 ? 1 : 2;
  const rounded = number >= 1000 ? Number(number.toPrecision(3)) : number;
  return rounded.toLocaleString("en-US", { maximumFractionDigits: digits });
}

/** A count, exact. */
export const count = (number: number): string => number.toLocaleString("en-US");

/** How many a second. */
export const perSecond = (times: number, ms: number): number => (times * 1000) / ms;
