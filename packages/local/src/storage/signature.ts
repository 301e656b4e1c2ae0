import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { AwsRequest } from "./exchange.ts";
import { S3Fault } from "./fault.ts";

export type Keys = {
  secretFor(accessKeyId: string): string | undefined;
  now(): number;
  region: string;
};

type Claim = {
  key: string;
  date: string;
  scope: string;
  signed: string[];
  signature: string;
  payload: string;
};

const LONGEST = 7 * 24 * 3_600;
const AHEAD = 15 * 60_000;

/**
 * Checks a Signature Version 4, in the query (presigned) or in the header; answers the key that signed.
 * Rules: docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html and sig-v4-header-based-auth.html.
 */
export function verify(request: AwsRequest, keys: Keys): string {
  const query = parameters(request.query);
  const presigned = query.some(([name]) => name === "X-Amz-Algorithm" || name === "X-Amz-Signature");
  if (!presigned && request.headers.authorization === undefined) {
    throw new S3Fault("AccessDenied", "Access Denied");
  }
  const claim = presigned ? fromQuery(query, request, keys) : fromHeader(request);
  const [key, day, region, service, end] = [claim.key, ...claim.scope.split("/")];
  const malformed = presigned ? "AuthorizationQueryParametersError" : "AuthorizationHeaderMalformed";
  if (service !== "s3" || end !== "aws4_request" || day !== claim.date.slice(0, 8)) {
    throw new S3Fault(
      malformed,
      "Error parsing the X-Amz-Credential parameter; incorrect date, service or terminator.",
    );
  }
  if (region !== keys.region) {
    throw new S3Fault(malformed, `The region '${region}' is wrong; expecting '${keys.region}'`, {
      Region: keys.region,
    });
  }
  const secret = keys.secretFor(key!);
  if (secret === undefined) {
    throw new S3Fault(
      "InvalidAccessKeyId",
      "The AWS Access Key Id you provided does not exist in our records.",
      {
        AWSAccessKeyId: key!,
      },
    );
  }
  allSigned(request, claim.signed);
  const canonical = canonicalRequest(request, query, claim);
  const toSign = ["AWS4-HMAC-SHA256", claim.date, claim.scope, sha256(canonical)].join("\n");
  let signing: Buffer = Buffer.from(`AWS4${secret}`);
  for (const part of claim.scope.split("/")) signing = createHmac("sha256", signing).update(part).digest();
  const expected = createHmac("sha256", signing).update(toSign).digest();
  const given = Buffer.from(claim.signature, "hex");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new S3Fault(
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
      {
        AWSAccessKeyId: key!,
        StringToSign: toSign,
        SignatureProvided: claim.signature,
        CanonicalRequest: canonical,
      },
    );
  }
  return key!;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** Name and value of each parameter, decoded; a plus is a space, as URLSearchParams writes it. */
export function parameters(query: string): [string, string][] {
  if (query === "") return [];
  return query.split("&").map((pair) => {
    const text = pair.replaceAll("+", " ");
    const at = text.indexOf("=");
    return at < 0 ? [decode(text), ""] : [decode(text.slice(0, at)), decode(text.slice(at + 1))];
  });
}

export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Fault("InvalidArgument", "Couldn't parse the specified URI.", { ArgumentValue: text });
  }
}

/** RFC 3986: everything but the unreserved characters. */
export const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

function fromQuery(query: [string, string][], request: AwsRequest, keys: Keys): Claim {
  const one = (name: string) => {
    const value = query.find(([key]) => key === name)?.[1];
    if (!value) {
      throw new S3Fault(
        "AuthorizationQueryParametersError",
        "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
      );
    }
    return value;
  };
  if (one("X-Amz-Algorithm") !== "AWS4-HMAC-SHA256") {
    throw new S3Fault(
      "AuthorizationQueryParametersError",
      'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"',
    );
  }
  const credential = one("X-Amz-Credential");
  const slash = credential.indexOf("/");
  const date = one("X-Amz-Date");
  const seconds = Number(one("X-Amz-Expires"));
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > LONGEST) {
    throw new S3Fault(
      "AuthorizationQueryParametersError",
      "X-Amz-Expires must be between 1 second and a week (in seconds)",
    );
  }
  const from = instant(date);
  const now = keys.now();
  if (now < from - AHEAD) {
    throw new S3Fault("AccessDenied", "Request is not yet valid", {
      ServerTime: new Date(now).toISOString(),
    });
  }
  if (now > from + seconds * 1_000) {
    throw new S3Fault("AccessDenied", "Request has expired", {
      "X-Amz-Expires": String(seconds),
      Expires: new Date(from + seconds * 1_000).toISOString(),
      ServerTime: new Date(now).toISOString(),
    });
  }
  return {
    key: credential.slice(0, slash),
    scope: credential.slice(slash + 1),
    date,
    signed: one("X-Amz-SignedHeaders").split(";"),
    signature: one("X-Amz-Signature"),
    payload: request.headers["x-amz-content-sha256"] ?? "UNSIGNED-PAYLOAD",
  };
}

function fromHeader(request: AwsRequest): Claim {
  const match =
    /^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)\/([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]+)$/.exec(
      request.headers.authorization ?? "",
    );
  const payload = request.headers["x-amz-content-sha256"];
  const date = request.headers["x-amz-date"];
  if (!match || !payload || !date) {
    throw new S3Fault(
      "AuthorizationHeaderMalformed",
      "The authorization header that you provided is not valid.",
    );
  }
  // No bound on the age: tools outside the stage keep real time while a test turns the stage's clock by days.
  instant(date);
  return {
    key: match[1]!,
    scope: match[2]!,
    signed: match[3]!.split(";"),
    signature: match[4]!,
    date,
    payload,
  };
}

function instant(date: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  if (!match) {
    throw new S3Fault(
      "AuthorizationQueryParametersError",
      "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"",
    );
  }
  const [, year, month, day, hour, minute, second] = match.map(Number);
  return Date.UTC(year!, month! - 1, day!, hour!, minute!, second!);
}

/** S3 refuses what could have been added on the way: any x-amz-* header and the host have to be signed. */
function allSigned(request: AwsRequest, signed: readonly string[]): void {
  const loose = Object.keys(request.headers).filter(
    (name) =>
      (name === "host" || name.startsWith("x-amz-")) &&
      name !== "x-amz-content-sha256" &&
      !signed.includes(name),
  );
  if (loose.length > 0) {
    throw new S3Fault("AccessDenied", "There were headers present in the request which were not signed", {
      HeadersNotSigned: loose.join(", "),
    });
  }
}

function canonicalRequest(request: AwsRequest, query: [string, string][], claim: Claim): string {
  const path = request.path
    .split("/")
    .map((segment) => encode(decode(segment)))
    .join("/");
  const pairs = query
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  const headers = claim.signed
    .map((name) => `${name}:${(request.headers[name] ?? "").trim().replace(/\s+/g, " ")}\n`)
    .join("");
  return [request.method, path, pairs, headers, claim.signed.join(";"), claim.payload].join("\n");
}
