export { address, api, type Options, onSignedOut, type Page } from "./client.ts";
export { useLiveUpdates } from "./live.ts";
export { type Me, useEditMe, useMe } from "./me.ts";
export { type Named, useNames } from "./names.ts";
export { asProblem, type Issue, Problem } from "./problem.ts";
export { keys, makeQueryClient } from "./query.ts";
export { type Edit, inverse, type Kept, type Patch, type RecordData, recordData } from "./record.ts";
