import { invalid, QueueError } from "./error.ts";
import type { Queue, Queues } from "./index.ts";
import { type Attributes, type Message, md5, md5OfAttributes } from "./message.ts";

type Input = Record<string, unknown>;
type Entry = { Id: string; MessageBody?: unknown; MessageAttributes?: Attributes; DelaySeconds?: number } & {
  ReceiptHandle?: string;
  VisibilityTimeout?: number;
};

const BATCH_BYTES = 1_048_576;
const LONGEST_WAIT = 20;

/** The actions of SQS, JSON in and out. */
export const actions: Record<string, (queues: Queues, input: Input, sender: string) => unknown> = {
  SendMessage: (queues, input, sender) => send(of(queues, input), input as Entry, sender),
  SendMessageBatch: (queues, input, sender) => {
    const queue = of(queues, input);
    const total = entries(input).reduce(
      (sum, entry) => sum + Buffer.byteLength(String(entry.MessageBody ?? "")),
      0,
    );
    if (total > BATCH_BYTES)
      throw new QueueError(
        "BatchRequestTooLong",
        `Batch requests cannot be longer than ${BATCH_BYTES} bytes.`,
        "AWS.SimpleQueueService.BatchRequestTooLong",
      );
    return batch(input, (entry) => ({ Id: entry.Id, ...send(queue, entry, sender) }));
  },
  ReceiveMessage: async (queues, input) => {
    const queue = of(queues, input);
    const limit = Number(input.MaxNumberOfMessages ?? 1);
    if (!(limit >= 1 && limit <= 10))
      throw invalid(
        `Value ${limit} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10.`,
      );
    const visibility = input.VisibilityTimeout as number | undefined;
    const wait = Math.min(Number(input.WaitTimeSeconds ?? queue.plan.waitTime), LONGEST_WAIT);
    let messages = queue.receive(limit, visibility);
    if (messages.length === 0 && wait > 0) {
      await arrival(queue, wait);
      messages = queue.receive(limit, visibility);
    }
    return messages.length === 0 ? {} : { Messages: messages.map(received) };
  },
  DeleteMessage: (queues, input) => {
    of(queues, input).remove(String(input.ReceiptHandle));
    return {};
  },
  DeleteMessageBatch: (queues, input) => {
    const queue = of(queues, input);
    return batch(input, (entry) => {
      queue.remove(String(entry.ReceiptHandle));
      return { Id: entry.Id };
    });
  },
  ChangeMessageVisibility: (queues, input) => {
    of(queues, input).changeVisibility(String(input.ReceiptHandle), Number(input.VisibilityTimeout));
    return {};
  },
  ChangeMessageVisibilityBatch: (queues, input) => {
    const queue = of(queues, input);
    return batch(input, (entry) => {
      queue.changeVisibility(String(entry.ReceiptHandle), Number(entry.VisibilityTimeout ?? 0));
      return { Id: entry.Id };
    });
  },
  GetQueueUrl: (queues, input) => ({ QueueUrl: queues.named(String(input.QueueName)).plan.url }),
  ListQueues: (queues, input) => {
    const prefix = String(input.QueueNamePrefix ?? "");
    return {
      QueueUrls: queues
        .all()
        .filter((one) => one.plan.name.startsWith(prefix))
        .map((one) => one.plan.url),
    };
  },
  GetQueueAttributes: (queues, input) => {
    const queue = of(queues, input);
    const wanted = (input.AttributeNames ?? []) as string[];
    const all = attributesOf(queue);
    const some = Object.entries(all).filter(([name]) => wanted.includes("All") || wanted.includes(name));
    return { Attributes: Object.fromEntries(some) };
  },
  PurgeQueue: (queues, input) => {
    of(queues, input).purge();
    return {};
  },
};

const of = (queues: Queues, input: Input): Queue => queues.named(String(input.QueueUrl));

function send(queue: Queue, entry: Entry, sender: string) {
  const attributes = entry.MessageAttributes ?? {};
  const { id } = queue.send(entry.MessageBody, attributes, entry.DelaySeconds, sender);
  const sum = md5OfAttributes(attributes);
  return {
    MessageId: id,
    MD5OfMessageBody: md5(String(entry.MessageBody)),
    ...(sum ? { MD5OfMessageAttributes: sum } : {}),
  };
}

function entries(input: Input): Entry[] {
  const list = (input.Entries ?? []) as Entry[];
  const code = "AWS.SimpleQueueService";
  if (list.length === 0)
    throw new QueueError(
      "EmptyBatchRequest",
      "There should be at least one entry.",
      `${code}.EmptyBatchRequest`,
    );
  if (list.length > 10)
    throw new QueueError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are 10. You have sent ${list.length}.`,
      `${code}.TooManyEntriesInBatchRequest`,
    );
  if (new Set(list.map((entry) => entry.Id)).size < list.length)
    throw new QueueError("BatchEntryIdsNotDistinct", "Id repeated.", `${code}.BatchEntryIdsNotDistinct`);
  return list;
}

function batch(input: Input, one: (entry: Entry) => unknown) {
  const Successful: unknown[] = [];
  const Failed: unknown[] = [];
  for (const entry of entries(input)) {
    try {
      Successful.push(one(entry));
    } catch (error) {
      if (!(error instanceof QueueError)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful, ...(Failed.length > 0 ? { Failed } : {}) };
}

function received(message: Message) {
  const sum = md5OfAttributes(message.attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: md5(message.body),
    Attributes: systemAttributes(message),
    ...(sum ? { MessageAttributes: message.attributes, MD5OfMessageAttributes: sum } : {}),
  };
}

export function systemAttributes(message: Message): Record<string, string> {
  return {
    ApproximateReceiveCount: String(message.receives),
    SentTimestamp: String(Math.floor(message.sentAt)),
    SenderId: message.sender,
    ApproximateFirstReceiveTimestamp: String(Math.floor(message.firstReceivedAt ?? 0)),
  };
}

function attributesOf(queue: Queue): Record<string, string> {
  const { plan } = queue;
  const counts = queue.counts();
  return {
    QueueArn: plan.arn,
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.hidden),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    VisibilityTimeout: String(plan.visibility),
    DelaySeconds: String(plan.delay),
    MessageRetentionPeriod: String(plan.retention),
    MaximumMessageSize: String(plan.maximumSize),
    ReceiveMessageWaitTimeSeconds: String(plan.waitTime),
    ...(plan.redrive
      ? {
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: plan.redrive.target,
            maxReceiveCount: plan.redrive.limit,
          }),
        }
      : {}),
  };
}

/** A long poll waits in real time, however the stage's clock is turned: it is a request that is held open. */
function arrival(queue: Queue, seconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, seconds * 1000);
    const stop = queue.onVisible(done);
  });
}
