import {
  DeleteSuppressedDestinationCommand,
  GetSuppressedDestinationCommand,
  PutSuppressedDestinationCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refusal, type Stand, stand } from "./stand.ts";

let here: Stand;
beforeAll(async () => {
  here = await stand();
});
afterAll(() => here.close());

async function send(
  to: string,
  ConfigurationSetName: string | undefined = "rapport",
  from = "hello@example.com",
  text = "t",
) {
  const { MessageId } = await here.ses.send(
    new SendEmailCommand({
      FromEmailAddress: from,
      Destination: { ToAddresses: [to] },
      EmailTags: [{ Name: "ledger", Value: "c_1-r_2" }],
      ...(ConfigurationSetName === "" ? {} : { ConfigurationSetName }),
      Content: { Simple: { Subject: { Data: "s" }, Body: { Text: { Data: text } } } },
    }),
  );
  await here.mail.idle();
  return MessageId!;
}
const types = (id: string) => here.details(id).map((detail) => detail.eventType);

describe("the simulator's addresses", () => {
  it.each([
    ["success@simulator.amazonses.com", ["Send", "Delivery"]],
    ["success+Label-1@simulator.amazonses.com", ["Send", "Delivery"]],
    ["bounce@simulator.amazonses.com", ["Send", "Bounce"]],
    ["bounce+a+b@simulator.amazonses.com", ["Send", "Bounce"]],
    ["complaint+x@simulator.amazonses.com", ["Send", "Delivery", "Complaint"]],
    ["ooto@simulator.amazonses.com", ["Send", "Delivery"]],
    ["suppressionlist@simulator.amazonses.com", ["Send", "Bounce"]],
  ])("%s brings %j", async (to, expected) => {
    expect(types(await send(to))).toEqual(expected);
  });

  it("bounce and complain in SES's own shape, with our tags", async () => {
    const bounce = here.details(await send("bounce@simulator.amazonses.com"))[1];
    expect(bounce?.bounce).toMatchObject({
      bounceType: "Permanent",
      bounceSubType: "General",
      bouncedRecipients: [
        { emailAddress: "bounce@simulator.amazonses.com", action: "failed", status: "5.1.1" },
      ],
    });
    expect(bounce?.mail.tags.ledger).toEqual(["c_1-r_2"]);
    expect(bounce?.mail.headers.find((header) => header.name === "Subject")?.value).toBe("s");
    const suppressed = here.details(await send("suppressionlist@simulator.amazonses.com"))[1];
    expect(suppressed?.bounce?.bounceSubType).toBe("Suppressed");
    const complaint = here.details(await send("complaint@simulator.amazonses.com"))[2];
    expect(complaint?.complaint).toMatchObject({ complaintFeedbackType: "abuse" });
  });

  it("out of office answers to where the mail came from", async () => {
    await send("ooto@simulator.amazonses.com", "rapport", "reply+t_9@in.example.com");
    const answer = here.stored.at(-1);
    expect(answer).toMatchObject({ bucket: "mail", key: expect.stringMatching(/^inbound\/[0-9a-z]{40}$/) });
    expect(answer?.body).toContain("Auto-Submitted: auto-replied");
    expect(answer?.body).toContain("To: reply+t_9@in.example.com");
  });
});

