import { randomBytes } from "node:crypto";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { AwsClient } from "aws4fetch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { account, keys, type Stand, stand } from "./stand.ts";

let here: Stand;
beforeAll(async () => {
  here = await stand();
});
afterAll(() => here.close());

const ORIGIN = "http://127.0.0.1:4000";

type Ask = {
  method?: string;
  headers?: Record<string, string>;
  expires?: number;
  at?: number;
  client?: AwsClient;
};

/** A presigned address, as a handler makes one. */
async function sign(
  path: string,
  { method = "GET", headers = {}, expires = 300, at = here.clock.now, client = here.aws }: Ask = {},
) {
  const url = new URL(here.url + path);
  url.searchParams.set("X-Amz-Expires", String(expires));
  const datetime = new Date(at).toISOString().replace(/[:-]|\.\d{3}/g, "");
  const signed = await client.sign(url.href, {
    method,
    headers,
    aws: { signQuery: true, allHeaders: true, datetime },
  });
  return signed.url;
}

const code = async (response: Response) =>
  `${response.status} ${/<Code>(\w+)<\/Code>/.exec(await response.text())?.[1] ?? "passed"}`;
const put = async (url: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  code(await fetch(url, { method: "PUT", body: new Uint8Array(Buffer.from(body)), headers }));

describe("a presigned upload", () => {
  const type = { "content-type": "text/csv" };
  const headers = { ...type, "content-length": "11" };

  it("passes with the length and the type it was signed for", async () => {
    const url = await sign("/files/imports/a%20b.csv", { method: "PUT", headers });
    expect(await put(url, "email\na@b.c", type)).toBe("200 passed");
    expect(await here.storage.get("files", "imports/a b.csv")).toMatchObject({
      size: 11,
      contentType: "text/csv",
    });
    expect((await (await fetch(await sign("/files/imports/a%20b.csv"))).text()).length).toBe(11);
  });

  it("of another size, type, key, bucket or method is refused, and nothing is kept", async () => {
    const url = await sign("/files/once.csv", { method: "PUT", headers });
    expect(await put(url, "email\na@b.c\n", type)).toBe("403 SignatureDoesNotMatch");
    expect(await put(url, "email\na@b.", type)).toBe("403 SignatureDoesNotMatch");
    expect(await put(url, "email\na@b.c", { "content-type": "text/html" })).toBe("403 SignatureDoesNotMatch");
    expect(await put(url.replace("once.csv", "twice.csv"), "email\na@b.c", type)).toBe(
      "403 SignatureDoesNotMatch",
    );
    expect(await put(url.replace("/files/", "/plain/"), "email\na@b.c", type)).toBe(
      "403 SignatureDoesNotMatch",
    );
    expect(await code(await fetch(url))).toBe("403 SignatureDoesNotMatch");
    expect(await put(url.replace("X-Amz-Expires=300", "X-Amz-Expires=3000"), "email\na@b.c", type)).toBe(
      "403 SignatureDoesNotMatch",
    );
    expect(here.storage.keys("files", "once")).toEqual([]);
    expect(here.storage.keys("files", "twice")).toEqual([]);
  });

  it("with a header that nobody signed is refused", async () => {
    const url = await sign("/files/x.csv", { method: "PUT", headers });
    expect(await put(url, "email\na@b.c", { ...type, "x-amz-meta-owner": "me" })).toBe("403 AccessDenied");
  });

  it("expires on the stage's clock, and is not valid before its time", async () => {
    const now = here.clock.now;
    const url = await sign("/files/late.csv", { method: "PUT", headers, expires: 60 });
    here.clock.now = now + 62_000;
    const late = await fetch(url, { method: "PUT", body: "email\na@b.c", headers: type });
    const text = await late.text();
    expect(late.status).toBe(403);
    expect(text).toContain("<Message>Request has expired</Message>");
    expect(text).toMatch(/<Expires>.+Z<\/Expires>/);
    here.clock.now = now - 3_600_000;
    expect(await put(url, "email\na@b.c", type)).toBe("403 AccessDenied");
    here.clock.now = now;
    expect(await put(url, "email\na@b.c", type)).toBe("200 passed");
  });

  it("is refused when it is forged, cut short, from an unknown key, or for over a week", async () => {
    const url = await sign("/files/f.csv", { method: "PUT", headers });
    expect(await put(url.replace(/Signature=\w{4}/, "Signature=0000"), "email\na@b.c", type)).toBe(
      "403 SignatureDoesNotMatch",
    );
    expect(await put(url.replace(/X-Amz-Signature=\w+/, ""), "email\na@b.c", type)).toBe(
      "400 AuthorizationQueryParametersError",
    );
    const other = new AwsClient({
      accessKeyId: "OTHER",
      secretAccessKey: "x",
      region: account.region,
      service: "s3",
    });
    expect(
      await put(await sign("/files/f.csv", { method: "PUT", headers, client: other }), "email\na@b.c", type),
    ).toBe("403 InvalidAccessKeyId");
    const wrong = new AwsClient({ ...keys, secretAccessKey: "wrong", region: account.region, service: "s3" });
    expect(
      await put(await sign("/files/f.csv", { method: "PUT", headers, client: wrong }), "email\na@b.c", type),
    ).toBe("403 SignatureDoesNotMatch");
    expect(
      await put(
        await sign("/files/f.csv", { method: "PUT", headers, expires: 604_801 }),
        "email\na@b.c",
        type,
      ),
    ).toBe("400 AuthorizationQueryParametersError");
    const region = new AwsClient({ ...keys, region: "us-east-1", service: "s3" });
    expect(
      await put(await sign("/files/f.csv", { method: "PUT", headers, client: region }), "email\na@b.c", type),
    ).toBe("400 AuthorizationQueryParametersError");
    expect(await code(await fetch(`${here.url}/files/f.csv`))).toBe("403 AccessDenied");
    expect(await code(await fetch(`${here.url}/files/%E0%A4%A`))).toBe("400 InvalidArgument");
    expect(here.storage.keys("files", "f.csv")).toEqual([]);
  });

  it("is read with the name and the type that the address asks for", async () => {
    await here.storage.put("files", "exports/1", Buffer.from("a,b"), { contentType: "text/csv" });
    const asked =
      "response-content-disposition=attachment%3B%20filename%3D%22my%20file.csv%22&response-content-type=text%2Fplain";
    const response = await fetch(await sign(`/files/exports/1?${asked}`));
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="my file.csv"');
    expect(response.headers.get("content-type")).toBe("text/plain");
  });
});

describe("a signed request", () => {
  it("is refused with a wrong secret, and with a body other than the signed one", async () => {
    const bad = new S3Client({
      endpoint: here.url,
      region: account.region,
      credentials: { ...keys, secretAccessKey: "no" },
      maxAttempts: 1,
    });
    await expect(bad.send(new GetObjectCommand({ Bucket: "files", Key: "x" }))).rejects.toMatchObject({
      name: "SignatureDoesNotMatch",
    });
    bad.destroy();
    const hash = "a".repeat(64);
    const signed = await here.aws.sign(`${here.url}/files/hash`, {
      method: "PUT",
      body: "hello",
      headers: { "x-amz-content-sha256": hash },
    });
    expect(await code(await fetch(signed))).toBe("400 XAmzContentSHA256Mismatch");
  });
});

describe("a browser", () => {
  const preflight = (headers: Record<string, string>) =>
    fetch(`${here.url}/files/imports/a.csv`, { method: "OPTIONS", headers });

  it("may upload from the origins, by the methods and with the headers that the bucket's rules name", async () => {
    const yes = await preflight({
      origin: ORIGIN,
      "access-control-request-method": "PUT",
      "access-control-request-headers": "content-type, x-amz-meta-a",
    });
    expect(yes.status).toBe(200);
    expect(Object.fromEntries(yes.headers)).toMatchObject({
      "access-control-allow-origin": ORIGIN,
      "access-control-allow-methods": "PUT, GET",
      "access-control-allow-headers": "content-type, x-amz-meta-a",
      "access-control-max-age": "600",
      "access-control-expose-headers": "ETag",
    });
    for (const [origin, method, headers] of [
      ["https://evil.example", "PUT", ""],
      [ORIGIN, "DELETE", ""],
      [ORIGIN, "PUT", "authorization"],
      ["https://example.com.evil.example", "PUT", ""],
    ]) {
      const no = await preflight({
        origin: origin!,
        "access-control-request-method": method!,
        ...(headers ? { "access-control-request-headers": headers } : {}),
      });
      expect(await code(no)).toBe("403 AccessForbidden");
      expect(no.headers.get("access-control-allow-origin")).toBeNull();
    }
    expect(
      (await preflight({ origin: "https://app.example.com", "access-control-request-method": "GET" })).status,
    ).toBe(200);
  });

  it("can read the answer, also a refusal, only from such an origin", async () => {
    const url = await sign("/files/cors.csv", { method: "PUT" });
    const ok = await fetch(url, { method: "PUT", body: "x", headers: { origin: ORIGIN } });
    expect([ok.status, ok.headers.get("access-control-allow-origin"), ok.headers.get("vary")]).toEqual([
      200,
      ORIGIN,
      "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
    ]);
    const refused = await fetch(`${here.url}/files/cors.csv`, {
      method: "PUT",
      body: "x",
      headers: { origin: ORIGIN },
    });
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([403, ORIGIN]);
    const foreign = await fetch(url, {
      method: "PUT",
      body: "x",
      headers: { origin: "https://evil.example" },
    });
    expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
  });
});

it("a 20 MB upload by a presigned address is held in a file, not in memory", async () => {
  const bytes = randomBytes(20 * 1024 * 1024);
  const url = await sign("/plain/big.bin", {
    method: "PUT",
    headers: { "content-length": String(bytes.length) },
  });
  expect(await put(url, bytes)).toBe("200 passed");
  const range = await fetch(await sign("/plain/big.bin"), { headers: { range: "bytes=10000000-10000009" } });
  expect(Buffer.from(await range.arrayBuffer()).equals(bytes.subarray(10_000_000, 10_000_010))).toBe(true);
  await here.s3.send(new PutObjectCommand({ Bucket: "plain", Key: "big.bin", Body: "small now" }));
  expect((await here.storage.get("plain", "big.bin"))?.size).toBe(9);
});
