import { mailbox } from "./address.ts";
import type { ConfigurationSet, Sets } from "./configuration.ts";
import { checkSet } from "./configuration.ts";
import { bad, SesFault } from "./fault.ts";
import { flag, type Input, object, only, text, texts } from "./input.ts";
import type { QuotaKeeper } from "./quota.ts";
import { templateContent } from "./send.ts";
import type { Store } from "./store.ts";
import { parseData, RenderingFailure, render, type TemplateContent } from "./template.ts";

export type World = {
  store: Store;
  sets: Sets;
  quota: QuotaKeeper;
  now(): number;
  region: string;
  identities: readonly string[];
};

const seconds = (at: number) => at / 1_000;
const missing = (what: string) => new SesFault("NotFoundException", `${what} does not exist.`);

/** A page of names after a token, which is the last name of the page before. */
function page(query: URLSearchParams, most: number): { after: string; size: number } {
  const size = Number(query.get("PageSize") ?? most);
  if (!Number.isInteger(size) || size < 1 || size > most) throw bad(`PageSize must be between 1 and ${most}`);
  return { after: Buffer.from(query.get("NextToken") ?? "", "base64url").toString(), size };
}

const token = (items: readonly { name: string }[], size: number) =>
  items.length < size ? {} : { NextToken: Buffer.from(items.at(-1)!.name).toString("base64url") };

export const account = {
  get: ({ quota, sets }: World) => ({
    DedicatedIpAutoWarmupEnabled: false,
    EnforcementStatus: "HEALTHY",
    ProductionAccessEnabled: true,
    SendQuota: {
      Max24HourSend: quota.quota.max24HourSend,
      MaxSendRate: quota.quota.maxSendRate,
      SentLast24Hours: quota.lastDay(),
    },
    SendingEnabled: true,
    SuppressionAttributes: { SuppressedReasons: sets.suppressedReasons(undefined) },
  }),
};

export const templates = {
  create({ store, now }: World, input: Input) {
    only(input, "CreateEmailTemplate", ["TemplateName", "TemplateContent"]);
    const name = text(input, "TemplateName", 64);
    if (!/^[A-Za-z0-9_-]+$/.test(name)) throw bad(`Invalid template name: ${name}`);
    if (store.thing("template", name))
      throw new SesFault("AlreadyExistsException", `Template ${name} already exists.`);
    store.putThing(
      "template",
      name,
      now(),
      templateContent(object(input.TemplateContent, "TemplateContent")),
    );
    return {};
  },
  update({ store, now }: World, input: Input, [name = ""]: string[]) {
    if (!store.thing("template", name)) throw missing(`Template ${name}`);
    store.putThing(
      "template",
      name,
      now(),
      templateContent(object(input.TemplateContent, "TemplateContent")),
    );
    return {};
  },
  get({ store }: World, _: Input, [name = ""]: string[]) {
    const content = store.thing<TemplateContent>("template", name);
    if (!content) throw missing(`Template ${name}`);
    return { TemplateName: name, TemplateContent: content };
  },
  remove({ store }: World, _: Input, [name = ""]: string[]) {
    if (!store.dropThing("template", name)) throw missing(`Template ${name}`);
    return {};
  },
  list({ store }: World, _: Input, __: string[], query: URLSearchParams) {
    const { after, size } = page(query, 100);
    const items = store.things<TemplateContent>("template", after, size);
    return {
      TemplatesMetadata: items.map(({ name, at }) => ({ TemplateName: name, CreatedTimestamp: seconds(at) })),
      ...token(items, size),
    };
  },
  render({ store }: World, input: Input, [name = ""]: string[]) {
    const content = store.thing<TemplateContent>("template", name);
    if (!content) throw missing(`Template ${name}`);
    const data = parseData(text(input, "TemplateData", 262_144), "TemplateData");
    try {
      const parts = [`Subject: ${render(content.Subject ?? "", data, name)}`];
      for (const part of [content.Text, content.Html])
        if (part !== undefined) parts.push(render(part, data, name));
      return { RenderedTemplate: parts.join("\r\n\r\n") };
    } catch (error) {
      if (error instanceof RenderingFailure) throw bad(error.message);
      throw error;
    }
  },
};

