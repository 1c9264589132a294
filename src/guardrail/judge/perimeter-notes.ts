import type { Unknown } from "../../kms/decision.ts";
import { closingPolicy } from "../../perimeter/closing-policy.ts";
import { OWNER_AMAZON } from "../../perimeter/endpoint-door.ts";
import type { JudgedEndpoint } from "../../perimeter/judge-endpoint.ts";
import { isGap } from "../../perimeter/perimeter-gap.ts";
import { listed, MOST_LISTED } from "./listed-names.ts";

/** What a reader should know of an endpoint besides who reaches what: the gap, how to close it, what is not known. */
export function perimeterNotes(endpoint: JudgedEndpoint): readonly Unknown[] {
  const { doors } = endpoint;
  switch (doors.after.kind) {
    case "none":
      return [];
    case "notOfService":
      return [
        {
          code: "notOfService",
          text: `\`${endpoint.via}\` is of the type ${doors.after.type}: no request to an AWS service passes it`,
        },
      ];
    case "unsupported":
      return [unsupportedNote(endpoint, doors.after.serviceOwner)];
    case "unknown":
      return [
        {
          code: "perimeterUnknown",
          text: `who reaches what through \`${endpoint.via}\` is not known: ${doors.after.reason}`,
        },
      ];
    case "policy":
      return [...gapNotes(endpoint), ...reachNotes(endpoint)];
  }
}

/** https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html */
function unsupportedNote({ via, serviceName }: JudgedEndpoint, owner: string): Unknown {
  if (owner === OWNER_AMAZON) {
    return {
      code: "endpointPolicyUnsupported",
      text: `\`${serviceName}\` supports no endpoint policy: everything passes \`${via}\`, and only policies of principals and resources (SCPs with aws:ResourceOrgID among them) keep data inside`,
    };
  }
  return {
    code: "privateService",
    text: `\`${serviceName}\` is run by ${owner === "unknown" ? "an account that is not known" : `account ${owner}`}, not by AWS: everything passes \`${via}\`, and no endpoint policy is possible`,
  };
}

function gapNotes(endpoint: JudgedEndpoint): readonly Unknown[] {
  const { via, changes, doors, input, reach } = endpoint;
  const came = changes.filter(
    (pair) => isGap(pair) && pair.change !== "lost" && pair.change !== "narrowed",
  );
  const opened = doors.before.kind === "unknown" ? reach.gaps : came;
  if (opened.length === 0 && reach.untoldOwners.length === 0) return [];
  const notes: Unknown[] = [];
  if (opened.length > 0) {
    const before = doors.before.kind === "unknown" ? ", as far as is known since now" : "";
    notes.push({ code: "perimeterGap", text: `${gapText(endpoint, opened)} \`${via}\`${before}` });
  }
  const policy = closingPolicy(doors.after, input);
  if (policy !== null) {
    notes.push({
      code: "proposedPolicy",
      text: `this policy closes it and keeps what is allowed on purpose: ${JSON.stringify(policy)}`,
    });
  }
  return notes;
}

function gapText({ after }: JudgedEndpoint, gaps: JudgedEndpoint["reach"]["gaps"]): string {
  const resources = new Set(gaps.map((pair) => pair.resources));
  const who = new Set(gaps.map((pair) => pair.who));
  const place = after?.VpcId ?? "its network";
  if (!resources.has("anyone")) {
    return `whoever is in ${place} can come with credentials of another account, or none, through`;
  }
  return who.has("anyone")
    ? `whoever is in ${place} can use credentials of an account of theirs, and so carry data to it, through`
    : `whoever acts as ${insideWords(who)} can carry data to resources of any account through`;
}

function insideWords(who: ReadonlySet<string>): string {
  return who.has("organization") ? "a principal of the organization" : "a principal of the account";
}

function reachNotes({ via, reach, after }: JudgedEndpoint): readonly Unknown[] {
  const notes: Unknown[] = [];
  if (reach.untoldOwners.length > 0) {
    notes.push({
      code: "resourceOwnerUnknown",
      text: `whose ${listed(reach.untoldOwners)} is cannot be told from the name: a condition on aws:ResourceAccount or aws:ResourceOrgID tells`,
    });
  }
  if (reach.byTag) {
    notes.push({
      code: "exceptionByTag",
      text: `principals of the organization with the tags that the policy of \`${via}\` asks for reach anyone's resources: whoever may tag principals may open the perimeter`,
    });
  }
  if (reach.foreignAccounts.length > 0) {
    notes.push({
      code: "foreignAccountNamed",
      text: `the policy of \`${via}\` names ${listed(reach.foreignAccounts)}, known neither as of the organization nor as trusted (trustedAccounts in guardrail.yml)`,
    });
  }
  if (reach.unknown.length > 0) {
    notes.push({
      code: "perimeterUnknown",
      text: `whether these pass \`${via}\` is not known: ${reach.unknown.slice(0, MOST_LISTED).join(", ")}`,
    });
  }
  if (after?.VpcEndpointType === "Gateway" && reach.namesPrincipals) {
    notes.push({
      code: "gatewayPrincipals",
      text: "in the policy of a gateway endpoint an account as Principal is its root user only: aws:PrincipalArn and aws:PrincipalAccount name principals",
    });
  }
  return notes;
}
