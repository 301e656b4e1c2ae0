export type { Caller, Touch } from "./context.ts";
export { createEngine, type Engine, type EngineOptions, type Metered } from "./engine.ts";
export { TableError } from "./error.ts";
export { type Served, serve } from "./http.ts";
export type { LagOptions } from "./lag.ts";
export type { StreamListener } from "./stream.ts";
export type { Item, Value } from "./value.ts";
