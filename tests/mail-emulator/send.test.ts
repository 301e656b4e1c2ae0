import {
  CreateEmailTemplateCommand,
  GetAccountCommand,
  SendEmailCommand,
  type SendEmailCommandInput,
} from "@aws-sdk/client-sesv2";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refusal, type Stand, stand } from "./stand.ts";

let here: Stand;
beforeAll(async () => {
  here = await stand();
});
afterAll(() => here.close());

const simple = (more: Partial<SendEmailCommandInput> = {}, headers: { Name: string; Value: string }[] = []) =>
  here.ses.send(
    new SendEmailCommand({
      FromEmailAddress: "Rapport <hello@example.com>",
      Destination: { ToAddresses: ["Aysel <aysel@example.net>"] },
      ConfigurationSetName: "rapport",
      Content: {
        Simple: {
          Subject: { Data: "Salam, dünya" },
          Body: { Html: { Data: "<p>Hello</p>" }, Text: { Data: "Hello" } },
          Headers: headers,
        },
      },
      ...more,
    }),
  );

describe("a simple mail", () => {
  it("becomes a whole MIME message with one-click headers, tags and its message id", async () => {
    const sent = await simple(
      { EmailTags: [{ Name: "campaign", Value: "cmp_1" }], ReplyToAddresses: ["r@example.com"] },
      [
        { Name: "List-Unsubscribe", Value: "<https://open.example.com/u/abc>" },
        { Name: "List-Unsubscribe-Post", Value: "List-Unsubscribe=One-Click" },
      ],
    );
    expect(sent.MessageId).toMatch(/^0107[0-9a-f]{12}-[0-9a-f-]{36}-000000$/);
    const raw = here.mail.raw(sent.MessageId!)!;
    const parsed = await PostalMime.parse(raw);
    expect(parsed).toMatchObject({
      subject: "Salam, dünya",
      from: { name: "Rapport", address: "hello@example.com" },
      to: [{ name: "Aysel", address: "aysel@example.net" }],
      messageId: `<${sent.MessageId}@eu-central-1.amazonses.com>`,
    });
    expect(parsed.html).toContain("<p>Hello</p>");
    expect(parsed.text).toContain("Hello");
    expect(raw.toString()).toContain("List-Unsubscribe: <https://open.example.com/u/abc>\r\n");
    expect(raw.toString()).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
    await here.mail.idle();
    const [first] = here.details(sent.MessageId);
    expect(first?.mail.tags).toMatchObject({
      campaign: ["cmp_1"],
      "ses:configuration-set": ["rapport"],
      "ses:from-domain": ["example.com"],
      "ses:caller-identity": ["LOCALKEY"],
    });
  });

  it("answers another one by its References and In-Reply-To, as they were given", async () => {
    const { MessageId } = await simple({}, [
      { Name: "References", Value: "<a@example.com> <b@example.net>" },
      { Name: "In-Reply-To", Value: "<b@example.net>" },
    ]);
    expect(await PostalMime.parse(here.mail.raw(MessageId!)!)).toMatchObject({
      references: "<a@example.com> <b@example.net>",
      inReplyTo: "<b@example.net>",
    });
  });

  it("keeps Bcc out of the message and in the envelope", async () => {
    const { MessageId } = await simple({
      Destination: {
        ToAddresses: ["a@example.net"],
        CcAddresses: ["b@example.net"],
        BccAddresses: ["c@example.net"],
      },
    });
    expect(here.mail.find(MessageId!)?.to).toEqual(["a@example.net", "b@example.net", "c@example.net"]);
    expect(here.mail.raw(MessageId!)?.toString()).not.toContain("c@example.net");
  });

  it("brings its attachments", async () => {
    const { MessageId } = await here.ses.send(
      new SendEmailCommand({
        FromEmailAddress: "hello@example.com",
        Destination: { ToAddresses: ["a@example.net"] },
        Content: {
          Simple: {
            Subject: { Data: "Invoice" },
            Body: { Text: { Data: "see there" } },
            Attachments: [
              { FileName: "invoice.txt", RawContent: Buffer.from("42 AZN"), ContentType: "text/plain" },
            ],
          },
        },
      }),
    );
    const parsed = await PostalMime.parse(here.mail.raw(MessageId!)!, { attachmentEncoding: "utf8" });
    expect(parsed.attachments).toMatchObject([{ filename: "invoice.txt", content: "42 AZN" }]);
  });

  it("is refused for more than 50 recipients, for none, and for what is no address", async () => {
    const to = (...ToAddresses: string[]) => refusal(simple({ Destination: { ToAddresses } }));
    const many = Array.from({ length: 51 }, (_, at) => `u${at}@example.net`);
    expect(await to(...many)).toBe("BadRequestException: Recipient count exceeds 50.");
    expect(await to(...many.slice(0, 50))).toBe("passed");
    expect(await to()).toMatch(/^BadRequestException/);
    for (const wrong of [
      "nobody",
      "a@",
      "a@b c",
      "ü@example.net",
      "a@example.net, b@example.net",
      "a@b\r\nBcc: x@y.z",
    ]) {
      expect(await to(wrong)).toMatch(/^BadRequestException/);
    }
  });

  it("is refused with a line break in a header, a subject or a name, and with SES's own headers", async () => {
    const before = here.mail.list().length;
    const header = (Name: string, Value: string) => refusal(simple({}, [{ Name, Value }]));
    expect(await header("X-A", "1\r\nBcc: x@example.net")).toMatch(
      /^BadRequestException: Invalid header value/,
    );
    expect(await header("X-A\r\nBcc", "1")).toMatch(/^BadRequestException: Invalid header name/);
    expect(await header("X-A", "ü")).toMatch(/^BadRequestException/);
    expect(await header("X-A", "x".repeat(996))).toMatch(/^BadRequestException/);
    for (const name of ["From", "to", "Subject", "Content-Type", "DKIM-Signature", "X-SES-Whatever"]) {
      expect(await header(name, "1")).toBe(`BadRequestException: Header not allowed: ${name}`);
    }
    expect(await refusal(simple({ FromEmailAddress: "A\r\nBcc: x@y.z <hello@example.com>" }))).toMatch(
      /^BadRequestException/,
    );
    const subject = { Simple: { Subject: { Data: "a\nBcc: x@y.z" }, Body: { Text: { Data: "" } } } };
    expect(await refusal(simple({ Content: subject }))).toMatch(/^BadRequestException: Subject/);
    expect(
      await refusal(
        simple(
          {},
          Array.from({ length: 16 }, (_, at) => ({ Name: `X-${at}`, Value: "1" })),
        ),
      ),
    ).toMatch(/at most 15 headers/);
    expect(here.mail.list()).toHaveLength(before);
  });

  it("is refused with tags that SES doesn't take", async () => {
    const tag = (Name: string, Value: string) => refusal(simple({ EmailTags: [{ Name, Value }] }));
    expect(await tag("ses:mine", "1")).toMatch(/^BadRequestException/);
    expect(await tag("a", "with space")).toMatch(/^BadRequestException/);
    expect(await tag("a", "")).toMatch(/^BadRequestException/);
  });

  it("is refused for an unknown or paused configuration set, or a sender nobody verified", async () => {
    expect(await refusal(simple({ ConfigurationSetName: "none" }))).toBe(
      "NotFoundException: Configuration set <none> does not exist.",
    );
    expect(await refusal(simple({ ConfigurationSetName: "paused" }))).toMatch(/^SendingPausedException/);
    const strict = await stand({ identities: ["example.com", "only@example.org"] });
    const from = (FromEmailAddress: string) =>
      refusal(
        strict.ses.send(
          new SendEmailCommand({
            FromEmailAddress,
            Destination: { ToAddresses: ["a@example.net"] },
            Content: { Simple: { Subject: { Data: "s" }, Body: { Text: { Data: "t" } } } },
          }),
        ),
      );
    expect(await from("x@mail.example.com")).toBe("passed");
    expect(await from("only@example.org")).toBe("passed");
    expect(await from("other@example.org")).toMatch(/^MessageRejected: Email address is not verified/);
    await strict.close();
  });

  it("over 40 MB is refused", async () => {
    const Data = "x".repeat(41 * 1024 * 1024);
    const large = simple({ Content: { Simple: { Subject: { Data: "s" }, Body: { Text: { Data } } } } });
    expect(await refusal(large)).toMatch(/^BadRequestException: Message length is more than/);
  });

  it("asked for with what SES has and this has not is refused by name", async () => {
    expect(await refusal(simple({ TenantName: "t" }))).toMatch(
      /TenantName is not supported by the local stage/,
    );
  });
});

