// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub writes its variables so.
import { getAtt, type Json } from "./fixture.ts";

const ARN = "arn:aws:ssm:us-east-1:000000000000:parameter/site/origin-secret";

const api = (name: string, routes: Record<string, string>): Json => ({
  [name]: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: name, ProtocolType: "HTTP" } },
  ...Object.fromEntries(
    Object.entries(routes).flatMap(([key, fn], index) => [
      [
        `${name}Integration${index}`,
        {
          Type: "AWS::ApiGatewayV2::Integration",
          Properties: {
            ApiId: { Ref: name },
            IntegrationType: "AWS_PROXY",
            IntegrationUri: getAtt(fn),
            PayloadFormatVersion: "2.0",
          },
        },
      ],
      [
        `${name}Route${index}`,
        {
          Type: "AWS::ApiGatewayV2::Route",
          Properties: {
            ApiId: { Ref: name },
            RouteKey: key,
            AuthorizationType: "NONE",
            Target: { "Fn::Join": ["", ["integrations/", { Ref: `${name}Integration${index}` }]] },
          },
        },
      ],
    ]),
  ),
});

const origin = (id: string, apiName: string): Json => ({
  Id: id,
  DomainName: { "Fn::Sub": `\${${apiName}}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}` },
  CustomOriginConfig: { OriginProtocolPolicy: "https-only" },
  OriginCustomHeaders: [
    { HeaderName: "x-origin-secret", HeaderValue: "{{resolve:ssm:/site/origin-secret}}" },
  ],
});
const all = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"];

const edge = (name: string, FunctionCode: string): Json => ({
  Type: "AWS::CloudFront::Function",
  Properties: {
    Name: name,
    AutoPublish: true,
    FunctionConfig: { Runtime: "cloudfront-js-2.0", Comment: name },
    FunctionCode,
  },
});

/** A site as the templates have it: a client from a bucket with an API beside it, and an open host. */
export const resources: Json = {
  Web: { Type: "AWS::S3::Bucket", Properties: { BucketName: "web" } },
  Files: { Type: "AWS::S3::Bucket", Properties: { BucketName: "files" } },
  ...api("Api", {
    "ANY /api/{proxy+}": "echo",
    "GET /api/items/{id}": "echo",
    "POST /api/exact": "echo",
    "GET /api/busy": "single",
  }),
  ...api("Open", { "ANY /{proxy+}": "echo" }),
  Headers: {
    Type: "AWS::CloudFront::ResponseHeadersPolicy",
    Properties: {
      ResponseHeadersPolicyConfig: {
        Name: "headers",
        SecurityHeadersConfig: {
          ContentSecurityPolicy: {
            Override: true,
            ContentSecurityPolicy: { "Fn::Sub": "connect-src 'self' ${Files.RegionalDomainName}" },
          },
          FrameOptions: { FrameOption: "DENY", Override: false },
          StrictTransportSecurity: { AccessControlMaxAgeSec: 1, Override: true },
        },
      },
    },
  },
  Pages: edge(
    "pages",
    `function handler(event) { var r = event.request; if (r.uri.lastIndexOf(".") <= r.uri.lastIndexOf("/")) r.uri = "/index.html"; return r; }`,
  ),
  Bare: edge(
    "bare",
    `function handler(event) { var r = event.request; r.cookies = {}; if (r.uri === "/gone") return { statusCode: 410, headers: { "x-why": { value: "old" } } }; return r; }`,
  ),
  AppFront: {
    Type: "AWS::CloudFront::Distribution",
    Properties: {
      DistributionConfig: {
        Enabled: true,
        DefaultRootObject: "index.html",
        Origins: [
          { Id: "web", DomainName: getAtt("Web", "RegionalDomainName"), S3OriginConfig: {} },
          origin("api", "Api"),
        ],
        DefaultCacheBehavior: {
          TargetOriginId: "web",
          ViewerProtocolPolicy: "redirect-to-https",
          AllowedMethods: ["GET", "HEAD"],
          ResponseHeadersPolicyId: { Ref: "Headers" },
          FunctionAssociations: [
            { EventType: "viewer-request", FunctionARN: getAtt("Pages", "FunctionARN") },
          ],
        },
        CacheBehaviors: [
          {
            PathPattern: "/api/*",
            TargetOriginId: "api",
            AllowedMethods: all,
            ResponseHeadersPolicyId: { Ref: "Headers" },
          },
        ],
      },
    },
  },
  OpenFront: {
    Type: "AWS::CloudFront::Distribution",
    Properties: {
      DistributionConfig: {
        Enabled: true,
        Origins: [origin("open", "Open")],
        DefaultCacheBehavior: {
          TargetOriginId: "open",
          AllowedMethods: all,
          FunctionAssociations: [{ EventType: "viewer-request", FunctionARN: getAtt("Bare", "FunctionARN") }],
        },
      },
    },
  },
  Reader: {
    Type: "AWS::IAM::Policy",
    Properties: {
      PolicyName: "secrets",
      Roles: [{ Ref: "echoRole" }],
      PolicyDocument: { Statement: [{ Effect: "Allow", Action: "ssm:GetParameter", Resource: ARN }] },
    },
  },
};