export const configurationSets = {
  create({ store, sets, now }: World, input: Input) {
    only(input, "CreateConfigurationSet", [
      "ConfigurationSetName",
      "SendingOptions",
      "SuppressionOptions",
      "Tags",
    ]);
    const Name = text(input, "ConfigurationSetName", 64);
    if (!/^[A-Za-z0-9_-]+$/.test(Name)) throw bad(`Invalid configuration set name <${Name}>.`);
    if (sets.has(Name))
      throw new SesFault("AlreadyExistsException", `Configuration set <${Name}> already exists.`);
    const set: ConfigurationSet = { Name };
    if (input.SendingOptions) {
      const enabled = flag(object(input.SendingOptions, "SendingOptions"), "SendingEnabled");
      set.SendingOptions = enabled === undefined ? {} : { SendingEnabled: enabled };
    }
    if (input.SuppressionOptions) {
      set.SuppressionOptions = {
        SuppressedReasons: texts(object(input.SuppressionOptions, "SuppressionOptions"), "SuppressedReasons"),
      };
    }
    store.putThing("configuration-set", Name, now(), set);
    return {};
  },
  get({ sets }: World, _: Input, [name = ""]: string[]) {
    const set = sets.find(name);
    return {
      ConfigurationSetName: name,
      SendingOptions: { SendingEnabled: set.SendingOptions?.SendingEnabled ?? true },
      ...(set.SuppressionOptions ? { SuppressionOptions: set.SuppressionOptions } : {}),
    };
  },
  list: ({ sets }: World) => ({ ConfigurationSets: sets.names() }),
  remove({ store, sets }: World, _: Input, [name = ""]: string[]) {
    if (sets.declared(name)) throw bad(`Configuration set <${name}> belongs to the template.`);
    if (!store.dropThing("configuration-set", name)) throw missing(`Configuration set <${name}>`);
    return {};
  },
  destinations: ({ sets }: World, _: Input, [name = ""]: string[]) => ({
    EventDestinations: sets.find(name).EventDestinations ?? [],
  }),
  addDestination({ store, sets, now }: World, input: Input, [name = ""]: string[]) {
    if (sets.declared(name)) throw bad(`Configuration set <${name}> belongs to the template.`);
    const set = sets.find(name);
    const destination = object(input.EventDestination, "EventDestination");
    only(destination, "EventDestination", ["Enabled", "MatchingEventTypes", "EventBridgeDestination"]);
    const arn = text(object(destination.EventBridgeDestination, "EventBridgeDestination"), "EventBusArn");
    const next: ConfigurationSet = {
      ...set,
      EventDestinations: [
        ...(set.EventDestinations ?? []),
        {
          Name: text(input, "EventDestinationName", 64),
          Enabled: flag(destination, "Enabled") ?? false,
          MatchingEventTypes: texts(destination, "MatchingEventTypes"),
          EventBridgeDestination: { EventBusArn: arn },
        },
      ],
    };
    try {
      store.putThing("configuration-set", name, now(), checkSet(next));
    } catch (error) {
      throw bad((error as Error).message);
    }
    return {};
  },
};

type Identity = { type: "EMAIL_ADDRESS" | "DOMAIN"; tokens: string[] };

