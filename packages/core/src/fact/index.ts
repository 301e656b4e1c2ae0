export { changedBetween, within } from "./changed.ts";
export { deriveId } from "./derive.ts";
export { type Fact, factsOf, MAX_DEPTH, turnOf } from "./fact.ts";
export * from "./image.ts";
