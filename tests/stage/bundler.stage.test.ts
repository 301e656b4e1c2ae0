import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ApiBundler } from "../../packages/local/src/dev/bundler.ts";
import { signUp } from "../journey/client.ts";
import { withStage } from "./helper.ts";

const stage = withStage();
let into: string;
let bundler: ApiBundler;

beforeAll(() => {
  into = mkdtempSync(join(tmpdir(), "rapport-bundler-"));
  bundler = new ApiBundler(into);
});
afterAll(async () => {
  await bundler.stop();
  rmSync(into, { recursive: true });
});

test("the API that is bundled with ready packages does what the deployed one does", async () => {
  const first = await bundler.bundle();
  const again = await bundler.bundle();
  expect(again?.file).toBe(first?.file);
  expect(again?.inputs).toContain("packages/core/src/kernel/error.ts");
  // Far fewer files than the packages have are looked at for a change.
  expect(again!.inputs.length).toBeLessThan(500);

  stage.restartFunction("api", again?.file);
  const owner = await signUp(stage, "ada@bundler.example");
  const { id } = await owner.post<{ id: string }>("/contacts", {
    firstName: "Ada",
    email: "ada@lovelace.example",
    phone: "+44 20 7946 0958",
  });
  await stage.idle();
  expect(await owner.get(`/contacts/${id}`)).toMatchObject({ phone: "+442079460958" });
  const { items } = await owner.get<{ items: unknown[] }>("/search?q=lovelace");
  expect(items).toHaveLength(1);
  const template = { name: "Hello", subject: "Hello {{ contact.firstName }}", html: "<p>Hello</p>" };
  expect(await owner.post("/templates", template)).toMatchObject(template);
});
