import { Refusal } from "../call/index.ts";
import type { AsyncInvoker } from "../lambda/async.ts";
import type { LambdaFunction } from "../lambda/index.ts";
import type { AwsRequest, AwsResponse } from "../storage/exchange.ts";
import { json } from "./answer.ts";

/** Lambda's Invoke: waits for the answer, or takes the event and answers 202. */
export async function invoke(
  request: AwsRequest,
  body: Buffer,
  find: (name: string) => LambdaFunction | undefined,
  later: AsyncInvoker,
): Promise<AwsResponse> {
  const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.path)?.[1];
  const fn = name === undefined ? undefined : find(decodeURIComponent(name));
  if (!fn) throw new Refusal("ResourceNotFoundException", `Function not found: ${name ?? request.path}`, 404);
  const event = body.length === 0 ? null : (JSON.parse(body.toString()) as unknown);
  const type = request.headers["x-amz-invocation-type"] ?? "RequestResponse";
  if (type === "Event") return json("", 202, { "x-amzn-requestid": later.accept(fn, event) });
  if (type !== "RequestResponse") return json("", 204);
  const outcome = await fn.invoke(event);
  if (outcome.ok) return json(outcome.payload, 200, { "x-amz-executed-version": "$LATEST" });
  const { errorType, errorMessage, trace } = outcome.error;
  return json({ errorType, errorMessage, trace }, 200, { "x-amz-function-error": "Unhandled" });
}