describe("a raw mail", () => {
  const raw = (text: string, more: Partial<SendEmailCommandInput> = {}) =>
    here.ses.send(new SendEmailCommand({ Content: { Raw: { Data: Buffer.from(text) } }, ...more }));

  it("takes its sender and recipients from the header and gets SES's message id", async () => {
    const { MessageId } = await raw(
      'From: "A, B" <a@example.com>\r\nTo: "C, D" <c@example.net>, e@example.net\r\nBcc: f@example.net\r\nMessage-ID: <mine@x>\r\nSubject: =?utf-8?q?h=C3=A9?=\r\n\r\nbody\r\n',
    );
    expect(here.mail.find(MessageId!)).toMatchObject({
      from: "a@example.com",
      to: ["c@example.net", "e@example.net", "f@example.net"],
    });
    const text = here.mail.raw(MessageId!)!.toString();
    expect(text).toContain(`Message-ID: <${MessageId}@eu-central-1.amazonses.com>`);
    expect(text).not.toMatch(/mine@x|f@example.net/);
    expect(text.endsWith("\r\n\r\nbody\r\n")).toBe(true);
    expect(here.mail.find(MessageId!)?.subject).toBe("hé");
  });

  it("without a sender, a recipient or a readable header is refused", async () => {
    expect(await refusal(raw("Subject: x\r\n\r\n"))).toMatch(/^BadRequestException/);
    expect(await refusal(raw("From: a@example.com\r\n\r\n"))).toMatch(/at least one recipient/);
    expect(await refusal(raw("no header at all"))).toMatch(/^BadRequestException: Invalid header line/);
  });
});

