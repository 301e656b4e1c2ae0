import { expect, test } from "vitest";
import { csvOf, imported, owner } from "../bench/api.ts";
import { withStage } from "../stage/helper.ts";
import { campaign } from "./campaign.ts";

const RECIPIENTS = 84;
const stage = withStage();

test("a campaign costs each recipient at most what the design holds, in SES calls and in write units", async () => {
  const ask = await owner(stage);
  await imported(stage, ask, csvOf(RECIPIENTS));
  const lines = await campaign(stage, ask, RECIPIENTS);
  expect(lines.filter(({ holds }) => !holds)).toEqual([]);
});
