/** What an idle stage is billed for: US dollars in us-east-1, a month of 730 hours, no free tier. */
export const MINUTES = 730 * 60;

export const prices = {
  sqsRequest: 0.4 / 1e6,
  schedule: 1 / 1e6,
  lambdaRequest: 0.2 / 1e6,
  lambdaGbSecond: 0.0000133334,
  logGb: 0.5,
  readUnit: 0.125 / 1e6,
  trace: 5 / 1e6,
  alarm: 0.1,
  key: 1,
  secret: 0.4,
};

/**
 * Lambda polls an idle queue with two long polls of 20 seconds, with five where a maximum concurrency is set.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
export const polling = { pollers: 2, pollersWithConcurrency: 5, receivesAMinute: 3 };

/** An invocation that finds nothing to do: the clock's, every minute. */
export const idleRun = {
  seconds: 0.1,
  logBytes: 600,
  /** Half a unit for each of the due index's 16 shards, and next to nothing for the pacer: 5 each on average. */
  readUnits: 5,
};
