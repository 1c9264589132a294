import type { Remark } from "../../account/parse/problem.ts";

/** Remarks that differ only in which item of a list they are about, told once with how many there are. */
export function foldRemarks(remarks: readonly Remark[]): readonly Remark[] {
  const alike = new Map<string, Remark[]>();
  for (const remark of remarks) {
    const { code, path, message } = remark;
    const kind = JSON.stringify([code, path.replace(/\[\d+\]/g, "[]"), message]);
    const group = alike.get(kind);
    if (group === undefined) alike.set(kind, [remark]);
    else group.push(remark);
  }
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    if (others.length === 0) return [first];
    return [{ ...first, message: `${first.message}, and ${others.length} more like it` }];
  });
}
