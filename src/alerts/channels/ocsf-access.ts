import type { Finding } from "../../guardrail/finding/finding.ts";
import { clip } from "../words/clip.ts";

/** An access change in OCSF's way of naming. */
export interface OcsfAccess {
  readonly change: string;
  readonly principal: string;
  readonly external: boolean;
  readonly key: string | null;
  readonly via: string | null;
  readonly actions: readonly string[];
  readonly before: string;
  readonly after: string;
}

const mostChanges = 100;
const mostActions = 80;
const mostText = 512;

/** The access changes of a finding, the worst first. */
export function ocsfAccesses({ accessChanges }: Finding): readonly OcsfAccess[] {
  const orNull = (text: string | null) => (text === null ? null : clip(text, mostText));
  return accessChanges
    .slice(0, mostChanges)
    .map(({ change, principal, external, key, via, actions, before, after }) => ({
      change,
      principal: clip(principal, mostText),
      external,
      key: orNull(key),
      via: orNull(via),
      actions: actions.slice(0, mostActions).map((action) => clip(action, 128)),
      before,
      after,
    }));
}
