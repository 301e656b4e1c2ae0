import { createContext, useContext } from "react";

/** Row heights in pixels. */
export const rowHeights = { compact: 32, default: 40, touch: 52 } as const;

export const DensityContext = createContext<keyof typeof rowHeights>("default");

export function useRowHeight(): number {
  return rowHeights[useContext(DensityContext)];
}
