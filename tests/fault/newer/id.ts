import * as now from "../../../packages/core/src/kernel/id.ts";

export * from "../../../packages/core/src/kernel/id.ts";

/** The newer version knows one noun more. */
export const prefixes = { ...now.prefixes, patron: "pat" };

export function newId(noun: now.Noun | "patron", at?: number): string {
  return noun === "patron" ? now.newId("contact", at).replace(/^con/, "pat") : now.newId(noun, at);
}
