import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { ALGORITHMS, type Checksum, hasher } from "./checksum.ts";
import { type AwsRequest, chunks } from "./exchange.ts";
import { S3Fault } from "./fault.ts";

export type Received = { size: number; md5: string; checksum?: Checksum };

/** S3's own bound on one PUT. */
const LARGEST = 5 * 1024 ** 3;

/** Writes a request's body to a file and holds it against every length, digest and checksum that came with it. */
export async function receive(request: AwsRequest, file: string): Promise<Received> {
  const { headers } = request;
  const framed = headers["x-amz-content-sha256"]?.startsWith("STREAMING-") ?? false;
  if (framed && headers["x-amz-content-sha256"] !== "STREAMING-UNSIGNED-PAYLOAD-TRAILER") {
    throw new S3Fault("NotImplemented", "A body signed chunk by chunk is not taken here.");
  }
  const declared = framed ? headers["x-amz-decoded-content-length"] : headers["content-length"];
  if (
    declared === undefined &&
    headers["transfer-encoding"] === undefined &&
    !Buffer.isBuffer(request.body)
  ) {
    throw new S3Fault("MissingContentLength", "You must provide the Content-Length HTTP header.");
  }
  if (Number(declared ?? 0) > LARGEST) {
    throw new S3Fault("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", {
      ProposedSize: String(declared),
      MaxSizeAllowed: String(LARGEST),
    });
  }
  const trailers: Record<string, string> = {};
  const algorithm = ALGORITHMS.find(
    (name) => headers[`x-amz-checksum-${name}`] || headers["x-amz-trailer"] === `x-amz-checksum-${name}`,
  );
  const md5 = createHash("md5");
  const sha256 = createHash("sha256");
  const check = algorithm && hasher(algorithm);
  let size = 0;
  const handle = await open(file, "wx");
  try {
    for await (const chunk of framed ? unframe(chunks(request.body), trailers) : chunks(request.body)) {
      size += chunk.length;
      if (size > LARGEST)
        throw new S3Fault("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
      md5.update(chunk);
      sha256.update(chunk);
      check?.update(chunk);
      await handle.write(chunk);
    }
  } finally {
    await handle.close();
  }
  if (declared !== undefined && Number(declared) !== size) {
    throw new S3Fault(
      "IncompleteBody",
      "You did not provide the number of bytes specified by the Content-Length HTTP header",
    );
  }
  const digest = md5.digest();
  const wanted = headers["content-md5"];
  if (wanted !== undefined) {
    if (Buffer.from(wanted, "base64").length !== 16)
      throw new S3Fault("InvalidDigest", "The Content-MD5 you specified was invalid.");
    if (wanted !== digest.toString("base64")) {
      throw new S3Fault("BadDigest", "The Content-MD5 you specified did not match what we received.");
    }
  }
  const signed = headers["x-amz-content-sha256"];
  if (signed !== undefined && /^[0-9a-f]{64}$/.test(signed) && signed !== sha256.digest("hex")) {
    throw new S3Fault(
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  const received: Received = { size, md5: digest.toString("hex") };
  if (algorithm && check) {
    const value = check.digest();
    const claimed = headers[`x-amz-checksum-${algorithm}`] ?? trailers[`x-amz-checksum-${algorithm}`];
    if (claimed !== value) {
      throw new S3Fault(
        "BadDigest",
        `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
      );
    }
    received.checksum = { algorithm, value, type: "FULL_OBJECT" };
  }
  return received;
}

/** `aws-chunked`: a hexadecimal length a line, the bytes, and after the empty chunk the trailers. */
async function* unframe(
  source: AsyncIterable<Uint8Array>,
  trailers: Record<string, string>,
): AsyncGenerator<Uint8Array> {
  const cut = () => new S3Fault("IncompleteBody", "The request body terminated unexpectedly");
  const iterator = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const more = async () => {
    const next = await iterator.next();
    if (next.done) return false;
    held = held.length > 0 ? Buffer.concat([held, next.value]) : Buffer.from(next.value);
    return true;
  };
  const line = async (optional: boolean) => {
    let end = held.indexOf("\r\n");
    while (end < 0) {
      if (held.length > 8_192) throw cut();
      if (!(await more())) {
        if (optional && held.length === 0) return "";
        throw cut();
      }
      end = held.indexOf("\r\n");
    }
    const found = held.toString("latin1", 0, end);
    held = held.subarray(end + 2);
    return found;
  };
  for (;;) {
    const length = (await line(false)).split(";")[0]!;
    if (!/^[0-9a-f]{1,12}$/i.test(length)) throw cut();
    let left = Number.parseInt(length, 16);
    if (left === 0) break;
    while (left > 0) {
      if (held.length === 0 && !(await more())) throw cut();
      const part = held.subarray(0, left);
      held = held.subarray(part.length);
      left -= part.length;
      yield part;
    }
    if ((await line(false)) !== "") throw cut();
  }
  for (let trailer = await line(true); trailer !== ""; trailer = await line(true)) {
    const colon = trailer.indexOf(":");
    if (colon > 0) trailers[trailer.slice(0, colon).trim().toLowerCase()] = trailer.slice(colon + 1).trim();
  }
}
