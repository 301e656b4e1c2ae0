import { bad } from "./fault.ts";

export type TemplateContent = { Subject?: string; Html?: string; Text?: string };

/** What SES finds only after it took the mail: it answers with a message id and sends the event Rendering Failure. */
export class RenderingFailure extends Error {}

const TAG = /\{\{\{?\s*([^{}]*?)\s*\}?\}\}/g;
const NAME = /^[\p{L}\p{N}_$][\p{L}\p{N}_$-]*(\.[\p{L}\p{N}_$-]+)*$/u;

/** Refuses what SES would do with a stored template and this emulator does not: blocks, partials, comments. */
export function checkTemplate(content: TemplateContent): void {
  for (const part of [content.Subject, content.Html, content.Text]) {
    for (const [, name] of (part ?? "").matchAll(TAG)) {
      if (!NAME.test(name!))
        throw bad(`Template: "{{${name}}}" is not supported by the local stage, only plain names`);
    }
  }
}

export function parseData(data: string, name: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    throw bad(`${name} is not a valid JSON`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw bad(`${name} is not a valid JSON object`);
  return value as Record<string, unknown>;
}

/**
 * Puts the data in the place of `{{name}}`. SES escapes nothing, and what was put in is not read for tags again.
 * Throws RenderingFailure for a name that the data does not have.
 */
export function render(part: string, data: Record<string, unknown>, name: string): string {
  return part.replace(TAG, (_, path: string) => {
    let value: unknown = data;
    for (const step of path.split(".")) {
      value =
        typeof value === "object" && value !== null && Object.hasOwn(value, step)
          ? (value as Record<string, unknown>)[step]
          : undefined;
    }
    if (value === undefined || value === null) {
      throw new RenderingFailure(
        `Attribute '${path}' is not present in the rendering data of template '${name}'.`,
      );
    }
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  });
}
