import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { Stage } from "../infra/stages.ts";
import { functionName } from "./stack.ts";

/** What the function answers: an unfinished answer is sent back as it is. */
type Answer = { done: boolean; differences?: unknown[] };

/** Rebuilds a deployed stage's reports, or prints every difference from a recount. Fails where there is one. */
export async function rebuild(stage: Stage, compare: boolean): Promise<void> {
  const client = new LambdaClient({ region: stage.region });
  const FunctionName = `${await functionName(stage, "Rebuild")}:live`;
  let answer: Answer = { done: false };
  let input: object = { compare };
  do {
    const { FunctionError, Payload } = await client.send(
      new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(input)) }),
    );
    const text = Buffer.from(Payload ?? []).toString();
    if (FunctionError) throw new Error(`The rebuild failed: ${text}`);
    answer = JSON.parse(text) as Answer;
    input = answer;
  } while (!answer.done);
  console.log(JSON.stringify(answer, null, 2));
  if (answer.differences?.length) process.exitCode = 1;
}
