import { useMediaQuery } from "@mantine/hooks";

/** Below this the shell has a bottom bar, lists have two-line rows, and panels are sheets. */
export const phoneQuery = "(max-width: 719px)";

export function useIsPhone(): boolean {
  return useMediaQuery(phoneQuery, matchMedia(phoneQuery).matches) ?? false;
}