/** Nobody waits for a DNS on a laptop: an identity is verified as it is made. */
export const identities = {
  create({ store, now, identities: declared }: World, input: Input) {
    only(input, "CreateEmailIdentity", [
      "EmailIdentity",
      "Tags",
      "ConfigurationSetName",
      "DkimSigningAttributes",
    ]);
    const name = text(input, "EmailIdentity", 320).toLowerCase();
    mailbox(name.includes("@") ? name : `any@${name}`, "EmailIdentity");
    if (declared.includes(name) || store.thing("identity", name)) {
      throw new SesFault("AlreadyExistsException", `Email identity ${name} already exist.`);
    }
    const identity: Identity = {
      type: name.includes("@") ? "EMAIL_ADDRESS" : "DOMAIN",
      tokens: tokensOf(name),
    };
    store.putThing("identity", name, now(), identity);
    return describeIdentity(identity);
  },
  get({ store, identities: declared }: World, _: Input, [name = ""]: string[]) {
    const key = name.toLowerCase();
    const identity =
      store.thing<Identity>("identity", key) ??
      (declared.includes(key)
        ? ({ type: key.includes("@") ? "EMAIL_ADDRESS" : "DOMAIN", tokens: tokensOf(key) } satisfies Identity)
        : undefined);
    if (!identity) throw missing(`Email identity ${name}`);
    return {
      ...describeIdentity(identity),
      FeedbackForwardingStatus: true,
      VerificationStatus: "SUCCESS",
      Policies: {},
      Tags: [],
    };
  },
  remove({ store }: World, _: Input, [name = ""]: string[]) {
    if (!store.dropThing("identity", name.toLowerCase())) throw missing(`Email identity ${name}`);
    return {};
  },
  list({ store, identities: declared }: World) {
    const names = [...declared, ...store.things<Identity>("identity").map(({ name }) => name)];
    return {
      EmailIdentities: names.sort().map((name) => ({
        IdentityType: name.includes("@") ? "EMAIL_ADDRESS" : "DOMAIN",
        IdentityName: name,
        SendingEnabled: true,
        VerificationStatus: "SUCCESS",
      })),
    };
  },
};

const tokensOf = (name: string) =>
  ["a", "b", "c"].map((part) => `${part}${Buffer.from(name).toString("hex")}`.slice(0, 32).padEnd(32, part));

const describeIdentity = (identity: Identity) => ({
  IdentityType: identity.type,
  VerifiedForSendingStatus: true,
  DkimAttributes: {
    SigningEnabled: true,
    Status: "SUCCESS",
    SigningAttributesOrigin: "AWS_SES",
    ...(identity.type === "DOMAIN" ? { Tokens: identity.tokens } : {}),
  },
});

type Suppressed = { Reason: string; MessageId?: string };

export const suppression = {
  put({ store, now }: World, input: Input) {
    only(input, "PutSuppressedDestination", ["EmailAddress", "Reason"]);
    const address = mailbox(text(input, "EmailAddress"), "EmailAddress").address.toLowerCase();
    const Reason = text(input, "Reason");
    if (Reason !== "BOUNCE" && Reason !== "COMPLAINT") throw bad("Reason must be BOUNCE or COMPLAINT");
    store.putThing("suppressed", address, now(), { Reason } satisfies Suppressed);
    return {};
  },
  get({ store }: World, _: Input, [address = ""]: string[]) {
    const item = store.things<Suppressed>("suppressed").find(({ name }) => name === address.toLowerCase());
    if (!item) throw missing(`Email address ${address} on your suppression list`);
    const Attributes = item.body.MessageId ? { MessageId: item.body.MessageId } : {};
    return {
      SuppressedDestination: {
        EmailAddress: item.name,
        Reason: item.body.Reason,
        LastUpdateTime: seconds(item.at),
        Attributes,
      },
    };
  },
  remove({ store }: World, _: Input, [address = ""]: string[]) {
    if (!store.dropThing("suppressed", address.toLowerCase()))
      throw missing(`Email address ${address} on your suppression list`);
    return {};
  },
  list({ store }: World, _: Input, __: string[], query: URLSearchParams) {
    const { after, size } = page(query, 1_000);
    const items = store.things<Suppressed>("suppressed", after, size);
    const reasons = query.getAll("Reason");
    return {
      SuppressedDestinationSummaries: items
        .filter(({ body }) => reasons.length === 0 || reasons.includes(body.Reason))
        .map(({ name, at, body }) => ({
          EmailAddress: name,
          Reason: body.Reason,
          LastUpdateTime: seconds(at),
        })),
      ...token(items, size),
    };
  },
};
