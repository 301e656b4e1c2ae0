import { CfnResponseHeadersPolicy } from "aws-cdk-lib/aws-cloudfront";
import { Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/** What the client may load: itself, and the bucket that takes its uploads. `files` is that bucket's host. */
export function appHeaders(scope: Construct, files: string): CfnResponseHeadersPolicy {
  const policy = {
    "default-src": "'self'",
    "script-src": "'self'",
    // Positions and sizes that only the page knows are set as style attributes.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": `'self' data: blob: ${files}`,
    "font-src": "'self'",
    // Without a scheme the host is asked for as the page was: https, on a laptop http.
    "connect-src": `'self' ${files}`,
    // Mail is shown in a sandbox without scripts, from the page itself.
    "frame-src": "'self' blob:",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
  };
  return headers(scope, "AppHeaders", {
    contentSecurityPolicy: {
      override: false,
      contentSecurityPolicy: Object.entries(policy)
        .map((part) => part.join(" "))
        .join("; "),
    },
    frameOptions: { frameOption: "DENY", override: true },
    referrerPolicy: { referrerPolicy: "same-origin", override: true },
  });
}

/** The open host's pages say themselves what they may load: a form may be framed, a quote may not. */
export function openHeaders(scope: Construct): CfnResponseHeadersPolicy {
  return headers(scope, "OpenHeaders", {
    referrerPolicy: { referrerPolicy: "no-referrer", override: false },
  });
}

function headers(
  scope: Construct,
  id: string,
  own: CfnResponseHeadersPolicy.SecurityHeadersConfigProperty,
): CfnResponseHeadersPolicy {
  return new CfnResponseHeadersPolicy(scope, id, {
    responseHeadersPolicyConfig: {
      name: `${Stack.of(scope).stackName}-${id}`,
      securityHeadersConfig: {
        strictTransportSecurity: {
          accessControlMaxAgeSec: 31_536_000,
          includeSubdomains: true,
          override: true,
        },
        contentTypeOptions: { override: true },
        ...own,
      },
    },
  });
}
