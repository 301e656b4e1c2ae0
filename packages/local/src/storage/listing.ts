import { S3Fault } from "./fault.ts";
import type { Objects, Stored } from "./objects.ts";
import { parameters } from "./signature.ts";
import { element, NAMESPACE, XML } from "./xml.ts";

type Page = { objects: Stored[]; prefixes: string[]; next?: string };

const LAST = "\u{10FFFF}";

// JavaScript orders text by UTF-16 units, S3 by bytes of UTF-8.
const before = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;

/** Objects and common prefixes after `after`, in the order of their keys, `limit` of both together. */
export function list(
  objects: Objects,
  bucket: string,
  ask: { prefix: string; delimiter: string; after: string; limit: number },
): Page {
  const page: Page = { objects: [], prefixes: [] };
  let cursor = before(ask.prefix, ask.after) ? ask.after : ask.prefix;
  let last = ask.after;
  if (ask.limit === 0) return page;
  for (;;) {
    const rows = objects.from(bucket, cursor, 1_000);
    if (rows.length === 0) return page;
    let jumped = false;
    for (const row of rows) {
      if (!row.key.startsWith(ask.prefix)) return page;
      if (ask.after !== "" && !before(ask.after, row.key)) continue;
      const cut = ask.delimiter === "" ? -1 : row.key.indexOf(ask.delimiter, ask.prefix.length);
      const group = cut < 0 ? undefined : row.key.slice(0, cut + ask.delimiter.length);
      if (group !== undefined && ask.after.startsWith(group)) continue;
      if (page.objects.length + page.prefixes.length === ask.limit) return { ...page, next: last };
      if (group === undefined) {
        page.objects.push(row);
        last = row.key;
      } else {
        page.prefixes.push(group);
        last = group + LAST;
        cursor = last;
        jumped = true;
        break;
      }
    }
    if (!jumped) {
      if (rows.length < 1_000) return page;
      cursor = `${rows.at(-1)!.key}\u0000`;
    }
  }
}

/** ListObjectsV2. */
export function listObjects(objects: Objects, bucket: string, query: string): string {
  const asked = new Map(parameters(query));
  const limit = Number(asked.get("max-keys") ?? 1_000);
  if (!Number.isInteger(limit) || limit < 0) {
    throw new S3Fault("InvalidArgument", "Provided max-keys not an integer or within integer range", {
      ArgumentName: "max-keys",
    });
  }
  const token = asked.get("continuation-token");
  const prefix = asked.get("prefix") ?? "";
  const delimiter = asked.get("delimiter") ?? "";
  const page = list(objects, bucket, {
    prefix,
    delimiter,
    after: token === undefined ? (asked.get("start-after") ?? "") : fromToken(token),
    limit: Math.min(limit, 1_000),
  });
  const coded = asked.get("encoding-type") === "url";
  const name = (text: string) => (coded ? encodeURIComponent(text).replaceAll("%2F", "/") : text);
  const parts = [
    element("Name", bucket),
    element("Prefix", name(prefix)),
    ...(delimiter === "" ? [] : [element("Delimiter", name(delimiter))]),
    ...(coded ? [element("EncodingType", "url")] : []),
    ...(token === undefined ? [] : [element("ContinuationToken", token)]),
    ...(asked.has("start-after") ? [element("StartAfter", name(asked.get("start-after")!))] : []),
    element("MaxKeys", limit),
    element("KeyCount", page.objects.length + page.prefixes.length),
    element("IsTruncated", String(page.next !== undefined)),
    ...(page.next === undefined
      ? []
      : [element("NextContinuationToken", Buffer.from(page.next).toString("base64url"))]),
    ...page.objects.map(
      (item) =>
        `<Contents>${element("Key", name(item.key))}${element("LastModified", new Date(item.modified).toISOString())}${element("ETag", item.etag)}${element("Size", item.size)}${element("StorageClass", "STANDARD")}</Contents>`,
    ),
    ...page.prefixes.map((group) => `<CommonPrefixes>${element("Prefix", name(group))}</CommonPrefixes>`),
  ];
  return `${XML}<ListBucketResult${NAMESPACE}>${parts.join("")}</ListBucketResult>`;
}

function fromToken(token: string): string {
  const text = Buffer.from(token, "base64url").toString();
  if (text === "" || Buffer.from(text).toString("base64url") !== token) {
    throw new S3Fault("InvalidArgument", "The continuation token provided is incorrect", {
      ArgumentName: "continuation-token",
    });
  }
  return text;
}
