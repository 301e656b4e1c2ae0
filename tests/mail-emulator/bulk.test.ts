import {
  type BulkEmailEntry,
  SendBulkEmailCommand,
  type SendBulkEmailCommandInput,
} from "@aws-sdk/client-sesv2";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refusal, type Stand, stand } from "./stand.ts";

let here: Stand;
beforeAll(async () => {
  here = await stand();
});
afterAll(() => here.close());

const entry = (to: string, data: object, more: Partial<BulkEmailEntry> = {}): BulkEmailEntry => ({
  Destination: { ToAddresses: [to] },
  ReplacementEmailContent: { ReplacementTemplate: { ReplacementTemplateData: JSON.stringify(data) } },
  ...more,
});

const bulk = (BulkEmailEntries: BulkEmailEntry[], more: Partial<SendBulkEmailCommandInput> = {}, at = here) =>
  at.ses.send(
    new SendBulkEmailCommand({
      FromEmailAddress: "News <news@example.com>",
      ConfigurationSetName: "rapport",
      DefaultEmailTags: [
        { Name: "campaign", Value: "cmp_1" },
        { Name: "kind", Value: "all" },
      ],
      DefaultContent: {
        Template: {
          TemplateContent: { Subject: "{{subject}}", Html: "{{html}}", Text: "{{text}}" },
          TemplateData: JSON.stringify({ subject: "News", html: "<p>-</p>", text: "-" }),
          Headers: [
            { Name: "List-Unsubscribe", Value: "<https://open.example.com/u/none>" },
            { Name: "List-Unsubscribe-Post", Value: "List-Unsubscribe=One-Click" },
          ],
        },
      },
      BulkEmailEntries,
      ...more,
    }),
  );

const parts = (name: string) => ({ subject: `For ${name}`, html: `<p>Salam {{x}} ${name}</p>`, text: name });

describe("a bulk call", () => {
  it("sends each entry its own parts, headers and tags, over the defaults", async () => {
    const { BulkEmailEntryResults: results } = await bulk([
      entry("a@example.net", parts("Aysel"), {
        ReplacementHeaders: [{ Name: "list-unsubscribe", Value: "<https://open.example.com/u/a>" }],
        ReplacementTags: [
          { Name: "recipient", Value: "rcp_a" },
          { Name: "kind", Value: "own" },
        ],
      }),
      entry("b@example.net", { subject: "For B" }),
    ]);
    expect(results?.map((result) => result.Status)).toEqual(["SUCCESS", "SUCCESS"]);
    const [a, b] = results!.map((result) => result.MessageId!);
    const first = await here.mail.open(a!);
    expect(first).toMatchObject({ subject: "For Aysel", oneClick: "https://open.example.com/u/a" });
    expect(first?.html).toContain("<p>Salam {{x}} Aysel</p>");
    expect(first?.headers.filter((header) => header.name.toLowerCase() === "list-unsubscribe")).toHaveLength(
      1,
    );
    expect(first?.tags).toMatchObject({
      campaign: ["cmp_1"],
      kind: ["own"],
      recipient: ["rcp_a"],
      "ses:operation": ["SendBulkEmail"],
    });
    const second = await PostalMime.parse(here.mail.raw(b!)!);
    expect(second).toMatchObject({ subject: "For B", text: "-\n" });
    expect((await here.mail.open(b!))?.oneClick).toBe("https://open.example.com/u/none");
  });

  it("with 51 entries or 51 recipients is refused whole", async () => {
    const before = here.mail.list({ limit: 1_000 }).length;
    const many = Array.from({ length: 51 }, (_, at) => entry(`u${at}@example.net`, parts("U")));
    expect(await refusal(bulk(many))).toBe("BadRequestException: Number of destinations exceeds 50.");
    expect(await refusal(bulk([]))).toMatch(/^BadRequestException/);
    const pairs = many.slice(0, 26).map((one, at) => ({
      ...one,
      Destination: { ToAddresses: [`a${at}@example.net`], CcAddresses: [`b${at}@example.net`] },
    }));
    expect(await refusal(bulk(pairs))).toBe("BadRequestException: Recipient count exceeds 50.");
    expect(here.mail.list({ limit: 1_000 })).toHaveLength(before);
    expect(
      (await bulk(many.slice(0, 50))).BulkEmailEntryResults?.every((one) => one.Status === "SUCCESS"),
    ).toBe(true);
  });

  it("refuses an entry with line breaks in a header, a bad tag or broken data, and sends the others", async () => {
    const { BulkEmailEntryResults: results } = await bulk([
      entry("a@example.net", parts("A"), {
        ReplacementHeaders: [{ Name: "X-A", Value: "1\r\nBcc: x@example.net" }],
      }),
      entry("b@example.net", parts("B")),
      entry("c@example.net", parts("C"), { ReplacementTags: [{ Name: "a b", Value: "1" }] }),
      entry("d@example.net", { ...parts("D"), subject: "D\r\nBcc: x@example.net" }),
      entry(
        "e@example.net",
        {},
        {
          ReplacementEmailContent: { ReplacementTemplate: { ReplacementTemplateData: "{not json" } },
        },
      ),
      entry("f@example.net", parts("F"), {
        ReplacementHeaders: [{ Name: "From", Value: "boss@example.com" }],
      }),
    ]);
    expect(results?.map((result) => result.Status)).toEqual([
      "INVALID_PARAMETER",
      "SUCCESS",
      "INVALID_PARAMETER",
      "INVALID_PARAMETER",
      "INVALID_PARAMETER",
      "INVALID_PARAMETER",
    ]);
    expect(results?.[0]?.Error).toMatch(/Invalid header value/);
  });

  it("says of each entry whether the rate or the day stopped it", async () => {
    const small = await stand({ quota: { maxSendRate: 2, max24HourSend: 3, enforceRate: true } });
    const send = async (...to: string[]) =>
      (
        await bulk(
          to.map((one) => entry(one, parts(one))),
          {},
          small,
        )
      ).BulkEmailEntryResults?.map((one) => one.Status);
    expect(await send("a@example.net", "b@example.net", "c@example.net")).toEqual([
      "SUCCESS",
      "SUCCESS",
      "ACCOUNT_THROTTLED",
    ]);
    small.clock.now += 1_000;
    expect(await send("c@example.net", "d@example.net")).toEqual(["SUCCESS", "ACCOUNT_DAILY_QUOTA_EXCEEDED"]);
    await small.close();
  });

  it("with an unknown template or configuration set, or data over 262,144 characters, is refused", async () => {
    const one = [entry("a@example.net", parts("A"))];
    const named = { DefaultContent: { Template: { TemplateName: "none", TemplateData: "{}" } } };
    expect(await refusal(bulk(one, named))).toBe("NotFoundException: Template none does not exist.");
    expect(await refusal(bulk(one, { ConfigurationSetName: "none" }))).toMatch(/^NotFoundException/);
    const [large] = (await bulk([entry("a@example.net", { html: "x".repeat(262_144) })]))
      .BulkEmailEntryResults!;
    expect(large?.Status).toBe("INVALID_PARAMETER");
  });
});
