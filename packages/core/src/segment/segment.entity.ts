import { keep, type Stored } from "../aws/record.ts";
import type { Filter } from "../kernel/filter.ts";
import type { Kind, State } from "./segment.schema.ts";

export type Fields = {
  name: string;
  description?: string;
  kind: Kind;
  filter?: Filter;
  state: State;
  /** Raised by each change of the filter: membership rows of another generation are not members. */
  generation: number;
  jobId?: string;
};
export type Segment = Stored<Fields>;

export const segments = keep<Fields>({
  noun: "segment",
  shared: true,
  attributes: ["name", "description", "kind", "filter", "state", "generation", "jobId"],
});
