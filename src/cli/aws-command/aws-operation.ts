import { type Shape, type StructureShape, structure } from "./shape.ts";

export type AwsService = "kms" | "ec2" | "iam";

/** An operation of an AWS API that what-if can judge. */
export interface AwsOperation {
  readonly service: AwsService;
  /** As the AWS CLI calls it: `tag-resource`. */
  readonly command: string;
  /** As CloudTrail records it: `TagResource`. */
  readonly api: string;
  readonly input: StructureShape;
}

/** Makes the operations of a service from their input members. */
export function operationsOf(
  service: AwsService,
  inputs: Readonly<
    Record<string, readonly [Readonly<Record<string, Shape>>, ...required: readonly string[]]>
  >,
): readonly AwsOperation[] {
  return Object.entries(inputs).map(([api, [members, ...required]]) => ({
    service,
    command: kebabCase(api),
    api,
    input: structure(members, required),
  }));
}

/** `VpcEndpointIds` to `vpc-endpoint-ids`. */
export function kebabCase(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, "$1-$2").toLowerCase();
}
