import type { BucketConfiguration, CorsRule } from "./bucket.ts";
import { type AwsRequest, type AwsResponse, empty } from "./exchange.ts";
import { S3Fault } from "./fault.ts";

/** `*` stands for any run of characters, at most once in a pattern. */
function matches(pattern: string, value: string): boolean {
  const star = pattern.indexOf("*");
  if (star < 0) return pattern === value;
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return value.length >= head.length + tail.length && value.startsWith(head) && value.endsWith(tail);
}

function ruleFor(
  bucket: BucketConfiguration,
  origin: string,
  method: string,
  headers: string[],
): CorsRule | undefined {
  return bucket.CorsConfiguration?.CorsRules.find(
    (rule) =>
      rule.AllowedOrigins.some((pattern) => matches(pattern, origin)) &&
      rule.AllowedMethods.includes(method) &&
      headers.every((header) =>
        rule.AllowedHeaders?.some((pattern) => matches(pattern.toLowerCase(), header)),
      ),
  );
}

function granted(rule: CorsRule, origin: string): Record<string, string> {
  const any = rule.AllowedOrigins.includes("*");
  const headers: Record<string, string> = {
    "access-control-allow-origin": any ? "*" : origin,
    "access-control-allow-methods": rule.AllowedMethods.join(", "),
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  };
  if (!any) headers["access-control-allow-credentials"] = "true";
  if (rule.ExposedHeaders?.length) headers["access-control-expose-headers"] = rule.ExposedHeaders.join(", ");
  return headers;
}

/** The answer to a browser's question before the request; S3 answers it without a signature. */
export function preflight(bucket: BucketConfiguration, request: AwsRequest): AwsResponse {
  const origin = request.headers.origin;
  const method = request.headers["access-control-request-method"];
  if (!origin || !method) {
    throw new S3Fault("InvalidRequest", "Insufficient information. Origin request header needed.");
  }
  const asked = (request.headers["access-control-request-headers"] ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
  const rule = ruleFor(bucket, origin, method, asked);
  if (!rule) {
    throw new S3Fault(
      "AccessForbidden",
      bucket.CorsConfiguration
        ? "CORSResponse: This CORS request is not allowed. This is usually because the evaluation of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."
        : "CORSResponse: CORS is not enabled for this bucket.",
      { Method: method, ResourceType: "OBJECT" },
    );
  }
  const headers = granted(rule, origin);
  if (asked.length > 0) headers["access-control-allow-headers"] = asked.join(", ");
  if (rule.MaxAge !== undefined) headers["access-control-max-age"] = String(rule.MaxAge);
  return { status: 200, headers, body: empty };
}

/** What a browser needs to read the answer; without a matching rule nothing is added and the browser refuses. */
export function corsHeaders(
  bucket: BucketConfiguration | undefined,
  request: AwsRequest,
): Record<string, string> {
  const origin = request.headers.origin;
  if (!origin || !bucket) return {};
  const rule = ruleFor(bucket, origin, request.method, []);
  return rule ? granted(rule, origin) : {};
}
