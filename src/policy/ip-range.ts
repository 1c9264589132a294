import ipaddr from "ipaddr.js";

/** Whether an address lies in a CIDR range (no prefix length: the one address); null when either is malformed. */
export function matchIpRange(range: string, address: string): boolean | null {
  if (!ipaddr.isValid(address)) return null;
  const parsed = ipaddr.parse(address);
  const cidr = parseRange(range);
  if (cidr === null) return null;
  const [network, bits] = cidr;
  if (network.kind() !== parsed.kind()) return false;
  return parsed.match(network, bits);
}

/** Whether the text is a CIDR range or an address. */
export function isIpRange(range: string): boolean {
  return parseRange(range) !== null;
}

function parseRange(range: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | null {
  if (range.includes("/")) return ipaddr.isValidCIDR(range) ? ipaddr.parseCIDR(range) : null;
  if (!ipaddr.isValid(range)) return null;
  const address = ipaddr.parse(range);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}
