import { activity } from "./activity.ts";
import { auth } from "./auth.ts";
import { company } from "./company.ts";
import { contact } from "./contact.ts";
import { report } from "./report.ts";
import { settings } from "./settings.ts";
import { shell } from "./shell.ts";
import { ui } from "./ui.ts";

/** English is whole; every other language holds a part of these keys. One file a noun. */
export const en = { activity, auth, company, contact, report, settings, shell, ui };
