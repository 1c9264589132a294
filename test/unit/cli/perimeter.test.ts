import { describe, expect, it } from "vitest";
import { run } from "./cli-folder.ts";

const account = "events/account.json";

describe("perimeter", () => {
  it("prints a JSON line for each endpoint, each who and each whose", async () => {
    const { code, lines } = await run(["perimeter", "--account", account, "--json"]);
    expect(code).toBe(0);
    expect(lines).toHaveLength(3 * 5 * 5);
    expect(lines).toContainEqual(
      expect.objectContaining({
        via: "vpce-0123456789abcdef0",
        service: "com.amazonaws.us-west-2.s3",
        endpointPolicy: "policy",
        ...{ who: "anyone", resources: "anyone", decision: "allowed", gap: true },
        because: [expect.objectContaining({ layer: "vpc-endpoint-policy", statement: 0 })],
      }),
    );
    const closed = lines.filter(({ via }) => via === "vpce-0a1b2c3d4e5f60718");
    const open = closed.filter(({ decision }) => decision !== "denied");
    expect(open).toMatchObject([{ who: "account", resources: "account", gap: false }]);
  });

  it("prints a table for each endpoint, with the policy that closes its gaps", async () => {
    const { code, out } = await run(["perimeter", "--account", account, "--full"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^vpce-0123456789abcdef0 {2}com\.amazonaws\.us-west-2\.s3 {2}Gateway/m);
    expect(out).toMatch(/^ {2}anyone's principals +allowed \(gap\)/m);
    expect(out).toContain("PackageRepositoriesOfAws");
  });

  it("ends with 1 where something as bad as asked for passes", async () => {
    const failing = await run(["perimeter", "--account", account, "--fail-on", "high"]);
    expect(failing.code).toBe(1);
    const fine = await run(["perimeter", "--account", account, "--fail-on", "critical"]);
    expect(fine.code).toBe(0);
  });

  it("ends with 2 without an account", async () => {
    expect((await run(["perimeter"])).code).toBe(2);
    expect((await run(["perimeter", "--account", "nowhere.json"])).code).toBe(2);
  });
});
