import { expect, it } from "vitest";
import { refuseBesideAction } from "../../../../src/cli/explain/action-options.ts";

it.each([
  ["kms:CreateKey", { key: "alias/vault" }, "`--key` does not go with `kms:CreateKey`"],
  ["kms:Decrypt", { key: "alias/vault", alias: "alias/x" }, "`--alias` does not go with"],
  ["kms:CreateGrant", { key: "alias/vault", grant: "g" }, "`--grant` does not go with"],
])("%s has no use for %j", (action, options, message) => {
  expect(() => refuseBesideAction(action, options)).toThrow(message);
});

it.each([
  ["kms:CreateKey", {}],
  ["kms:Decrypt", { key: "alias/vault" }],
  ["kms:UpdateAlias", { key: "alias/vault", alias: "alias/x" }],
  ["kms:RetireGrant", { key: "alias/vault", grant: "g" }],
  ["kms:RevokeGrant", { key: "alias/vault", grant: "g" }],
  ["kms:Decript", { alias: "alias/x", grant: "g" }],
])("%s may be asked with %j", (action, options) => {
  expect(() => refuseBesideAction(action, options)).not.toThrow();
});
