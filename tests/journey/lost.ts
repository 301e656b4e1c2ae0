import { Refusal, type Stage } from "../stage/helper.ts";
import type { Json, Owner } from "./client.ts";
import { uploaded } from "./importing.ts";
import { MINUTE } from "./mailing.ts";

const csv = "First Name,Email\nLou,lou@journey.example\n";

/** Jobs whose message never came are found by the clock, here while one of its two functions can't run. */
export async function lostMessages(stage: Stage, owner: Owner, broken: string): Promise<void> {
  const { id } = await uploaded(owner, csv);
  const still = stage.intercept(({ caller, service, input }) => {
    const fn = String(input.FunctionName).toLowerCase();
    if (caller.kind === "service" && service === "lambda" && fn.includes(`-${broken}:`))
      throw new Refusal("ServiceException", "Not now.", 500);
  });
  const stop = stage.intercept(({ caller, service }) => {
    if (caller.kind === "function" && service === "sqs")
      throw new Refusal("ServiceUnavailable", "Not now.", 503);
  });
  await owner.post(`/imports/${id}/start`).catch(() => undefined);
  await owner
    .post("/segments", {
      kind: "live",
      name: "Lost",
      filter: { field: "tags", operator: "has", value: "lost" },
    })
    .catch(() => undefined);
  stop();
  for (let minute = 0; minute < 4; minute++) await stage.clock.advance(MINUTE);
  still();
  const { state } = await owner.get<Json>(`/imports/${id}`);
  if (state !== "done") throw new Error(`the import whose message was lost is ${String(state)}`);
  const segments = await owner.all<{ name: string; state: string }>("/segments");
  const waiting = segments.filter(({ name, state }) => name === "Lost" && state !== "ready");
  if (waiting.length > 0) throw new Error("the segment whose message was lost never filled");
}
