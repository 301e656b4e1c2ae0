import type { Readable } from "node:stream";

/** One HTTP exchange as the stage's AWS door hands it over. */
export type AwsRequest = {
  method: string;
  /** As it came over the wire: still percent-encoded, without the query. Signatures are computed over it. */
  path: string;
  /** As it came over the wire, without the `?`; empty when there is none. */
  query: string;
  /** Names in lower case; a repeated header joined by `, `. */
  headers: Record<string, string | undefined>;
  body: Buffer | AsyncIterable<Uint8Array>;
};

export type AwsResponse = {
  status: number;
  headers: Record<string, string>;
  /** A stream only for objects over 256 KB. Whoever takes it reads it to its end or destroys it. */
  body: Buffer | Readable;
};

export const empty = Buffer.alloc(0);

/** The body's chunks, whether it came whole or as a stream. */
export async function* chunks(body: AwsRequest["body"]): AsyncGenerator<Uint8Array> {
  if (Buffer.isBuffer(body)) {
    if (body.length > 0) yield body;
    return;
  }
  yield* body;
}

export async function whole(body: AwsRequest["body"], limit: number): Promise<Buffer | undefined> {
  if (Buffer.isBuffer(body)) return body.length > limit ? undefined : body;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > limit) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
