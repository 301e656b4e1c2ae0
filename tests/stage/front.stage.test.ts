// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub writes its variables so.
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Stage } from "../../packages/local/src/stage.ts";
import { fixtureStage } from "./fixture.ts";
import { jar } from "./helper.ts";
import { resources } from "./site.ts";

const echo = `export const handler = async (event) => {
  const path = event.rawPath;
  if (path.endsWith("/cookies")) return { statusCode: 200, cookies: ["a=1; Path=/; HttpOnly", "b=2; Path=/"], body: "" };
  if (path.endsWith("/binary")) return { statusCode: 200, headers: { "Content-Type": "image/png" }, isBase64Encoded: true, body: Buffer.from([0, 255, 128]).toString("base64") };
  if (path.endsWith("/throw")) throw new Error("inside");
  if (path.endsWith("/plain")) return { hello: "world" };
  if (path.endsWith("/none")) return { statusCode: 204 };
  if (path.endsWith("/slow")) { await new Promise((done) => setTimeout(done, 300)); return {}; }
  return { statusCode: 200, headers: { "content-type": "application/json", "x-frame-options": "SAMEORIGIN" }, body: JSON.stringify(event) };
};`;

const address = (front: string) => ({ "Fn::Sub": `https://\${${front}.DomainName}` });

let stage: Stage;

beforeAll(async () => {
  const dist = mkdtempSync(join(tmpdir(), "rapport-web-"));
  mkdirSync(join(dist, "assets"));
  writeFileSync(join(dist, "index.html"), "<!doctype html>client");
  writeFileSync(join(dist, "assets", "main-0123abcd.js"), "export {};");
  const Variables = { APP_URL: address("AppFront"), OPEN_URL: address("OpenFront") };
  const show =
    "export const handler = async () => ({ app: process.env.APP_URL, open: process.env.OPEN_URL });";
  stage = await fixtureStage(
    {
      functions: {
        echo,
        single: {
          code: echo.replace("const path = event.rawPath;", 'const path = "/slow";'),
          properties: { ReservedConcurrentExecutions: 1 },
        },
        show: { code: show, properties: { Environment: { Variables } } },
      },
      resources,
    },
    { web: "built", webDist: dist },
  );
});

afterAll(() => stage.stop());

type Echo = {
  version: string;
  routeKey: string;
  rawPath: string;
  rawQueryString: string;
  cookies?: string[];
  headers: Record<string, string>;
  queryStringParameters?: Record<string, string>;
  pathParameters?: Record<string, string>;
  requestContext: { http: { method: string; sourceIp: string } };
  body?: string;
  isBase64Encoded: boolean;
};

const ask = async (path: string, init?: RequestInit): Promise<Echo> =>
  (await (await fetch(stage.url + path, init)).json()) as Echo;

