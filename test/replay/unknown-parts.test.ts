import { beforeAll, describe, expect, it } from "vitest";
import type { AccessChange } from "../../src/access/compare/access-change.ts";
import type { Decision } from "../../src/kms/decision.ts";
import {
  endpointId,
  historyRecord,
  ledgerArn,
  roleIn,
  rootUser,
  secondAccount,
  teller,
} from "../support/second-account.ts";
import { type Ended, run, useFolder } from "../unit/cli/cli-folder.ts";

// What is not known makes a decision conditional, with the reason, alike in check, who-can and
// replay; what can be read and denies still denies.

type Edit = (account: ReturnType<typeof secondAccount>) => void;

const { write } = useFolder();
const unreadable = { unreadable: "AccessDeniedException" };
const key = "alias/ledger";

function tagged(number: number, tagKey: string, tagValue: string): object {
  return historyRecord(number, {
    requestParameters: { keyId: ledgerArn, tags: [{ tagKey, tagValue }] },
  });
}

const setTier =
  (value: string): Edit =>
  ({ keys: [ledger] }) => {
    ledger.tags = [{ TagKey: "Tier", TagValue: value }];
  };

beforeAll(() => {
  write("opens.json", tagged(1, "Tier", "silver"));
  write("closes.json", tagged(1, "Tier", "gold"));
  write("says-nothing.json", tagged(1, "Colour", "blue"));
});

/** Writes the account with its ledger tagged and some part not known. */
function account(tier: "gold" | "silver", edit: Edit): string {
  return write(
    `${tier}.json`,
    secondAccount((json) => {
      setTier(tier)(json);
      edit(json);
    }),
  );
}

async function check(file: string, request: object): Promise<Decision> {
  const { code, lines, err } = await run(
    ["check", "--account", file, "--requests", "-"],
    JSON.stringify({ key, ...request }),
  );
  expect(code, err).toBe(0);
  return lines[0] as unknown as Decision;
}

async function whoCan(file: string, action: string): Promise<readonly (Decision & Place)[]> {
  const { code, lines, err } = await run([
    "who-can",
    key,
    "--account",
    file,
    "--action",
    action,
    "--json",
  ]);
  expect(code, err).toBe(0);
  return lines as unknown as readonly (Decision & Place)[];
}

interface Place {
  readonly principal: string;
  readonly via: string | null;
}

const replay = (file: string, ...events: readonly string[]): Promise<Ended> =>
  run(["replay", "--account", file, "--json", ...events]);

function changesOf({ code, lines, err }: Ended): readonly AccessChange[] {
  expect(code, err).toBe(0);
  return lines.flatMap(({ accessChanges }) => accessChanges as readonly AccessChange[]);
}

const shortly = ({ change, principal, via, actions, before, after }: AccessChange) =>
  `${principal.slice(principal.lastIndexOf("/") + 1)} ${change} ${actions.map((name) => name.slice(4)).join(", ")}${via === null ? "" : " by the endpoint"}: ${before} → ${after}`;

interface Unread {
  readonly part: string;
  readonly edit: Edit;
  readonly text: string;
  /** Told on standard error; null: the snapshot holds nothing that says so. */
  readonly place: string | null;
  readonly via: string | null;
  readonly opened: readonly string[];
  readonly closed: readonly string[];
}

const outside = "Decrypt, DescribeKey, Encrypt";
const inside = "DescribeKey, Encrypt by the endpoint";
const gained = [
  `teller gained ${outside}: implicitDeny → conditional`,
  `teller gained ${inside}: implicitDeny → conditional`,
];
const lost = [
  `teller lost ${outside}: conditional → implicitDeny`,
  `teller lost ${inside}: conditional → implicitDeny`,
];

