/** What a stage may set. Everything has a default: a throw-away stage needs nothing but a name. */
export type Settings = {
  /** Deletion protection, retained data, alarms, tracing. */
  production?: boolean;
  region?: string;
  /** Own domain: the app answers at `app.HOST`, the cookieless host at `open.HOST`. Needs a certificate for both. */
  host?: string;
  /** ARN of an ACM certificate in us-east-1 for `app.HOST` and `open.HOST`. */
  certificate?: string;
  /** Domain that SES has verified: mail is sent from it, and received for it where `inbound` is set. */
  mailDomain?: string;
  mailFrom?: string;
  /** Receive mail for `mailDomain`. Its MX record must point to SES. */
  inbound?: boolean;
  /** Who may get mail: addresses, domains, or `*` for everybody, which is production's default. */
  allowList?: string[];
  /** Who hears about alarms, and about a month that costs more than `budget` US dollars. */
  alarmEmail?: string;
  budget?: number;
};

/** Stages with settings of their own. Any other name makes a throw-away stage. */
export const stages: Record<string, Settings> = {
  /** `npm run dev`: runs on the laptop, never in an account. */
  local: { mailDomain: "mail.demo.example", inbound: true, allowList: ["*"] },
  production: { production: true, inbound: false, budget: 50 },
};

export type Stage = Required<Pick<Settings, "production" | "region" | "inbound" | "allowList" | "budget">> &
  Pick<Settings, "host" | "certificate" | "mailDomain" | "alarmEmail"> & { name: string; mailFrom: string };

/** SES's mailbox simulator: mail to it goes nowhere and counts for nothing. */
const SIMULATOR = "simulator.amazonses.com";

/** Fills in a stage's defaults and refuses what can't be deployed. */
export function stageOf(name: string, settings: Settings = stages[name] ?? {}): Stage {
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(name))
    throw new Error(
      `Stage "${name}": use at most 20 lower-case letters, digits and hyphens, starting with a letter.`,
    );
  if (settings.host && !settings.certificate)
    throw new Error(
      `Stage "${name}" has a host but no certificate: CloudFront serves no own domain without one.`,
    );
  if (settings.inbound && !settings.mailDomain)
    throw new Error(`Stage "${name}" receives mail but has no mailDomain to receive it for.`);
  return {
    name,
    production: settings.production ?? false,
    region: settings.region ?? process.env.AWS_REGION ?? "us-east-1",
    host: settings.host,
    certificate: settings.certificate,
    mailDomain: settings.mailDomain,
    mailFrom: settings.mailFrom ?? `no-reply@${settings.mailDomain ?? `${name}.rapport.invalid`}`,
    inbound: settings.inbound ?? false,
    allowList: settings.allowList ?? [settings.production ? "*" : SIMULATOR],
    alarmEmail: settings.alarmEmail,
    budget: settings.budget ?? 20,
  };
}
