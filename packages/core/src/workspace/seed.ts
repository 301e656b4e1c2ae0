import type { Write } from "../aws/transaction.ts";
import * as Pipeline from "../pipeline/index.ts";
import type { Info } from "./workspace.schema.ts";

/** What a noun puts into each new workspace, in the transaction that makes it; runs as its owner. */
export type Seed = (workspace: Info) => Write[] | Promise<Write[]>;

/** One line a noun. */
export const seeds: readonly Seed[] = [Pipeline.seed];