describe("an event", () => {
  it("has the bus's envelope: source, detail-type, the set's ARN", async () => {
    await send("a@example.net");
    expect(here.events.at(-1)).toMatchObject({
      version: "0",
      source: "aws.ses",
      "detail-type": "Email Delivered",
      account: "000000000000",
      region: "eu-central-1",
      resources: ["arn:aws:ses:eu-central-1:000000000000:configuration-set/rapport"],
      detail: {
        eventType: "Delivery",
        delivery: { recipients: ["a@example.net"] },
        mail: { destination: ["a@example.net"] },
      },
    });
    expect(here.events.at(-1)?.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it("comes only for the types its configuration set has enabled, and not without a set", async () => {
    expect(types(await send("bounce@simulator.amazonses.com", "only-bounces"))).toEqual(["Bounce"]);
    expect(types(await send("a@example.net", "only-bounces"))).toEqual([]);
    expect(types(await send("bounce@simulator.amazonses.com", ""))).toEqual([]);
  });

  it("that the bus refuses is sent again, also after a restart", async () => {
    here.fail.next = 1;
    expect(types(await send("a@example.net")).sort()).toEqual(["Delivery", "Send"]);
    here.fail.next = Number.POSITIVE_INFINITY;
    const { MessageId } = await here.ses.send(
      new SendEmailCommand({
        FromEmailAddress: "hello@example.com",
        Destination: { ToAddresses: ["a@example.net"] },
        ConfigurationSetName: "rapport",
        Content: { Simple: { Subject: { Data: "s" }, Body: { Text: { Data: "t" } } } },
      }),
    );
    await here.restart();
    here.fail.next = 0;
    await here.mail.idle();
    expect(new Set(types(MessageId!))).toEqual(new Set(["Send", "Delivery"]));
  });

  it("says Reject for a mail with a virus", async () => {
    const eicar = `X5O!P%@AP[4\\PZX54(P^)7CC)7}$${"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"}!$H+H*`;
    expect(types(await send("a@example.net", "rapport", "hello@example.com", eicar))).toEqual([
      "Send",
      "Reject",
    ]);
  });
});

describe("the account's suppression list", () => {
  it("holds what bounced or complained, and mail to it bounces without being delivered", async () => {
    const id = await send("gone@example.net");
    here.mail.bounce(id);
    await here.mail.idle();
    expect(types(id)).toEqual(["Send", "Delivery", "Bounce"]);
    const listed = await here.ses.send(
      new GetSuppressedDestinationCommand({ EmailAddress: "Gone@example.net" }),
    );
    expect(listed.SuppressedDestination).toMatchObject({
      Reason: "BOUNCE",
      LastUpdateTime: expect.any(Date),
    });
    const again = await send("gone@example.net");
    expect(types(again)).toEqual(["Send", "Bounce"]);
    expect(here.details(again)[1]?.bounce?.bounceSubType).toBe("OnAccountSuppressionList");
    await here.ses.send(new DeleteSuppressedDestinationCommand({ EmailAddress: "gone@example.net" }));
    expect(types(await send("gone@example.net"))).toEqual(["Send", "Delivery"]);
  });

  it("is passed over by a configuration set that suppresses for no reason", async () => {
    await here.ses.send(
      new PutSuppressedDestinationCommand({ EmailAddress: "kept@example.net", Reason: "COMPLAINT" }),
    );
    expect(types(await send("kept@example.net", "only-bounces"))).toEqual([]);
    expect(types(await send("kept@example.net"))).toEqual(["Send", "Bounce"]);
  });

  it("doesn't list the simulator's addresses", async () => {
    await send("bounce@simulator.amazonses.com");
    expect(
      await refusal(
        here.ses.send(
          new GetSuppressedDestinationCommand({ EmailAddress: "bounce@simulator.amazonses.com" }),
        ),
      ),
    ).toMatch(/^NotFoundException/);
  });
});

describe("what a configuration set declares", () => {
  it("stops the start where the stage would not do it", async () => {
    const bus = {
      EventBridgeDestination: { EventBusArn: "arn:aws:events:eu-central-1:000000000000:event-bus/mine" },
    };
    const set = (destination: object) => ({
      configurationSets: [
        { Name: "x", EventDestinations: [{ MatchingEventTypes: ["SEND"], ...destination }] },
      ],
    });
    await expect(stand(set(bus))).rejects.toThrow(/only event destinations on the default event bus/);
    await expect(stand(set({}))).rejects.toThrow(/only event destinations on the default event bus/);
  });
});
