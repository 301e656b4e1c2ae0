import { headerSafe } from "../kernel/header.ts";
import { escaped } from "../kernel/html.ts";
import type { Rendered, Template } from "./mail.schema.ts";

/** The wording of every transactional mail, in one place. `link` is a path of the app; its secret goes behind `#`, which no server logs. */
type Wording = { subject: string; lines: string[]; link?: { label: string; path: string } };

const when = (at: string) => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
const factor = {
  on: "Signing in now needs a code from your authenticator app, too.",
  off: "Signing in no longer needs a code: your second factor was switched off.",
  "recovery-used": "One of your recovery codes was used to sign in. It can't be used again.",
};
const notYou = "If this was not you, reset your password at once and tell an admin of your workspace.";

type Filled = Record<string, string | undefined>;
const wordings: Record<Template, (values: Filled, secret: string) => Wording> = {
  welcome: ({ workspace }) => ({
    subject: "Welcome to Rapport",
    lines: [
      `Your workspace ${workspace} is ready.`,
      "Import your contacts, or invite the people you work with.",
    ],
    link: { label: "Open Rapport", path: "/" },
  }),
  invite: ({ workspace, inviter }, secret) => ({
    subject: `${inviter} invites you to ${workspace}`,
    lines: [
      `${inviter} invites you to work in ${workspace} on Rapport.`,
      "The invitation is good for 7 days.",
    ],
    link: { label: "Accept the invitation", path: `/accept#${secret}` },
  }),
  reset: (_, secret) => ({
    subject: "Choose a new password",
    lines: [
      "Somebody asked to reset the password of this address on Rapport. The link is good once, for an hour.",
      "If it was not you, do nothing: your password stays as it is.",
    ],
    link: { label: "Choose a new password", path: `/reset#${secret}` },
  }),
  "sign-in": ({ at = "", agent, ip }) => ({
    subject: "New sign-in to Rapport",
    lines: [
      `You signed in with a browser that we had not seen: ${agent || "unknown"}, from ${ip || "unknown"}, ${when(at)}.`,
      notYou,
    ],
    link: { label: "See your sign-ins", path: "/settings/security" },
  }),
  "second-factor": ({ change, at = "" }) => ({
    subject: "Your second factor changed",
    lines: [`${factor[change as keyof typeof factor]} (${when(at)})`, notYou],
    link: { label: "See your security settings", path: "/settings/security" },
  }),
  password: ({ at = "" }) => ({
    subject: "Your password was changed",
    lines: [
      `The password of your Rapport login was changed, ${when(at)}. Your other sign-ins were ended.`,
      notYou,
    ],
  }),
  notice: ({ subject = "", text = "", path, action = "Open in Rapport" }) => ({
    subject,
    lines: text.split(/\n{2,}/),
    ...(path ? { link: { label: action, path } } : {}),
  }),
};

/** The mail of a template. `appUrl` has no slash at its end. */
export function render(
  to: string,
  template: Template,
  values: Filled,
  secret: string,
  appUrl: string,
): Rendered {
  const { subject, lines, link } = wordings[template](values, secret);
  const url = link && new URL(link.path, appUrl).href;
  const plain = [...lines, ...(link ? [`${link.label}:\n${url}`] : []), `Rapport · ${appUrl}`].join("\n\n");
  const paragraphs = lines.map((line) => `<p>${escaped(line).replaceAll("\n", "<br>")}</p>`);
  const button =
    link && url
      ? [
          `<p><a href="${escaped(url)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#0F5E73;color:#FFFFFF;text-decoration:none">${escaped(link.label)}</a></p>`,
        ]
      : [];
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(headerSafe(subject))}</title></head><body style="margin:0;padding:24px;background:#F5F7F7;color:#161C1D;font:16px/1.5 system-ui,sans-serif"><div style="max-width:560px;margin:0 auto">${[...paragraphs, ...button].join("")}<p style="color:#566163;font-size:13px">Rapport · ${escaped(appUrl)}</p></div></body></html>`;
  return { to, subject: headerSafe(subject), text: plain, html };
}