describe("the HTTP front", () => {
  test("hands a function the event of payload format 2.0", async () => {
    const event = await ask("/api/items/a%20b?x=1&x=2&y=%20", {
      headers: { cookie: "a=1; b=2", "X-Own": "one" },
    });
    expect(event).toMatchObject({
      version: "2.0",
      routeKey: "GET /api/items/{id}",
      rawPath: "/api/items/a%20b",
      rawQueryString: "x=1&x=2&y=%20",
      cookies: ["a=1", "b=2"],
      queryStringParameters: { x: "1,2", y: " " },
      pathParameters: { id: "a b" },
      requestContext: { http: { method: "GET", sourceIp: "127.0.0.1" } },
      isBase64Encoded: false,
    });
    expect(event.headers).toMatchObject({ "x-own": "one", "x-forwarded-proto": "https" });
    expect(event.headers).not.toHaveProperty("cookie");
    expect(event.headers.host).toContain("execute-api");
  });

  test("picks the exact route before the variable one, and that before the greedy one", async () => {
    expect((await ask("/api/exact", { method: "POST" })).routeKey).toBe("POST /api/exact");
    expect((await ask("/api/exact", { method: "PUT" })).routeKey).toBe("ANY /api/{proxy+}");
    expect((await ask("/api/items/1/more")).pathParameters).toEqual({ proxy: "items/1/more" });
  });

  test("gives JSON as text and everything else in base64, forms included", async () => {
    const json = await ask("/api/x", {
      method: "POST",
      body: '{"ü":1}',
      headers: { "content-type": "application/json; charset=utf-8" },
    });
    expect(json).toMatchObject({ body: '{"ü":1}', isBase64Encoded: false });
    const form = await ask("/api/x", { method: "POST", body: new URLSearchParams({ a: "1" }) });
    expect(form).toMatchObject({ body: Buffer.from("a=1").toString("base64"), isBase64Encoded: true });
    const bytes = await ask("/api/x", { method: "POST", body: new Uint8Array([0, 255]) });
    expect(bytes).toMatchObject({ body: "AP8=", isBase64Encoded: true });
  });

  test("sets each cookie by itself, and a jar brings them back", async () => {
    const browser = jar(() => stage.url);
    const answer = await browser.fetch("/api/cookies");
    expect(answer.headers.getSetCookie()).toEqual(["a=1; Path=/; HttpOnly", "b=2; Path=/"]);
    const event = (await (await browser.fetch("/api/x")).json()) as Echo;
    expect(event.cookies).toEqual(["a=1", "b=2"]);
  });

  test("sends binary answers as bytes, plain ones as JSON, and nothing with a 204", async () => {
    const binary = await fetch(`${stage.url}/api/binary`);
    expect(binary.headers.get("content-type")).toBe("image/png");
    expect([...new Uint8Array(await binary.arrayBuffer())]).toEqual([0, 255, 128]);
    expect(await ask("/api/plain")).toEqual({ hello: "world" });
    const none = await fetch(`${stage.url}/api/none`);
    expect([none.status, await none.text()]).toEqual([204, ""]);
  });

  test("answers 500 for a function that fails, and says nothing of why", async () => {
    const answer = await fetch(`${stage.url}/api/throw`);
    expect([answer.status, await answer.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  });

  test("answers 503 when a function has no concurrency left", async () => {
    const answers = await Promise.all([1, 2].map(() => fetch(`${stage.url}/api/busy`)));
    expect(answers.map((one) => one.status).sort()).toEqual([200, 503]);
  });

  test("refuses bodies over 10 MB, headers over 10 KB and methods the behaviour doesn't take", async () => {
    expect(
      (await fetch(`${stage.url}/api/x`, { method: "POST", body: "x".repeat(11 * 1024 * 1024) })).status,
    ).toBe(413);
    expect((await fetch(`${stage.url}/api/x`, { headers: { "x-long": "x".repeat(10_300) } })).status).toBe(
      431,
    );
    expect((await fetch(`${stage.url}/`, { method: "POST" })).status).toBe(403);
  });

  test("puts the secret of the origin on each request, made on first start, whoever else claims one", async () => {
    const event = await ask("/api/x", { headers: { "x-origin-secret": "guess" } });
    const secret = stage.parameters.value("/site/origin-secret");
    expect(secret).toHaveLength(43);
    expect(event.headers["x-origin-secret"]).toBe(secret);
  });

  test("sets the template's headers where the function set none, with the laptop's addresses in them", async () => {
    const page = await fetch(`${stage.url}/`);
    expect(page.headers.get("content-security-policy")).toBe(
      `connect-src 'self' ${new URL(stage.awsUrl).host}`,
    );
    expect(page.headers.get("x-frame-options")).toBe("DENY");
    expect(page.headers.get("strict-transport-security")).toBeNull();
    const own = await fetch(`${stage.url}/api/x`);
    expect(own.headers.get("x-frame-options")).toBe("SAMEORIGIN");
  });

  test("serves the client: any page is index.html, a missing file is a 404", async () => {
    for (const path of ["/", "/contacts", "/contacts/con_1"]) {
      const page = await fetch(stage.url + path);
      expect([page.status, await page.text()]).toEqual([200, "<!doctype html>client"]);
      expect(page.headers.get("cache-control")).toBe("no-cache");
    }
    const script = await fetch(`${stage.url}/assets/main-0123abcd.js`);
    expect(script.headers.get("cache-control")).toContain("immutable");
    expect((await fetch(`${stage.url}/assets/other.js`)).status).toBe(404);
    expect((await fetch(`${stage.url}/..%2f..%2fetc/passwd.txt`)).status).toBe(404);
  });

  test("runs the edge functions: the open host sees no cookie and answers for itself", async () => {
    const event = (await (
      await fetch(`${stage.openUrl}/t/1?a=1&a=2`, { headers: { cookie: "a=1" } })
    ).json()) as Echo;
    expect(event.routeKey).toBe("ANY /{proxy+}");
    expect(event).not.toHaveProperty("cookies");
    expect(event.rawQueryString).toBe("a=1&a=2");
    const gone = await fetch(`${stage.openUrl}/gone`);
    expect([gone.status, gone.headers.get("x-why")]).toEqual([410, "old"]);
  });

  test("tells functions the laptop's addresses instead of the account's", async () => {
    expect(await stage.invoke("show")).toEqual({ app: stage.url, open: stage.openUrl });
  });

  test("keeps local pages on the app's host and away from foreign names", async () => {
    expect((await fetch(`${stage.url}/__local/status`)).status).toBe(200);
    expect((await fetch(`${stage.openUrl}/__local/status`)).status).not.toBe(404);
    const event = (await (await fetch(`${stage.openUrl}/__local/status`)).json()) as Echo;
    expect(event.rawPath).toBe("/__local/status");
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const asked = request(
        `${stage.url}/__local/status`,
        { headers: { host: "evil.example" } },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        },
      );
      asked.on("error", reject);
      asked.end();
    });
    expect(status).toBe(421);
  });
});
