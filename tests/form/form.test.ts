import * as Contact from "@rapport/core/contact";
import * as Form from "@rapport/core/form";
import { newId } from "@rapport/core/kernel/id";
import * as Timeline from "@rapport/core/timeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { as, type Core, startCore } from "../core.ts";

let core: Core;
let form: Form.Info;

const questions: Form.Create["questions"] = [
  { field: "firstName", label: "First name", required: false },
  { field: "email", label: "Email", required: true },
  { field: "message", label: "What can we do?", required: false },
];

beforeAll(async () => {
  core = await startCore();
  form = await as("marketer", () =>
    Form.create({
      name: "Website",
      title: "Talk to us",
      questions,
      consentText: "Send me news",
      welcome: true,
      tags: ["web"],
    }),
  );
});
afterAll(() => core.stop());

const submit = (answers: object) => as("visitor", () => Form.submit({ id: form.id, ...answers } as never));
const found = (email: string) => as("viewer", () => Contact.fromEmail(email));
const address = () => `${newId("note").toLowerCase()}@example.com`;

describe("a form", () => {
  it("makes a contact of a visitor, with the source, the welcome switch and the message on the timeline", async () => {
    const email = address();
    await submit({ firstName: "Lin", email, message: "Call me\nplease" });
    const contact = await found(email);
    expect(contact).toMatchObject({
      firstName: "Lin",
      source: "form",
      welcome: true,
      tags: ["web"],
      createdBy: form.id,
    });
    expect(contact?.consent).toBeUndefined();
    const { items } = await as("viewer", () => Timeline.list({ id: contact?.id as string }));
    expect(items).toMatchObject([{ kind: "note", title: "Website", summary: "Call me please" }]);
  });

  it("fills only what is empty the second time, and never unsubscribes", async () => {
    const email = address();
    await submit({ firstName: "Lin", email, consent: "yes" });
    await submit({ firstName: "Other", email: email.toUpperCase() });
    expect(await found(email)).toMatchObject({
      firstName: "Lin",
      consent: { marketing: { state: "subscribed", basis: "consent", source: "Website" } },
    });
  });

  it("takes nothing from a robot and nothing that was not asked", async () => {
    const email = address();
    await submit({ email, website: "http://spam.example" });
    expect(await found(email)).toBeUndefined();
    await submit({ email, phone: "+442079460958" });
    expect((await found(email))?.phone).toBeUndefined();
  });

  it.each([
    ["without its email", {}, 400],
    ["with an email that is none", { email: "me" }, 400],
    ["with an unknown field", { email: "a@b.co", role: "owner" }, 400],
  ])("refuses answers %s, and changes nothing", async (_, answers, status) => {
    const contacts = async () =>
      (await core.dump()).filter((item) => JSON.stringify(item.pk).includes("#contact#"));
    const before = await contacts();
    await expect(submit(answers)).rejects.toMatchObject({ status });
    expect(await contacts()).toEqual(before);
  });

  it("takes no answers when it is closed, and is not there in another workspace", async () => {
    const closed = await as("marketer", () =>
      Form.create({ name: "Old", title: "Old", questions, open: false }),
    );
    await expect(as("visitor", () => Form.submit({ id: closed.id, email: "a@b.co" }))).rejects.toMatchObject({
      status: 410,
    });
    const elsewhere = { workspaceId: newId("workspace") };
    await expect(
      as("visitor", () => Form.submit({ id: form.id, email: "a@b.co" }), elsewhere),
    ).rejects.toMatchObject({ status: 404 });
    await expect(as("sales", () => Form.create({ name: "x", title: "x", questions }))).rejects.toMatchObject({
      status: 403,
    });
  });

  it("must ask for the email, and for nothing twice", async () => {
    const [first] = questions as [(typeof questions)[0]];
    const refused = (list: Form.Create["questions"]) =>
      as("marketer", () => Form.create({ name: "x", title: "x", questions: list }));
    await expect(refused([first])).rejects.toMatchObject({ status: 400 });
    await expect(refused([...questions, first])).rejects.toMatchObject({ status: 400 });
  });
});
