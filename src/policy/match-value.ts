import { matchArn } from "./arn-pattern.ts";
import type { ConditionOperator } from "./condition-operator.ts";
import { matchGlob } from "./glob.ts";
import { isIpRange, matchIpRange } from "./ip-range.ts";
import { hasProtected, literalInPattern, unprotect } from "./policy-variable.ts";

/**
 * Whether one value of the request matches one value of the policy under an operator's positive
 * sense (`StringNotLike` is asked as `StringLike`; the caller negates). A value that the operator
 * cannot read matches nothing, on either side.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function matchValue(base: string, pattern: string, value: string): boolean {
  switch (base) {
    case "StringEquals":
    case "StringNotEquals":
      return pattern === value || (hasProtected(pattern) && unprotect(pattern) === value);
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
      return BOOLEAN.test(pattern) && pattern.toLowerCase() === value.toLowerCase();
    case "BinaryEquals":
      return sameBase64(pattern, value);
    case "IpAddress":
    case "NotIpAddress":
      return matchIpRange(pattern, value) === true;
    default:
      return base.startsWith("Numeric")
        ? compareNumbers(base.slice("Numeric".length), parseNumber(value), parseDecimal(pattern))
        : compareNumbers(base.slice("Date".length), parseDate(value), parseDate(pattern));
  }
}

/** Whether the policy's value is one that the operator can read. */
export function isReadableValue({ type }: ConditionOperator, pattern: string): boolean {
  switch (type) {
    case "numeric":
      return isDecimal(pattern);
    case "date":
      return !Number.isNaN(parseDate(pattern));
    case "bool":
    case "null":
      return BOOLEAN.test(pattern);
    case "ip":
      return isIpRange(pattern);
    case "binary":
      return decodeBase64(pattern) !== null;
    case "string":
    case "arn":
      return true;
  }
}

function compareNumbers(comparison: string, value: number, limit: number): boolean {
  // NaN, what could not be read, compares as false with everything.
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

const BOOLEAN = /^(true|false)$/i;
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const ISO_DATE = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/;

/**
 * A number of the request, or a date as epoch seconds: `kms:ValidTo` is documented as a date and with
 * numeric operators on epoch seconds.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-valid-to
 */
export function parseNumber(text: string): number {
  return text.includes("T") ? parseDate(text) : parseDecimal(text);
}

/** A number as numeric operators have it in a policy. */
function parseDecimal(text: string): number {
  return isDecimal(text) ? Number(text) : Number.NaN;
}

function isDecimal(text: string): boolean {
  return DECIMAL.test(text.trim());
}

/** A W3C ISO 8601 date or epoch seconds, as epoch seconds; NaN when it is neither. */
export function parseDate(text: string): number {
  const trimmed = text.trim();
  if (ISO_DATE.test(trimmed) && !/^\d+$/.test(trimmed)) {
    // A time without a zone is UTC.
    // Stryker disable next-line Regex: a date has a zone at its end only
    const zoned = trimmed.includes("T") && !/(Z|[+-]\d{2}:?\d{2})$/.test(trimmed);
    return Date.parse(zoned ? `${trimmed}Z` : trimmed) / 1000;
  }
  return parseDecimal(trimmed);
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
