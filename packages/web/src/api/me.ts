import type { Permission, Role, Visibility } from "@rapport/core/kernel/role";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "./client.ts";

/** Who is signed in, where, and what the role allows. */
export type Me = {
  id: string;
  name: string;
  email: string;
  role: Role;
  visibility: Visibility;
  permissions: Permission[];
  secondFactor: boolean;
  locale?: string | undefined;
  timeZone?: string | undefined;
  workspace: { id: string; name: string; currency?: string | undefined };
};

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: () => api.get<Me>("/me"),
  staleTime: 5 * 60_000,
});

/** The signed-in person; only below the shell, which waits for it. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error("useMe() outside of the shell");
  return data;
}
