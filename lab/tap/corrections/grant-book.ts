import type { JsonObject } from "../json.ts";

/** A grant as it was asked for, of which moto keeps a part only. */
export interface NotedGrant {
  readonly grantId: string;
  readonly keyId: string;
  readonly region: string;
  readonly token: string;
  readonly members: JsonObject;
}

/** The grants that were made through the tap. */
export interface GrantBook {
  note(grant: NotedGrant): void;
  byId(grantId: string): NotedGrant | undefined;
  byToken(token: string): NotedGrant | undefined;
}

export function makeGrantBook(): GrantBook {
  const grants = new Map<string, NotedGrant>();
  return {
    note: (grant) => {
      grants.set(grant.grantId, grant);
    },
    byId: (grantId) => grants.get(grantId),
    byToken: (token) => [...grants.values()].find((grant) => grant.token === token),
  };
}