const unread: readonly Unread[] = [
  {
    part: "key policy",
    edit: ({ keys: [ledger] }) => {
      ledger.policy = unreadable;
    },
    text: "key-policy `default` could not be read: AccessDeniedException",
    place: "keys[0].policy",
    via: null,
    // It may have named the role all along: access by IAM comes on top, if it leaves anything to IAM.
    opened: [
      `teller widened ${outside}: conditional → conditional`,
      `teller widened ${inside}: conditional → conditional`,
    ],
    closed: [
      `teller narrowed ${outside}: conditional → conditional`,
      `teller narrowed ${inside}: conditional → conditional`,
    ],
  },
  {
    part: "SCP",
    edit: ({ organization }) => {
      organization.serviceControlPolicies[1][0].document = unreadable;
    },
    text: "service-control-policy `FullAWSAccess` could not be read: AccessDeniedException",
    place: "organization.serviceControlPolicies[1][0].document",
    via: null,
    opened: gained,
    closed: lost,
  },
  {
    part: "permissions boundary",
    edit: (json) => {
      roleIn(json, "teller").PermissionsBoundary = unreadable;
    },
    text: "permissions-boundary `permissions-boundary` could not be read: AccessDeniedException",
    place: "authorizationDetails.RoleDetailList[0].PermissionsBoundary",
    via: null,
    opened: gained,
    closed: lost,
  },
  {
    part: "permissions boundary's document",
    edit: (json) => {
      roleIn(json, "teller").PermissionsBoundary = {
        PermissionsBoundaryType: "Policy",
        PermissionsBoundaryArn: "arn:aws:iam::555566667777:policy/Counter",
      };
    },
    text: "permissions-boundary `arn:aws:iam::555566667777:policy/Counter` could not be read: its document is not in the account's inventory",
    place: null,
    via: null,
    opened: gained,
    closed: lost,
  },
  {
    part: "endpoint policy",
    edit: ({ vpcEndpoints: [endpoint] }) => {
      endpoint.PolicyDocument = unreadable;
    },
    text: `vpc-endpoint-policy \`${endpointId}\` could not be read: AccessDeniedException`,
    place: "vpcEndpoints[0].PolicyDocument",
    via: endpointId,
    opened: [
      `teller gained ${outside}: implicitDeny → allowed`,
      `teller gained ${outside} by the endpoint: implicitDeny → conditional`,
    ],
    closed: [
      `teller lost ${outside}: allowed → implicitDeny`,
      `teller lost ${outside} by the endpoint: conditional → implicitDeny`,
    ],
  },
];

describe.each(unread)("an unreadable $part", ({ edit, text, place, via, opened, closed }) => {
  const unknowns = [{ code: "policyUnreadable", text }];

  it("makes check and who-can conditional, with the reason", async () => {
    const file = account("silver", edit);
    const request = { principal: teller, action: "kms:Encrypt", via, contextComplete: true };
    const decided = { decision: "conditional", unknowns, missingContextKeys: [] };
    expect(await check(file, request)).toMatchObject(decided);
    const rows = await whoCan(file, "kms:Encrypt");
    expect(rows.find((row) => row.principal === teller && row.via === via)).toMatchObject(decided);
  });

  it("leaves what a tag opens and closes conditional, with the reason as a note", async () => {
    const opening = await replay(account("gold", edit), "opens.json");
    expect(changesOf(opening).map(shortly)).toEqual(opened);
    const closing = await replay(account("silver", edit), "closes.json");
    expect(changesOf(closing).map(shortly)).toEqual(closed);
    for (const { before, after, witness } of [...changesOf(opening), ...changesOf(closing)]) {
      // Where it is denied for sure on neither side, no request proves anything.
      expect(witness === null).toBe(before === "conditional" && after === "conditional");
    }
    for (const { err, lines } of [opening, closing]) {
      const notes = lines[0]?.["notes"] as Decision["unknowns"];
      expect(notes.filter(({ code }) => code === "policyUnreadable")).toEqual(unknowns);
      if (place !== null) expect(err).toContain(`\`${place}\`: not readable`);
    }
  });

  it("makes no access of a tag that no policy mentions", async () => {
    expect(changesOf(await replay(account("gold", edit), "says-nothing.json"))).toEqual([]);
  });

  it("leaves a readable Deny its word", async () => {
    const deny = {
      PolicyName: "no-decryption",
      PolicyDocument: {
        Version: "2012-10-17",
        Statement: [{ Sid: "Never", Effect: "Deny", Action: "kms:Decrypt", Resource: "*" }],
      },
    };
    const withDeny: Edit = (json) => {
      edit(json);
      roleIn(json, "teller").RolePolicyList.push(deny);
    };
    const file = account("silver", withDeny);
    const byIdentity = await check(file, { principal: teller, action: "kms:Decrypt", via });
    expect(byIdentity).toMatchObject({
      decision: "explicitDeny",
      determiningStatements: [{ layer: "identity-policy", policy: "no-decryption", sid: "Never" }],
      unknowns: [],
    });
    const byScp = await check(file, {
      principal: rootUser,
      action: "kms:ScheduleKeyDeletion",
      via,
    });
    expect(byScp).toMatchObject({
      decision: "explicitDeny",
      determiningStatements: [{ layer: "service-control-policy", policy: "KeysStay" }],
    });
    const rows = await whoCan(file, "kms:Decrypt");
    expect(rows.filter(({ principal }) => principal === teller)).toEqual([]);
    const changes = changesOf(await replay(account("gold", withDeny), "opens.json"));
    expect(changes.flatMap(({ actions }) => actions)).not.toContain("kms:Decrypt");
  });
});

