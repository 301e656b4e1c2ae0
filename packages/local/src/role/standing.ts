import type { Call, Caller } from "../call/index.ts";
import type { FunctionPlan } from "../plan/compute.ts";
import type { Plan } from "../plan/index.ts";
import type { Properties } from "../template/assembly.ts";
import type { Guard } from "./guard.ts";

/** A call that the wiring itself is going to make. */
export type Standing = {
  /** The construct that asks for it. */
  path: string;
  call: Call;
  /** What AWS says where it looks before a deploy; the others fail when their time comes. */
  refused?: string;
};

const STREAM = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"];
const QUEUE = ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"];

/** Functions by any of their names. */
export type Found = { find(reference: string): { plan: FunctionPlan } | undefined };

/** Everything that the wiring needs before the first request comes. */
export function standingCalls(plan: Plan, functions: Found): Standing[] {
  return [
    ...functionCalls(plan),
    ...mappingCalls(plan, functions),
    ...ruleCalls(plan),
    ...bucketCalls(plan),
    ...receiptCalls(plan),
    ...siteCalls(plan),
    ...invokeCalls(plan, functions),
  ];
}

/** Refuses what a deploy would refuse, and reports what would fail in the running account. */
export function checkStanding(
  guard: Guard,
  plan: Plan,
  functions: Found,
  report: (error: unknown) => void,
): void {
  for (const one of plan.functions)
    if (!guard.trusted(one.role, "lambda.amazonaws.com", one.arn))
      throw new Error(
        `${one.path}: The role defined for the function cannot be assumed by Lambda. Mend ${roleOf(plan, one.role)}.`,
      );
  for (const { path, arn, target } of plan.schedules)
    if (target.role !== undefined && !guard.trusted(target.role, "scheduler.amazonaws.com", arn))
      throw new Error(
        `${path}: The execution role you provide must allow AWS EventBridge Scheduler to assume the role. Mend ${roleOf(plan, target.role)}.`,
      );
  for (const { path, call, refused } of standingCalls(plan, functions)) {
    const denied = guard.may(call);
    if (!denied) continue;
    const message = `${path}: ${refused ? `${refused} ` : ""}${denied.message}. Mend ${denied.construct}.`;
    if (refused) throw new Error(message);
    report(new Error(message));
  }
}

const roleOf = (plan: Plan, arn: string): string => {
  const origin = plan.access.roles.get(arn)?.origin;
  return origin ? `${origin.path} (${origin.id})` : arn;
};

const whereOf = ({ account, region }: Plan): Where => ({ id: account, region });

const service = (principal: string, source: string, role?: string): Caller => ({
  kind: "service",
  principal,
  source,
  ...(role === undefined ? {} : { role }),
});

/** A call that brings something to an ARN: a message, an event, an invocation, an object. */
function bringing(caller: Caller, arn: string): Call {
  const kind = arn.split(":")[2];
  if (kind === "sqs")
    return { caller, service: "sqs", action: "SendMessage", input: { QueueName: arn.split(":").at(-1) } };
  if (kind === "lambda")
    return { caller, service: "lambda", action: "InvokeFunction", input: { FunctionName: arn } };
  if (kind === "s3")
    return {
      caller,
      service: "s3",
      action: "PutObject",
      input: { Bucket: arn.slice(13), Key: "aws/lambda/" },
    };
  return { caller, service: "events", action: "PutEvents", input: { EventBusName: arn.split("/").at(-1) } };
}

/** Lines and traces go out under the function's own role. */
function functionCalls(plan: Plan): Standing[] {
  return plan.functions.flatMap(({ name, path, logGroup, tracing }) => {
    const caller: Caller = { kind: "function", name };
    const calls: Call[] = ["CreateLogStream", "PutLogEvents"].map((action) => ({
      caller,
      service: "logs",
      action,
      input: { logGroupName: logGroup },
    }));
    if (tracing)
      for (const action of ["PutTraceSegments", "PutTelemetryRecords"])
        calls.push({ caller, service: "xray", action, input: {} });
    return calls.map((call) => ({ path, call }));
  });
}

function mappingCalls(plan: Plan, functions: Found): Standing[] {
  return plan.mappings.flatMap(({ path, source, function: fed, failure }): Standing[] => {
    const fn = functions.find(fed)?.plan;
    if (!fn) return [];
    const caller = service("lambda.amazonaws.com", fn.arn, fn.role);
    const stream = source.includes(":dynamodb:");
    const refused = stream
      ? `Cannot access stream ${source}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.`
      : "The provided execution role does not have permissions to call ReceiveMessage, DeleteMessage and GetQueueAttributes on SQS.";
    const reads = (stream ? STREAM : QUEUE).map((action) => ({
      path,
      refused,
      call: stream
        ? { caller, service: "dynamodb", action, input: { StreamArn: source } }
        : { caller, service: "sqs", action, input: { QueueName: source.split(":").at(-1) } },
    }));
    if (failure === undefined) return reads;
    const calls = [bringing(caller, failure)];
    // Lambda looks whether the bucket is there before it writes.
    if (failure.startsWith("arn:aws:s3:::"))
      calls.push({ caller, service: "s3", action: "ListBucket", input: { Bucket: failure.slice(13) } });
    return [...reads, ...calls.map((call) => ({ path, call }))];
  });
}

