import { keep, type Stored } from "../aws/record.ts";
import type { Money } from "../kernel/money.ts";
import type { Audience, Basis, Cap, State } from "./campaign.schema.ts";

export type Fields = {
  name: string;
  segmentId?: string;
  templateId?: string;
  fromName?: string;
  replyTo?: string;
  topic: string;
  basis: Basis;
  perHour?: number;
  cap?: Cap;
  objective?: string;
  budget?: Money;
  cost?: Money;
  state: State;
  sendAt?: string;
  startedAt?: string;
  finishedAt?: string;
  pausedFor?: string;
  audience?: Audience;
  /** The job that writes the ledger. */
  jobId?: string;
};
export type Campaign = Stored<Fields>;

/** gsi6, of all workspaces, for the clock alone: what is being sent, and what is to be, by its time. */
export const RUNNING = "running#campaign";
export const SCHEDULED = "scheduled#campaign";

export const campaigns = keep<Fields>({
  noun: "campaign",
  shared: true,
  attributes: [
    "name",
    "segmentId",
    "templateId",
    "fromName",
    "replyTo",
    "topic",
    "basis",
    "perHour",
    "cap",
    "objective",
    "budget",
    "cost",
    "state",
    "sendAt",
    "startedAt",
    "finishedAt",
    "pausedFor",
    "audience",
    "jobId",
  ],
  keyed: ["state", "sendAt"],
  keys: ({ workspaceId, id, state, sendAt }) => ({
    gsi6:
      state === "running"
        ? [RUNNING, `${workspaceId}#${id}`]
        : state === "scheduled" && sendAt
          ? [SCHEDULED, `${sendAt}#${workspaceId}#${id}`]
          : undefined,
  }),
});
