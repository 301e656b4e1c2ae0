export * from "./chunk.ts";
export * from "./ledger.ts";
export * from "./recipient.ts";
