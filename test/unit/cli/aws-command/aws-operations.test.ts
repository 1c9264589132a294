import * as ec2 from "@aws-sdk/client-ec2";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import { awsOperations } from "../../../../src/cli/aws-command/aws-operations.ts";
import { callPlanners } from "../../../../src/cli/aws-command/call-planners.ts";
import type { Shape, StructureShape } from "../../../../src/cli/aws-command/shape.ts";

/*
 * The AWS SDK describes a structure as [3, namespace, name, traits, members, shapes, required…]: text
 * is 0, a number 1, a flag 2, a list of text 64, a map of text 128; a list of others is [1, …, shape].
 */
type Described = readonly [3, string, string, unknown, string[], unknown[], number?];

const clients: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { kms, ec2, iam };

function described(value: unknown): Shape {
  const shape = typeof value === "function" ? (value as () => unknown)() : value;
  if (shape === 0) return { kind: "text" };
  if (shape === 1) return { kind: "integer" };
  if (shape === 2) return { kind: "flag" };
  if (shape === 64) return { kind: "list", item: { kind: "text" } };
  if (shape === 128) return { kind: "map" };
  if (!Array.isArray(shape)) throw new Error(`unknown shape ${String(shape)}`);
  if (shape[0] === 3) return structureOf(shape as unknown as Described);
  // A list of its own; or a member with traits around it.
  if (shape[0] === 1) return { kind: "list", item: described(withoutTraits(shape[4])) };
  return described(withoutTraits(shape));
}

/** `[shape, traits]` is the shape. */
function withoutTraits(shape: unknown): unknown {
  return Array.isArray(shape) && shape.length === 2 ? shape[0] : shape;
}

function structureOf([, , , , names, shapes, required = 0]: Described): StructureShape {
  const members = names.map((name, index) => [name, described(shapes[index])] as const);
  return {
    kind: "structure",
    members: Object.fromEntries(members),
    required: names.slice(0, required),
  };
}

/** What both tell: the kinds and names, required members in any order. */
function comparable(shape: Shape): unknown {
  if (shape.kind === "list") return [comparable(shape.item)];
  if (shape.kind !== "structure") return shape.kind;
  const members = Object.entries(shape.members).map(([name, member]) => [name, comparable(member)]);
  return { members: Object.fromEntries(members), required: [...shape.required].sort() };
}

describe("the operations", () => {
  it.each(
    awsOperations.map((operation) => [`${operation.service} ${operation.command}`, operation]),
  )("%s take what the AWS SDK's do", (_name, operation) => {
    const request = `${operation.api}Request$`;
    const schema = clients[operation.service]?.[request];
    expect(schema, request).toBeDefined();
    expect(comparable(operation.input)).toEqual(comparable(described(schema)));
  });

  it("each have a planner, and the reverse", () => {
    const planned = Object.entries(callPlanners).flatMap(([service, planners]) =>
      Object.keys(planners).map((api) => `${service} ${api}`),
    );
    expect(planned.sort()).toEqual(
      awsOperations.map(({ service, api }) => `${service} ${api}`).sort(),
    );
  });
});