describe("an unreadable part that an event replaces", () => {
  it.each([
    ["key policy", 3, ({ keys: [, books] }) => Object.assign(books, { policy: unreadable })],
    [
      "endpoint policy",
      4,
      ({ vpcEndpoints: [endpoint] }) => Object.assign(endpoint, { PolicyDocument: unreadable }),
    ],
  ] as const satisfies readonly (readonly [string, number, Edit])[])(
    "tells of the %s that nobody knows what it did",
    async (_, number, edit) => {
      const file = account("gold", edit);
      const played = await replay(file, write("replaces.json", historyRecord(number)));
      expect(changesOf(played)).toEqual([]);
      expect(played.lines).toMatchObject([
        {
          kind: "blind",
          severity: "medium",
          attributeChanges: [{ before: { unknown: "AccessDeniedException" } }],
        },
      ]);
      const notes = played.lines[0]?.["notes"] as Decision["unknowns"];
      expect(notes.map(({ code }) => code)).toContain("beforeUnknown");
    },
  );
});

describe("identity-based policies that nobody could read", () => {
  it.each([
    [
      "the account's IAM policies (its IAM inventory could not be read: AccessDeniedException)",
      (json) => Object.assign(json, { authorizationDetails: unreadable }),
    ],
    [
      "the account's IAM policies (its IAM inventory is not in the snapshot)",
      (json) => delete json.authorizationDetails,
    ],
    [
      `the IAM policies of \`${teller}\``,
      (json) => Object.assign(roleIn(json, "teller"), { RolePolicyList: unreadable }),
    ],
  ] as const satisfies readonly (readonly [string, Edit])[])(
    "may ask for a tag or an alias: %s",
    async (whose, edit) => {
      const renamed = historyRecord(2);
      const file = account("gold", edit);
      const events = ["opens.json", "says-nothing.json", write("renamed.json", renamed)];
      const attributes = ["tag:Tier", "tag:Colour", "alias:alias/books"];
      for (const [index, event] of events.entries()) {
        const { code, err, lines } = await replay(file, event);
        expect(code, err).toBe(0);
        // An alias that moves may give others access besides, which is known.
        if (index < 2) expect(lines).toMatchObject([{ kind: "blind", severity: "medium" }]);
        expect(lines[0]?.["notes"]).toContainEqual({
          code: "identityPoliciesUnread",
          text: `whether ${whose} ask for \`${attributes[index]}\` is not known`,
        });
      }
    },
  );
});

