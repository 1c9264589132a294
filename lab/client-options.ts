import type { Lab } from "./start-lab.ts";

/** What an AWS SDK client of the lab needs. */
export function clientOptions({ endpoint, region, accessKeyId, secretAccessKey }: Lab) {
  return { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
}
