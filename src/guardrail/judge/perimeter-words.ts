import type {
  PerimeterChange,
  PerimeterResources,
  PerimeterWho,
} from "../../perimeter/perimeter-change.ts";

/** Whose principals, in words. */
export const PRINCIPAL_WORDS: Readonly<Record<PerimeterWho, string>> = {
  anyone: "anyone's principals",
  unauthenticated: "requests without a signature",
  "listed-accounts": "principals of listed accounts",
  organization: "the organization's principals",
  account: "the account's principals",
};

/** Whose resources, in words. */
export const RESOURCE_WORDS: Readonly<Record<PerimeterResources, string>> = {
  anyone: "anyone's resources",
  "aws-owned": "resources that AWS owns",
  organization: "the organization's resources",
  account: "the account's resources",
};

const VERBS: Readonly<Record<PerimeterChange["change"], readonly [string, string]>> = {
  gained: ["can now reach", ""],
  lost: ["can no longer reach", ""],
  widened: ["can now reach", " in more ways"],
  narrowed: ["can now reach", " in fewer ways only"],
  changed: ["may now reach", " in other ways"],
};

/** `anyone's principals can now reach anyone's resources through vpce-…`. */
export function perimeterSentence({ change, who, resources, via }: PerimeterChange): string {
  const [verb, extent] = VERBS[change];
  return `${PRINCIPAL_WORDS[who]} ${verb} ${RESOURCE_WORDS[resources]} through ${via}${extent}`;
}
