import * as z from "zod";

/** Roles and what they may do: the one place. A permission is `noun:action`. */
export const Role = z.enum(["owner", "admin", "manager", "sales", "support", "marketer", "viewer"]);
export type Role = z.infer<typeof Role>;

/** Which records a person sees: their own, their team's, everybody's. Part of the actor. */
export const Visibility = z.enum(["own", "team", "all"]);
export type Visibility = z.infer<typeof Visibility>;

const crm = ["contact", "company", "activity"] as const;
const everyone = [
  "contact:read",
  "company:read",
  "deal:read",
  "pipeline:read",
  "activity:read",
  "member:read",
  "segment:read",
  "template:read",
  "campaign:read",
  "report:read",
  "search:read",
  "changes:read",
  "history:read",
  "workspace:read",
  "import:read",
  "form:read",
  "team:read",
  "me:read",
  "me:write",
] as const;
const writeCrm = [
  ...crm.flatMap((noun) => [`${noun}:write`, `${noun}:remove`] as const),
  // One mail to one contact, in one's own name; campaigns are `campaign:send`.
  "mail:send",
] as const;
const deals = ["deal:write", "deal:remove"] as const;
const marketing = [
  "segment:write",
  "segment:remove",
  "template:write",
  "template:remove",
  "campaign:write",
  "campaign:remove",
  "campaign:send",
  "form:write",
  "form:remove",
] as const;
const imports = ["import:write"] as const;
const manage = ["pipeline:write", "pipeline:remove"] as const;
const administer = [
  "member:write",
  "member:remove",
  "team:write",
  "team:remove",
  "workspace:write",
  "apiKey:read",
  "apiKey:write",
] as const;

export type Permission =
  | (typeof everyone)[number]
  | (typeof writeCrm)[number]
  | (typeof deals)[number]
  | (typeof marketing)[number]
  | (typeof imports)[number]
  | (typeof manage)[number]
  | (typeof administer)[number];

const all: readonly Permission[] = [
  ...everyone,
  ...writeCrm,
  ...deals,
  ...marketing,
  ...imports,
  ...manage,
  ...administer,
];

export const grants: Record<Role, ReadonlySet<Permission>> = {
  owner: new Set(all),
  admin: new Set(all),
  manager: new Set([...everyone, ...writeCrm, ...deals, ...marketing, ...imports, ...manage]),
  sales: new Set([...everyone, ...writeCrm, ...deals, ...imports]),
  support: new Set([...everyone, ...writeCrm]),
  marketer: new Set([...everyone, ...writeCrm, ...marketing, ...imports]),
  viewer: new Set(everyone),
};

/** Whether one who has `role` may do all that `other` may. Only an owner stands for an owner. */
export function includes(role: Role, other: Role): boolean {
  if (other === "owner") return role === "owner";
  return grants[other].isSubsetOf(grants[role] as Set<Permission>);
}
