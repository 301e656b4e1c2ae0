import * as Contact from "@rapport/core/contact";
import * as Form from "@rapport/core/form";
import { newId } from "@rapport/core/kernel/id";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { app } from "../../packages/functions/src/open/app.ts";
import { as, type Core, startCore, workspace } from "../core.ts";

let core: Core;
let form: Form.Info;

beforeAll(async () => {
  core = await startCore();
  const questions: Form.Create["questions"] = [
    { field: "firstName", label: "First name <b>", required: false },
    { field: "email", label: "Email", required: true },
  ];
  form = await as("marketer", () =>
    Form.create({ name: "Web", title: "Talk to us", questions, consentText: "News, please" }),
  );
});
afterAll(() => core.stop());

const path = () => new URL(form.url).pathname;
const post = (fields: Record<string, string>, at = path()) =>
  app.request(at, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });

describe("a form's page", () => {
  it("asks without script, with what a marketer wrote as text, and no box ticked beforehand", async () => {
    const response = await app.request(path());
    const html = await response.text();
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(html).toContain("First name &lt;b&gt;");
    expect(html).not.toContain("checked");
    expect(html).not.toContain("<script");
  });

  it("takes answers and thanks", async () => {
    const response = await post({ firstName: "Lin", email: "lin@example.com", consent: "yes" });
    expect(response.status).toBe(200);
    const contact = await as("viewer", () => Contact.fromEmail("lin@example.com"));
    expect(contact).toMatchObject({
      firstName: "Lin",
      source: "form",
      consent: { marketing: { state: "subscribed" } },
    });
  });

  it("says what is missing and keeps what was typed", async () => {
    const response = await post({ firstName: "Mo", email: "nobody" });
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/role="alert".*email/s);
    expect(await (await post({ firstName: "Mo", email: "nobody" })).text()).toContain('value="Mo"');
  });

  it("lets the browser go on to the page of thanks, and nowhere else", async () => {
    const onwards = await as("marketer", () =>
      Form.create({
        name: "Onwards",
        title: "Onwards",
        questions: [{ field: "email", label: "Email", required: true }],
        redirectTo: "https://www.example.com/thanks?from=form",
      }),
    );
    const at = new URL(onwards.url).pathname;
    for (const response of [await app.request(at), await post({ email: "nobody" }, at)])
      expect(response.headers.get("content-security-policy")).toContain(
        "form-action 'self' https://www.example.com;",
      );
    expect((await app.request(path())).headers.get("content-security-policy")).toContain(
      "form-action 'self';",
    );
    const answer = await post({ email: "onwards@example.com" }, at);
    expect([answer.status, answer.headers.get("location")]).toEqual([
      303,
      "https://www.example.com/thanks?from=form",
    ]);
  });

  it("is not there for another workspace", async () => {
    const elsewhere = path().replace(workspace.id, newId("workspace"));
    expect((await app.request(elsewhere)).status).toBe(404);
    expect((await post({ email: "a@example.com" }, elsewhere)).status).toBe(404);
  });
});
