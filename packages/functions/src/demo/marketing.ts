import type { Write } from "@rapport/core/aws/transaction";
import * as Campaign from "@rapport/core/campaign";
import * as Form from "@rapport/core/form";
import * as Context from "@rapport/core/kernel/context";
import * as Segment from "@rapport/core/segment";
import * as Template from "@rapport/core/template";
import { DAY } from "./cast.ts";
import type { Random } from "./random.ts";

const body = (text: string) => `<!doctype html>
<html>
  <body style="margin:0;background:#f5f7f7;font-family:Arial,sans-serif;color:#161c1d">
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px">
      <table role="presentation" width="600" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff"><tr><td style="padding:32px;font-size:16px;line-height:24px">
        <p>Hello {{ contact.firstName | default: 'there' }},</p>
        ${text}
        <p>Meridian Supply</p>
        <p style="font-size:12px;color:#566163"><a href="{{ unsubscribe_url }}" style="color:#566163">Unsubscribe</a></p>
      </td></tr></table>
    </td></tr></table>
  </body>
</html>
`;

const letters = [
  {
    name: "Spring catalogue",
    subject: "The spring catalogue, {{ contact.firstName | default: 'hot off the press' }}",
    html: body(
      '<p>the new catalogue is here, with 40 new parts.</p><p><a href="https://www.meridian.example/catalogue">Leaf through it</a></p>',
    ),
    daysAgo: 75,
  },
  {
    name: "Webinar: less downtime",
    subject: "An hour that saves a day",
    html: body(
      '<p>we show how three workshops halved their downtime.</p><p><a href="https://www.meridian.example/webinar">Take a seat</a></p>',
    ),
    daysAgo: 32,
  },
  {
    name: "Autumn offer",
    subject: "Five per cent until Friday",
    html: body(
      '<p>order spare parts until Friday and save five per cent.</p><p><a href="https://www.meridian.example/parts">See the parts</a></p>',
    ),
    daysAgo: 9,
  },
];

type Reader = { id: string; since: number };

/** Made before anybody is there: whoever comes then enters by the stream alone. Resolves with the newsletter's id. */
export async function segments(): Promise<string> {
  const everybody = await Segment.create({
    kind: "live",
    name: "Newsletter",
    filter: { field: "consent", operator: "is", value: "subscribed" },
  });
  await Segment.create({
    kind: "live",
    name: "Partners in Azerbaijan",
    filter: {
      all: [
        { field: "country", operator: "is", value: "AZ" },
        { field: "tags", operator: "has", value: "partner" },
      ],
    },
  });
  await Segment.create({
    kind: "live",
    name: "Customers gone quiet",
    filter: {
      all: [
        { field: "lifecycle", operator: "is", value: "customer" },
        { field: "lastActivityAt", operator: "notInLast", value: 90, unit: "days" },
      ],
    },
  });
  return everybody.id;
}

/** Templates, a form, and the campaigns of the last months with what their readers did. */
export async function marketing(
  random: Random,
  now: number,
  segmentId: string,
  readers: readonly Reader[],
): Promise<Write[][]> {
  await Form.create({
    name: "Website: contact",
    title: "Talk to us",
    intro: "Tell us what you need; we answer within a day.",
    questions: [
      { field: "firstName", label: "First name", required: true },
      { field: "lastName", label: "Last name", required: false },
      { field: "email", label: "Email", required: true },
      { field: "company", label: "Company", required: false },
      { field: "message", label: "What can we do for you?", required: false },
    ],
    consentText: "Send me news and offers. I can unsubscribe at any time.",
    tags: ["website"],
    welcome: true,
  });
  const groups: Write[][] = [];
  for (const { daysAgo, ...letter } of letters) {
    const template = await Template.create(letter);
    const sent = new Date(now - daysAgo * DAY);
    sent.setUTCHours(9, 0, 0, 0);
    const audience = readers.filter(({ since }) => since < sent.getTime()).slice(0, 600);
    const past = {
      name: letter.name,
      segmentId,
      templateId: template.id,
      subject: letter.subject.replace(/\{\{.*?\}\}/g, "for you"),
      at: sent.toISOString(),
      audience: { ...Campaign.noAudience(), matched: audience.length, recipients: audience.length },
      mails: audience.map(({ id }) => ({ contactId: id, moments: read(random, sent.getTime()) })),
    };
    groups.push(...Context.within({ at: sent }, () => Campaign.draft(past)).groups);
  }
  return groups;
}

/** What a reader does: one in fifty bounces, four in ten open, one in eight clicks, few leave. */
function read(random: Random, sent: number): Campaign.PastMail["moments"] {
  const later = (since: number, hours: number) => since + random.whole(1, hours * 60) * 60_000;
  const at = (time: number) => new Date(time).toISOString();
  if (random.chance(0.018)) return { bouncedAt: at(later(sent, 1)) };
  const opened = random.chance(0.41) ? later(sent, 40) : undefined;
  const clicked = opened && random.chance(0.31) ? later(opened, 2) : undefined;
  return {
    deliveredAt: at(sent + 2_000),
    ...(random.chance(0.12) ? { machineOpenedAt: at(sent + 9_000) } : {}),
    ...(opened ? { openedAt: at(opened) } : {}),
    ...(clicked ? { clickedAt: at(clicked) } : {}),
    ...(opened && random.chance(0.012) ? { unsubscribedAt: at(later(clicked ?? opened, 2)) } : {}),
  };
}
