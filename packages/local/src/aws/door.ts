import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Keyring } from "../call/credentials.ts";
import { type Call, type Caller, type Calls, Refusal } from "../call/index.ts";
import { Hung, Lost } from "../fault/answer.ts";
import type { AwsRequest, AwsResponse } from "../storage/exchange.ts";
import { whole } from "../storage/exchange.ts";
import { failure, json } from "./answer.ts";
import { address, awsRequest, mailAction, objectAction } from "./request.ts";

/** What stands behind the door. Each is asked only after the call was logged and no intercept refused it. */
export type Services = {
  tables(
    target: string,
    body: Buffer,
    input: Record<string, unknown>,
    accessKeyId: string,
  ): Promise<AwsResponse>;
  storage(request: AwsRequest): Promise<AwsResponse>;
  mail(request: AwsRequest): Promise<AwsResponse>;
  lambda(request: AwsRequest, body: Buffer): Promise<AwsResponse>;
  query(service: string, action: string, form: URLSearchParams, caller: Caller): AwsResponse;
  /** Services that speak JSON and live in this process: sqs, events, ssm. */
  json: Record<string, Record<string, (input: Record<string, unknown>, caller: Caller) => unknown>>;
};

const LARGEST = 17 * 1024 * 1024;
const QUERY = new Set(["sts", "cloudformation"]);

/** One loopback door for every AWS service that functions use. */
export class Door {
  readonly server: Server;
  private readonly services: () => Services;
  private readonly calls: Calls;
  private readonly keyring: Keyring;
  private readonly report: (error: unknown) => void;

  constructor(services: () => Services, calls: Calls, keyring: Keyring, report: (error: unknown) => void) {
    this.services = services;
    this.calls = calls;
    this.keyring = keyring;
    this.report = report;
    this.server = createServer((incoming, outgoing) => {
      this.exchange(incoming, outgoing).catch((error: unknown) => {
        if (error instanceof Hung) return;
        if (!(error instanceof Lost)) this.report(error);
        outgoing.destroy();
      });
    });
    // The SDK keeps connections; a short idle limit would reset one that it is about to use.
    this.server.keepAliveTimeout = 60_000;
  }

  private async exchange(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = awsRequest(incoming);
    const response = await this.answer(request);
    outgoing.writeHead(response.status, {
      ...response.headers,
      ...(Buffer.isBuffer(response.body) && request.method !== "HEAD"
        ? { "content-length": String(response.body.length) }
        : {}),
    });
    if (Buffer.isBuffer(response.body)) outgoing.end(response.body);
    else {
      response.body.on("error", () => outgoing.destroy());
      response.body.pipe(outgoing);
    }
    if (!incoming.readableEnded) incoming.resume();
  }

  private async answer(request: AwsRequest): Promise<AwsResponse> {
    const { service, action, accessKeyId } = address(request);
    try {
      // A page in a browser may reach loopback, too; only storage is for browsers, and it checks signatures.
      if (service !== "s3" && request.headers.origin !== undefined)
        throw new Refusal("AccessDeniedException", "Browsers may only ask storage.", 403);
      const caller = this.caller(service, accessKeyId, request.headers.authorization !== undefined);
      if (service === "s3") return await this.object(request, caller);
      const body = await whole(request.body, LARGEST);
      if (!body) throw new Refusal("RequestEntityTooLargeException", "Request body is too large.", 413);
      return await this.dispatch(request, service, action, body, caller, accessKeyId ?? "");
    } catch (error) {
      if (error instanceof Lost) throw error;
      const answer = failure(error, service);
      if (answer) return answer;
      this.report(error);
      return json({ __type: "InternalFailure", message: "The local stage failed." }, 500);
    }
  }

  private object(request: AwsRequest, caller: Caller): Promise<AwsResponse> {
    const { action, input } = objectAction(request);
    if (action === "Preflight") return this.services().storage(request);
    return this.calls.run({ caller, service: "s3", action, input }, async () => {
      const answer = await this.services().storage(request);
      // Whoever may not list a bucket isn't told what it hasn't got: S3 answers 403 then.
      if (answer.status === 404 && action === "GetObject")
        this.calls.check({ caller, service: "s3", action: "ListBucket", input: { Bucket: input.Bucket } });
      return answer;
    });
  }

  private async dispatch(
    request: AwsRequest,
    service: string,
    action: string | undefined,
    body: Buffer,
    caller: Caller,
    accessKeyId: string,
  ): Promise<AwsResponse> {
    const services = this.services();
    if (service === "ses") {
      const call: Call = { caller, service, action: mailAction(request), input: parse(body) };
      const sent = () => (call.changed ? Buffer.from(JSON.stringify(call.input)) : body);
      return this.calls.run(call, () => services.mail({ ...request, body: sent() }));
    }
    if (service === "lambda") {
      const name = decodeURIComponent(request.path.split("/")[3] ?? "");
      const call = { caller, service, action: "InvokeFunction", input: { FunctionName: name } };
      return this.calls.run(call, () => services.lambda(request, body));
    }
    if (QUERY.has(service)) {
      const form = new URLSearchParams(body.length > 0 ? body.toString() : request.query);
      const named = form.get("Action") ?? "";
      const call = { caller, service, action: named, input: Object.fromEntries(form) };
      return this.calls.run(call, () => services.query(service, named, form, caller));
    }
    if (action === undefined) throw unknown(service, "");
    const input = parse(body);
    if (service === "dynamodb" || service === "streams") {
      const call = { caller, service: "dynamodb", action, input };
      return this.calls.run(call, () =>
        services.tables(request.headers["x-amz-target"]!, body, input, accessKeyId),
      );
    }
    const work = services.json[service]?.[action];
    if (!work) throw unknown(service, action);
    return this.calls.run({ caller, service, action, input }, async () => json(await work(input, caller)));
  }

  private caller(service: string, accessKeyId: string | undefined, signed: boolean): Caller {
    const caller = this.keyring.caller(accessKeyId ?? "");
    // Whoever holds a presigned link isn't the instance that signed it, and may outlive it.
    if (caller?.kind === "function" && !signed) return { kind: "function", name: caller.name };
    if (caller) return caller;
    // A build without an account signs with whatever key it has; storage answers for its own signatures.
    if (QUERY.has(service) || service === "s3") return { kind: "person", name: accessKeyId ?? "anonymous" };
    throw new Refusal(
      "UnrecognizedClientException",
      "The security token included in the request is invalid.",
    );
  }
}

const unknown = (service: string, action: string): Refusal =>
  new Refusal(
    "UnknownOperationException",
    `The local stage has no ${service}:${action}. Request ${randomUUID()}.`,
  );

function parse(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString()) as Record<string, unknown>;
  } catch {
    throw new Refusal("com.amazon.coral.service#SerializationException", "Could not parse the request body.");
  }
}
