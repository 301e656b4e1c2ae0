import { randomUUID } from "node:crypto";
import { Refusal } from "../call/index.ts";
import { InvokeRefused } from "../lambda/outcome.ts";
import { QueueError } from "../queue/error.ts";
import { Denied } from "../role/refusal.ts";
import type { AwsResponse } from "../storage/exchange.ts";

export const json = (value: unknown, status = 200, headers: Record<string, string> = {}): AwsResponse => ({
  status,
  headers: { "content-type": "application/x-amz-json-1.0", "x-amzn-requestid": randomUUID(), ...headers },
  body: Buffer.from(typeof value === "string" ? value : JSON.stringify(value)),
});

export const xml = (body: string, status = 200): AwsResponse => ({
  status,
  headers: { "content-type": "text/xml", "x-amzn-requestid": randomUUID() },
  body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`),
});

/** An error in the protocol of the service that was asked; undefined when it is none of ours. */
export function failure(error: unknown, service: string): AwsResponse | undefined {
  const known = describe(error);
  if (!known) return undefined;
  const { code, message, status, headers } = known;
  if (service === "s3" || service === "sts" || service === "cloudformation") {
    const mend = known.construct === undefined ? "" : `<Construct>${escaped(known.construct)}</Construct>`;
    const inner = `<Code>${escaped(code)}</Code><Message>${escaped(message)}</Message>${mend}`;
    return xml(
      service === "s3"
        ? `<Error>${inner}</Error>`
        : `<ErrorResponse><Error><Type>Sender</Type>${inner}</Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
      status,
    );
  }
  const mend = known.construct === undefined ? {} : { Construct: known.construct };
  return json({ __type: code, message, Message: message, ...mend, ...known.details }, status, {
    "x-amzn-errortype": code,
    ...headers,
  });
}

type Known = {
  code: string;
  message: string;
  status: number;
  headers: Record<string, string>;
  /** Where the template has to be mended: AWS doesn't say that. */
  construct?: string;
  details?: Record<string, unknown>;
};

function describe(error: unknown): Known | undefined {
  if (error instanceof QueueError)
    return {
      code: `com.amazonaws.sqs#${error.code}`,
      message: error.message,
      status: error.status,
      headers: { "x-amzn-query-error": `${error.queryCode};Sender` },
    };
  if (error instanceof Denied)
    return {
      code: error.code,
      message: error.message,
      status: error.status,
      construct: error.construct,
      headers: error.action.startsWith("sqs:") ? { "x-amzn-query-error": "AccessDenied;Sender" } : {},
    };
  if (error instanceof Refusal || error instanceof InvokeRefused) {
    const { code, message, status } = error;
    return { code, message, status, headers: {}, details: error instanceof Refusal ? error.details : {} };
  }
  return undefined;
}

export const escaped = (text: string): string =>
  text.replace(/[<>&'"]/g, (char) => `&#${char.charCodeAt(0)};`);
