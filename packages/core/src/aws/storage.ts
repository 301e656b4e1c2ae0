import { type Answer, endpoint, request, signer, textOf } from "./request.ts";

/** The door to S3, by signed fetch: an SDK client would be forty times the size in the API's bundle. */

/** Milliseconds for an answer with its bytes: a slice of an import has megabytes of them. */
const PATIENCE = 10_000;

function filesBucket(): string {
  const bucket = process.env.FILES_BUCKET;
  if (!bucket)
    throw new Error("FILES_BUCKET is not set: this function was not granted the bucket in infra/.");
  return bucket;
}

function urlOf(key: string, bucket: string): URL {
  const path = key.split("/").map(encodeURIComponent).join("/");
  const given = endpoint("s3");
  if (given) return new URL(`${given}/${bucket}/${path}`);
  return new URL(`https://${bucket}.s3.${process.env.AWS_REGION}.amazonaws.com/${path}`);
}

function expectOk(answer: Answer, what: string): Answer {
  if (answer.ok) return answer;
  throw new Error(`S3 answered ${answer.status} to ${what}: ${textOf(answer.body).slice(0, 500)}`);
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
  const signed = await signer("s3").sign(url.toString(), {
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
  const signed = await signer("s3").sign(url.toString(), { method: "GET", aws: { signQuery: true } });
  return signed.url;
}

/** Size of an object in bytes, or undefined when there is none. */
export async function sizeOf(key: string, bucket = filesBucket()): Promise<number | undefined> {
  const answer = await request("s3", urlOf(key, bucket), { method: "HEAD" }, PATIENCE);
  if (answer.status === 404) return undefined;
  return Number(expectOk(answer, `HEAD ${key}`).headers.get("content-length"));
}

/** Some bytes of an object, from `start` (included) to `end` (excluded), or all of it. */
export async function read(
  key: string,
  range?: { start: number; end: number },
  bucket = filesBucket(),
): Promise<Uint8Array> {
  const headers: Record<string, string> = range ? { range: `bytes=${range.start}-${range.end - 1}` } : {};
  return expectOk(await request("s3", urlOf(key, bucket), { headers }, PATIENCE), `GET ${key}`).body;
}

export async function write(
  key: string,
  body: string | Uint8Array<ArrayBuffer>,
  type: string,
): Promise<void> {
  const put = { method: "PUT", body, headers: { "content-type": type } };
  expectOk(await request("s3", urlOf(key, filesBucket()), put, PATIENCE), `PUT ${key}`);
}