function ruleCalls(plan: Plan): Standing[] {
  const targets = [
    ...plan.rules.flatMap(({ path, arn, targets: all }) =>
      all.map((target) => ({ path, arn, target, principal: "events.amazonaws.com" })),
    ),
    ...plan.schedules.map((one) => ({ ...one, principal: "scheduler.amazonaws.com" })),
  ];
  return targets.flatMap(({ path, arn, target, principal }) =>
    [target.arn, target.deadLetter].flatMap((to) =>
      to === undefined ? [] : [{ path, call: bringing(service(principal, arn, target.role), to) }],
    ),
  );
}

/** S3 tries its destinations when a bucket gets them. */
function bucketCalls(plan: Plan): Standing[] {
  return plan.buckets.flatMap(({ path, arn, configuration }) => {
    const { QueueConfigurations = [], LambdaConfigurations = [] } =
      (configuration.NotificationConfiguration ?? {}) as Record<string, Properties[] | undefined>;
    return [...QueueConfigurations, ...LambdaConfigurations].map((one) => ({
      path,
      refused: "Unable to validate the following destination configurations.",
      call: bringing(service("s3.amazonaws.com", arn), String(one.Queue ?? one.Function)),
    }));
  });
}

/** SES writes a first object into the bucket when it gets the rule. */
function receiptCalls(plan: Plan): Standing[] {
  return plan.receiptRules.flatMap((rule) =>
    ((rule.Actions ?? []) as { S3Action?: { BucketName: string; ObjectKeyPrefix?: string } }[]).flatMap(
      ({ S3Action }) => {
        if (!S3Action) return [];
        const { BucketName: Bucket, ObjectKeyPrefix = "" } = S3Action;
        const caller = receiptCaller(whereOf(plan), String(rule.Name));
        const input = { Bucket, Key: `${ObjectKeyPrefix}AMAZON_SES_SETUP_NOTIFICATION` };
        return [
          {
            path: String(rule.Name),
            refused: `Could not write to bucket: ${Bucket}.`,
            call: { caller, service: "s3", action: "PutObject", input },
          },
        ];
      },
    ),
  );
}

/** The client's bucket is read for a distribution. */
function siteCalls(plan: Plan): Standing[] {
  return plan.distributions.flatMap(({ id, path, origins }) =>
    origins.flatMap(({ domain }) => {
      const bucket = plan.buckets.find((one) => domain.startsWith(`${one.name}.s3`));
      if (!bucket) return [];
      const caller = service(
        "cloudfront.amazonaws.com",
        `arn:aws:cloudfront::${plan.account}:distribution/${id}`,
      );
      const input = { Bucket: bucket.name, Key: "index.html" };
      return [{ path, call: { caller, service: "s3", action: "GetObject", input } }];
    }),
  );
}

type Where = { id: string; region: string };

export const receiptCaller = ({ region, id }: Where, rule: string): Caller =>
  service("ses.amazonaws.com", `arn:aws:ses:${region}:${id}:receipt-rule-set/rapport:receipt-rule/${rule}`);

/** HTTP APIs, and what becomes of events that a function couldn't handle. */
function invokeCalls(plan: Plan, functions: Found): Standing[] {
  const routes = plan.apis.flatMap((api) =>
    api.routes.map((route) => ({
      path: route.path,
      call: bringing(apiCaller(whereOf(plan), api.id, route.key), route.function),
    })),
  );
  const failures = plan.invokeConfigs.flatMap(({ function: name, failure }) => {
    const fn = functions.find(name)?.plan;
    if (!fn || failure === undefined) return [];
    return [{ path: fn.path, call: bringing(service("lambda.amazonaws.com", fn.arn, fn.role), failure) }];
  });
  return [...routes, ...failures];
}

/** `ANY /api/{proxy+}` of an HTTP API's default stage, as Lambda sees it. */
export function apiCaller({ region, id }: Where, api: string, key: string): Caller {
  const [method = "*", path = "/"] = key === "$default" ? ["*", "/$default"] : key.split(" ");
  const route = `${method === "ANY" ? "*" : method}${path}`;
  return service("apigateway.amazonaws.com", `arn:aws:execute-api:${region}:${id}:${api}/$default/${route}`);
}
