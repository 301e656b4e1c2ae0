/** What a mail can say of its reader. `sample` is shown where no contact is chosen. */
export type Variable = { name: string; label: string; sample: string };

const variable = (name: string, label: string, sample: string): Variable => ({ name, label, sample });

export const variables: readonly Variable[] = [
  variable("contact.firstName", "First name", "Leyla"),
  variable("contact.lastName", "Last name", "Aliyeva"),
  variable("contact.name", "Whole name", "Leyla Aliyeva"),
  variable("contact.email", "Email", "leyla@example.com"),
  variable("contact.phone", "Phone", "+994501234567"),
  variable("contact.title", "Position", "Head of purchasing"),
  variable("contact.lifecycle", "Lifecycle stage", "customer"),
  variable("contact.language", "Language", "az"),
  variable("contact.city", "City", "Baku"),
  variable("contact.region", "Region", "Absheron"),
  variable("contact.country", "Country", "AZ"),
  variable("contact.tags", "Tags (a list)", "vip"),
  variable("company.name", "Company", "Khazar Trade"),
  variable("company.domain", "Company's mail domain", "khazar.example"),
  variable("company.website", "Company's website", "https://khazar.example"),
  variable("company.industry", "Industry", "Trade"),
  variable("workspace.name", "Your company's name", "Your company"),
  variable("campaign.name", "The campaign's name", "Spring"),
  variable("unsubscribe_url", "Link to unsubscribe", "#unsubscribe"),
  variable("preferences_url", "Link to the mail preferences", "#preferences"),
];

/** "did you mean …", by the fewest letters to change; else where to look. */
export function nearest(name: string): string {
  const scored = variables.map((known) => ({
    name: known.name,
    away: distance(name.toLowerCase(), known.name.toLowerCase()),
  }));
  scored.sort((a, b) => a.away - b.away);
  const [best] = scored;
  return best && best.away <= 5
    ? `did you mean {{ ${best.name} }}?`
    : "choose one from the list of variables";
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (const [i, letter] of [...a.slice(0, 80)].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}

type Named = Record<string, unknown>;

/** What Liquid sees, made of stored records. Values that are not set are empty, so that `default` can stand in. */
export function scopeOf(of: {
  contact: Named;
  company?: Named | undefined;
  workspace?: Named | undefined;
  campaign?: Named | undefined;
  urls?: { unsubscribe: string; preferences: string } | undefined;
}) {
  const { contact, company, workspace, campaign, urls } = of;
  const address = (contact.address ?? {}) as Named;
  const name = [contact.firstName, contact.lastName].filter(Boolean).join(" ");
  const { firstName, lastName, email, phone, title, lifecycle, language, tags } = contact;
  const { city, region, country } = address;
  return {
    contact: {
      firstName,
      lastName,
      name,
      email,
      phone,
      title,
      lifecycle,
      language,
      tags,
      city,
      region,
      country,
    },
    company: {
      name: company?.name,
      domain: company?.domain,
      website: company?.website,
      industry: company?.industry,
    },
    workspace: { name: workspace?.name },
    campaign: { name: campaign?.name },
    unsubscribe_url: urls?.unsubscribe ?? "#unsubscribe",
    preferences_url: urls?.preferences ?? "#preferences",
  };
}

/** Everybody's samples, for a preview as nobody in particular. */
export function sampleScope() {
  const scope: Named = {};
  for (const { name, sample } of variables) {
    const [group, field] = name.split(".");
    if (!group) continue;
    if (field) scope[group] = { ...(scope[group] as Named), [field]: field === "tags" ? [sample] : sample };
    else scope[group] = sample;
  }
  return scope;
}
