import * as Contact from "@rapport/core/contact";
import * as Mail from "@rapport/core/mail";
import * as Suppression from "@rapport/core/suppression";
import * as Workspace from "@rapport/core/workspace";
import { reaction } from "./reaction.ts";

/** A contact who came through a form or an import with the welcome switch on gets one mail. */
export const handler = reaction("contact-created.welcome", async (fact, once) => {
  const { welcome, email, firstName, consent } = await Contact.fromID({ id: fact.subject.id });
  if (!welcome || !email || consent?.marketing?.state === "unsubscribed") return;
  if ((await Suppression.among([email])).size > 0) return;
  const { name } = await Workspace.get({});
  const values = { workspace: name, ...(firstName ? { name: firstName } : {}) };
  await once([await Mail.request({ to: email, template: "contact-welcome", values, answerable: true })]);
});
