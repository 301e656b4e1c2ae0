import { type AwsRequest, type AwsResponse, whole } from "../storage/exchange.ts";
import { sendBulkEmail } from "./bulk.ts";
import { bad, faultResponse, SesFault } from "./fault.ts";
import { type Input, object } from "./input.ts";
import type { Post } from "./post.ts";
import { account, configurationSets, identities, suppression, templates, type World } from "./resource.ts";
import { sendEmail } from "./send.ts";

type Operation = (
  world: World & { post: Post; caller: string },
  input: Input,
  names: string[],
  query: URLSearchParams,
) => unknown;

/** SES v2's paths, as @aws-sdk/client-sesv2 calls them; a `*` is a name. */
const OPERATIONS: [method: string, path: string, operation: Operation][] = [
  ["POST", "outbound-emails", (world, input) => sendEmail(input, world.post, world.store, world.caller)],
  [
    "POST",
    "outbound-bulk-emails",
    (world, input) => sendBulkEmail(input, world.post, world.store, world.caller),
  ],
  ["GET", "account", account.get],
  ["POST", "templates", templates.create],
  ["GET", "templates", templates.list],
  ["GET", "templates/*", templates.get],
  ["PUT", "templates/*", templates.update],
  ["DELETE", "templates/*", templates.remove],
  ["POST", "templates/*/render", templates.render],
  ["POST", "configuration-sets", configurationSets.create],
  ["GET", "configuration-sets", configurationSets.list],
  ["GET", "configuration-sets/*", configurationSets.get],
  ["DELETE", "configuration-sets/*", configurationSets.remove],
  ["GET", "configuration-sets/*/event-destinations", configurationSets.destinations],
  ["POST", "configuration-sets/*/event-destinations", configurationSets.addDestination],
  ["POST", "identities", identities.create],
  ["GET", "identities", identities.list],
  ["GET", "identities/*", identities.get],
  ["DELETE", "identities/*", identities.remove],
  ["PUT", "suppression/addresses", suppression.put],
  ["GET", "suppression/addresses", suppression.list],
  ["GET", "suppression/addresses/*", suppression.get],
  ["DELETE", "suppression/addresses/*", suppression.remove],
];

const ROUTES = OPERATIONS.map(([method, path, operation]) => ({
  method,
  pattern: new RegExp(`^/v2/email/${path.replaceAll("*", "([^/]+)")}/?$`),
  operation,
}));

/** 40 MB of mail in base64, and the JSON around it. */
const REQUEST_BYTES = 60 * 1024 * 1024;

/** One request of the SES v2 API. What SES has and this has not is refused by name. */
export async function operate(
  world: World & { post: Post },
  request: AwsRequest,
  report: (error: unknown) => void,
): Promise<AwsResponse> {
  try {
    for (const { method, pattern, operation } of ROUTES) {
      const match = request.method === method ? pattern.exec(request.path) : null;
      if (!match) continue;
      const input = method === "GET" || method === "DELETE" ? {} : await json(request);
      const names = match.slice(1).map((name) => decodeURIComponent(name));
      const result = await operation(
        { ...world, caller: caller(request) },
        input,
        names,
        new URLSearchParams(request.query),
      );
      return {
        status: 200,
        headers: { "content-type": "application/json" },
        body: Buffer.from(JSON.stringify(result)),
      };
    }
    throw bad(`${request.method} ${request.path} is not supported by the local stage`);
  } catch (error) {
    if (error instanceof SesFault) return faultResponse(error);
    if (error instanceof URIError) return faultResponse(bad("Invalid path"));
    report(error);
    return faultResponse(new SesFault("InternalServiceErrorException", "The request couldn't be processed."));
  }
}

async function json(request: AwsRequest): Promise<Input> {
  const body = await whole(request.body, REQUEST_BYTES);
  if (!body) throw bad("Request is too large");
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    throw bad("Could not parse request body into JSON");
  }
  return object(value, "Request");
}

/** Whose key signed, for the event's tags. */
const caller = (request: AwsRequest) =>
  /Credential=([^/]+)\//.exec(request.headers.authorization ?? "")?.[1] ?? "local";
