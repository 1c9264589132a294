import fc from "fast-check";
import type { RequestJson } from "../support/generators/request-arbitrary.ts";
import type { GeneratedWorld } from "../support/generators/world-arbitrary.ts";
import { editPolicies, type StatementJson } from "./edit-policies.ts";
import { worlds } from "./theorem.ts";

/** Tests of who asks that some or all of those fulfil whom no policy names. */
const conditions = fc.constantFrom<object>(
  {},
  {},
  { ArnLike: { "aws:PrincipalArn": "*" } },
  { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/a-*" } },
  { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } },
  { StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:user/*" } },
  { StringNotLike: { "aws:PrincipalArn": "arn:*:user/a-*" } },
  { StringLike: { "aws:PrincipalAccount": "0*" } },
  { StringEquals: { "aws:PrincipalType": "User" } },
  { Bool: { "aws:PrincipalIsAWSService": "false" } },
);

const statement: fc.Arbitrary<StatementJson> = fc
  .record({
    Effect: fc.constantFrom("Allow", "Allow", "Deny"),
    Principal: fc.constantFrom<unknown>("*", { AWS: "*" }),
    Action: fc.constantFrom("kms:*", "kms:*", "kms:Decrypt"),
    Condition: conditions,
  })
  .map((drawn) => ({ ...drawn, Resource: "*" }));

/** Users have a name in aws:username, sessions have none: another key stands in for it. */
const withoutNames = (world: GeneratedWorld): GeneratedWorld =>
  JSON.parse(JSON.stringify(world).replaceAll(/aws:username/gi, "aws:SourceIdentity"));

/** `*` has no session. */
const withoutSessions = ({ sessionPolicies: _, ...request }: RequestJson): RequestJson => request;

/** Accounts whose key and endpoint policies have something to say of everyone. */
export const worldsOfAnyone: fc.Arbitrary<GeneratedWorld> = fc
  .tuple(
    worlds.map(withoutNames),
    fc.array(statement, { minLength: 1, maxLength: 3 }),
    fc.constantFrom<readonly StatementJson[]>(
      [],
      [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
    ),
  )
  .map(([{ snapshot, requests }, ofKeys, ofEndpoints]) => ({
    snapshot: editPolicies(snapshot, (statements, { layer }) => {
      // Whatever else is there may deny before anything is said of anyone.
      if (layer === "key-policy") return [...statements.slice(0, 2), ...ofKeys];
      return layer === "vpc-endpoint-policy" ? [...statements, ...ofEndpoints] : statements;
    }),
    requests: requests.map(withoutSessions),
  }));
