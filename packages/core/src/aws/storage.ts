import { AwsClient } from "aws4fetch";

/**
 * The door to S3, by signed fetch: an SDK client would be forty times the size in the API's bundle. Credentials, region
 * and endpoint come from the environment, as the SDK's do.
 */
function client(): AwsClient {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) throw new Error("No AWS credentials in the environment.");
  return new AwsClient({
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
    service: "s3",
    region: AWS_REGION ?? "us-east-1",
    retries: 3,
  });
}

function filesBucket(): string {
  const bucket = process.env.FILES_BUCKET;
  if (!bucket)
    throw new Error("FILES_BUCKET is not set: this function was not granted the bucket in infra/.");
  return bucket;
}

function urlOf(key: string, bucket: string): URL {
  const path = key.split("/").map(encodeURIComponent).join("/");
  const endpoint = process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
  if (endpoint) return new URL(`${endpoint.replace(/\/$/, "")}/${bucket}/${path}`);
  return new URL(`https://${bucket}.s3.${process.env.AWS_REGION}.amazonaws.com/${path}`);
}

async function expectOk(response: Response, what: string): Promise<Response> {
  if (response.ok) return response;
  throw new Error(`S3 answered ${response.status} to ${what}: ${(await response.text()).slice(0, 500)}`);
}

/**
 * A URL that takes one PUT of exactly this size and type, for some seconds (SigV4 query signature; content-length and
 * content-type are signed headers, so S3 refuses another body).
 */
export async function presignPut(
  key: string,
  options: { bytes: number; type: string; seconds: number },
): Promise<string> {
  const url = urlOf(key, filesBucket());
  url.searchParams.set("X-Amz-Expires", String(options.seconds));
  const headers = { "content-type": options.type, "content-length": String(options.bytes) };
  const signed = await client().sign(url.toString(), {
    method: "PUT",
    headers,
    aws: { signQuery: true, allHeaders: true },
  });
  return signed.url;
}

/** A URL that downloads the object under a file name, for some seconds. */
export async function presignGet(
  key: string,
  options: { fileName: string; seconds: number },
): Promise<string> {
  const url = urlOf(key, filesBucket());
  url.searchParams.set("X-Amz-Expires", String(options.seconds));
  const name = options.fileName.replace(/[^\w.\- ]/g, "_");
  url.searchParams.set("response-content-disposition", `attachment; filename="${name}"`);
  const signed = await client().sign(url.toString(), { method: "GET", aws: { signQuery: true } });
  return signed.url;
}

/** Size of an object in bytes, or undefined when there is none. */
export async function sizeOf(key: string, bucket = filesBucket()): Promise<number | undefined> {
  const response = await client().fetch(urlOf(key, bucket), { method: "HEAD" });
  if (response.status === 404) return undefined;
  await expectOk(response, `HEAD ${key}`);
  return Number(response.headers.get("content-length"));
}

/** Some bytes of an object, from `start` (included) to `end` (excluded), or all of it. */
export async function read(
  key: string,
  range?: { start: number; end: number },
  bucket = filesBucket(),
): Promise<Uint8Array> {
  const headers: Record<string, string> = range ? { range: `bytes=${range.start}-${range.end - 1}` } : {};
  const response = await client().fetch(urlOf(key, bucket), { headers });
  await expectOk(response, `GET ${key}`);
  return new Uint8Array(await response.arrayBuffer());
}

export async function write(
  key: string,
  body: string | Uint8Array<ArrayBuffer>,
  type: string,
): Promise<void> {
  const response = await client().fetch(urlOf(key, filesBucket()), {
    method: "PUT",
    body,
    headers: { "content-type": type },
  });
  await expectOk(response, `PUT ${key}`);
}
