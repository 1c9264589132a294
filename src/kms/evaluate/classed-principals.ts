import { isUnreadable } from "../../account/snapshot.ts";
import type { ConditionTest } from "../../policy/condition-test.ts";
import type { Compiler } from "../compiler.ts";
import type { AccountOrganization } from "../directory/account-organization.ts";
import type { LayerPolicy } from "../layer-policy.ts";
import { identityOf } from "../layers/prepared-policy.ts";
import type { PrincipalProfile } from "../request/principal-profile.ts";
import { classOfPrincipal, kindOfPrincipal } from "./principal-class.ts";
import { keepAnswers, keepValues, type PrincipalValues } from "./principal-values.ts";

/** Principals sorted into classes that only statements about who they are can tell apart, for many targets. */
export interface ClassedPrincipals {
  readonly profiles: readonly PrincipalProfile[];
  readonly classes: PrincipalClasses;
  /** The organizations that bind principals, by their kind. */
  readonly organizations: readonly AccountOrganization[];
  readonly policies: NumberedPolicies;
  /** The places of principals by ARN and by unique id. */
  readonly byName: ReadonlyMap<string, readonly number[]>;
  /** What a test of nothing but the principal comes to: a number for each profile, equal for equal outcomes. */
  readonly answersTo: (test: ConditionTest) => Int32Array;
  /** What they tell of a context key. */
  readonly valuesOf: (contextKey: string) => PrincipalValues;
}

/** Classes as lists of numbers, which take little memory to walk: each class's follow the ones before. */
export interface PrincipalClasses {
  readonly count: number;
  /** The kind of each class; -1: a principal that is decided for itself. */
  readonly kinds: Int32Array;
  readonly members: NumberLists;
  /** The class of each principal. */
  readonly of: Int32Array;
  /** The numbers of their identity-based policies and permissions boundaries. */
  readonly policies: NumberLists;
}

/** Lists of numbers, one after the other. */
export interface NumberLists {
  readonly numbers: Int32Array;
  /** Where each list begins; the last ends the last list. */
  readonly starts: Int32Array;
}

/** The distinct policies of all principals, by number. */
export interface NumberedPolicies {
  readonly list: readonly LayerPolicy[];
  /** 1: its statements may cover any resource; 0: only those that they write out. */
  readonly isOpen: Uint8Array;
  /** Those that are not open, by the resources that they write out. */
  readonly byResource: ReadonlyMap<string, readonly number[]>;
}

/** Kind of a class of one principal that is decided for itself. */
export const ALONE = -1;

/** Sorts principals into classes. */
export function classPrincipals(
  profiles: readonly PrincipalProfile[],
  compiler: Compiler,
): ClassedPrincipals {
  // Stryker disable next-line StringLiteral: any kind of its own
  return compiler.recent("classes", [profiles], () => makeClasses(profiles, compiler));
}

/** A class that is being made. */
interface Gathered {
  readonly kind: number;
  readonly members: number[];
  readonly policies: readonly number[];
}

function makeClasses(profiles: readonly PrincipalProfile[], compiler: Compiler): ClassedPrincipals {
  const kinds = new Map<string, number>();
  const organizations: AccountOrganization[] = [];
  const numbering = makeNumbering(compiler);
  const byText = new Map<string, Gathered>();
  const gathered: Gathered[] = [];
  for (const [index, profile] of profiles.entries()) {
    const kindText = kindOfPrincipal(profile, compiler);
    if (kindText === null) {
      gathered.push({ kind: ALONE, members: [index], policies: [] });
      continue;
    }
    const text = `${kindText}|${classOfPrincipal(profile, compiler)}`;
    const same = byText.get(text);
    if (same !== undefined) {
      same.members.push(index);
      continue;
    }
    const kind = kinds.get(kindText) ?? kinds.size;
    kinds.set(kindText, kind);
    organizations[kind] = profile.organization;
    const one = { kind, members: [index], policies: policiesOf(profile).map(numbering.numberOf) };
    byText.set(text, one);
    gathered.push(one);
  }
  return {
    profiles,
    classes: {
      count: gathered.length,
      kinds: Int32Array.from(gathered, ({ kind }) => kind),
      members: makeLists(gathered.map(({ members }) => members)),
      of: classOfEach(gathered, profiles.length),
      policies: makeLists(gathered.map(({ policies }) => policies)),
    },
    organizations,
    policies: numberedPolicies(numbering.list),
    byName: indexNames(profiles),
    answersTo: keepAnswers(profiles),
    valuesOf: keepValues(profiles),
  };
}

function classOfEach(gathered: readonly Gathered[], count: number): Int32Array {
  const of = new Int32Array(count);
  for (const [number, { members }] of gathered.entries()) {
    for (const index of members) of[index] = number;
  }
  return of;
}

function makeLists(lists: readonly (readonly number[])[]): NumberLists {
  const starts = new Int32Array(lists.length + 1);
  let start = 0;
  for (const [index, list] of lists.entries()) {
    starts[index] = start;
    start += list.length;
  }
  starts[lists.length] = start;
  return { numbers: Int32Array.from(lists.flat()), starts };
}

function policiesOf({ identity, boundary }: PrincipalProfile): readonly LayerPolicy[] {
  // Stryker disable next-line ConditionalExpression,ArrayDeclaration: who has no policies is decided for itself
  const policies = identity.kind === "policies" ? identity.policies : [];
  return boundary === null ? policies : [...policies, boundary];
}

function makeNumbering(compiler: Compiler): {
  readonly list: LayerPolicy[];
  readonly numberOf: (policy: LayerPolicy) => number;
} {
  const numbers = new Map<string, number>();
  const list: LayerPolicy[] = [];
  const numberOf = (policy: LayerPolicy): number => {
    const text = `${policy.layer} ${compiler.idOf(identityOf(policy))}`;
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, list.length);
    return list.push(policy) - 1;
  };
  return { list, numberOf };
}

function numberedPolicies(list: readonly LayerPolicy[]): NumberedPolicies {
  const isOpen = new Uint8Array(list.length);
  const byResource = new Map<string, number[]>();
  for (const [number, policy] of list.entries()) {
    const resources = writtenResources(policy);
    if (resources === null) isOpen[number] = 1;
    else for (const resource of resources) addTo(byResource, resource, number);
  }
  return { list, isOpen, byResource };
}

/** The only resources that a policy's statements cover, as written out; null: they may cover others. */
function writtenResources({ compiled }: LayerPolicy): ReadonlySet<string> | null {
  if (isUnreadable(compiled)) return null;
  const written = new Set<string>();
  for (const { resource } of compiled.statements) {
    const { not, all, patterns, templates, literals } = resource;
    if (not || all || patterns.length > 0 || templates.length > 0) return null;
    for (const literal of literals) written.add(literal);
  }
  return written;
}

function indexNames(profiles: readonly PrincipalProfile[]): ReadonlyMap<string, readonly number[]> {
  const byName = new Map<string, number[]>();
  for (const [index, { principal }] of profiles.entries()) {
    for (const name of new Set([principal.arn, principal.uniqueId])) {
      if (name !== null) addTo(byName, name, index);
    }
  }
  return byName;
}

function addTo(lists: Map<string, number[]>, name: string, number: number): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [number]);
  else list.push(number);
}
