import { parseArn } from "../arn.ts";
import {
  anyText,
  type Check,
  flag,
  list,
  mapOf,
  object,
  orUnreadable,
  text,
  textThat,
} from "./check-json.ts";
import { policyDocument } from "./document-check.ts";

const keyArn = textThat("a key ARN", (value) => {
  const arn = parseArn(value);
  return arn?.service === "kms" && /^key\/./.test(arn.resource);
});

const keyOfRegion = object({}, { Arn: anyText, Region: anyText });

const metadata = object(
  { Arn: keyArn },
  {
    KeyId: anyText,
    AWSAccountId: anyText,
    Enabled: flag,
    KeyState: anyText,
    KeySpec: anyText,
    CustomerMasterKeySpec: anyText,
    KeyUsage: anyText,
    KeyManager: anyText,
    Origin: anyText,
    MultiRegion: flag,
    MultiRegionConfiguration: object(
      {},
      { MultiRegionKeyType: anyText, PrimaryKey: keyOfRegion, ReplicaKeys: list(keyOfRegion) },
    ),
  },
);

const alias = object(
  { AliasName: textThat("an alias name", (value) => value.startsWith("alias/")) },
  { AliasArn: anyText, TargetKeyId: anyText },
);

const grant = object(
  { GrantId: text },
  {
    KeyId: anyText,
    Name: anyText,
    GranteePrincipal: anyText,
    GranteeServicePrincipal: anyText,
    RetiringPrincipal: anyText,
    RetiringServicePrincipal: anyText,
    IssuingAccount: anyText,
    Operations: list(text),
    Constraints: object(
      {},
      {
        EncryptionContextEquals: mapOf(anyText),
        EncryptionContextSubset: mapOf(anyText),
        SourceArn: anyText,
      },
    ),
  },
);

/** One key of a snapshot. https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html */
export const snapshotKey: Check = object(
  { metadata },
  {
    policy: policyDocument,
    tags: orUnreadable(list(object({ TagKey: text, TagValue: anyText }, {}))),
    aliases: orUnreadable(list(alias)),
    grants: orUnreadable(list(grant)),
  },
);
