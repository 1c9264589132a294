/** The account, Region and ARNs that all bench accounts share. */
export const accountId = "111122223333";
export const region = "us-west-2";
export const accountRoot = `arn:aws:iam::${accountId}:root`;

export const keyArn = (index: number): string =>
  `arn:aws:kms:${region}:${accountId}:key/${String(index).padStart(8, "0")}-12ab-34cd-56ef-1234567890ab`;

export const roleName = (index: number): string => `app-${index}`;

export const roleArn = (index: number): string =>
  `arn:aws:iam::${accountId}:role/${roleName(index)}`;

export const policyArn = (index: number): string =>
  `arn:aws:iam::${accountId}:policy/team-${index}`;
