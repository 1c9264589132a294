// Characters that came from a policy variable are literal: they are kept apart from wildcards.
const literalStar = "\uE000";
const literalMark = "\uE001";

export const asLiteral = (value: string): string =>
  value.replaceAll("*", literalStar).replaceAll("?", literalMark);

export const plain = (pattern: string): string =>
  pattern.replaceAll(literalStar, "*").replaceAll(literalMark, "?");

/** `*` any length, `?` exactly one character (IAM reference_policies_elements_condition_operators). */
export const matchGlob = (pattern: string, value: string): boolean => {
  const source = [...pattern].map((character) => {
    if (character === "*") return "[^]*";
    return character === "?" ? "[^]" : plain(character).replace(/[\\^$.|?*+()[\]{}]/, "\\$&");
  });
  return new RegExp(`^${source.join("")}$`, "u").test(value);
};

const segments = (arn: string): string[] => {
  const parts = arn.split(":");
  return parts.length < 6 ? [] : [...parts.slice(0, 5), parts.slice(5).join(":")];
};

/** Six segments compared one by one: a `*` crosses a colon only in the last one. */
export const matchArn = (pattern: string, value: string): boolean => {
  const wanted = segments(pattern === "*" ? "*:*:*:*:*:*" : pattern);
  const actual = segments(value);
  return (
    wanted.length > 0 &&
    actual.length > 0 &&
    wanted.every((part, index) => matchGlob(part, actual[index] ?? ""))
  );
};

/** IAM reference_policies_elements_resource: a `*` that ends its segment goes on beyond the colon. */
export const matchBeyondSegments = (pattern: string, value: string): boolean => {
  const source = [...pattern].map((character, index) => {
    const endsSegment = [undefined, ":"].includes([...pattern][index + 1]);
    if (character === "*") return endsSegment ? "[^]*" : "[^:]*";
    return character === "?" ? "[^:]" : plain(character).replace(/[\\^$.|?*+()[\]{}]/, "\\$&");
  });
  return pattern.startsWith("arn:") && new RegExp(`^${source.join("")}$`, "u").test(value);
};

export const toNumber = (value: string): number =>
  /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value.trim()) ? Number(value) : Number.NaN;

/** Seconds since the epoch of an ISO 8601 date or of epoch seconds. */
export const toSeconds = (value: string): number => {
  if (!Number.isNaN(toNumber(value))) return Number(value);
  return /^\d{4}-\d{2}(-\d{2})?/.test(value) ? Date.parse(value) / 1000 : Number.NaN;
};

type Address = { bits: 32 | 128; value: bigint };

const parseV4 = (value: string): bigint | undefined => {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(value)) return undefined;
  const parts = value.split(".").map(Number);
  return parts.some((part) => part > 255)
    ? undefined
    : parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
};

const parseV6 = (value: string): bigint | undefined => {
  const [head = "", tail, more] = value.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = 8 - left.length - right.length;
  if (more !== undefined || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => "0"), ...right];
  return groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))
    ? groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n)
    : undefined;
};

const parseAddress = (value: string): Address | undefined => {
  const v4 = parseV4(value);
  if (v4 !== undefined) return { bits: 32, value: v4 };
  const v6 = value.includes(":") ? parseV6(value) : undefined;
  return v6 === undefined ? undefined : { bits: 128, value: v6 };
};

/** Is the address in the CIDR range; a range without a length is one address. */
export const inRange = (range: string, value: string): boolean => {
  const [base = "", length] = range.split("/");
  const network = parseAddress(base);
  const address = parseAddress(value);
  if (network === undefined || address === undefined || network.bits !== address.bits) return false;
  const size = length === undefined ? network.bits : toNumber(length);
  if (!(size >= 0 && size <= network.bits)) return false;
  const shift = BigInt(network.bits - size);
  return network.value >> shift === address.value >> shift;
};
