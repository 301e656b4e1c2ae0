import { keep, type Stored } from "../aws/record.ts";
import type { RecordInfo } from "../kernel/record.ts";
import type { Info } from "./deal.schema.ts";

export type Fields = Omit<Info, "id" | keyof RecordInfo>;
export type Deal = Stored<Fields>;

/**
 * Indexes: gsi1–gsi3 by workspace, owner, team; gsi4 `byCompany`; gsi5 `closed`, by time of closing;
 * gsi7 `board`, whole items: the open deals of a pipeline by stage and position.
 */
export const deals = keep<Fields>({
  noun: "deal",
  attributes: [
    "name",
    "amount",
    "companyId",
    "contacts",
    "expectedCloseOn",
    "forecast",
    "tags",
    "about",
    "pipelineId",
    "stageId",
    "stageEnteredAt",
    "status",
    "probability",
    "position",
    "nextActivity",
    "lostReason",
    "closedAt",
  ],
  keyed: ["companyId", "pipelineId", "stageId", "status", "position", "closedAt", "contacts"],
  keys: (deal, at) => ({
    gsi4: deal.companyId ? [at("deal", "company", deal.companyId), deal.id] : undefined,
    gsi5: deal.closedAt ? [at("deal", "closed", deal.status), `${deal.closedAt}#${deal.id}`] : undefined,
    gsi7:
      deal.status === "open"
        ? [at("deal", "board", deal.pipelineId), `${deal.stageId}#${deal.position}#${deal.id}`]
        : undefined,
  }),
});

/** Rows that answer "which deals has this contact": pk the contact's links, sk `deal#ID`. */
export const linkKey = (contactId: string, dealId: string) => ({
  pk: deals.at("links", contactId),
  sk: `deal#${dealId}`,
});

/** Rows of the stage log stand under the deal itself. */
export const logKey = (dealId: string, enteredAt: string) => ({
  pk: deals.at("deal", dealId),
  sk: `stage#${enteredAt}`,
});
