import fc from "fast-check";
import { contextKeys } from "./context-keys.ts";
import { sessionPolicy } from "./iam-arbitrary.ts";
import { mostlyFirst, sometimes, told, weighted } from "./near-hits.ts";
import {
  aliasActions,
  aliasArns,
  aliases,
  endpoints,
  federated,
  foreignEndpoint,
  foreignKeyArn,
  grantIds,
  keyArns,
  keyIds,
  keylessActions,
  otherServiceEndpoint,
  partnerSession,
  partners,
  rarerActions,
  roles,
  root,
  serviceLinkedRole,
  services,
  sessions,
  strangers,
  unlisted,
  users,
  usualActions,
  vpcs,
} from "./pools.ts";

/** A request as JSON. */
export type RequestJson = Record<string, unknown> & {
  readonly principal: string;
  readonly action: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
};

const principal: fc.Arbitrary<string> = weighted<string>(
  [18, mostlyFirst(...users)],
  [10, mostlyFirst(...roles)],
  [18, mostlyFirst(...sessions)],
  [2, fc.constant(federated)],
  [2, fc.constant(root)],
  [6, fc.constantFrom(...partners, partnerSession)],
  [1, fc.constantFrom(...strangers)],
  [4, mostlyFirst(...services)],
  [1, fc.constant(serviceLinkedRole)],
  [1, fc.constant(unlisted)],
);

const plainAction = weighted<string>(
  [16, mostlyFirst(...usualActions)],
  [4, fc.constantFrom(...rarerActions)],
);

const keyName = weighted<string>(
  [12, mostlyFirst(...keyArns)],
  [3, fc.constantFrom(...keyIds)],
  [3, fc.constantFrom(...aliases)],
  [1, fc.constantFrom(...aliasArns)],
  [1, fc.constant(foreignKeyArn)],
);

/** What the action is done to: a key, an alias and a key, or nothing. */
const asked: fc.Arbitrary<Record<string, unknown>> = weighted<Record<string, unknown>>(
  [
    40,
    fc.record({
      action: plainAction,
      key: keyName,
      grant: sometimes(30, fc.constantFrom(...grantIds)),
    }),
  ],
  [
    2,
    fc.record({
      action: fc.constant("RetireGrant"),
      key: fc.constantFrom(...keyArns),
      grant: sometimes(60, fc.constantFrom(...grantIds)),
    }),
  ],
  [
    4,
    fc.record({
      action: fc.constantFrom(...aliasActions),
      key: fc.constantFrom(...keyArns),
      alias: fc.constantFrom(...aliases, ...aliases, "alias/new", "alias/aws/own", ...aliasArns),
    }),
  ],
  // An alias alone is named by its ARN: a bare name would be one of the caller's own account.
  [
    1,
    fc.record({ action: fc.constantFrom(...aliasActions), alias: fc.constantFrom(...aliasArns) }),
  ],
  [1, fc.record({ action: fc.constantFrom(...aliasActions), key: fc.constantFrom(...keyArns) })],
  [2, fc.record({ action: fc.constantFrom(...keylessActions) })],
).map((drawn) => {
  const { action, grant, ...rest } = drawn;
  const isGrant = action === "RetireGrant" || action === "RevokeGrant";
  return told({ action: `kms:${String(action)}`, ...rest, grant: isGrant ? grant : undefined });
});

const via = weighted<string | undefined>(
  [66, fc.constant(undefined)],
  [30, mostlyFirst(...endpoints)],
  [1, fc.constant(otherServiceEndpoint)],
  [1, fc.constant(foreignEndpoint)],
  [1, fc.constant(vpcs[0])],
);

const given = contextKeys.filter((key) => key.given > 0);

/** A context: each key that requests give now and then, with a value of the pool that policies draw from. */
export const contextArbitrary: fc.Arbitrary<Record<string, string | readonly string[]>> = fc
  .tuple(
    ...given.map(({ given: weight, values, isArray }) =>
      sometimes<string | readonly string[]>(
        weight,
        isArray ? fc.subarray([...values], { minLength: 1 }) : fc.constantFrom(...values),
      ),
    ),
  )
  .map((drawn) =>
    told(Object.fromEntries(given.map(({ name }, index) => [name, drawn[index]]))),
  ) as fc.Arbitrary<Record<string, string | readonly string[]>>;

/** kms:ViaService exists on calls on somebody's behalf only, never on a service's own. */
const contextOf = (
  who: string,
  context: Record<string, string | readonly string[]>,
): Record<string, string | readonly string[]> => {
  if (!services.some((service) => service === who)) return context;
  const { "kms:ViaService": _, ...rest } = context;
  return rest;
};

const isSessionPrincipal = (text: string): boolean =>
  text.startsWith("arn:aws:sts:") || text.includes(":user/") || text.includes(":role/");

/** A request whose whole context is told. */
export const requestArbitrary: fc.Arbitrary<RequestJson> = fc
  .record({
    principal,
    asked,
    via,
    context: contextArbitrary,
    sessionPolicies: sometimes(14, fc.array(sessionPolicy, { minLength: 1, maxLength: 2 })),
  })
  .map(({ principal: who, asked: what, via: path, context, sessionPolicies }) =>
    told({
      principal: who,
      ...what,
      via: path,
      context: contextOf(who, context),
      contextComplete: true,
      sessionPolicies: isSessionPrincipal(who) ? sessionPolicies : undefined,
    }),
  ) as fc.Arbitrary<Record<string, unknown>> as fc.Arbitrary<RequestJson>;
