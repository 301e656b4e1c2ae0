import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import {
  type BusEvent,
  createMail,
  type Mail,
  type MailOptions,
} from "../../packages/local/src/mail/index.ts";
import { mount } from "../storage/mount.ts";

export const account = { id: "000000000000", region: "eu-central-1" };
const BUS = "arn:aws:events:eu-central-1:000000000000:event-bus/default";

export const SETS = [
  {
    Name: "rapport",
    EventDestinations: [
      {
        Name: "bus",
        Enabled: true,
        MatchingEventTypes: [
          "send",
          "delivery",
          "bounce",
          "complaint",
          "reject",
          "renderingFailure",
          "deliveryDelay",
        ],
        EventBridgeDestination: { EventBusArn: BUS },
      },
    ],
  },
  { Name: "paused", SendingOptions: { SendingEnabled: false } },
  {
    Name: "only-bounces",
    SuppressionOptions: { SuppressedReasons: [] },
    EventDestinations: [
      { MatchingEventTypes: ["BOUNCE"], EventBridgeDestination: { EventBusArn: BUS } },
      { Enabled: false, MatchingEventTypes: ["SEND"], EventBridgeDestination: { EventBusArn: BUS } },
    ],
  },
];

export const RULES = [
  {
    Name: "inbound",
    Recipients: ["reply@in.example.com", ".sub.example.com"],
    Actions: [
      { AddHeaderAction: { HeaderName: "X-Stage", HeaderValue: "local" } },
      { S3Action: { BucketName: "mail", ObjectKeyPrefix: "inbound/" } },
    ],
  },
];

export type Detail = {
  eventType: string;
  mail: {
    messageId: string;
    tags: Record<string, string[]>;
    destination: string[];
    headers: { name: string; value: string }[];
  };
  bounce?: { bounceType: string; bounceSubType: string; bouncedRecipients: { emailAddress: string }[] };
  complaint?: { complaintFeedbackType: string; complainedRecipients: { emailAddress: string }[] };
  delivery?: { recipients: string[] };
  failure?: { errorMessage: string; templateName: string };
};

export type Stand = {
  mail: Mail;
  ses: SESv2Client;
  url: string;
  clock: { now: number };
  events: BusEvent[];
  stored: { bucket: string; key: string; body: string }[];
  fail: { next: number };
  details(messageId?: string): Detail[];
  restart(): Promise<void>;
  close(): Promise<void>;
};

/** The emulator behind a real HTTP port, with the real client in front of it. */
export async function stand(more: Partial<MailOptions> = {}): Promise<Stand> {
  const dir = mkdtempSync(join(tmpdir(), "mail-"));
  const self = { clock: { now: Date.now() }, events: [], stored: [], fail: { next: 0 } } as unknown as Stand;
  const open = () =>
    createMail({
      dir,
      account,
      now: () => self.clock.now,
      emit: async (event) => {
        if (self.fail.next > 0) {
          self.fail.next--;
          throw new Error("the bus is down");
        }
        self.events.push(event);
      },
      putObject: async (bucket, key, body) => void self.stored.push({ bucket, key, body: body.toString() }),
      configurationSets: SETS,
      receiptRules: RULES,
      quota: { enforceRate: false },
      report: (error) => {
        if ((error as Error).message !== "the bus is down") console.error(error);
      },
      ...more,
    });
  self.mail = open();
  const mounted = await mount((request) => self.mail.handle(request), true);
  self.url = mounted.url;
  self.ses = new SESv2Client({
    endpoint: mounted.url,
    region: account.region,
    credentials: { accessKeyId: "LOCALKEY", secretAccessKey: "secret" },
    maxAttempts: 1,
  });
  self.details = (messageId) =>
    self.events
      .map((event) => event.detail as Detail)
      .filter((detail) => !messageId || detail.mail.messageId === messageId);
  self.restart = async () => {
    await self.mail.close();
    self.mail = open();
  };
  self.close = async () => {
    self.ses.destroy();
    await mounted.close();
    await self.mail.close();
  };
  return self;
}

export const refusal = (sent: Promise<unknown>) =>
  sent.then(
    () => "passed",
    (error: { name: string; message: string }) => `${error.name}: ${error.message}`,
  );
