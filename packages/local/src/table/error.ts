const data = "com.amazonaws.dynamodb.v20120810#";
const coral = "com.amazon.coral.";

/** A refusal as AWS words it: `__type` and message are what a client sees, `extra` is merged into the body. */
export class TableError extends Error {
  readonly __type: string;
  readonly status: number;
  readonly extra: Record<string, unknown>;

  constructor(type: string, message: string, extra: Record<string, unknown> = {}, status = 400) {
    super(message);
    this.__type = type;
    this.name = type.slice(type.indexOf("#") + 1);
    this.status = status;
    this.extra = extra;
  }

  /** The JSON body of the answer. Serialization errors carry `Message` with a capital, as AWS's do. */
  body(): string {
    const spelled = this.__type.includes("coral.service") ? "Message" : "message";
    const message = this.message === "" ? {} : { [spelled]: this.message };
    return JSON.stringify({ __type: this.__type, ...message, ...this.extra });
  }
}

export const validation = (message: string) =>
  new TableError(`${coral}validate#ValidationException`, message);

export const invalid = (message: string) =>
  validation(`One or more parameter values were invalid: ${message}`);

export const serialization = (message: string) =>
  new TableError(`${coral}service#SerializationException`, message);

export const unknownOperation = () => new TableError(`${coral}service#UnknownOperationException`, "");

export const tableNotFound = () =>
  new TableError(`${data}ResourceNotFoundException`, "Requested resource not found");

export const resourceNotFound = (message: string) =>
  new TableError(`${data}ResourceNotFoundException`, message);

export const inUse = (message: string) => new TableError(`${data}ResourceInUseException`, message);

export const limitExceeded = (message: string) => new TableError(`${data}LimitExceededException`, message);

export const conditionFailed = (item?: unknown) =>
  new TableError(
    `${data}ConditionalCheckFailedException`,
    "The conditional request failed",
    item ? { Item: item } : {},
  );

export const collectionFull = () =>
  new TableError(`${data}ItemCollectionSizeLimitExceededException`, "Collection size exceeded.");

export const accessDenied = (message: string) =>
  new TableError(`${coral}service#AccessDeniedException`, message);

export const policyNotFound = (message: string) => new TableError(`${data}PolicyNotFoundException`, message);

export const cancelled = (reasons: { Code: string }[]) =>
  new TableError(
    `${data}TransactionCanceledException`,
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map((r) => r.Code).join(", ")}]`,
    { CancellationReasons: reasons },
  );

export const parameterMismatch = () => new TableError(`${data}IdempotentParameterMismatchException`, "");

export const expiredIterator = (message: string) =>
  new TableError(`${data}ExpiredIteratorException`, message);

export const trimmed = (message: string) => new TableError(`${data}TrimmedDataAccessException`, message);

export const internal = () =>
  new TableError(
    `${data}InternalServerError`,
    "The request processing has failed because of an unknown error.",
    {},
    500,
  );

export const tooLarge = () => new TableError(`${coral}service#RequestEntityTooLargeException`, "", {}, 413);
