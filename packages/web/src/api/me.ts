import type { Permission } from "@rapport/core/kernel/role";
import type { Me } from "@rapport/core/workspace/schema";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
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

/** My own profile: it is shown where I am, and on what I do. */
export function useEditMe() {
  const client = useQueryClient();
  const refreshed = [meQuery.queryKey, ["member"]];
  return useMutation({
    mutationFn: (patch: Record<string, unknown>) => api.patch("/me", patch),
    onSettled: () => Promise.all(refreshed.map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}
