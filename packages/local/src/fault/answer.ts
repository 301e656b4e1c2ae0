import { type Call, Refusal } from "../call/index.ts";

/** The call had its effect, or had none: either way nobody hears of it. The door breaks the connection off. */
export class Lost extends Error {
  constructor() {
    super("The answer was lost on its way: a fault that was asked for.");
    this.name = "Lost";
  }
}

/** Nobody hears of the call, and the connection stays as if someone might: whoever called waits for as long as it will. */
export class Hung extends Lost {
  constructor() {
    super();
    this.name = "Hung";
  }
}

type Words = { code: string; status: number; message: string };

const slow = (code: string, status: number, message = "Rate exceeded"): Words => ({ code, status, message });

/** How each service says that there is too much of it. */
const THROTTLED: Record<string, Words> = {
  dynamodb: slow(
    "com.amazonaws.dynamodb.v20120810#ThrottlingException",
    400,
    "Throughput exceeds the current capacity of your table or index.",
  ),
  s3: slow("SlowDown", 503, "Please reduce your request rate."),
  ses: slow("TooManyRequestsException", 429, "Maximum sending rate exceeded."),
  lambda: slow("TooManyRequestsException", 429, "Rate Exceeded."),
  sqs: slow("com.amazonaws.sqs#RequestThrottled", 403, "The request was denied due to request throttling."),
};

const FAILED: Record<string, Words> = {
  s3: { code: "InternalError", status: 500, message: "We encountered an internal error. Please try again." },
  ses: { code: "InternalServiceErrorException", status: 500, message: "The request couldn't be processed." },
};

export function throttled({ service }: Call): Refusal {
  const { code, status, message } = THROTTLED[service] ?? slow("ThrottlingException", 400);
  return new Refusal(code, message, status);
}

export function failed({ service }: Call): Refusal {
  const words = FAILED[service] ?? {
    code: "InternalServerError",
    status: 500,
    message: "Internal server error",
  };
  return new Refusal(words.code, words.message, words.status);
}

const V = "com.amazonaws.dynamodb.v20120810#";

/** Another transaction is in the way. `which` picks the members of a transaction that it stands in. */
export function conflict(call: Call, which: (place: number) => boolean): Refusal {
  if (!/^Transact/.test(call.action))
    return new Refusal(`${V}TransactionConflictException`, "Transaction is ongoing for the item");
  const items = (call.input.TransactItems ?? []) as unknown[];
  const hit = items.map((_, place) => which(place));
  if (!hit.includes(true)) hit[0] = true;
  const codes = hit.map((one) => (one ? "TransactionConflict" : "None"));
  const reasons = codes.map((Code) =>
    Code === "None" ? { Code } : { Code, Message: "Transaction is ongoing for the item" },
  );
  return new Refusal(
    `${V}TransactionCanceledException`,
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(", ")}]`,
    400,
    { CancellationReasons: reasons },
  );
}
