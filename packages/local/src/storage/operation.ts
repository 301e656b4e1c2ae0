import { receive } from "./body.ts";
import type { Buckets } from "./bucket.ts";
import { type AwsRequest, type AwsResponse, empty, whole } from "./exchange.ts";
import { S3Fault } from "./fault.ts";
import { listObjects } from "./listing.ts";
import type { Change } from "./notification.ts";
import {
  checksumHeaders,
  copyObject,
  describe,
  ENCRYPTED,
  getObject,
  guardWrite,
  putObject,
} from "./object.ts";
import type { Objects, Stored } from "./objects.ts";
import { parameters } from "./signature.ts";
import type { Uploads } from "./upload.ts";
import { element, inner, NAMESPACE, text, XML } from "./xml.ts";

/** What an operation works on. */
export type Door = {
  objects: Objects;
  uploads: Uploads;
  buckets: Buckets;
  now(): number;
  region: string;
  /** Puts a written draft in its place, with its notifications; answers when. */
  commit(
    item: Omit<Stored, "blob" | "modified"> & { draft: string },
    name: Change["name"],
    by: string,
  ): number;
  remove(bucket: string, key: string, name: Change["name"], by: string): void;
};

const XML_BYTES = 2 * 1024 * 1024;
const KEY_BYTES = 1_024;

const KNOWN_AMZ =
  /^x-amz-(content-sha256|date|security-token|user-agent|acl|meta-.+|checksum-.+|sdk-checksum-algorithm|trailer|decoded-content-length|copy-source|metadata-directive|server-side-encryption|expected-bucket-owner|mp-object-size)$/;
const QUERY_OF_LIST = [
  "list-type",
  "prefix",
  "delimiter",
  "max-keys",
  "continuation-token",
  "start-after",
  "encoding-type",
  "fetch-owner",
  "x-id",
];

/** Which operation a request means, done. What S3 has and this has not is refused, never passed over. */
export async function operate(
  door: Door,
  request: AwsRequest,
  bucket: string,
  key: string,
  by: string,
): Promise<AwsResponse> {
  const pairs = parameters(request.query).filter(([name]) => !name.startsWith("X-Amz-"));
  const query = new Map(pairs);
  const has = (...names: string[]) =>
    names.every((name) => query.has(name)) &&
    pairs.every(([name]) => names.includes(name) || name === "x-id");
  const { method } = request;
  for (const [name, value] of Object.entries(request.headers)) {
    const open = name.startsWith("x-amz-") && value !== undefined;
    if (open && (!KNOWN_AMZ.test(name) || (name === "x-amz-server-side-encryption" && value !== "AES256"))) {
      throw new S3Fault(
        "NotImplemented",
        "A header you provided implies functionality that is not implemented",
        { Header: name },
      );
    }
  }
  if (bucket === "") {
    if (method === "GET") return xml(listBuckets(door));
    throw new S3Fault("MethodNotAllowed", "The specified method is not allowed against this resource.", {
      Method: method,
    });
  }
  door.buckets.find(bucket);
  if (key === "") {
    if (method === "HEAD" && has())
      return { status: 200, headers: { "x-amz-bucket-region": door.region }, body: empty };
    if (method === "GET" && has("location"))
      return xml(`${XML}<LocationConstraint${NAMESPACE}>${door.region}</LocationConstraint>`);
    if (
      method === "GET" &&
      query.get("list-type") === "2" &&
      pairs.every(([name]) => QUERY_OF_LIST.includes(name))
    ) {
      return xml(listObjects(door.objects, bucket, request.query));
    }
    if (method === "POST" && has("delete")) return xml(await deleteObjects(door, request, bucket, by));
    throw unknown(request);
  }
  if (Buffer.byteLength(key) > KEY_BYTES) {
    throw new S3Fault("KeyTooLongError", "Your key is too long", {
      Size: String(Buffer.byteLength(key)),
      MaxSizeAllowed: String(KEY_BYTES),
    });
  }
  const copies = request.headers["x-amz-copy-source"] !== undefined;
  if (method === "PUT" && has())
    return copies ? copyObject(door, request, bucket, key, by) : putObject(door, request, bucket, key, by);
  if (
    (method === "GET" || method === "HEAD") &&
    pairs.every(([name]) => name === "x-id" || name.startsWith("response-"))
  ) {
    return getObject(door, request, bucket, key, query);
  }
  if (method === "DELETE" && has()) {
    door.remove(bucket, key, "ObjectRemoved:Delete", by);
    return { status: 204, headers: {}, body: empty };
  }
  if (method === "POST" && has("uploads")) return beginUpload(door, request, bucket, key);
  const upload = query.get("uploadId") ?? "";
  if (method === "PUT" && has("uploadId", "partNumber") && !copies) {
    const part = await door.uploads.part(upload, bucket, key, Number(query.get("partNumber")), request);
    return {
      status: 200,
      headers: { etag: `"${part.md5}"`, ...checksumHeaders(part.checksum), ...ENCRYPTED },
      body: empty,
    };
  }
  if (method === "GET" && has("uploadId")) return xml(listParts(door, upload, bucket, key));
  if (method === "POST" && has("uploadId")) return completeUpload(door, request, upload, bucket, key, by);
  if (method === "DELETE" && has("uploadId")) {
    door.uploads.abort(upload, bucket, key);
    return { status: 204, headers: {}, body: empty };
  }
  throw unknown(request);
}

