import { describe, expect, it } from "vitest";
import { trackAskedNames } from "../../../../src/cli/replay/asked-names.ts";
import { sampleChange, sampleFinding } from "../../alerts/sample-finding.ts";
import { account, auditorArn, otherArn, region, smallAccount, vaultArn } from "../small-account.ts";
import { playedEvent } from "./played-event.ts";

const track = (names: { keys?: readonly string[]; principals?: readonly string[] }) =>
  trackAskedNames([smallAccount], { keys: null, principals: null, since: null, ...names });
const missing = `arn:aws:kms:${region}:${account}:key/none`;

describe("keys that are asked for", () => {
  it("are held by an account under any of their names", () => {
    const keys = ["alias/vault", vaultArn, "0987dcba-09fe-87dc-65ba-ab0987654321"];
    expect(track({ keys }).unheldKeys()).toEqual([]);
  });

  it("are told where no account holds them", () => {
    const keys = ["alias/vualt", "1234", missing];
    expect(track({ keys }).unheldKeys()).toEqual(keys);
  });

  it("may be in places that no snapshot describes", () => {
    const keys = [missing.replace(region, "us-west-2"), missing.replace(account, "111122223333")];
    expect(track({ keys }).unheldKeys()).toEqual([]);
  });

  it("may come by an event, and be what a finding is about", () => {
    const names = track({ keys: ["alias/new", missing, `${missing}2`, "alias/none"] });
    const [vault, ...others] = smallAccount.keys as readonly object[];
    const after = {
      ...smallAccount,
      keys: [{ ...vault, aliases: [{ AliasName: "alias/new" }] }, ...others],
    } as typeof smallAccount;
    names.see(
      playedEvent({
        finding: {
          ...sampleFinding,
          resource: { type: "AWS::KMS::Key", arn: missing },
          accessChanges: [{ ...sampleChange, key: `${missing}2` }],
        },
        after: [after],
      }),
    );
    expect(names.unheldKeys()).toEqual(["alias/none"]);
  });
});

describe("principals that are asked for", () => {
  it("are listed by an account, in short or by ARN", () => {
    const principals = [auditorArn, "role/auditor", "role/builder", "role/build/builder"];
    expect(track({ principals }).unheldPrincipals()).toEqual([]);
  });

  it("are told where nobody lists them and no finding is about them", () => {
    const names = track({ principals: ["auditor", "*", "sns.amazonaws.com"] });
    names.see(
      playedEvent({
        finding: {
          ...sampleFinding,
          accessChanges: [{ ...sampleChange, principal: "*", key: otherArn }],
        },
      }),
    );
    expect(names.unheldPrincipals()).toEqual(["auditor", "sns.amazonaws.com"]);
  });
});
