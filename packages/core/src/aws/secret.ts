import { AwsClient } from "aws4fetch";

/**
 * The door to SSM Parameter Store: one parameter a secret, read once a container. By signed fetch, since the SDK's
 * client would add 70 KB to every bundle for one call; credentials, region and endpoint come from where it has them.
 */
const read = new Map<string, Promise<string>>();

async function fetchParameter(name: string): Promise<string> {
  const path = process.env.SECRETS_PATH;
  if (!path) throw new Error("SECRETS_PATH is not set: this function was not granted secrets in infra/.");
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
    service: "ssm",
    region: AWS_REGION,
    retries: 3,
  });
  const given = process.env.AWS_ENDPOINT_URL_SSM ?? process.env.AWS_ENDPOINT_URL;
  const response = await client.fetch(given ?? `https://ssm.${AWS_REGION}.amazonaws.com`, {
    method: "POST",
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "AmazonSSM.GetParameter" },
    body: JSON.stringify({ Name: `${path}/${name}`, WithDecryption: true }),
  });
  const answer = (await response.json()) as { Parameter?: { Value?: string }; __type?: string };
  if (!response.ok)
    throw new Error(
      `SSM answered ${response.status} ${answer.__type ?? ""} to the parameter ${path}/${name}.`,
    );
  const value = answer.Parameter?.Value;
  if (!value) throw new Error(`The parameter ${path}/${name} has no value.`);
  return value;
}

/** The value of a secret, e.g. `signing-key`. A failed read is tried again at the next call. */
export function secret(name: string): Promise<string> {
  let value = read.get(name);
  if (!value) {
    value = fetchParameter(name);
    value.catch(() => read.delete(name));
    read.set(name, value);
  }
  return value;
}
