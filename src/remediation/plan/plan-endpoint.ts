import type { EndpointChange } from "../../account/change.ts";
import { defaultEndpointPolicy } from "../../account/default-policy.ts";
import { sameDocument } from "../../account/policy-document.ts";
import type { VpcEndpoint } from "../../account/snapshot.ts";
import type { RemediationCall } from "../../guardrail/finding/finding.ts";
import { createEndpointInput } from "./create-endpoint-input.ts";
import { documentText } from "./document-text.ts";
import { recordedEndpoint, snapshotOfEvent } from "./recorded-parts.ts";
import {
  automatic,
  noRevert,
  proposal,
  type RevertInput,
  type RevertPlan,
  withApproval,
} from "./revert-plan.ts";

/**
 * An endpoint as it was. A new one can only be deleted, with all that has come to use it; one that
 * went can only be replaced.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html
 */
export function planEndpoint(change: EndpointChange, input: RevertInput): RevertPlan {
  const before = snapshotOfEvent(input.before, input.event);
  switch (change.kind) {
    case "endpoint-created": {
      const { VpcEndpointId } = change.endpoint;
      if (recordedEndpoint(before, VpcEndpointId) !== null) return automatic([]);
      return withApproval([call("DeleteVpcEndpoints", { VpcEndpointIds: [VpcEndpointId] })], {
        code: "endpointMayBeInUse",
        text: `whatever has come to use \`${VpcEndpointId}\` loses its path, and the endpoint cannot be brought back with its id`,
      });
    }
    case "endpoints-deleted": {
      const gone = change.vpcEndpointIds
        .map((id) => recordedEndpoint(before, id))
        .filter((endpoint) => endpoint !== null);
      if (gone.length === 0) return noRevert("what the VPC endpoint was is not known");
      return proposal(
        gone.map((endpoint) => call("CreateVpcEndpoint", createEndpointInput(endpoint))),
        {
          code: "endpointIsNew",
          text: "a new endpoint has another id: policies that name the old one by aws:SourceVpce have to be changed too",
        },
      );
    }
    case "endpoint-modified": {
      const after = snapshotOfEvent(input.after, input.event);
      const old = recordedEndpoint(before, change.vpcEndpointId);
      const now = recordedEndpoint(after, change.vpcEndpointId);
      return old === null || now === null
        ? noRevert("what the VPC endpoint was before the event is not known")
        : planModified(old, now);
    }
  }
}

function planModified(old: VpcEndpoint, now: VpcEndpoint): RevertPlan {
  const policy = policyInput(old, now);
  if (policy === null) return noRevert("the endpoint policy before the event is not known");
  const { PrivateDnsEnabled } = old;
  if (PrivateDnsEnabled === undefined && now.PrivateDnsEnabled !== undefined) {
    return noRevert("whether private DNS was enabled before the event is not known");
  }
  const input = {
    ...policy,
    ...idsInput("SubnetIds", old.SubnetIds, now.SubnetIds),
    ...idsInput("RouteTableIds", old.RouteTableIds, now.RouteTableIds),
    ...idsInput("SecurityGroupIds", groupIds(old), groupIds(now)),
    ...(PrivateDnsEnabled === now.PrivateDnsEnabled ? {} : { PrivateDnsEnabled }),
  };
  if (Object.keys(input).length === 0) return automatic([]);
  return automatic([call("ModifyVpcEndpoint", { VpcEndpointId: old.VpcEndpointId, ...input })]);
}

/** The default policy is not a document of the endpoint's own: it is brought back by a reset. */
function policyInput(old: VpcEndpoint, now: VpcEndpoint): RemediationCall["input"] | null {
  if (old.PolicyDocument === now.PolicyDocument) return {};
  if (sameDocument(old.PolicyDocument, now.PolicyDocument)) return {};
  if (sameDocument(old.PolicyDocument, defaultEndpointPolicy)) return { ResetPolicy: true };
  const PolicyDocument = documentText(old.PolicyDocument);
  return PolicyDocument === null ? null : { PolicyDocument };
}

function idsInput(
  name: string,
  old: readonly string[] | undefined,
  now: readonly string[] | undefined,
): RemediationCall["input"] {
  const missing = (old ?? []).filter((id) => now?.includes(id) !== true);
  const added = (now ?? []).filter((id) => old?.includes(id) !== true);
  return {
    ...(missing.length === 0 ? {} : { [`Add${name}`]: missing }),
    ...(added.length === 0 ? {} : { [`Remove${name}`]: added }),
  };
}

function groupIds({ Groups }: VpcEndpoint): readonly string[] | undefined {
  return Groups?.flatMap(({ GroupId }) => (GroupId === undefined ? [] : [GroupId]));
}

function call(operation: string, input: RemediationCall["input"]): RemediationCall {
  return { service: "ec2", operation, input };
}
