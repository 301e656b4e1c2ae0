import type { Role, Visibility } from "@rapport/core/kernel/role";

/** From the most to the least allowed; the rules themselves are the server's. */
export const roles = [
  "owner",
  "admin",
  "manager",
  "sales",
  "support",
  "marketer",
  "viewer",
] as const satisfies Role[];
export const visibilities = ["own", "team", "all"] as const satisfies Visibility[];
