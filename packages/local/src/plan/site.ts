import type { Value } from "../template/assembly.ts";
import type { Entity } from "../template/model.ts";
import type { Reader } from "../template/reader.ts";
import { Unsupported } from "../template/unsupported.ts";

export type RoutePlan = { key: string; function: string; path: string };

export type ApiPlan = {
  id: string;
  name: string;
  domain: string;
  path: string;
  routes: RoutePlan[];
  cors: Value | undefined;
};

/** HTTP APIs with the function behind each route. */
export function apiPlans(entities: Entity[]): ApiPlan[] {
  const of = (type: string) => entities.filter((entity) => entity.type === `AWS::ApiGatewayV2::${type}`);
  const apis = new Map<string, ApiPlan>();
  for (const entity of of("Api")) {
    const p = entity.reader();
    p.only("ProtocolType", "HTTP");
    apis.set(entity.ref, {
      id: entity.ref,
      name: p.maybeText("Name") ?? entity.id,
      domain: `${entity.ref}.execute-api.`,
      path: entity.path,
      routes: [],
      cors: p.raw("CorsConfiguration"),
    });
    p.done();
  }
  for (const entity of of("Stage")) {
    const p = entity.reader();
    p.text("ApiId");
    p.only("StageName", "$default");
    p.only("AutoDeploy", true);
    p.done();
  }
  const integrations = new Map<string, string>();
  for (const entity of of("Integration")) {
    const p = entity.reader();
    p.text("ApiId");
    p.only("IntegrationType", "AWS_PROXY");
    p.only("PayloadFormatVersion", "2.0");
    p.maybeText("IntegrationMethod");
    p.number("TimeoutInMillis");
    integrations.set(entity.ref, integratedFunction(p.text("IntegrationUri")));
    p.done();
  }
  for (const entity of of("Route")) {
    const p = entity.reader();
    p.only("AuthorizationType", "NONE");
    const integration = p.text("Target").replace("integrations/", "");
    const target = integrations.get(integration);
    if (!target) throw new Error(`No integration ${integration} for ${entity.path}`);
    apis.get(p.text("ApiId"))?.routes.push({ key: p.text("RouteKey"), function: target, path: entity.path });
    p.done();
  }
  return [...apis.values()];
}

/** An integration names the function's ARN, or the long form that wraps it. */
function integratedFunction(uri: string): string {
  return /functions\/(arn:[^/]+)\/invocations/.exec(uri)?.[1] ?? uri;
}

export type BehaviorPlan = {
  pattern: string;
  origin: string;
  methods: string[];
  headersPolicy: string | undefined;
  functions: { event: string; arn: string }[];
};

export type OriginPlan = { id: string; domain: string; path: string; headers: Record<string, string> };

export type DistributionPlan = {
  id: string;
  path: string;
  domain: string;
  root: string | undefined;
  behaviors: BehaviorPlan[];
  origins: OriginPlan[];
  errors: { code: number; page: string | undefined; status: number | undefined }[];
};

export function distributionPlan(entity: Entity, domain: string): DistributionPlan {
  const outer = entity.reader();
  const p = outer.object("DistributionConfig")!;
  p.only("Enabled", true);
  const plan: DistributionPlan = {
    id: entity.ref,
    path: entity.path,
    domain,
    root: p.maybeText("DefaultRootObject"),
    behaviors: [
      ...p.objects("CacheBehaviors", "CacheBehavior").map((one) => behavior(one, one.text("PathPattern"))),
      behavior(p.object("DefaultCacheBehavior", "CacheBehavior")!, "*"),
    ],
    origins: p.objects("Origins", "Origin").map(origin),
    errors: p.objects("CustomErrorResponses", "CustomErrorResponse").map((one) => {
      one.number("ErrorCachingMinTTL");
      return {
        code: one.number("ErrorCode")!,
        page: one.maybeText("ResponsePagePath"),
        status: one.number("ResponseCode"),
      };
    }),
  };
  outer.done();
  return plan;
}

function behavior(p: Reader, pattern: string): BehaviorPlan {
  return {
    pattern,
    origin: p.text("TargetOriginId"),
    methods: p.texts("AllowedMethods"),
    headersPolicy: p.maybeText("ResponseHeadersPolicyId"),
    functions: p.objects("FunctionAssociations", "FunctionAssociation").map((one) => ({
      event: one.text("EventType"),
      arn: one.text("FunctionARN"),
    })),
  };
}

function origin(p: Reader): OriginPlan {
  const headers = p.objects("OriginCustomHeaders", "OriginCustomHeader");
  return {
    id: p.text("Id"),
    domain: p.text("DomainName"),
    path: p.maybeText("OriginPath") ?? "",
    headers: Object.fromEntries(
      headers.map((one) => [one.text("HeaderName").toLowerCase(), one.text("HeaderValue")]),
    ),
  };
}

export type EdgeFunctionPlan = { arn: string; path: string; code: string };

export function edgeFunctionPlan(entity: Entity): EdgeFunctionPlan {
  const p = entity.reader();
  p.text("Name");
  p.only("AutoPublish", true);
  const configuration = p.object("FunctionConfig");
  configuration?.maybeText("Comment");
  configuration?.only("Runtime", "cloudfront-js-2.0");
  const plan = { arn: entity.ref, path: entity.path, code: p.text("FunctionCode") };
  p.done();
  return plan;
}

/** A response headers policy as plain headers: the browser must see locally what it sees in the account. */
export function responseHeaders(entity: Entity): Record<string, string> {
  const outer = entity.reader();
  const p = outer.object("ResponseHeadersPolicyConfig")!;
  p.maybeText("Name");
  p.maybeText("Comment");
  const headers: Record<string, string> = {};
  const security = p.object("SecurityHeadersConfig");
  const add = (key: string, header: string, value: (inner: Reader) => string) => {
    const inner = security?.object(key);
    inner?.raw("Override");
    if (inner) headers[header] = value(inner);
  };
  add("ContentSecurityPolicy", "content-security-policy", (inner) => inner.text("ContentSecurityPolicy"));
  add("ContentTypeOptions", "x-content-type-options", () => "nosniff");
  add("FrameOptions", "x-frame-options", (inner) => inner.text("FrameOption"));
  add("ReferrerPolicy", "referrer-policy", (inner) => inner.text("ReferrerPolicy"));
  // Read, not sent: browsers ignore it over http, and a loopback port must not be pinned to https.
  const transport = security?.object("StrictTransportSecurity");
  for (const key of ["AccessControlMaxAgeSec", "IncludeSubdomains", "Override", "Preload"])
    transport?.raw(key);
  for (const item of p.object("CustomHeadersConfig")?.objects("Items", "CustomHeader") ?? []) {
    item.raw("Override");
    headers[item.text("Header").toLowerCase()] = item.text("Value");
  }
  if (p.has("CorsConfig")) throw new Unsupported("CorsConfig of a response headers policy", entity.path);
  outer.done();
  return headers;
}
