import { SendEmailCommand } from "@aws-sdk/client-sesv2";
import { createTransport } from "nodemailer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RULES, type Stand, stand } from "./stand.ts";

let here: Stand;
let port: number;
beforeAll(async () => {
  here = await stand();
  port = (await here.mail.listen(0)).port;
});
afterAll(() => here.close());

const RAW =
  "From: Aysel <aysel@example.net>\r\nTo: reply@in.example.com\r\nSubject: =?utf-8?B?U2FsYW0=?=\r\n\r\nbody\r\n";

describe("a mail from outside", () => {
  it("comes in by SMTP and is stored where the receipt rule says, byte for byte under SES's lines", async () => {
    const transport = createTransport({ host: "127.0.0.1", port, ignoreTLS: true });
    const raw = `${RAW}..dots\r\n.\r\nend\r\n`;
    const sent = await transport.sendMail({
      envelope: { from: "aysel@example.net", to: ["reply+t_7@in.example.com"] },
      raw,
    });
    const id = /OK ([0-9a-z]{40})/.exec(sent.response)?.[1];
    expect(here.stored.at(-1)).toMatchObject({ bucket: "mail", key: `inbound/${id}` });
    expect(here.stored.at(-1)?.body.endsWith(raw)).toBe(true);
    expect(here.stored.at(-1)?.body).toContain("for reply+t_7@in.example.com;");
    expect(here.mail.list({ direction: "in" })[0]).toMatchObject({
      id,
      subject: "Salam",
      to: ["reply+t_7@in.example.com"],
    });
    transport.close();
  });

  it("is refused by recipient where no rule takes it", async () => {
    const before = here.stored.length;
    const transport = createTransport({ host: "127.0.0.1", port, ignoreTLS: true });
    const sent = transport.sendMail({
      envelope: { from: "a@example.net", to: ["other@in.example.com"] },
      raw: RAW,
    });
    await expect(sent).rejects.toMatchObject({ responseCode: 550 });
    transport.close();
    expect(await here.mail.receive(RAW.replace("reply@", "other@"))).toMatchObject({
      stored: [],
      refused: ["other@in.example.com"],
    });
    expect(here.stored).toHaveLength(before);
  });

  it("is taken for an address with any label and for whatever is under a dotted domain", async () => {
    const to = async (...recipients: string[]) => (await here.mail.receive(RAW, { recipients })).refused;
    expect(await to("REPLY@in.example.com", "reply+a+b@IN.example.com", "x@y.sub.example.com")).toEqual([]);
    expect(await to("x@sub.example.com", "replyx@in.example.com")).toEqual([
      "x@sub.example.com",
      "replyx@in.example.com",
    ]);
  });

  it("that we sent to ourselves arrives too", async () => {
    const before = here.stored.length;
    await here.ses.send(
      new SendEmailCommand({
        FromEmailAddress: "hello@example.com",
        Destination: { ToAddresses: ["reply@in.example.com", "other@example.net"] },
        Content: { Simple: { Subject: { Data: "to us" }, Body: { Text: { Data: "t" } } } },
      }),
    );
    await here.mail.idle();
    expect(here.stored).toHaveLength(before + 1);
    expect(here.stored.at(-1)?.body).toContain("Subject: to us");
  });

  it("without anything readable in its header is still kept whole", async () => {
    const odd = await here.mail.receive("\u0000 no header\r\nat all", {
      from: "a@example.net",
      recipients: ["reply@in.example.com"],
    });
    expect(odd.stored).toHaveLength(1);
    expect(await here.mail.open(odd.id)).toMatchObject({ subject: "", headers: [] });
  });
});

describe("a receipt rule", () => {
  it("that is off takes nothing, and one that stops keeps the next from running", async () => {
    const S3Action = { BucketName: "mail", ObjectKeyPrefix: "second/" };
    here.mail.configure({
      receiptRules: [
        { Name: "off", Enabled: false, Recipients: ["off@in.example.com"], Actions: [{ S3Action }] },
        { ...RULES[0], Actions: [...RULES[0]!.Actions, { StopAction: { Scope: "RuleSet" } }] },
        { Name: "second", Recipients: ["reply@in.example.com", "b@in.example.com"], Actions: [{ S3Action }] },
      ],
    });
    expect((await here.mail.receive(RAW, { recipients: ["off@in.example.com"] })).refused).toEqual([
      "off@in.example.com",
    ]);
    const stopped = await here.mail.receive(RAW, { recipients: ["reply@in.example.com"] });
    expect(stopped.stored.map((one) => one.key.split("/")[0])).toEqual(["inbound"]);
    const other = await here.mail.receive(RAW, { recipients: ["b@in.example.com"] });
    expect(other.stored.map((one) => one.key.split("/")[0])).toEqual(["second"]);
  });

  it("with an action that the stage would not run stops the start", async () => {
    const receiptRules = [{ Name: "x", Actions: [{ LambdaAction: { FunctionArn: "arn" } }] }];
    await expect(stand({ receiptRules: receiptRules as never })).rejects.toThrow(
      "receipt rule x: LambdaAction is not understood",
    );
  });
});

it("mails, their events and their source survive a restart, the oldest beyond the bound go", async () => {
  const before = here.mail.list();
  const source = here.mail.raw(before[0]!.id);
  await here.restart();
  expect(here.mail.list()).toEqual(before);
  expect(here.mail.raw(before[0]!.id)).toEqual(source);
  const small = await stand({ keep: 100 });
  for (let at = 0; at < 500; at++) await small.mail.receive(RAW);
  expect(small.mail.list({ limit: 1_000 })).toHaveLength(100);
  await small.close();
});
