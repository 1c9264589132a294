import * as z from "zod/mini";
import { requestParser } from "../call-request.ts";
import { type CallParser, told } from "../reading.ts";
import { type IamIdentityType, readIdentityCall, untoldOfIam } from "./iam-subject.ts";
import { asIamTags, recordedIamTags } from "./recorded-iam-tags.ts";

const tagRequest = z.object({ tags: recordedIamTags });

const untagRequest = z.object({ tagKeys: z.nullish(z.array(z.string())) });

const tag = (type: IamIdentityType): CallParser =>
  requestParser(tagRequest, ({ tags }, call) =>
    readIdentityCall(call, type, (identity) => {
      const iamTags = asIamTags(tags);
      return iamTags === null
        ? untoldOfIam(`the new tags of the ${type} \`${identity.name}\``)
        : told({ kind: "iam-tags-set", identity, tags: iamTags });
    }),
  );

const untag = (type: IamIdentityType): CallParser =>
  requestParser(untagRequest, ({ tagKeys }, call) =>
    readIdentityCall(call, type, (identity) =>
      tagKeys
        ? told({ kind: "iam-tags-removed", identity, tagKeys })
        : untoldOfIam(`the tags that the ${type} \`${identity.name}\` lost`),
    ),
  );

/**
 * Tags of principals: they are what `aws:PrincipalTag` asks for. Groups have none.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html
 */
export const iamTagEvents: ReadonlyMap<string, CallParser> = new Map([
  ["TagUser", tag("user")],
  ["TagRole", tag("role")],
  ["UntagUser", untag("user")],
  ["UntagRole", untag("role")],
]);
