import { Refusal, type Stage } from "../stage/helper.ts";
import type { Json, Owner } from "./client.ts";
import { uploaded } from "./importing.ts";
import { MINUTE } from "./mailing.ts";

const csv = "First Name,Email\nLou,lou@journey.example\n";

/** One function's calls of one kind fail until it has tried. */
export async function failing(
  stage: Stage,
  fn: string,
  what: string,
  run: () => Promise<void>,
): Promise<void> {
  const name = stage.plan.functions.find((one) => one.path.toLowerCase().includes(`/${fn}/`))?.name;
  const stop = stage.intercept(({ caller, service, action }) => {
    if (caller.kind === "function" && caller.name === name && `${service}:${action}` === what)
      throw new Refusal("InternalServerError", "Not now.", 500);
  });
  await run();
  await stage.idle();
  stop();
}

/** A slice that failed comes again by the job's own queue, before the clock would look for it. */
export async function failedSlices(stage: Stage, owner: Owner): Promise<void> {
  const { id } = await uploaded(owner, csv);
  await failing(stage, "import", "s3:GetObject", () =>
    owner.post(`/imports/${id}/start`).then(() => undefined),
  );
  await stage.clock.advance(MINUTE);
  const { state } = await owner.get<Json>(`/imports/${id}`);
  if (state !== "done") throw new Error(`the import whose slice failed is ${String(state)}`);
  const filter = { field: "email", operator: "isSet" };
  const draft = { kind: "live", name: "Failed once", filter };
  let segment = "";
  await failing(stage, "audience", "dynamodb:BatchGetItem", async () => {
    segment = (await owner.post<{ id: string }>("/segments", draft)).id;
    await stage.clock.advance(5_000);
  });
  await stage.clock.advance(MINUTE);
  const filled = await owner.get<Json>(`/segments/${segment}`);
  if (filled.state !== "ready") throw new Error(`the segment whose slice failed is ${String(filled.state)}`);
}

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
