const reserved = /^aws:/i;

/**
 * Why AWS would refuse tag keys.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
export function tagRefusals(tagKeys: readonly string[]): readonly string[] {
  const reasons = tagKeys
    .filter((key) => reserved.test(key))
    .map((key) => `the tag key \`${key}\` begins with \`aws:\`, which is reserved`);
  const twice = tagKeys.find((key, index) => tagKeys.indexOf(key) !== index);
  if (twice !== undefined) reasons.push(`the tag key \`${twice}\` stands twice`);
  if (tagKeys.includes("")) reasons.push("a tag key is empty");
  return reasons;
}
