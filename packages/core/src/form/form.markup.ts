import { escaped } from "../kernel/html.ts";
import type { Asked, Info } from "./form.schema.ts";

export type Given = Record<string, string>;

const types: Partial<Record<Asked, string>> = { email: "email", phone: "tel" };
const fills: Partial<Record<Asked, string>> = {
  firstName: "given-name",
  lastName: "family-name",
  email: "email",
  phone: "tel",
  company: "organization",
  country: "country-name",
};

function field({ field: name, label, required }: Info["questions"][number], given: Given): string {
  const value = escaped(given[name] ?? "");
  const shared = `name="${name}"${required ? " required" : ""}`;
  const input =
    name === "message"
      ? `<textarea ${shared} rows="4" maxlength="2000">${value}</textarea>`
      : `<input ${shared} type="${types[name] ?? "text"}" autocomplete="${fills[name] ?? "off"}" maxlength="254" value="${value}">`;
  return `<label>${escaped(label)}${required ? " *" : ""}<br>${input}</label>`;
}

/**
 * The form's element, the same on its own page and inside of another's site, where `action` says whom it goes to.
 * Without script. Nobody sees the field `website`; who fills it is a robot. The box of consent is never ticked beforehand.
 */
export function formMarkup(
  form: Pick<Info, "questions" | "consentText">,
  { action, given = {}, send = "Send", between = "" }: FormMarkup = {},
): string {
  const lines = [
    `<form method="post"${action ? ` action="${escaped(action)}"` : ""}>`,
    ...form.questions.map((question) => field(question, given)),
    ...(form.consentText
      ? [`<label><input type="checkbox" name="consent" value="yes"> ${escaped(form.consentText)}</label>`]
      : []),
    `<p hidden aria-hidden="true"><label>Website <input name="website" tabindex="-1" autocomplete="off"></label></p>`,
    `<p><button>${escaped(send)}</button></p>`,
    "</form>",
  ];
  return lines.join(between);
}

export type FormMarkup = {
  action?: string;
  /** What was typed before, to be shown again. */
  given?: Given;
  /** The word on the button. */
  send?: string;
  /** What stands between elements: a line break, for people who will read it. */
  between?: string;
};
