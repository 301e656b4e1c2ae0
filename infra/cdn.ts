import type { CfnApi } from "aws-cdk-lib/aws-apigatewayv2";
import {
  CachePolicy,
  CfnDistribution,
  type CfnFunction,
  CfnOriginAccessControl,
  OriginRequestPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { Aws, Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { noCookies, singlePage } from "./edge.ts";
import { secretsPath } from "./grants.ts";
import { appHeaders, openHeaders } from "./headers.ts";
import type { Stage } from "./stages.ts";

/** The app's host: the client from a bucket nobody else reads, and its API under /api/. */
export function appFront(
  scope: Construct,
  stage: Stage,
  from: { web: Bucket; files: Bucket; api: CfnApi },
): CfnDistribution {
  const access = new CfnOriginAccessControl(scope, "WebAccess", {
    originAccessControlConfig: {
      name: `${Stack.of(scope).stackName}-WebAccess`,
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    },
  });
  const policy = appHeaders(scope, from.files.bucketRegionalDomainName);
  const made = front(scope, stage, "App", {
    defaultRootObject: "index.html",
    origins: [
      {
        id: "web",
        domainName: from.web.bucketRegionalDomainName,
        originAccessControlId: access.ref,
        s3OriginConfig: {},
      },
      origin("api", from.api, stage),
    ],
    defaultCacheBehavior: {
      targetOriginId: "web",
      viewerProtocolPolicy: "redirect-to-https",
      allowedMethods: ["GET", "HEAD", "OPTIONS"],
      compress: true,
      cachePolicyId: CachePolicy.CACHING_OPTIMIZED.cachePolicyId,
      responseHeadersPolicyId: policy.ref,
      functionAssociations: viewing(singlePage(scope)),
    },
    cacheBehaviors: [{ pathPattern: "/api/*", ...passed("api"), responseHeadersPolicyId: policy.ref }],
  });
  from.web.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal("cloudfront.amazonaws.com")],
      actions: ["s3:GetObject"],
      resources: [from.web.arnForObjects("*")],
      conditions: {
        StringEquals: {
          "AWS:SourceArn": `arn:${Aws.PARTITION}:cloudfront::${Aws.ACCOUNT_ID}:distribution/${made.ref}`,
        },
      },
    }),
  );
  return made;
}

/** The open host: tracking, unsubscribe, forms. It knows no cookies. */
export function openFront(scope: Construct, stage: Stage, api: CfnApi): CfnDistribution {
  return front(scope, stage, "Open", {
    origins: [origin("open", api, stage)],
    defaultCacheBehavior: {
      ...passed("open"),
      responseHeadersPolicyId: openHeaders(scope).ref,
      functionAssociations: viewing(noCookies(scope)),
    },
  });
}

/** The address people type: the stage's own host, else CloudFront's. */
export function addressOf(front: CfnDistribution, stage: Stage, name: "app" | "open"): string {
  return `https://${stage.host ? `${name}.${stage.host}` : front.attrDomainName}`;
}

type Config = Omit<CfnDistribution.DistributionConfigProperty, "enabled">;

function front(scope: Construct, stage: Stage, name: "App" | "Open", config: Config): CfnDistribution {
  return new CfnDistribution(scope, `${name}Front`, {
    distributionConfig: {
      enabled: true,
      comment: `${name} of ${stage.name}`,
      httpVersion: "http2and3",
      ipv6Enabled: true,
      ...(stage.host && {
        aliases: [`${name.toLowerCase()}.${stage.host}`],
        viewerCertificate: {
          acmCertificateArn: stage.certificate,
          sslSupportMethod: "sni-only",
          minimumProtocolVersion: "TLSv1.2_2021",
        },
      }),
      ...config,
    },
  });
}

function origin(id: string, api: CfnApi, stage: Stage): CfnDistribution.OriginProperty {
  return {
    id,
    domainName: `${api.ref}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`,
    customOriginConfig: {
      originProtocolPolicy: "https-only",
      originSslProtocols: ["TLSv1.2"],
      originReadTimeout: 30,
    },
    // The functions refuse what comes without it: nobody passes by CloudFront.
    originCustomHeaders: [
      { headerName: "x-origin-secret", headerValue: `{{resolve:ssm:${secretsPath(stage)}/origin-secret}}` },
    ],
  };
}

/** Everything to the origin and nothing kept, but the viewer's Host: API Gateway answers to its own name only. */
function passed(targetOriginId: string) {
  return {
    targetOriginId,
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
    cachePolicyId: CachePolicy.CACHING_DISABLED.cachePolicyId,
    originRequestPolicyId: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER.originRequestPolicyId,
  };
}

function viewing(edge: CfnFunction): CfnDistribution.FunctionAssociationProperty[] {
  return [{ eventType: "viewer-request", functionArn: edge.attrFunctionArn }];
}
