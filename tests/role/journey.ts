/** A journey through everything that a function may be asked to do, rare things included, with what each asked for. */
import { functionName } from "../../packages/local/src/plan/compute.ts";
import type { Asked } from "../../packages/local/src/role/guard.ts";
import { standingCalls } from "../../packages/local/src/role/standing.ts";
import { type Owner, signUp } from "../journey/client.ts";
import { importing, uploaded } from "../journey/importing.ts";
import { failing } from "../journey/lost.ts";
import { campaign, MINUTE, segment } from "../journey/mailing.ts";
import { walk } from "../journey/short.ts";
import type { Stage } from "../stage/helper.ts";

/** Each permission that was asked for, and those that the wiring itself will ask for when something fails. */
export async function asked(stage: Stage): Promise<Asked[]> {
  const all: Asked[] = [];
  const quiet = stage.guard.listen((one) => all.push(one));
  const failed = await walk(stage);
  if (failed) throw new Error(`${failed.step}: ${failed.why}`);
  await rare(stage);
  const find = (reference: string) => {
    const plan = stage.plan.functions.find((one) => one.name === functionName(reference));
    return plan && { plan };
  };
  for (const { call } of standingCalls(stage.plan, { find })) stage.guard.may(call);
  quiet();
  return all;
}

/** What a good day doesn't bring. */
async function rare(stage: Stage): Promise<void> {
  const owner = await signUp(stage, "rare@journey.example");
  await owner.post("/members/invitations", { email: "grace@journey.example", role: "sales" });
  await problems(stage, owner);
  await failing(stage, "import", "s3:GetObject", () => imported(owner));
  await stage.clock.advance(2 * MINUTE);
  const filter = { field: "tags", operator: "has", value: "rare" };
  let id = "";
  await failing(stage, "audience", "dynamodb:BatchGetItem", async () => {
    id = await segment(stage, owner, filter);
  });
  await stage.clock.advance(2 * MINUTE);
  const sendAt = new Date(stage.clock.now() + 2 * MINUTE).toISOString();
  await owner.post(`/campaigns/${await campaign(owner, id)}/schedule`, { sendAt });
  for (let minute = 0; minute < 8; minute++) await stage.clock.advance(MINUTE);
  const mail = stage.inbox.list({ to: "rare1@journey.example" })[0];
  if (!mail) throw new Error("the scheduled campaign didn't come");
  stage.inbox.bounce(mail.id);
  await stage.idle();
  await stage.invoke("rebuild", {});
  await stage.invoke("rebuild", { compare: true });
}

const csv = (from: number, more = "") =>
  `First Name,Email\n${[0, 1].map((n) => `R${n},rare${from + n}@journey.example\n`).join("")}${more}`;

/** An import with a row that doesn't come in leaves a file of problems. */
async function problems(stage: Stage, owner: Owner): Promise<void> {
  const { id } = await importing(stage, owner, csv(0, "Odd,nobody at nowhere\n"), { tags: ["rare"] });
  await owner.get(`/imports/${id}/problems`);
  const without = await uploaded(owner, csv(2));
  // Nothing failed in it yet: there is no such file.
  await owner.get(`/imports/${without.id}/problems`).catch((error: unknown) => {
    if (!String(error).includes("404")) throw error;
  });
}

async function imported(owner: Owner): Promise<void> {
  const { id } = await uploaded(owner, csv(4));
  await owner.post(`/imports/${id}/start`);
}
