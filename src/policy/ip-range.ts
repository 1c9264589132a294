import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * Whether an address lies in a CIDR range (no prefix length: the one address); null when either is
 * malformed. An IPv4 address lies in no IPv6 range and the reverse, written as mapped or not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
export function matchIpRange(range: string, address: string): boolean | null {
  const parsed = parseAddress(address);
  const cidr = parseRange(range);
  if (parsed === null || cidr === null) return null;
  const [network, bits] = cidr;
  if (network.kind() !== parsed.kind()) return false;
  return parsed.match(network, bits);
}

/** Whether the text is a CIDR range or an address. */
export function isIpRange(range: string): boolean {
  return parseRange(range) !== null;
}

/** Four decimal numbers or IPv6; the short, octal and hexadecimal forms of IPv4 are none of IAM's. */
function parseAddress(text: string): Address | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : null;
}

function parseRange(range: string): readonly [Address, number] | null {
  // Stryker disable next-line StringLiteral: there is always a first part
  const [base = "", length, ...more] = range.split("/");
  const address = parseAddress(base);
  if (address === null || more.length > 0) return null;
  const all = address.kind() === "ipv4" ? 32 : 128;
  if (length === undefined) return [address, all];
  return /^\d{1,3}$/.test(length) && Number(length) <= all ? [address, Number(length)] : null;
}

/**
 * Addresses that stand for every class of addresses that the ranges can tell apart: the first and
 * last of each range and their neighbours, for both families.
 */
export function ipRepresentatives(ranges: readonly string[]): readonly string[] {
  const found = new Set<string>(["198.51.100.7", "2001:db8::7"]);
  for (const range of ranges) {
    const parsed = parseRange(range);
    if (parsed === null) continue;
    const [network, bits] = parsed;
    const bytes = network.toByteArray();
    const first = bytes.map((byte, i) => byte & maskByte(bits, i));
    const last = bytes.map((byte, i) => (byte & maskByte(bits, i)) | (0xff & ~maskByte(bits, i)));
    for (const address of [first, last, step(first, -1), step(last, 1)]) {
      if (address !== null) found.add(ipaddr.fromByteArray(address).toString());
    }
  }
  return [...found];
}

function maskByte(bits: number, index: number): number {
  const ones = Math.min(8, Math.max(0, bits - index * 8));
  return (0xff << (8 - ones)) & 0xff;
}

/** The next or previous address; null past either end. */
function step(address: readonly number[], by: 1 | -1): number[] | null {
  const bytes = [...address];
  for (let i = bytes.length - 1; i >= 0; i--) {
    const value = (bytes[i] as number) + by;
    bytes[i] = (value + 256) % 256;
    if (value >= 0 && value <= 255) return bytes;
  }
  return null;
}
