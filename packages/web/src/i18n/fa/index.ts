import { activity } from "./activity.ts";
import { auth } from "./auth.ts";
import { campaign } from "./campaign.ts";
import { company } from "./company.ts";
import { contact } from "./contact.ts";
import { deal } from "./deal.ts";
import { form } from "./form.ts";
import { imports } from "./import.ts";
import { marketing, segment, template } from "./marketing.ts";
import { report } from "./report.ts";
import { settings } from "./settings.ts";
import { shell } from "./shell.ts";
import { task } from "./task.ts";
import { ui } from "./ui.ts";

/** Persian, as far as it exists; what is missing here is shown in English. */
export const fa = {
  activity,
  auth,
  company,
  contact,
  deal,
  form,
  imports,
  report,
  settings,
  shell,
  task,
  ui,
  campaign,
  marketing,
  segment,
  template,
};
