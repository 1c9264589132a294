import { describe, expect, it } from "vitest";
import { keyArn, keyId, kmsRecord, readChange, refusal, toldChanges } from "../sample-record.ts";

const grantId = "abcde1237f76e4ba7987489ac329fbfba6ad343d6f7075dbd1ef191f0120514a";
const responseElements = { grantId, keyId: keyArn };
const granteePrincipal = "arn:aws:iam::111122223333:role/exampleRole";
const IssuingAccount = "arn:aws:iam::111122223333:root";
const created = (grant: object) => [
  { kind: "grant-created", keyArn, grant: { GrantId: grantId, KeyId: keyArn, ...grant } },
];

describe("CreateGrant", () => {
  it("tells the grant as ListGrants will show it", () => {
    const requestParameters = {
      keyId,
      granteePrincipal,
      retiringPrincipal: "arn:aws:iam::111122223333:role/adminRole",
      operations: ["Encrypt", "RetireGrant"],
      constraints: {
        encryptionContextSubset: { Department: "IT" },
        encryptionContextEquals: { Purpose: "Test" },
      },
      name: "example",
    };
    const changes = toldChanges(kmsRecord("CreateGrant", { requestParameters, responseElements }));
    expect(changes).toEqual(
      created({
        Name: "example",
        GranteePrincipal: granteePrincipal,
        RetiringPrincipal: "arn:aws:iam::111122223333:role/adminRole",
        IssuingAccount,
        Operations: ["Encrypt", "RetireGrant"],
        Constraints: {
          EncryptionContextEquals: { Purpose: "Test" },
          EncryptionContextSubset: { Department: "IT" },
        },
      }),
    );
  });

  it("tells a grant to a service principal", () => {
    const requestParameters = {
      keyId: keyArn,
      constraints: { sourceArn: "arn:aws:dynamodb:us-east-1:111122223333:table/ExampleTable" },
      operations: ["Encrypt", "Decrypt", "GenerateDataKey"],
      granteeServicePrincipal: "service-name.amazonaws.com",
      retiringServicePrincipal: "service-name.amazonaws.com",
    };
    const changes = toldChanges(kmsRecord("CreateGrant", { requestParameters, responseElements }));
    expect(changes).toEqual(
      created({
        GranteeServicePrincipal: "service-name.amazonaws.com",
        RetiringServicePrincipal: "service-name.amazonaws.com",
        IssuingAccount,
        Operations: ["Encrypt", "Decrypt", "GenerateDataKey"],
        Constraints: { SourceArn: "arn:aws:dynamodb:us-east-1:111122223333:table/ExampleTable" },
      }),
    );
  });

  it("is issued by the caller's account, also in the owner's copy; by none for a service", () => {
    const requestParameters = { keyId: keyArn, granteePrincipal, operations: ["Decrypt"] };
    const of = (userIdentity: object) =>
      toldChanges(kmsRecord("CreateGrant", { requestParameters, responseElements, userIdentity }));
    const grant = { GranteePrincipal: granteePrincipal, Operations: ["Decrypt"] };
    expect(of({ type: "AWSAccount", accountId: "444455556666" })).toEqual(
      created({ ...grant, IssuingAccount: "arn:aws:iam::444455556666:root" }),
    );
    expect(of({ type: "AWSService", invokedBy: "ec2.amazonaws.com" })).toEqual(created(grant));
  });

  describe("has to be read when the record does not tell it whole", () => {
    it.each<[what: string, members: object, change: object]>([
      [
        "no operations: a service's own grant",
        {
          requestParameters: {
            keyId: keyArn,
            constraints: { encryptionContextSubset: { "aws:ebs:id": "vol-f67bafb2" } },
            granteePrincipal: "111122223333:aws:ec2-infrastructure:i-81e2f56c",
          },
          responseElements,
        },
        {
          GrantId: grantId,
          KeyId: keyArn,
          GranteePrincipal: "111122223333:aws:ec2-infrastructure:i-81e2f56c",
          IssuingAccount,
          Constraints: { EncryptionContextSubset: { "aws:ebs:id": "vol-f67bafb2" } },
        },
      ],
      ["no request", { responseElements }, { GrantId: grantId, KeyId: keyArn, IssuingAccount }],
      [
        "no grant id: it gets one of the event's",
        {
          requestParameters: { keyId, granteePrincipal, operations: ["Decrypt"] },
          responseElements: null,
        },
        {
          GrantId: "unknown:5d529779-2d27-42b5-92da-91aaea1fc4b5",
          KeyId: keyArn,
          GranteePrincipal: granteePrincipal,
          IssuingAccount,
          Operations: ["Decrypt"],
        },
      ],
    ])("%s", (_, members, grant) => {
      expect(readChange(kmsRecord("CreateGrant", { ...members }))).toEqual({
        changes: [{ kind: "grant-created", keyArn, grant }],
        readLive: true,
      });
    });
  });

  it.each([
    [{ operations: "Decrypt" }, "operations"],
    [{ operations: [7] }, "operations[0]"],
    [{ granteePrincipal: {} }, "granteePrincipal"],
    [
      { constraints: { encryptionContextEquals: { a: 1 } } },
      "constraints.encryptionContextEquals.a",
    ],
  ])("refuses %j", (requestParameters, path) => {
    expect(refusal(kmsRecord("CreateGrant", { requestParameters })).message).toContain(
      `\`requestParameters.${path}\` is malformed`,
    );
  });
});

describe("a grant goes by", () => {
  it("RevokeGrant, which names it in the request", () => {
    const record = kmsRecord("RevokeGrant", { requestParameters: { keyId, grantId } });
    expect(toldChanges(record)).toEqual([{ kind: "grant-removed", keyArn, grantId }]);
  });

  it("RetireGrant, which names it beside the request", () => {
    const additionalEventData = { grantId };
    const record = kmsRecord("RetireGrant", { responseElements: null, additionalEventData });
    expect(toldChanges(record)).toEqual([{ kind: "grant-removed", keyArn, grantId }]);
    expect(toldChanges({ ...record, resources: [] })).toEqual([
      { kind: "grant-removed", keyArn: null, grantId },
    ]);
  });

  it.each(["RevokeGrant", "RetireGrant"])("%s of a grant that is not told", (eventName) => {
    const { changes, readLive } = readChange(kmsRecord(eventName));
    expect(readLive).toBe(true);
    expect(changes).toEqual([
      { kind: "none", reason: expect.stringMatching(/^the event does not tell which grant/) },
    ]);
  });
});
