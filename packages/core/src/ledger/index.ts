export * from "./chunk.ts";
export { contribution } from "./contribution.ts";
export * from "./ledger.ts";
export * from "./recipient.ts";
