import type { AwsResponse } from "../storage/exchange.ts";

const STATUS = {
  AccountSuspendedException: 400,
  AlreadyExistsException: 400,
  BadRequestException: 400,
  ConflictException: 409,
  InternalServiceErrorException: 500,
  LimitExceededException: 400,
  MailFromDomainNotVerifiedException: 400,
  MessageRejected: 400,
  NotFoundException: 404,
  SendingPausedException: 400,
  TooManyRequestsException: 429,
} as const;

export type FaultCode = keyof typeof STATUS;

/** A refusal in SES's own words. */
export class SesFault extends Error {
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string) {
    super(message);
    this.code = code;
  }
}

export const bad = (message: string) => new SesFault("BadRequestException", message);

export const faultResponse = (fault: SesFault): AwsResponse => ({
  status: STATUS[fault.code],
  headers: { "content-type": "application/json", "x-amzn-errortype": fault.code },
  body: Buffer.from(JSON.stringify({ message: fault.message })),
});
