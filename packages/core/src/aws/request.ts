import { AwsClient } from "aws4fetch";
import { patience } from "./patience.ts";

export type Service = "s3" | "sqs" | "ssm";
export type Answer = { ok: boolean; status: number; headers: Headers; body: Uint8Array };

const TRIES = 5;
/** These services say so with 400 or 403, too. */
const THROTTLED = /Throttl|TooManyRequests|SlowDown|RequestTimeout/;

/** Signs as the SDK's clients would: credentials and region come from where the SDK has them. */
export function signer(service: Service): AwsClient {
  const {
    AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY,
    AWS_SESSION_TOKEN,
    AWS_REGION = "us-east-1",
  } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) throw new Error("No AWS credentials in the environment.");
  return new AwsClient({
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
    service,
    region: AWS_REGION,
    retries: 0,
  });
}

/** Another address than AWS's own, where the environment has one. */
export function endpoint(service: Service): string | undefined {
  const given = process.env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? process.env.AWS_ENDPOINT_URL;
  return given?.replace(/\/$/, "");
}

/**
 * One signed request, made again where no answer came or the service has too much to do: it must bear repetition.
 * `most` is how long an answer may take, in milliseconds. @throws when none came.
 */
export async function request(
  service: Service,
  url: string | URL,
  init: RequestInit,
  most?: number,
): Promise<Answer> {
  const client = signer(service);
  for (let attempt = 1; ; attempt++) {
    const limit = patience(most);
    try {
      const answer = await within(limit, (signal) => exchange(client, url, { ...init, signal }));
      if (answer.ok || attempt === TRIES || !passes(answer)) return answer;
    } catch (error) {
      if (attempt === TRIES) throw new Error(`${service} didn't answer.`, { cause: error });
    }
    await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 25 * (0.5 + Math.random())));
  }
}

async function exchange(client: AwsClient, url: string | URL, init: RequestInit): Promise<Answer> {
  const response = await client.fetch(String(url), init);
  const { ok, status, headers } = response;
  return { ok, status, headers, body: new Uint8Array(await response.arrayBuffer()) };
}

/** `fetch` holds what it hears of a signal weakly, and may have lost it by then: so the time itself ends the wait. */
async function within<T>(ms: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`Nothing came within ${ms} ms.`));
      controller.abort();
    }, ms);
  });
  try {
    return await Promise.race([run(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

const passes = ({ status, body }: Answer): boolean =>
  status === 429 || status >= 500 || (status >= 400 && THROTTLED.test(textOf(body)));

export const textOf = (body: Uint8Array): string => new TextDecoder().decode(body);
