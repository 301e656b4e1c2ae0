import { Invalid, type Issue } from "../kernel/error.ts";
import { activeParts, mistakes, used } from "../render/index.ts";
import type { Source } from "./template.schema.ts";

/** @throws {Invalid} with each mistake in the Liquid, each variable that does not exist, each thing that would run. */
export function checked<T extends { [K in keyof Source]?: Source[K] | null | undefined }>(source: T): T {
  const issues: Issue[] = [];
  for (const path of ["subject", "preheader", "html", "text"] as const)
    for (const message of source[path] ? mistakes(source[path]) : []) issues.push({ path, message });
  for (const part of source.html ? activeParts(source.html) : [])
    issues.push({ path: "html", message: `must not hold ${part}: a mail can't run anything` });
  if (issues.length > 0) throw new Invalid(issues);
  return source;
}

export function variablesOf(source: Source): string[] {
  const whole = [source.subject, source.preheader, source.html, source.text].filter(Boolean).join("\n");
  return used(whole).sort();
}
