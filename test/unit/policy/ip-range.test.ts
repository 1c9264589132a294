import { describe, expect, it } from "vitest";
import { ipRepresentatives, isIpRange, matchIpRange } from "../../../src/policy/ip-range.ts";

describe("matchIpRange", () => {
  it.each([
    ["203.0.113.0/24", "203.0.113.0", true],
    ["203.0.113.0/24", "203.0.113.255", true],
    ["203.0.113.0/24", "203.0.112.255", false],
    ["203.0.113.0/24", "203.0.114.0", false],
    ["203.0.113.77/24", "203.0.113.1", true],
    ["203.0.113.7", "203.0.113.7", true],
    ["203.0.113.7", "203.0.113.8", false],
    ["203.0.113.7/32", "203.0.113.7", true],
    ["203.0.113.6/31", "203.0.113.7", true],
    ["203.0.113.6/31", "203.0.113.8", false],
    ["0.0.0.0/0", "0.0.0.0", true],
    ["0.0.0.0/0", "255.255.255.255", true],
    ["0.0.0.0/0", "2001:db8::1", false],
    ["::/0", "2001:db8::1", true],
    ["::/0", "203.0.113.7", false],
    ["2001:db8::/32", "2001:db8:ffff::1", true],
    ["2001:db8::/32", "2001:db9::1", false],
    ["2001:DB8::1", "2001:db8:0:0:0:0:0:1", true],
    ["203.0.113.0/24", "::ffff:203.0.113.7", false],
    ["::ffff:203.0.113.0/120", "203.0.113.7", false],
    ["::ffff:203.0.113.0/120", "::ffff:203.0.113.7", true],
    ["203.0.113.0/24", "no address", null],
    ["203.0.113.0/24", "", null],
    ["no range", "203.0.113.7", null],
  ])("%s holds %s: %j", (range, address, expected) => {
    expect(matchIpRange(range, address)).toBe(expected);
  });

  it.each([
    "10/8",
    "10.0.0/24",
    "010.0.0.1",
    "0x7f.0.0.1",
    "2130706433",
    "203.0.113.0/33",
    "203.0.113.0/-1",
    "203.0.113.0/",
    "203.0.113.0/24/8",
    "203.0.113.0/2a",
    "203.0.113.0/0x8",
    "203.0.113.0/24 ",
    "203.0.113.*",
    "2001:db8::/129",
    "256.0.0.1",
    "",
  ])("%j is no range", (range) => {
    expect(isIpRange(range)).toBe(false);
    expect(matchIpRange(range, "203.0.113.7")).toBeNull();
  });

  it.each(["203.0.113.7", "203.0.113.0/0", "203.0.113.0/32", "::/0", "2001:db8::/128"])(
    "%j is a range",
    (range) => {
      expect(isIpRange(range)).toBe(true);
    },
  );
});

describe("ipRepresentatives", () => {
  it("holds the ends of each range and their neighbours, and addresses of both families", () => {
    const found = ipRepresentatives(["203.0.113.16/28", "10.0.1.0/31", "no range"]);
    expect([...found].sort()).toEqual([
      "10.0.0.255",
      "10.0.1.0",
      "10.0.1.1",
      "10.0.1.2",
      "198.51.100.7",
      "2001:db8::7",
      "203.0.113.15",
      "203.0.113.16",
      "203.0.113.31",
      "203.0.113.32",
    ]);
  });

  it("stops at both ends of the address space", () => {
    expect(ipRepresentatives(["0.0.0.0/0"]).filter((address) => !address.includes(":"))).toEqual([
      "198.51.100.7",
      "0.0.0.0",
      "255.255.255.255",
    ]);
  });

  it.each([
    ["9.0.0.0/8", ["8.255.255.255", "10.0.0.0"]],
    ["203.0.113.254", ["203.0.113.253", "203.0.113.255"]],
    ["203.0.113.1", ["203.0.113.0", "203.0.113.2"]],
  ])("knows the neighbours of %s", (range, neighbours) => {
    expect(ipRepresentatives([range])).toEqual(expect.arrayContaining(neighbours));
  });

  it("knows IPv6 ranges", () => {
    expect(ipRepresentatives(["2001:db8::/126"])).toEqual(
      expect.arrayContaining([
        "2001:db8::",
        "2001:db8::3",
        "2001:db8::4",
        "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
      ]),
    );
  });
});
