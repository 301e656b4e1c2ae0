import { headerSafe } from "../kernel/header.ts";
import { escaped } from "../kernel/html.ts";
import type { Rendered, Template } from "./mail.schema.ts";
import { directions, type Filled, type Language, words } from "./words/index.ts";

/** Where a mail's button leads: a path of the app. Its secret goes behind `#`, which no server logs. */
const paths: Partial<Record<Template, (values: Filled, secret: string) => string | undefined>> = {
  welcome: () => "/",
  invite: (_, secret) => `/accept#${secret}`,
  reset: (_, secret) => `/reset#${secret}`,
  "sign-in": () => "/settings/security",
  "second-factor": () => "/settings/security",
  "deal-won": ({ path }) => path,
};

/** The mail of a template. `appUrl` has no slash at its end. */
export function render(
  to: string,
  template: Template,
  values: Filled,
  secret: string,
  appUrl: string,
  language: Language = "en",
): Rendered {
  const { subject, lines, label } = words[language][template](values);
  const path = paths[template]?.(values, secret);
  const url = path && new URL(path, appUrl).href;
  const plain = [...lines, ...(url ? [`${label}:\n${url}`] : []), `Rapport · ${appUrl}`].join("\n\n");
  const paragraphs = lines.map((line) => `<p>${escaped(line).replaceAll("\n", "<br>")}</p>`);
  const button =
    url && label
      ? [
          `<p><a href="${escaped(url)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#0F5E73;color:#FFFFFF;text-decoration:none">${escaped(label)}</a></p>`,
        ]
      : [];
  const html = `<!doctype html><html lang="${language}" dir="${directions[language]}"><head><meta charset="utf-8"><title>${escaped(headerSafe(subject))}</title></head><body style="margin:0;padding:24px;background:#F5F7F7;color:#161C1D;font:16px/1.5 system-ui,sans-serif"><div style="max-width:560px;margin:0 auto">${[...paragraphs, ...button].join("")}<p style="color:#566163;font-size:13px">Rapport · ${escaped(appUrl)}</p></div></body></html>`;
  return { to, subject: headerSafe(subject), text: plain, html };
}
