import { createHash, timingSafeEqual } from "node:crypto";
import { during } from "@rapport/core/aws/patience";
import { secret } from "@rapport/core/aws/secret";
import type { LambdaContext, LambdaEvent } from "hono/aws-lambda";

type Refused = { statusCode: number; headers: Record<string, string>; body: string };

const digest = (text: string) => createHash("sha256").update(text).digest();

/**
 * Lets in what CloudFront sends, which alone knows the secret: the HTTP API's own address is public, and whoever called
 * it would pass by CloudFront's rules and could claim any address in X-Forwarded-For.
 */
export function behindCloudFront<Result>(
  serve: (event: LambdaEvent, context: LambdaContext) => Promise<Result>,
) {
  const answer = async (event: LambdaEvent, context: LambdaContext): Promise<Result | Refused> => {
    const given = event.headers?.["x-origin-secret"] ?? "";
    if (timingSafeEqual(digest(String(given)), digest(await secret("origin-secret"))))
      return serve(event, context);
    const detail = "Use Rapport's own address.";
    return {
      statusCode: 403,
      headers: { "content-type": "application/problem+json" },
      body: JSON.stringify({ type: "/problems/denied", title: "Not here", status: 403, detail }),
    };
  };
  return (event: LambdaEvent, context: LambdaContext) => during(context, () => answer(event, context));
}
