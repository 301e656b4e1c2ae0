import { useLocation } from "@tanstack/react-router";

/** The secret of a mailed link stands behind its `#`, which browsers send to nobody. */
export function useSecret(): string {
  return useLocation().hash;
}
