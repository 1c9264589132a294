import { matchArn } from "./arn-pattern.ts";
import { matchGlob } from "./glob.ts";
import { matchIpRange } from "./ip-range.ts";
import { hasProtected, literalInPattern, unprotect } from "./policy-variable.ts";

/**
 * Whether one value of the request matches one value of the policy under an operator's positive
 * sense (`StringNotLike` is asked as `StringLike`; the caller negates). A value that the operator
 * cannot read matches nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function matchValue(base: string, pattern: string, value: string): boolean {
  switch (base) {
    case "StringEquals":
    case "StringNotEquals":
      return unprotect(pattern) === value;
    case "StringEqualsIgnoreCase":
    case "StringNotEqualsIgnoreCase":
      return unprotect(pattern).toLowerCase() === value.toLowerCase();
    case "StringLike":
    case "StringNotLike":
      return hasProtected(pattern)
        ? matchGlob(pattern, literalInPattern(value))
        : matchGlob(pattern, value);
    case "ArnEquals":
    case "ArnLike":
    case "ArnNotEquals":
    case "ArnNotLike":
      return hasProtected(pattern)
        ? matchArn(pattern, literalInPattern(value))
        : matchArn(pattern, value);
    case "Bool":
      return pattern.toLowerCase() === value.toLowerCase();
    case "BinaryEquals":
      return sameBase64(pattern, value);
    case "IpAddress":
    case "NotIpAddress":
      return matchIpRange(pattern, value) === true;
    default:
      return base.startsWith("Numeric")
        ? compareNumbers(base.slice("Numeric".length), parseNumber(value), parseNumber(pattern))
        : compareNumbers(base.slice("Date".length), parseDate(value), parseDate(pattern));
  }
}

/** Whether the policy's value is one that the operator can read. */
export function isReadableValue(base: string, pattern: string): boolean {
  if (base.startsWith("Numeric")) return !Number.isNaN(parseNumber(pattern));
  if (base.startsWith("Date")) return !Number.isNaN(parseDate(pattern));
  if (base === "Bool" || base === "Null") return /^(true|false)$/i.test(pattern);
  if (base === "IpAddress" || base === "NotIpAddress")
    return matchIpRange(pattern, "0.0.0.0") !== null;
  return true;
}

function compareNumbers(comparison: string, value: number, limit: number): boolean {
  if (Number.isNaN(value) || Number.isNaN(limit)) return false;
  switch (comparison) {
    case "Equals":
    case "NotEquals":
      return value === limit;
    case "LessThan":
      return value < limit;
    case "LessThanEquals":
      return value <= limit;
    case "GreaterThan":
      return value > limit;
    default:
      return value >= limit;
  }
}

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const ISO_DATE = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/;

/**
 * A number, or a date as epoch seconds: `kms:ValidTo` is documented with numeric operators on
 * epoch seconds and as a date.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-valid-to
 */
export function parseNumber(text: string): number {
  const trimmed = text.trim();
  if (DECIMAL.test(trimmed)) return Number(trimmed);
  return trimmed.includes("T") ? parseDate(trimmed) : Number.NaN;
}

/** A W3C ISO 8601 date or epoch seconds, as epoch seconds; NaN when it is neither. */
export function parseDate(text: string): number {
  const trimmed = text.trim();
  if (ISO_DATE.test(trimmed) && !/^\d+$/.test(trimmed)) {
    // A time without a zone is UTC.
    const zoned = trimmed.includes("T") && !/(Z|[+-]\d{2}:?\d{2})$/.test(trimmed);
    return Date.parse(zoned ? `${trimmed}Z` : trimmed) / 1000;
  }
  return DECIMAL.test(trimmed) ? Number(trimmed) : Number.NaN;
}

function sameBase64(a: string, b: string): boolean {
  const bytesA = decodeBase64(a);
  return bytesA !== null && bytesA === decodeBase64(b);
}

function decodeBase64(text: string): string | null {
  try {
    return atob(text);
  } catch {
    return null;
  }
}
