import { expect, test } from "vitest";
import { lostClaim, startCampaigns } from "./campaign.ts";
import { onSending } from "./grounds.ts";
import { runs } from "./runs.ts";

const { here, once } = onSending(startCampaigns);

test(
  "a ledger adds up at every moment, and nobody is mailed twice",
  () => runs("campaign.test.ts", 10, once),
  120_000,
);

test("a claim whose answer is lost is its sender's all the same", async () => {
  const { on, door } = here();
  expect(await lostClaim(on, door)).toMatchObject({ sent: 6, unknown: 0, claimed: 0 });
}, 60_000);
