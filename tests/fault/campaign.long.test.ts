import { test } from "vitest";
import { startCampaigns } from "./campaign.ts";
import { onSending } from "./grounds.ts";
import { long, runs } from "./runs.ts";

const { once } = onSending(startCampaigns);

test(
  "a ledger adds up at every moment, and nobody is mailed twice",
  () => runs("campaign.long.test.ts", long(160), once),
  1_800_000,
);
