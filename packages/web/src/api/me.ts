import type { Permission } from "@rapport/core/kernel/role";
import type { Me } from "@rapport/core/workspace/schema";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "./client.ts";

export type { Me } from "@rapport/core/workspace/schema";

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: () => api.get<Me>("/me"),
  staleTime: 5 * 60_000,
});

/** The signed-in person and what the role allows; only below the shell, which waits for it. */
export function useMe() {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error("useMe() outside of the shell");
  const may = (permission: Permission) => data.permissions.includes(permission);
  return {
    ...data,
    may,
    /** Whether sums are told of what I see, or of what another owner has: those are kept for the whole workspace. */
    mayCount: (ownerId?: string) => may("report:read") && (!ownerId || data.member.visibility === "all"),
  };
}
