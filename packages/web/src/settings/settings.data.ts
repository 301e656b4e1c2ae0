import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../api/index.ts";
import { meQuery } from "../api/me.ts";

export function useEditMe() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (patch: { name: string }) => api.patch("/me", patch),
    onSettled: () => client.invalidateQueries({ queryKey: meQuery.queryKey }),
  });
}

export const useChangePassword = () =>
  useMutation({
    mutationFn: (input: { current: string; password: string }) => api.post("/auth/password", input),
  });