describe("an alias of a key that no snapshot holds", () => {
  const unheld = ledgerArn.replace(/[^/]+$/, "99999999-12ab-34cd-56ef-1234567890ab");
  const called = (eventName: string, requestParameters: object) =>
    historyRecord(2, { eventName, requestParameters, responseElements: null, resources: null });
  const noKey = `no snapshot holds the key \`${unheld}\`, so what the event did to access is not known`;
  const noHolder =
    "no snapshot holds the key that had `alias/gone`, so what the event did to access is not known";

  it.each<[what: string, record: object, notes: readonly string[]]>([
    [
      "comes to it",
      called("CreateAlias", { aliasName: "alias/new", targetKeyId: unheld }),
      [noKey],
    ],
    ["moves to it", called("UpdateAlias", { aliasName: key, targetKeyId: unheld }), [noKey]],
    [
      "moves away from it",
      called("UpdateAlias", { aliasName: "alias/gone", targetKeyId: ledgerArn }),
      [noHolder],
    ],
    ["goes from it", called("DeleteAlias", { aliasName: "alias/gone" }), [noHolder]],
    [
      "moves between two of them",
      called("UpdateAlias", { aliasName: "alias/gone", targetKeyId: unheld }),
      [noKey, noHolder],
    ],
  ])("is told as what nobody knows: %s", async (_, record, notes) => {
    const played = await replay(
      account("gold", () => {}),
      write("alias.json", record),
    );
    const [finding] = played.lines as unknown as readonly Decision[];
    const unknown = (finding?.notes ?? []).filter(({ code }) => code === "keyUnknown");
    expect(unknown.map(({ text }) => text)).toEqual(expect.arrayContaining([...notes]));
    expect(finding).toMatchObject({ kind: "blind", severity: "medium" });
  });

  it("is told once where a key's aliases could not be read", async () => {
    const file = account("gold", ({ keys: [, books] }) =>
      Object.assign(books, { aliases: unreadable }),
    );
    const played = await replay(
      file,
      write("alias.json", called("DeleteAlias", { aliasName: "alias/gone" })),
    );
    const [finding] = played.lines as unknown as readonly Decision[];
    expect(finding?.notes?.map(({ code }) => code)).toEqual(["beforeUnknown", "noRevert"]);
  });
});

describe("a condition on a source address that nobody told", () => {
  const office = "192.0.2.0/24";
  const allowsOffice: Edit = (json) => {
    const [{ PolicyDocument }] = roleIn(json, "teller").RolePolicyList;
    PolicyDocument.Statement[0].Condition.IpAddress = { "aws:SourceIp": office };
  };
  const deniesOthers: Edit = ({ keys: [ledger] }) => {
    ledger.policy.Statement.push({
      Sid: "OfficeOnly",
      Effect: "Deny",
      Principal: "*",
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: { NotIpAddress: { "aws:SourceIp": office } },
    });
  };
  const request = { principal: teller, action: "kms:Decrypt" };
  const from = (address: string) => ({ ...request, context: { "aws:SourceIp": address } });

  it.each([
    ["Allow", allowsOffice, "implicitDeny"],
    ["Deny", deniesOthers, "explicitDeny"],
  ] as const)("makes an %s conditional, and is settled by the address", async (_, edit, denied) => {
    const file = account("silver", edit);
    const open = { decision: "conditional", missingContextKeys: ["aws:SourceIp"], unknowns: [] };
    expect(await check(file, request)).toMatchObject(open);
    expect(await check(file, from("192.0.2.7"))).toMatchObject({ decision: "allowed" });
    expect(await check(file, from("203.0.113.7"))).toMatchObject({ decision: denied });
    const rows = await whoCan(file, "kms:Decrypt");
    expect(rows.filter(({ principal }) => principal === teller)).toMatchObject([
      { ...open, via: null },
    ]);
    const decrypt = changesOf(await replay(account("gold", edit), "opens.json")).filter(
      ({ actions }) => actions.includes("kms:Decrypt"),
    );
    expect(decrypt).toMatchObject([
      {
        change: "gained",
        principal: teller,
        via: null,
        before: "implicitDeny",
        after: "conditional",
      },
    ]);
    const witness = decrypt[0]?.witness?.context ?? {};
    expect(
      await check(file, { ...request, context: witness, contextComplete: true }),
    ).toMatchObject({ decision: "allowed" });
  });

  it("is absent on an endpoint's path", async () => {
    const file = account("silver", allowsOffice);
    const inside = { principal: teller, action: "kms:Encrypt", via: endpointId };
    expect(await check(file, inside)).toMatchObject({ decision: "implicitDeny" });
  });
});
