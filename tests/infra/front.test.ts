import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { FULL, ofType, type Properties, synth } from "./synth.ts";

const { app } = await synth("dev");
const config = (id: string, template = app) =>
  template.Resources[id]!.Properties.DistributionConfig as Properties & {
    Origins: Properties[];
    DefaultCacheBehavior: Properties;
    CacheBehaviors?: Properties[];
  };

type EdgeRequest = { uri: string; cookies?: object };

function edge(id: string, request: EdgeRequest): EdgeRequest {
  const code = app.Resources[id]!.Properties.FunctionCode as string;
  const handler = runInNewContext(`${code}; handler`) as (event: { request: EdgeRequest }) => EdgeRequest;
  return handler({ request });
}

describe("the app's host", () => {
  test("serves the client from a bucket that only it may read, and the API under /api/", () => {
    const front = config("AppFront");
    expect(front.DefaultCacheBehavior.TargetOriginId).toBe("web");
    expect(front.CacheBehaviors).toMatchObject([{ PathPattern: "/api/*", TargetOriginId: "api" }]);
    expect(front.Origins[0]!.OriginAccessControlId).toEqual({ Ref: "WebAccess" });
  });

  test("shows index.html for every page of the client, and files as they are", () => {
    for (const page of ["/", "/contacts", "/contacts/c_01J", "/a.b/c"])
      expect(edge("SinglePage", { uri: page }).uri).toBe("/index.html");
    for (const file of ["/assets/index-1a2b.js", "/favicon.ico", "/index.html"])
      expect(edge("SinglePage", { uri: file }).uri).toBe(file);
  });

  test("lets pages load only from itself and the bucket of uploads", () => {
    const text = JSON.stringify(app.Resources.AppHeaders);
    for (const part of [
      "default-src 'self'",
      "script-src 'self';",
      "object-src 'none'",
      "frame-ancestors 'none'",
    ])
      expect(text).toContain(part);
    expect(text).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|https?:\/\//);
  });

  test("never keeps an answer of the API", () => {
    const disabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
    expect(config("AppFront").CacheBehaviors![0]!.CachePolicyId).toBe(disabled);
    expect(config("OpenFront").DefaultCacheBehavior.CachePolicyId).toBe(disabled);
  });
});

describe("the open host", () => {
  test("drops every cookie before anything runs", () => {
    expect(edge("NoCookies", { uri: "/t/1", cookies: { session: { value: "x" } } }).cookies).toEqual({});
  });
});

describe("both hosts", () => {
  test("send API Gateway a header that nobody else knows", () => {
    for (const origin of [config("AppFront").Origins[1]!, config("OpenFront").Origins[0]!])
      expect(origin.OriginCustomHeaders).toEqual([
        { HeaderName: "x-origin-secret", HeaderValue: "{{resolve:ssm:/rapport/dev/origin-secret}}" },
      ]);
  });

  test("speak https only", () => {
    for (const id of ["AppFront", "OpenFront"]) {
      const { DefaultCacheBehavior, CacheBehaviors = [], Origins } = config(id);
      for (const behaviour of [DefaultCacheBehavior, ...CacheBehaviors])
        expect(behaviour.ViewerProtocolPolicy).toBe("redirect-to-https");
      for (const { CustomOriginConfig } of Origins.filter((origin) => origin.CustomOriginConfig))
        expect(CustomOriginConfig).toMatchObject({ OriginProtocolPolicy: "https-only" });
    }
  });

  test("route everything under them to one function each", () => {
    const routes = ofType(app, "AWS::ApiGatewayV2::Route").map(([, { Properties }]) => Properties.RouteKey);
    expect(routes).toEqual(["ANY /api/{proxy+}", "ANY /{proxy+}"]);
  });

  test("answer under the stage's own names where it has a host", async () => {
    const own = (await synth("production", FULL)).app;
    expect(config("AppFront", own)).toMatchObject({
      Aliases: ["app.crm.example"],
      ViewerCertificate: { MinimumProtocolVersion: "TLSv1.2_2021" },
    });
    expect(own.Outputs).toMatchObject({
      AppUrl: { Value: "https://app.crm.example" },
      OpenUrl: { Value: "https://open.crm.example" },
    });
  });

  test("log neither address nor path", () => {
    for (const [, { Properties }] of ofType(app, "AWS::ApiGatewayV2::Stage")) {
      const { Format } = Properties.AccessLogSettings as { Format: string };
      expect(Format).not.toMatch(/sourceIp|identity|context\.path|rawPath|userAgent/);
    }
  });
});
