import { type AwsResponse, empty } from "./exchange.ts";
import { element, XML } from "./xml.ts";

const STATUS = {
  AccessDenied: 403,
  AccessForbidden: 403,
  AuthorizationHeaderMalformed: 400,
  AuthorizationQueryParametersError: 400,
  BadDigest: 400,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  IncompleteBody: 400,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidDigest: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  KeyTooLongError: 400,
  MalformedXML: 400,
  MetadataTooLarge: 400,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  NotImplemented: 501,
  PreconditionFailed: 412,
  SignatureDoesNotMatch: 403,
  XAmzContentSHA256Mismatch: 400,
} as const;

export type FaultCode = keyof typeof STATUS;

/** A refusal in S3's own words. */
export class S3Fault extends Error {
  readonly code: FaultCode;
  readonly details: Record<string, string>;
  readonly headers: Record<string, string>;

  constructor(
    code: FaultCode,
    message: string,
    details: Record<string, string> = {},
    headers: Record<string, string> = {},
  ) {
    super(message);
    this.code = code;
    this.details = details;
    this.headers = headers;
  }
}

export function faultResponse(fault: S3Fault, requestId: string, bodyless: boolean): AwsResponse {
  const status = STATUS[fault.code];
  if (bodyless) return { status, headers: fault.headers, body: empty };
  const inner = Object.entries({
    Code: fault.code,
    Message: fault.message,
    ...fault.details,
    RequestId: requestId,
  })
    .map(([name, value]) => element(name, value))
    .join("");
  return {
    status,
    headers: { "content-type": "application/xml", ...fault.headers },
    body: Buffer.from(`${XML}<Error>${inner}</Error>`),
  };
}
