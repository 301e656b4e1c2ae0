import { createHash } from "node:crypto";
import { invalid } from "./error.ts";

export type Attribute = { DataType: string; StringValue?: string; BinaryValue?: string };
export type Attributes = Record<string, Attribute>;

export type Message = {
  id: string;
  body: string;
  attributes: Attributes;
  sender: string;
  sentAt: number;
  receives: number;
  firstReceivedAt: number | undefined;
  receipt: string;
};

export const md5 = (text: string | Buffer): string => createHash("md5").update(text).digest("hex");

const framed = (part: string | Buffer): Buffer => {
  const bytes = typeof part === "string" ? Buffer.from(part) : part;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html; clients check it. */
export function md5OfAttributes(attributes: Attributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const parts = names.flatMap((name) => {
    const { DataType, StringValue, BinaryValue } = attributes[name]!;
    const binary = DataType.startsWith("Binary");
    const value = binary ? Buffer.from(BinaryValue ?? "", "base64") : (StringValue ?? "");
    return [framed(name), framed(DataType), Buffer.from([binary ? 2 : 1]), framed(value)];
  });
  return md5(Buffer.concat(parts));
}

/** Bytes that count against a queue's limit: body, and each attribute's name, type and value. */
export function sizeOf(body: string, attributes: Attributes): number {
  let size = Buffer.byteLength(body);
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes))
    size +=
      Buffer.byteLength(name) +
      Buffer.byteLength(DataType) +
      (BinaryValue === undefined
        ? Buffer.byteLength(StringValue ?? "")
        : Buffer.from(BinaryValue, "base64").length);
  return size;
}

const ALLOWED = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

export function checkBody(body: unknown): string {
  if (typeof body !== "string" || body.length === 0)
    throw invalid("The request must contain the parameter MessageBody.");
  if (!ALLOWED.test(body)) throw invalid("Invalid characters found in the message body.");
  return body;
}
