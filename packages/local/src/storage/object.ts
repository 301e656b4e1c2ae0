import { receive } from "./body.ts";
import type { Checksum } from "./checksum.ts";
import { type AwsRequest, type AwsResponse, empty } from "./exchange.ts";
import { S3Fault } from "./fault.ts";
import type { Stored } from "./objects.ts";
import type { Door } from "./operation.ts";
import { decode } from "./signature.ts";
import { element, NAMESPACE, XML } from "./xml.ts";

const SYSTEM = [
  "content-type",
  "content-disposition",
  "content-encoding",
  "content-language",
  "cache-control",
  "expires",
];
const METADATA_BYTES = 2_048;

/** Content headers and x-amz-meta-* of a request, as they are kept. */
export function describe(request: AwsRequest): Pick<Stored, "headers" | "metadata"> {
  const headers: Record<string, string> = {};
  const metadata: Record<string, string> = {};
  let size = 0;
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined) continue;
    if (name.startsWith("x-amz-meta-")) {
      const key = name.slice("x-amz-meta-".length);
      metadata[key] = value;
      size += key.length + Buffer.byteLength(value);
    } else if (SYSTEM.includes(name)) headers[name] = value;
  }
  if (size > METADATA_BYTES) {
    throw new S3Fault("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size");
  }
  const encoding = headers["content-encoding"]
    ?.split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "aws-chunked")
    .join(",");
  if (encoding) headers["content-encoding"] = encoding;
  else delete headers["content-encoding"];
  headers["content-type"] ??= "binary/octet-stream";
  return { headers, metadata };
}

/** If-None-Match: * keeps what is there; If-Match replaces only what was seen. */
export function guardWrite(request: AwsRequest, before: Stored | undefined): void {
  const none = request.headers["if-none-match"];
  const match = request.headers["if-match"];
  if (none !== undefined && none !== "*")
    throw new S3Fault(
      "NotImplemented",
      "A header you provided implies functionality that is not implemented",
      { Header: "If-None-Match" },
    );
  const failed = (condition: string) =>
    new S3Fault("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", {
      Condition: condition,
    });
  if (none === "*" && before) throw failed("If-None-Match");
  if (match !== undefined && !before) throw new S3Fault("NoSuchKey", "The specified key does not exist.");
  if (match !== undefined && match.replaceAll('"', "") !== before?.etag.replaceAll('"', ""))
    throw failed("If-Match");
}

export async function putObject(
  door: Door,
  request: AwsRequest,
  bucket: string,
  key: string,
  by: string,
): Promise<AwsResponse> {
  const draft = door.objects.draft();
  try {
    const about = describe(request);
    guardWrite(request, door.objects.find(bucket, key));
    const { size, md5, checksum } = await receive(request, draft);
    guardWrite(request, door.objects.find(bucket, key));
    const item = { bucket, key, size, etag: `"${md5}"`, ...about, ...(checksum ? { checksum } : {}) };
    door.commit({ ...item, draft }, "ObjectCreated:Put", by);
    return {
      status: 200,
      headers: { etag: item.etag, ...checksumHeaders(checksum), ...ENCRYPTED },
      body: empty,
    };
  } finally {
    door.objects.drop(draft);
  }
}

export const ENCRYPTED = { "x-amz-server-side-encryption": "AES256" };

export const checksumHeaders = (checksum: Checksum | undefined): Record<string, string> =>
  checksum
    ? { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value, "x-amz-checksum-type": checksum.type }
    : {};

export function getObject(
  door: Door,
  request: AwsRequest,
  bucket: string,
  key: string,
  query: Map<string, string>,
): AwsResponse {
  const item = door.objects.find(bucket, key);
  if (!item) throw new S3Fault("NoSuchKey", "The specified key does not exist.", { Key: key });
  const headers: Record<string, string> = {
    ...item.headers,
    "accept-ranges": "bytes",
    etag: item.etag,
    "last-modified": new Date(item.modified).toUTCString(),
    ...ENCRYPTED,
  };
  for (const [name, value] of Object.entries(item.metadata)) headers[`x-amz-meta-${name}`] = value;
  for (const name of SYSTEM) {
    const wanted = query.get(`response-${name}`);
    if (wanted !== undefined) headers[name] = wanted;
  }
  const condition = guardRead(request, item);
  if (condition)
    return {
      status: 304,
      headers: { etag: item.etag, "last-modified": headers["last-modified"]! },
      body: empty,
    };
  const range = parseRange(request.headers.range, item.size);
  const { start, end } = range ?? { start: 0, end: item.size };
  headers["content-length"] = String(end - start);
  if (range) headers["content-range"] = `bytes ${start}-${end - 1}/${item.size}`;
  else if (request.headers["x-amz-checksum-mode"]?.toUpperCase() === "ENABLED")
    Object.assign(headers, checksumHeaders(item.checksum));
  return {
    status: range ? 206 : 200,
    headers,
    body: request.method === "HEAD" ? empty : door.objects.read(item, start, end),
  };
}

