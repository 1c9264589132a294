import { describe, expect, it } from "vitest";
import { findKey, indexSnapshot } from "../../../src/account/snapshot-index.ts";
import {
  blind,
  blindArn,
  elsewhereArn,
  endpoint,
  orders,
  ordersArn,
  payroll,
  payrollArn,
  sample,
} from "./sample-snapshot.ts";

describe("indexSnapshot", () => {
  it("finds keys, aliases and endpoints by their names", () => {
    expect(indexSnapshot(sample)).toEqual({
      keyByArn: new Map([
        [payrollArn, payroll],
        [ordersArn, orders],
        [blindArn, blind],
      ]),
      keyById: new Map([
        ["1234abcd-12ab-34cd-56ef-1234567890ab", payroll],
        ["0987dcba-09fe-87dc-65ba-ab0987654321", orders],
        ["mrk-1234abcd12ab34cd56ef1234567890ab", blind],
      ]),
      aliasTargets: new Map([["alias/payroll", payrollArn]]),
      endpointById: new Map([[endpoint.VpcEndpointId, endpoint]]),
    });
  });

  it("has no entries for what is unreadable or left out", () => {
    const { vpcEndpoints: _, ...rest } = sample;
    const empty = {
      keyByArn: new Map(),
      keyById: new Map(),
      aliasTargets: new Map(),
      endpointById: new Map(),
    };
    const unreadable = { unreadable: "AccessDeniedException" };
    expect(indexSnapshot({ ...rest, keys: unreadable })).toEqual(empty);
    expect(indexSnapshot({ ...rest, keys: [], vpcEndpoints: unreadable })).toEqual(empty);
  });
});

describe("findKey", () => {
  const index = indexSnapshot(sample);
  const byAlias = { key: payroll, aliasName: "alias/payroll" };

  it.each([
    ["1234abcd-12ab-34cd-56ef-1234567890ab", { key: payroll, aliasName: null }],
    ["mrk-1234abcd12ab34cd56ef1234567890ab", { key: blind, aliasName: null }],
    [ordersArn, { key: orders, aliasName: null }],
    ["alias/payroll", byAlias],
    ["arn:aws:kms:us-west-2:111122223333:alias/payroll", byAlias],
    ["alias/Payroll", null],
    ["payroll", null],
    ["", null],
    [elsewhereArn, null],
    ["arn:aws:kms:eu-central-1:111122223333:alias/payroll", null],
    ["arn:aws:kms:us-west-2:444455556666:alias/payroll", null],
    ["arn:aws:s3:us-west-2:111122223333:alias/payroll", null],
  ])("finds %s", (identifier, found) => {
    expect(findKey(index, sample, identifier)).toEqual(found);
  });
});
