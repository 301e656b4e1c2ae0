import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api } from "../api/index.ts";

export type SignIn = { email: string; password: string; code?: string | undefined };
export type SignUp = {
  workspace: string;
  name: string;
  email: string;
  password: string;
  code?: string;
  locale?: string;
  timeZone?: string;
};

/** Whoever was signed in before leaves nothing behind for the next. */
function useEnter<Input>(enter: (input: Input) => Promise<unknown>, next: string | undefined) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: enter,
    onSuccess: async () => {
      client.clear();
      await navigate({ to: next?.startsWith("/") && !next.startsWith("//") ? next : "/", replace: true });
    },
  });
}

export const useSignIn = (next?: string) =>
  useEnter((input: SignIn) => api.post("/auth/sign-in", input), next);
export const useSignUp = () => useEnter((input: SignUp) => api.post("/auth/sign-up", input), "/");
export const useAccept = () =>
  useEnter(
    (input: { token: string; name: string; password: string; code?: string }) =>
      api.post("/auth/accept", input),
    "/",
  );

export const useForgot = () =>
  useMutation({ mutationFn: (input: { email: string }) => api.post("/auth/forgot", input) });
export const useReset = () =>
  useMutation({ mutationFn: (input: { token: string; password: string }) => api.post("/auth/reset", input) });

export function useSignOut() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => api.post("/auth/sign-out"),
    onSettled: async () => {
      client.clear();
      await navigate({ to: "/sign-in", search: {} });
    },
  });
}
