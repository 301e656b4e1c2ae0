import type { Info as Invitation, Create as Invite } from "@rapport/core/invitation/schema";
import type { Role } from "@rapport/core/kernel/role";
import type { Info as ApiKey, Created as NewApiKey } from "@rapport/core/key/schema";
import type { Edit, Info as Member } from "@rapport/core/member/schema";
import type { Info as SignIn } from "@rapport/core/session/schema";
import type { Info as Team } from "@rapport/core/team/schema";
import type { Info as Workspace } from "@rapport/core/workspace/schema";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, keys, type Page, recordData } from "../api/index.ts";
import { meQuery } from "../api/me.ts";

export type { ApiKey, Invitation, Member, NewApiKey, SignIn, Team };

/** A mutation after which some queries are asked again. */
function useAct<Input, Output>(act: (input: Input) => Promise<Output>, refreshed: readonly string[][]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => Promise.all(refreshed.map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

const me = [...meQuery.queryKey];

export const useEditWorkspace = () =>
  useAct((patch: Partial<Record<keyof Workspace, unknown>>) => api.patch("/workspace", patch), [me]);
export const useSwitchWorkspace = () =>
  useMutation({
    mutationFn: (workspaceId: string) => api.post("/me/workspace", { workspaceId }),
    onSuccess: () => location.assign("/"),
  });
export const useChangePassword = () =>
  useAct((input: { current: string; password: string }) => api.post("/me/password", input), [["session"]]);

export const sessionsQuery = queryOptions({
  queryKey: ["session", "list"],
  queryFn: ({ signal }) => api.get<Page<SignIn>>("/me/sessions", { signal }),
  select: (page) => page.items,
});
export const useEndSession = () => useAct((id: string) => api.delete(`/me/sessions/${id}`), [["session"]]);
export const useEndOthers = () => useAct(() => api.delete("/me/sessions"), [["session"]]);

export const useSetUpFactor = () =>
  useMutation({
    mutationFn: (password: string) =>
      api.post<{ uri: string; secret: string }>("/me/second-factor", { password }),
  });
export const useConfirmFactor = () =>
  useAct((code: string) => api.post<{ codes: string[] }>("/me/second-factor/confirm", { code }), [me]);
export const useDisableFactor = () =>
  useAct((input: { password: string; code: string }) => api.post("/me/second-factor/disable", input), [me]);

export const invitationsQuery = queryOptions({
  queryKey: ["invitation", "list"],
  queryFn: ({ signal }) =>
    api.get<Page<Invitation>>("/members/invitations", { query: { limit: 100 }, signal }),
  select: (page) => page.items,
});
export const useInvite = () =>
  useAct((input: Invite) => api.create<Invitation>("/members/invitations", input), [["invitation"]]);
export const useResend = () =>
  useAct((id: string) => api.post(`/members/invitations/${id}/resend`), [["invitation"]]);
export const useRevoke = () =>
  useAct((id: string) => api.delete(`/members/invitations/${id}`), [["invitation"]]);

export const useEditMember = () =>
  useAct(
    ({ id, version, ...patch }: Edit) => api.patch<Member>(`/members/${id}`, patch, { version }),
    [["member"]],
  );
export const useDeactivate = () => useAct((id: string) => api.delete(`/members/${id}`), [["member"]]);
export const useReactivate = () => useAct((id: string) => api.post(`/members/${id}/restore`), [["member"]]);

export const teams = recordData<Team, { name: string }>("team", "/teams");
/** All of them at once: a workspace has a handful. */
export const teamsQuery = queryOptions({
  queryKey: keys.list("team"),
  queryFn: ({ signal }) => api.get<Page<Team>>("/teams", { query: { limit: 200 }, signal }),
});

export const apiKeysQuery = queryOptions({
  queryKey: keys.list("apiKey"),
  queryFn: ({ signal }) => api.get<Page<ApiKey>>("/api-keys", { query: { limit: 200 }, signal }),
  select: (page) => page.items,
});
export const useMakeKey = () =>
  useAct(
    (input: { name: string; role: Role; days: number }) => api.create<NewApiKey>("/api-keys", input),
    [["apiKey"]],
  );
export const useRevokeKey = () => useAct((id: string) => api.delete(`/api-keys/${id}`), [["apiKey"]]);
