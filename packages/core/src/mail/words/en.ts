import type { Words } from "./index.ts";

const when = (at = "") => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
const factor = {
  on: "Signing in now needs a code from your authenticator app, too.",
  off: "Signing in no longer needs a code: your second factor was switched off.",
  "recovery-used": "One of your recovery codes was used to sign in. It can't be used again.",
};
const notYou = "If this was not you, reset your password at once and tell an admin of your workspace.";

export const en: Words = {
  welcome: ({ workspace }) => ({
    subject: "Welcome to Rapport",
    lines: [
      `Your workspace ${workspace} is ready.`,
      "Import your contacts, or invite the people you work with.",
    ],
    label: "Open Rapport",
  }),
  invite: ({ workspace, inviter }) => ({
    subject: `${inviter} invites you to ${workspace}`,
    lines: [
      `${inviter} invites you to work in ${workspace} on Rapport.`,
      "The invitation is good for 7 days.",
    ],
    label: "Accept the invitation",
  }),
  reset: () => ({
    subject: "Choose a new password",
    lines: [
      "Somebody asked to reset the password of this address on Rapport. The link is good once, for an hour.",
      "If it was not you, do nothing: your password stays as it is.",
    ],
    label: "Choose a new password",
  }),
  "sign-in": ({ at, agent, ip }) => ({
    subject: "New sign-in to Rapport",
    lines: [
      `You signed in with a browser that we had not seen: ${agent || "unknown"}, from ${ip || "unknown"}, ${when(at)}.`,
      notYou,
    ],
    label: "See your sign-ins",
  }),
  "second-factor": ({ change, at }) => ({
    subject: "Your second factor changed",
    lines: [`${factor[change as keyof typeof factor]} (${when(at)})`, notYou],
    label: "See your security settings",
  }),
  password: ({ at }) => ({
    subject: "Your password was changed",
    lines: [
      `The password of your Rapport login was changed, ${when(at)}. Your other sign-ins were ended.`,
      notYou,
    ],
  }),
  "contact-welcome": ({ workspace = "", name }) => ({
    subject: `Welcome to ${workspace}`,
    lines: [
      name ? `Hello ${name},` : "Hello,",
      `Thank you for your interest in ${workspace}. We have your details and will be in touch.`,
      workspace,
    ],
  }),
  "deal-won": ({ deal, owner }) => ({
    subject: `Won: ${deal}`,
    lines: [
      `Well done, ${owner}: “${deal}” is won.`,
      "A task to thank the customer is on your list for tomorrow.",
    ],
    label: "Open the deal",
    task: `Thank the customer for “${deal}”`,
  }),
};
