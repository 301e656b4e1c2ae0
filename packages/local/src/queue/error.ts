/** An error in the words of SQS. */
export class QueueError extends Error {
  readonly code: string;
  readonly status: number;
  /** The name older clients read, in the header `x-amzn-query-error`. */
  readonly queryCode: string;

  constructor(code: string, message: string, queryCode = code, status = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.queryCode = queryCode;
    this.status = status;
  }
}

export const noQueue = (): QueueError =>
  new QueueError(
    "QueueDoesNotExist",
    "The specified queue does not exist.",
    "AWS.SimpleQueueService.NonExistentQueue",
  );

export const invalid = (message: string): QueueError => new QueueError("InvalidParameterValue", message);
