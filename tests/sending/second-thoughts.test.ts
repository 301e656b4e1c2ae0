import * as Campaign from "@rapport/core/campaign";
import { describe, expect, it } from "vitest";
import { update } from "../../packages/core/src/aws/statement.ts";
import { withSending } from "./hooks.ts";
import { stateOf } from "./made.ts";
import { aCampaign, person } from "./stand.ts";

const stage = withSending();

async function held() {
  const made = await aCampaign(stage, [person(1)]);
  const before = Date.now();
  const sent = await made.marketer(() => Campaign.send({ id: made.id }));
  return { ...made, before, sent };
}
const at = (milliseconds: number) => new Date(milliseconds);

describe("a campaign that was just sent", () => {
  it("waits half a minute at the server, and starts at the clock's first look after", async () => {
    const made = await held();
    expect(made.sent).toMatchObject({ state: "scheduled", preparing: false });
    const starts = Date.parse(made.sent.sendAt ?? "");
    expect(starts).toBeGreaterThanOrEqual(made.before + 30_000);
    expect(starts - Date.parse(made.sent.updatedAt)).toBe(30_000);
    await Campaign.pace(at(starts - 1));
    expect(await stateOf(made)).toBe("scheduled");
    await Campaign.pace(at(starts + 60_000));
    expect(await stateOf(made)).toBe("running");
    await Campaign.pace(at(starts + 60_000));
    for (let minute = 0; minute < 3; minute++) await stage.minute();
    expect(stage.mails().filter(({ tags }) => tags.campaign?.[0] === made.id)).toHaveLength(1);
  });

  it("is taken back by one call until it starts, which is refused as a conflict afterwards", async () => {
    const made = await held();
    const { id, marketer } = made;
    const back = await marketer(() => Campaign.unschedule({ id }));
    expect(back.state).toBe("draft");
    expect(back).not.toHaveProperty("sendAt");
    await stage.minute();
    await stage.minute();
    expect(await stateOf(made)).toBe("draft");
    await marketer(() => Campaign.send({ id }));
    await stage.minute();
    expect(await stateOf(made)).toBe("running");
    await expect(marketer(() => Campaign.unschedule({ id }))).rejects.toMatchObject({
      status: 409,
      type: "campaign-started",
    });
    expect(await stateOf(made)).toBe("running");
  });

  it("starts no later when it is sent again, and a day off delays it to the first look", async () => {
    const { sent, ...made } = await held();
    stage.turn(20_000);
    const again = await made.marketer(() => Campaign.send({ id: made.id }));
    expect(again.sendAt).toBe(sent.sendAt);
    stage.turn(86_400_000);
    await stage.minute();
    expect(await stateOf(made)).toBe("running");
  });

  it("stays a draft though an index that lags still shows it as due", async () => {
    const made = await held();
    await made.marketer(() => Campaign.unschedule({ id: made.id }));
    const key = { pk: `w#${made.workspaceId}#campaign#${made.id}`, sk: "campaign" };
    const gsi6sk = `${made.sent.sendAt}#${made.workspaceId}#${made.id}`;
    await update(key, { set: { gsi6pk: "scheduled#campaign", gsi6sk } }).run();
    await stage.minute();
    expect(await stateOf(made)).toBe("draft");
  });

  it("removed and restored after its time is a draft, before its time it still waits", async () => {
    const made = await held();
    const { id, marketer } = made;
    await marketer(() => Campaign.remove({ id }));
    expect(await marketer(() => Campaign.restore({ id }))).toMatchObject({ state: "scheduled" });
    await marketer(() => Campaign.remove({ id }));
    await stage.minute();
    expect(await marketer(() => Campaign.restore({ id }))).toMatchObject({ state: "draft" });
    await stage.minute();
    expect(await stateOf(made)).toBe("draft");
  });
});
