/** One parameter of a request in AWS's query protocols. */
export interface QueryEntry {
  readonly key: string;
  readonly value: string;
}

/** Parameters as a tree: `Tags.member.1.Key` is the member `1` of the member `member` of `Tags`. */
export interface QueryTree {
  readonly [name: string]: string | QueryTree;
}

export function parseQuery(body: string): QueryEntry[] {
  return [...new URLSearchParams(body)].map(([key, value]) => ({ key, value }));
}

export function renderQuery(entries: readonly QueryEntry[]): string {
  const parameters = new URLSearchParams();
  for (const { key, value } of entries) parameters.append(key, value);
  return parameters.toString();
}

/** What the operation is told, without the name and version of the operation. */
export function queryTree(entries: readonly QueryEntry[]): QueryTree {
  const root: MutableTree = {};
  for (const { key, value } of entries) {
    if (key === "Action" || key === "Version") continue;
    const path = key.split(".");
    const last = path.pop() ?? key;
    let branch = root;
    for (const name of path) {
      const next = branch[name];
      const child = typeof next === "object" ? next : {};
      branch[name] = child;
      branch = child;
    }
    branch[last] = value;
  }
  return root;
}

interface MutableTree {
  [name: string]: string | MutableTree;
}

/** The elements of a numbered list, or `undefined` for what is no list. */
export function listElements(tree: QueryTree): (string | QueryTree)[] | undefined {
  const names = Object.keys(tree);
  if (names.length === 0 || names.some((name) => !/^\d+$/.test(name))) return undefined;
  return names.sort((a, b) => Number(a) - Number(b)).map((name) => tree[name] ?? "");
}

/** All values of a list parameter, as in `VpcEndpointId.1`, `VpcEndpointId.2`. */
export function listValues(entries: readonly QueryEntry[], name: string): string[] {
  const numbered = new RegExp(`^${name}\\.\\d+$`);
  return entries.filter(({ key }) => numbered.test(key)).map(({ value }) => value);
}
