import { AwsClient } from "aws4fetch";

const TRIES = 5;
/** These services say so with 400 or 403. */
const THROTTLED = /Throttl|TooManyRequests/;

/**
 * One call of an AWS service that speaks JSON, by signed fetch: where a function needs one or two actions, the SDK's
 * client would be most of its bundle. Credentials, region and endpoint come from where the SDK has them.
 * @throws Error with the service's answer when it isn't a success.
 */
export async function call<Answer>(
  service: "sqs" | "ssm",
  target: `${"AmazonSQS" | "AmazonSSM"}.${string}`,
  body: Record<string, unknown>,
): Promise<Answer> {
  const {
    AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY,
    AWS_SESSION_TOKEN,
    AWS_REGION = "us-east-1",
  } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) throw new Error("No AWS credentials in the environment.");
  const client = new AwsClient({
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
    service,
    region: AWS_REGION,
    retries: 0,
  });
  const given = process.env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? process.env.AWS_ENDPOINT_URL;
  for (let attempt = 1; ; attempt++) {
    const response = await client.fetch(given ?? `https://${service}.${AWS_REGION}.amazonaws.com/`, {
      method: "POST",
      headers: {
        "content-type": service === "sqs" ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1",
        "x-amz-target": target,
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text) as Answer;
    const passes = response.status === 429 || response.status >= 500 || THROTTLED.test(text);
    if (attempt === TRIES || !passes)
      throw new Error(`${target} was answered ${response.status}: ${text.slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 25 * (0.5 + Math.random())));
  }
}