const xml = (body: string): AwsResponse => ({
  status: 200,
  headers: { "content-type": "application/xml" },
  body: Buffer.from(body),
});

const unknown = (request: AwsRequest) =>
  new S3Fault(
    "NotImplemented",
    "A request you sent implies functionality that the local stage does not have",
    {
      Method: request.method,
      Query: request.query.replace(/X-Amz-[^&]*&?/g, ""),
    },
  );

async function xmlBody(request: AwsRequest): Promise<string> {
  const body = await whole(request.body, XML_BYTES);
  if (!body || /<!DOCTYPE|<!ENTITY/i.test(body.toString("latin1"))) {
    throw new S3Fault(
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
    );
  }
  return body.toString();
}

function listBuckets(door: Door): string {
  const items = door.buckets
    .all()
    .map(
      ({ name }) =>
        `<Bucket>${element("Name", name)}${element("CreationDate", new Date(0).toISOString())}</Bucket>`,
    );
  return `${XML}<ListAllMyBucketsResult${NAMESPACE}><Buckets>${items.join("")}</Buckets></ListAllMyBucketsResult>`;
}

async function deleteObjects(door: Door, request: AwsRequest, bucket: string, by: string): Promise<string> {
  const draft = door.objects.draft();
  const body = await xmlBody(request);
  try {
    await receive({ ...request, body: Buffer.from(body) }, draft);
  } finally {
    door.objects.drop(draft);
  }
  const keys = inner(body, "Object").map((item) => text(item, "Key"));
  if (keys.length === 0 || keys.length > 1_000 || keys.some((key) => !key)) {
    throw new S3Fault(
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
    );
  }
  for (const key of keys) door.remove(bucket, key!, "ObjectRemoved:Delete", by);
  const quiet = text(body, "Quiet") === "true";
  const deleted = quiet ? [] : keys.map((key) => `<Deleted>${element("Key", key!)}</Deleted>`);
  return `${XML}<DeleteResult${NAMESPACE}>${deleted.join("")}</DeleteResult>`;
}

function beginUpload(door: Door, request: AwsRequest, bucket: string, key: string): AwsResponse {
  const algorithm = request.headers["x-amz-checksum-algorithm"]?.toLowerCase();
  // CRC-64 exists only over the whole object; the others default to a sum of sums.
  const type =
    request.headers["x-amz-checksum-type"] ?? (algorithm === "crc64nvme" ? "FULL_OBJECT" : "COMPOSITE");
  const about = { ...describe(request), ...(algorithm ? { algorithm, type } : {}) };
  const id = door.uploads.begin(bucket, key, about, door.now());
  const inside = element("Bucket", bucket) + element("Key", key) + element("UploadId", id);
  const response = xml(
    `${XML}<InitiateMultipartUploadResult${NAMESPACE}>${inside}</InitiateMultipartUploadResult>`,
  );
  if (algorithm)
    Object.assign(response.headers, {
      "x-amz-checksum-algorithm": algorithm.toUpperCase(),
      "x-amz-checksum-type": type,
    });
  return response;
}

function listParts(door: Door, upload: string, bucket: string, key: string): string {
  const parts = door.uploads.list(upload, bucket, key);
  const items = parts.map(
    (part) =>
      `<Part>${element("PartNumber", part.number)}${element("ETag", `"${part.md5}"`)}${element("Size", part.size)}</Part>`,
  );
  const head =
    element("Bucket", bucket) +
    element("Key", key) +
    element("UploadId", upload) +
    element("IsTruncated", "false");
  return `${XML}<ListPartsResult${NAMESPACE}>${head}${items.join("")}</ListPartsResult>`;
}

async function completeUpload(
  door: Door,
  request: AwsRequest,
  upload: string,
  bucket: string,
  key: string,
  by: string,
): Promise<AwsResponse> {
  guardWrite(request, door.objects.find(bucket, key));
  const { draft, size, etag, headers, metadata, checksum } = await door.uploads.assemble(
    upload,
    bucket,
    key,
    await xmlBody(request),
  );
  try {
    door.uploads.list(upload, bucket, key);
    guardWrite(request, door.objects.find(bucket, key));
    door.commit(
      { bucket, key, size, etag, headers, metadata, ...(checksum ? { checksum } : {}), draft },
      "ObjectCreated:CompleteMultipartUpload",
      by,
    );
    door.uploads.forget(upload);
  } finally {
    door.objects.drop(draft);
  }
  const sum = checksum
    ? element(`Checksum${checksum.algorithm.toUpperCase()}`, checksum.value) +
      element("ChecksumType", checksum.type)
    : "";
  const inside =
    element("Location", `/${bucket}/${key}`) +
    element("Bucket", bucket) +
    element("Key", key) +
    element("ETag", etag) +
    sum;
  return xml(`${XML}<CompleteMultipartUploadResult${NAMESPACE}>${inside}</CompleteMultipartUploadResult>`);
}