describe("a mail from a template", () => {
  it("gets its names filled in, unescaped and only once", async () => {
    await here.ses.send(
      new CreateEmailTemplateCommand({
        TemplateName: "hello",
        TemplateContent: { Subject: "For {{contact.name}}", Html: "{{ body }}", Text: "{{body}}" },
      }),
    );
    const { MessageId } = await here.ses.send(
      new SendEmailCommand({
        FromEmailAddress: "hello@example.com",
        Destination: { ToAddresses: ["a@example.net"] },
        Content: {
          Template: {
            TemplateName: "hello",
            TemplateData: JSON.stringify({
              contact: { name: "Aysel" },
              body: "<b>{{contact.name}} & $& co</b>",
            }),
          },
        },
      }),
    );
    const parsed = await PostalMime.parse(here.mail.raw(MessageId!)!);
    expect(parsed.subject).toBe("For Aysel");
    expect(parsed.html?.trim()).toBe("<b>{{contact.name}} & $& co</b>");
  });

  it("without a name's value is taken, and the event says Rendering Failure", async () => {
    const { MessageId } = await here.ses.send(
      new SendEmailCommand({
        FromEmailAddress: "hello@example.com",
        ConfigurationSetName: "rapport",
        Destination: { ToAddresses: ["a@example.net"] },
        Content: { Template: { TemplateContent: { Subject: "s", Html: "{{missing}}" }, TemplateData: "{}" } },
      }),
    );
    await here.mail.idle();
    const [event, ...more] = here.details(MessageId);
    expect(more).toEqual([]);
    expect(event?.eventType).toBe("Rendering Failure");
    expect(event?.failure?.errorMessage).toContain("'missing' is not present in the rendering data");
    expect(here.events.at(-1)?.["detail-type"]).toBe("Email Rendering Failed");
  });
});

describe("the limits", () => {
  it("hold each second and each day on the stage's clock, and the account tells them", async () => {
    const small = await stand({ quota: { maxSendRate: 2, max24HourSend: 4, enforceRate: true } });
    const send = (to = "a@example.net") =>
      refusal(
        small.ses.send(
          new SendEmailCommand({
            FromEmailAddress: "hello@example.com",
            Destination: { ToAddresses: [to] },
            Content: { Simple: { Subject: { Data: "s" }, Body: { Text: { Data: "t" } } } },
          }),
        ),
      );
    expect([await send(), await send(), await send()]).toEqual([
      "passed",
      "passed",
      "TooManyRequestsException: Maximum sending rate exceeded.",
    ]);
    small.clock.now += 500;
    expect([await send(), await send()]).toEqual([
      "passed",
      "TooManyRequestsException: Maximum sending rate exceeded.",
    ]);
    small.clock.now += 500;
    expect(await send()).toBe("passed");
    small.clock.now += 1_000;
    expect(await send()).toBe("LimitExceededException: Daily message quota exceeded.");
    expect(await send("success@simulator.amazonses.com")).toBe("passed");
    const told = await small.ses.send(new GetAccountCommand({}));
    expect(told.SendQuota).toEqual({ MaxSendRate: 2, Max24HourSend: 4, SentLast24Hours: 4 });
    small.clock.now += 24 * 3_600_000 + 60_000;
    expect(await send()).toBe("passed");
    await small.close();
  });
});