/** True when the reader has it already. Order of the conditions: RFC 9110, 13.2.2. */
function guardRead(request: AwsRequest, item: Stored): boolean {
  const { headers } = request;
  const same = (tags: string) =>
    tags === "*" ||
    tags.split(",").some((tag) => tag.trim().replaceAll('"', "") === item.etag.replaceAll('"', ""));
  const seconds = Math.floor(item.modified / 1_000) * 1_000;
  const failed = () =>
    new S3Fault("PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
  if (headers["if-match"] !== undefined) {
    if (!same(headers["if-match"])) throw failed();
  } else if (
    headers["if-unmodified-since"] !== undefined &&
    seconds > Date.parse(headers["if-unmodified-since"])
  )
    throw failed();
  if (headers["if-none-match"] !== undefined) return same(headers["if-none-match"]);
  return headers["if-modified-since"] !== undefined && seconds <= Date.parse(headers["if-modified-since"]);
}

/** One range; S3 answers several, or one that it can't read, with the whole object. */
function parseRange(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return undefined;
  const start = match[1] === "" ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = match[1] === "" || match[2] === "" ? size : Math.min(size, Number(match[2]) + 1);
  if (match[1] !== "" && match[2] !== "" && Number(match[2]) < start) return undefined;
  if (start >= size) {
    throw new S3Fault(
      "InvalidRange",
      "The requested range is not satisfiable",
      { RangeRequested: header!, ActualObjectSize: String(size) },
      { "content-range": `bytes */${size}` },
    );
  }
  return { start, end };
}

export async function copyObject(
  door: Door,
  request: AwsRequest,
  bucket: string,
  key: string,
  by: string,
): Promise<AwsResponse> {
  const source = decode(request.headers["x-amz-copy-source"]!.split("?")[0]!).replace(/^\//, "");
  const slash = source.indexOf("/");
  if (slash < 1)
    throw new S3Fault("InvalidArgument", "Invalid copy source object key", {
      ArgumentName: "x-amz-copy-source",
    });
  const from = door.buckets.find(source.slice(0, slash)).name;
  const item = door.objects.find(from, source.slice(slash + 1));
  if (!item)
    throw new S3Fault("NoSuchKey", "The specified key does not exist.", { Key: source.slice(slash + 1) });
  const replace = request.headers["x-amz-metadata-directive"]?.toUpperCase() === "REPLACE";
  if (!replace && from === bucket && item.key === key) {
    throw new S3Fault(
      "InvalidRequest",
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const draft = door.objects.draft();
  try {
    const { size, md5 } = await receive(
      {
        ...request,
        headers: { "transfer-encoding": "chunked" },
        body: door.objects.read(item) as AwsRequest["body"],
      },
      draft,
    );
    const kept = item.checksum?.type === "FULL_OBJECT" ? item.checksum : undefined;
    const about = replace ? describe(request) : { headers: item.headers, metadata: item.metadata };
    const at = door.commit(
      { bucket, key, size, etag: `"${md5}"`, ...about, ...(kept ? { checksum: kept } : {}), draft },
      "ObjectCreated:Copy",
      by,
    );
    const inside = element("LastModified", new Date(at).toISOString()) + element("ETag", `"${md5}"`);
    return {
      status: 200,
      headers: { "content-type": "application/xml", ...ENCRYPTED },
      body: Buffer.from(`${XML}<CopyObjectResult${NAMESPACE}>${inside}</CopyObjectResult>`),
    };
  } finally {
    door.objects.drop(draft);
  }
}
