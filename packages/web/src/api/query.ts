import { QueryClient } from "@tanstack/react-query";
import { asProblem } from "./problem.ts";

/** Query keys start with the noun, so that one live change can refresh just what shows it. */
export const keys = {
  all: (noun: string) => [noun] as const,
  list: (noun: string, query: object = {}) => [noun, "list", query] as const,
  record: (noun: string, id: string) => [noun, "record", id] as const,
  part: (noun: string, id: string, part: string, query: object = {}) =>
    [noun, "record", id, part, query] as const,
};

/** Live updates refresh what changed, so nothing goes stale by time alone. Only an unreachable API is asked again. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => {
          const { status } = asProblem(error);
          return count < 2 && (status === 0 || status >= 500);
        },
      },
      mutations: { retry: false },
    },
  });
}
