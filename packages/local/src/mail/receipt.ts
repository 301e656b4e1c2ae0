import { randomBytes } from "node:crypto";
import { mailbox } from "./address.ts";
import { headers as checkHeaders, type Header } from "./header.ts";
import { headerOf, headersOfRaw, subjectOf } from "./message.ts";
import type { Mail, Store } from "./store.ts";

/** The Rule of an AWS::SES::ReceiptRule, intrinsics resolved. */
export type ReceiptRule = {
  Name?: string;
  Enabled?: boolean;
  Recipients?: string[];
  Actions?: {
    S3Action?: { BucketName: string; ObjectKeyPrefix?: string };
    AddHeaderAction?: { HeaderName: string; HeaderValue: string };
    StopAction?: { Scope: string };
  }[];
  ScanEnabled?: boolean;
  TlsPolicy?: string;
};

const RULE = ["Name", "Enabled", "Recipients", "Actions", "ScanEnabled", "TlsPolicy"];
const ACTION: Record<string, string[]> = {
  S3Action: ["BucketName", "ObjectKeyPrefix"],
  AddHeaderAction: ["HeaderName", "HeaderValue"],
  StopAction: ["Scope"],
};

/** Refuses a rule that would be declared and silently not run. */
export function checkRule(rule: ReceiptRule): ReceiptRule {
  const refuse = (what: string): never => {
    throw new Error(`receipt rule ${rule.Name ?? ""}: ${what} is not understood by the local stage`);
  };
  for (const member of Object.keys(rule)) if (!RULE.includes(member)) refuse(member);
  for (const action of rule.Actions ?? []) {
    for (const [kind, value] of Object.entries(action)) {
      const known = ACTION[kind] ?? refuse(kind);
      for (const member of Object.keys(value)) if (!known.includes(member)) refuse(`${kind}.${member}`);
    }
    if (action.AddHeaderAction) {
      const { HeaderName, HeaderValue } = action.AddHeaderAction;
      checkHeaders({ Headers: [{ Name: HeaderName, Value: HeaderValue }] }, "Headers");
    }
  }
  return rule;
}

/** An address with any label, a domain, or with a leading dot what is under a domain. */
function takes(condition: string, recipient: string): boolean {
  const wanted = condition.toLowerCase();
  const at = recipient.lastIndexOf("@");
  const [local, domain] = [recipient.slice(0, at).toLowerCase(), recipient.slice(at + 1).toLowerCase()];
  if (wanted.includes("@"))
    return wanted === `${local}@${domain}` || wanted === `${local.split("+")[0]}@${domain}`;
  return wanted.startsWith(".") ? domain.endsWith(wanted) : domain === wanted;
}

/** Stores what a rule takes in; `rule` is the name of the rule that asks. */
export type PutObject = (bucket: string, key: string, body: Buffer, rule: string) => Promise<unknown>;
export type Envelope = { from?: string; recipients?: string[] };
export type Received = {
  id: string;
  rules: string[];
  stored: { bucket: string; key: string }[];
  refused: string[];
};

export function createReceipt(options: {
  store: Store;
  rules: readonly ReceiptRule[];
  now(): number;
  host: string;
  putObject: PutObject;
}) {
  let rules = options.rules.map(checkRule);
  const active = () => rules.filter((rule) => rule.Enabled !== false);
  const named = (rule: ReceiptRule, recipient: string) =>
    (rule.Recipients ?? []).some((condition) => takes(condition, recipient));
  const accepts = (recipient: string) =>
    active().some((rule) => !rule.Recipients?.length || named(rule, recipient));

  return {
    accepts,
    /** Those whom a rule names; a rule for everyone does not draw in the mail that we send to the world. */
    ours: (recipients: readonly string[]) =>
      recipients.filter((recipient) => active().some((rule) => named(rule, recipient))),
    configure(list: readonly ReceiptRule[]): void {
      rules = list.map(checkRule);
    },

    /**
     * Takes a raw message and runs the rules over it. Without an envelope it is read from the header.
     * `refused` holds the recipients that no rule takes; with nobody left, nothing is kept.
     */
    async receive(raw: Buffer, envelope: Envelope = {}): Promise<Received> {
      const headers = headersOfRaw(raw);
      const from = envelope.from ?? addresses(headerOf(headers, "from"))[0] ?? "";
      const all = envelope.recipients ?? [
        ...addresses(headerOf(headers, "to")),
        ...addresses(headerOf(headers, "cc")),
      ];
      const recipients = all.filter(accepts);
      // SES names inbound mail by 40 characters; the same name is the key in S3.
      const id = BigInt(`0x${randomBytes(26).toString("hex")}`)
        .toString(36)
        .padStart(40, "0")
        .slice(-40);
      const received: Received = {
        id,
        rules: [],
        stored: [],
        refused: all.filter((one) => !recipients.includes(one)),
      };
      if (recipients.length === 0) return received;
      const added: Header[] = [];
      for (const rule of active()) {
        const whom = rule.Recipients?.length ? recipients.filter((one) => named(rule, one)) : recipients;
        if (whom.length === 0) continue;
        received.rules.push(rule.Name ?? "");
        let stop = false;
        for (const action of rule.Actions ?? []) {
          if (action.AddHeaderAction)
            added.push({
              name: action.AddHeaderAction.HeaderName,
              value: action.AddHeaderAction.HeaderValue,
            });
          if (action.S3Action) {
            const { BucketName: bucket, ObjectKeyPrefix: prefix = "" } = action.S3Action;
            const key = prefix + id;
            const head = stamped(id, from, whom, added, options).map(
              ({ name, value }) => `${name}: ${value}\r\n`,
            );
            await options.putObject(
              bucket,
              key,
              Buffer.concat([Buffer.from(head.join("")), raw]),
              rule.Name ?? "",
            );
            received.stored.push({ bucket, key });
          }
          if (action.StopAction) stop = true;
        }
        if (stop) break;
      }
      const mail: Omit<Mail, "seq" | "size"> = {
        id,
        at: options.now(),
        direction: "in",
        from,
        to: recipients,
        subject: subjectOf(headers),
        tags: {},
        headers,
        status: received.stored.length > 0 ? "stored" : "received",
        ...(received.stored[0] ? { stored: received.stored[0] } : {}),
      };
      options.store.add(mail, raw);
      return received;
    },
  };
}

export type Receipt = ReturnType<typeof createReceipt>;

/** What SES writes above the mail before it stores it. */
function stamped(
  id: string,
  from: string,
  recipients: string[],
  added: Header[],
  { now, host }: { now(): number; host: string },
): Header[] {
  const date = new Date(now()).toUTCString().replace("GMT", "+0000 (UTC)");
  return [
    { name: "Return-Path", value: `<${from}>` },
    {
      name: "Received",
      value: `from localhost (localhost [127.0.0.1])\r\n by inbound-smtp.${host} with SMTP id ${id}\r\n for ${recipients[0]};\r\n ${date}`,
    },
    { name: "X-SES-Spam-Verdict", value: "PASS" },
    { name: "X-SES-Virus-Verdict", value: "PASS" },
    { name: "Received-SPF", value: `pass (spfCheck: local) client-ip=127.0.0.1; envelope-from=${from};` },
    { name: "Authentication-Results", value: "amazonses.com; spf=pass; dkim=pass; dmarc=pass" },
    ...added,
  ];
}

function addresses(value: string | undefined): string[] {
  if (value === undefined) return [];
  return value.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).flatMap((one) => {
    try {
      return [mailbox(one.trim(), "header").address];
    } catch {
      return []; // A header is written by anyone: what is no address is no recipient.
    }
  });
}
