import { bad, SesFault } from "./fault.ts";
import { headers, mergeHeaders, tags } from "./header.ts";
import { type Input, list, object, only, optional } from "./input.ts";
import type { Post } from "./post.ts";
import { type Base, COMMON, DATA_LENGTH, destination, rendered, sender, template } from "./send.ts";
import type { Store } from "./store.ts";
import { parseData } from "./template.ts";

const MOST_ENTRIES = 50;

const STATUS: Partial<Record<SesFault["code"], string>> = {
  MessageRejected: "MESSAGE_REJECTED",
  LimitExceededException: "ACCOUNT_DAILY_QUOTA_EXCEEDED",
  TooManyRequestsException: "ACCOUNT_THROTTLED",
  SendingPausedException: "CONFIGURATION_SET_SENDING_PAUSED",
  MailFromDomainNotVerifiedException: "MAIL_FROM_DOMAIN_NOT_VERIFIED",
  AccountSuspendedException: "ACCOUNT_SUSPENDED",
  BadRequestException: "INVALID_PARAMETER",
};

type Result = { Status: string; MessageId?: string; Error?: string };

/** SendBulkEmail: what is wrong with the request refuses all of it; what is wrong with an entry is that entry's result. */
export async function sendBulkEmail(
  input: Input,
  post: Post,
  store: Store,
  caller: string,
): Promise<{ BulkEmailEntryResults: Result[] }> {
  only(input, "SendBulkEmail", [...COMMON, "DefaultEmailTags", "DefaultContent", "BulkEmailEntries"]);
  const { from, address, replyTo } = sender(input);
  const content = object(input.DefaultContent, "DefaultContent");
  only(content, "DefaultContent", ["Template"]);
  const named = template(object(content.Template, "DefaultContent.Template"), store);
  const defaults = tags(input, "DefaultEmailTags");
  const configurationSet = optional(input, "ConfigurationSetName");
  const entries = list(input, "BulkEmailEntries", (value, at) => object(value, `BulkEmailEntries[${at}]`));
  if (entries.length === 0) throw bad("BulkEmailEntries must not be empty");
  if (entries.length > MOST_ENTRIES) throw bad(`Number of destinations exceeds ${MOST_ENTRIES}.`);
  const read = entries.map((entry) => {
    only(entry, "BulkEmailEntries", [
      "Destination",
      "ReplacementTags",
      "ReplacementEmailContent",
      "ReplacementHeaders",
    ]);
    return { entry, target: destination(object(entry.Destination, "Destination")) };
  });
  const count = read.reduce((sum, { target }) => sum + target.all.length, 0);
  if (count > MOST_ENTRIES) throw bad(`Recipient count exceeds ${MOST_ENTRIES}.`);

  const results: Result[] = [];
  for (const { entry, target } of read) {
    try {
      const own = tags(entry, "ReplacementTags");
      const names = new Set(own.map((tag) => tag.name));
      const replaced = replacement(entry);
      const base: Base = {
        from,
        replyTo,
        to: target.to,
        cc: target.cc,
        bcc: target.bcc,
        headers: mergeHeaders(named.headers, headers(entry, "ReplacementHeaders")),
        attachments: named.attachments,
      };
      const id = await post.take({
        from: address,
        recipients: target.all,
        tags: [...defaults.filter((tag) => !names.has(tag.name)), ...own],
        operation: "SendBulkEmail",
        caller,
        ...(configurationSet === undefined ? {} : { configurationSet }),
        content: rendered(base, named, { ...named.data, ...replaced }),
      });
      results.push({ Status: "SUCCESS", MessageId: id });
    } catch (error) {
      if (!(error instanceof SesFault)) throw error;
      // A set that is not there is not there for any entry: SES says so once.
      if (error.code === "NotFoundException") throw error;
      results.push({ Status: STATUS[error.code] ?? "FAILED", Error: error.message });
    }
  }
  return { BulkEmailEntryResults: results };
}

function replacement(entry: Input): Record<string, unknown> {
  if (entry.ReplacementEmailContent === undefined || entry.ReplacementEmailContent === null) return {};
  const content = object(entry.ReplacementEmailContent, "ReplacementEmailContent");
  only(content, "ReplacementEmailContent", ["ReplacementTemplate"]);
  const inner = object(content.ReplacementTemplate ?? {}, "ReplacementTemplate");
  only(inner, "ReplacementTemplate", ["ReplacementTemplateData"]);
  return parseData(
    optional(inner, "ReplacementTemplateData", DATA_LENGTH) ?? "{}",
    "ReplacementTemplateData",
  );
}
