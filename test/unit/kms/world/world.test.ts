import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../../../src/account/snapshot.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { compileWorld, organizationOf } from "../../../../src/kms/world/world.ts";

const account = "111122223333";
const partner = "444455556666";
const snapshot = (more: Partial<Snapshot> = {}): Snapshot => ({
  schemaVersion: 1,
  account,
  region: "us-west-2",
  partition: "aws",
  keys: [],
  ...more,
});
const endpoint = (id: string) => [{ VpcEndpointId: id }];
const [west, east] = [snapshot(), snapshot({ region: "us-east-1" })];

describe("a world that was compiled before", () => {
  it("is kept with its snapshot, as long as that is", () => {
    const compiler = createCompiler();
    const world = compileWorld([west], compiler);
    for (const region of ["a", "b", "c", "d", "e"]) compileWorld([snapshot({ region })], compiler);
    expect(compileWorld([west], compiler)).toBe(world);
  });

  it("is kept for exactly its snapshots where they are several", () => {
    const compiler = createCompiler();
    const lists = [[west], [west, east], [east, west], [east], []];
    const worlds = lists.map((snapshots) => compileWorld(snapshots, compiler));
    expect(worlds.map(({ snapshots }) => snapshots)).toEqual(lists);
    for (const [index, snapshots] of lists.entries()) {
      expect(compileWorld([...snapshots], compiler)).toBe(worlds[index]);
    }
  });
});

describe("the parts of a world", () => {
  it("are those of its snapshots, whatever the compiler has seen before", () => {
    const compiler = createCompiler();
    const ids = (...snapshots: readonly Snapshot[]) => {
      const { endpoints, endpointPlaces } = compileWorld(snapshots, compiler);
      return [...endpoints.keys()].map((id) => `${id} ${endpointPlaces.get(id)?.region}`);
    };
    const vpcEndpoints = endpoint("vpce-a");
    expect(ids(snapshot({ vpcEndpoints }))).toEqual(["vpce-a us-west-2"]);
    expect(ids(snapshot({ vpcEndpoints: endpoint("vpce-b") }))).toEqual(["vpce-b us-west-2"]);
    expect(ids(snapshot({ vpcEndpoints, region: "us-east-1" }))).toEqual(["vpce-a us-east-1"]);
    expect(ids(west, snapshot({ vpcEndpoints }))).toEqual(["vpce-a us-west-2"]);
  });

  it("are the same objects where the snapshots' parts are", () => {
    const compiler = createCompiler();
    const vpcEndpoints = endpoint("vpce-a");
    const before = compileWorld([snapshot({ vpcEndpoints })], compiler);
    const after = compileWorld([snapshot({ vpcEndpoints, keys: [] })], compiler);
    expect(after.endpoints).toBe(before.endpoints);
    expect(after.accounts).toBe(before.accounts);
  });
});

describe("the accounts of a world", () => {
  it("are those of its snapshots and those that these tell of", () => {
    const told = snapshot({ otherAccounts: [{ account: partner }, { account }] });
    const world = compileWorld([told, east], createCompiler());
    expect([...world.accounts.keys()]).toEqual([account, partner]);
    expect([...world.ownAccounts]).toEqual([account]);
    expect([...compileWorld([west], createCompiler()).accounts.keys()]).toEqual([account]);
  });

  it("are in no organization where their own snapshot tells of none, or nobody knows", () => {
    const otherAccounts = [{ account: partner }];
    const world = compileWorld([snapshot({ otherAccounts })], createCompiler());
    expect(organizationOf(world, account).id).toEqual({ kind: "absent" });
    expect(organizationOf(world, partner).id).toEqual({ kind: "unknown" });
    expect(organizationOf(world, "777788889999").id).toEqual({ kind: "unknown" });
  });

  it("are each in what is told of them, not of others", () => {
    const organization = { id: "o-exampleorgid" };
    const [third, details] = ["777788889999", { RoleDetailList: [] }];
    const otherAccounts = [
      { account: partner },
      { account: third, organization, authorizationDetails: details },
    ];
    const world = compileWorld([snapshot({ otherAccounts })], createCompiler());
    expect(organizationOf(world, partner).organizationId).toBeNull();
    expect(organizationOf(world, third).organizationId).toBe("o-exampleorgid");
    const unknown = [account, partner, third].map(
      (id) => "unknown" in (world.accounts.get(id)?.directory ?? {}),
    );
    expect(unknown).toEqual([true, true, false]);
  });
});
