import type { Lab } from "../start-lab.ts";
import type { Demo } from "./seed-demo.ts";

/** How to use a running lab from another terminal. */
export function usageText({ endpoint, region, accessKeyId, secretAccessKey, seeded }: Lab): string {
  const { keyId, roleName } = seeded as Demo;
  return `
The lab runs. In another terminal:

  export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=${region} AWS_DEFAULT_REGION=${region}
  export AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}

  aws kms list-aliases
  aws kms tag-resource --key-id ${keyId} --tags TagKey=team,TagValue=blue

The role ${roleName} may decrypt with keys that are tagged team=blue, and with keys that have an alias
alias/orders-*. Findings appear here. Ctrl-C ends the lab.
`;
}
