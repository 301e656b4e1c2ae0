import { endpoint, request, textOf } from "./request.ts";

/**
 * One call of an AWS service that speaks JSON, by signed fetch: where a function needs one or two actions, the SDK's
 * client would be most of its bundle. @throws Error with the service's answer when it isn't a success.
 */
export async function call<Answer>(
  service: "sqs" | "ssm",
  target: `${"AmazonSQS" | "AmazonSSM"}.${string}`,
  body: Record<string, unknown>,
): Promise<Answer> {
  const { AWS_REGION = "us-east-1" } = process.env;
  const answer = await request(
    service,
    `${endpoint(service) ?? `https://${service}.${AWS_REGION}.amazonaws.com`}/`,
    {
      method: "POST",
      headers: {
        "content-type": service === "sqs" ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1",
        "x-amz-target": target,
      },
      body: JSON.stringify(body),
    },
  );
  const text = textOf(answer.body);
  if (answer.ok) return JSON.parse(text) as Answer;
  throw new Error(`${target} was answered ${answer.status}: ${text.slice(0, 500)}`);
}
