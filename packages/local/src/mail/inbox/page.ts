import { html, raw as trusted } from "hono/html";
import type { Opened } from "../reading.ts";
import type { Filter, Mail as StoredMail } from "../store.ts";
import { SANDBOX } from "./policy.ts";

export const TABS = ["html", "text", "source", "headers"] as const;
export type Tab = (typeof TABS)[number];

export type View = { filter: Filter; id?: string; tab: Tab | undefined; note?: string };

const BASE = "/__local/inbox";
const SOURCE_LENGTH = 500_000;
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const TITLES: Record<Tab, string> = { html: "HTML", text: "Text", source: "Source", headers: "Headers" };
const EVENTS: Record<string, string> = {
  SEND: "sent",
  DELIVERY: "delivered",
  BOUNCE: "bounced",
  COMPLAINT: "complained",
  REJECT: "rejected",
  RENDERING_FAILURE: "not rendered",
  DELIVERY_DELAY: "delayed",
};

/** The time of day today, before that the day; the element says both. */
function time(at: number) {
  const iso = new Date(at).toISOString();
  const today = new Date().toDateString() === new Date(at).toDateString();
  return html`<time datetime="${iso}" title="${DAY.format(at)} ${TIME.format(at)}">${today ? TIME.format(at) : DAY.format(at)}</time>`;
}
const status = (word: string) =>
  html`<span class="status ${word === "not rendered" ? "failed" : word}">${word}</span>`;

/** The inbox's address with some of its parts changed. */
function address(
  view: View,
  change: { id?: string; tab?: Tab; before?: number; direction?: string | undefined },
): string {
  const { filter } = view;
  const all = { q: filter.q, direction: filter.direction, before: filter.before, id: view.id, ...change };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(all)) if (value !== undefined) query.set(name, String(value));
  return `${BASE}/?${query}`;
}

export function listing(view: View & { mails: readonly StoredMail[] }) {
  const { mails, filter } = view;
  if (mails.length === 0) {
    return filter.q
      ? html`<p class="none">No mail has “${filter.q}” in it. <a href="${BASE}/">Show all</a></p>`
      : html`<p class="none">Nothing has been sent yet. Every mail of this stage arrives here, and nowhere else.</p>`;
  }
  const rows = mails.map(
    (
      mail,
    ) => html`<li><a class="row" href="${address(view, { id: mail.id })}" ${mail.id === view.id ? trusted('aria-current="true"') : ""}>
<span class="who">${mail.direction === "in" ? `from ${mail.from}` : mail.to.join(", ")}</span>${time(mail.at)}
<span class="subject">${mail.subject || "(no subject)"}</span>${status(mail.status)}</a></li>`,
  );
  const older =
    mails.length < 100
      ? ""
      : html`<a class="older" href="${address(view, { before: mails.at(-1)!.seq })}">Older</a>`;
  return html`<ol>${rows}</ol>${older}`;
}

/** What became of a mail, one word and time an event. */
export const facts = (mail: Opened) =>
  html`${mail.events.map((event) => html`<li>${status(EVENTS[event.type] ?? event.type)} ${time(event.at)}</li>`)}`;

const button = (mail: Opened, action: string, title: string, danger = false) =>
  html`<form method="post" action="${BASE}/mails/${mail.id}/${action}"><button ${danger ? trusted('class="danger"') : ""}>${title}</button></form>`;

function actions(mail: Opened) {
  if (mail.direction === "in") return "";
  return html`<div class="actions">
${button(mail, "bounce", "Bounce", true)}${button(mail, "complain", "Complaint", true)}
${mail.oneClick ? button(mail, "unsubscribe", "Unsubscribe") : ""}
<details class="reply"><summary class="button">Reply</summary>
<form method="post" action="${BASE}/mails/${mail.id}/reply"><textarea name="text" aria-label="Your answer" required></textarea><button>Send as ${mail.to[0]}</button></form>
</details></div>`;
}

function content(mail: Opened, tab: Tab, raw: Buffer | undefined) {
  if (tab === "html") {
    return html`<iframe title="The mail" sandbox="${SANDBOX}" referrerpolicy="no-referrer" src="${BASE}/mails/${mail.id}/html"></iframe>`;
  }
  if (tab === "text")
    return html`<pre class="text" tabindex="0">${mail.text ?? "This mail has no plain-text part."}</pre>`;
  if (tab === "source") {
    const text = (raw ?? Buffer.alloc(0)).toString("utf8");
    const cut =
      text.length > SOURCE_LENGTH
        ? html`\n… <a href="${BASE}/mails/${mail.id}/source">the whole source</a>`
        : "";
    return html`<pre tabindex="0">${text.slice(0, SOURCE_LENGTH)}${cut}</pre>`;
  }
  const tags = Object.entries(mail.tags).map(([name, values]) => ({
    name: `tag ${name}`,
    value: values.join(", "),
  }));
  return html`<div><table>${[...mail.headers, ...tags].map(({ name, value }) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</table></div>`;
}

function reading(view: View & { opened: Opened; raw: Buffer | undefined }) {
  const { opened: mail } = view;
  const tab = view.tab ?? (mail.html === undefined ? "text" : "html");
  const tabs = TABS.filter((one) => one !== "html" || mail.html !== undefined);
  const stored = mail.stored
    ? html`<p class="meta">Stored as ${mail.stored.bucket}/${mail.stored.key}</p>`
    : "";
  return html`<a class="back" href="${BASE}/">← All mail</a>
${view.note ? html`<p class="note" role="status">${view.note}</p>` : ""}
<div class="head"><h2>${mail.subject || "(no subject)"}</h2>
<p class="meta">From ${mail.from} to ${mail.to.join(", ")} · ${time(mail.at)}${mail.configurationSet ? ` · ${mail.configurationSet}` : ""}</p>
${stored}<ul class="events" id="facts">${facts(mail)}</ul>${actions(mail)}</div>
<nav class="tabs" aria-label="Views of the mail">${tabs.map(
    (one) =>
      html`<a href="${address(view, { tab: one })}" ${one === tab ? trusted('aria-current="page"') : ""}>${TITLES[one]}</a>`,
  )}</nav>
${content(mail, tab, view.raw)}
${
  mail.parts.length === 0
    ? ""
    : html`<p class="parts">${mail.parts.map((part, at) => html`<a href="${BASE}/mails/${mail.id}/parts/${at}">${part.filename} (${part.size} B)</a>`)}</p>`
}`;
}

type Page = View & {
  mails: readonly StoredMail[];
  opened: Opened | undefined;
  raw: Buffer | undefined;
  version: string;
};

export function page(view: Page) {
  const { filter, opened, raw } = view;
  const views = [
    [undefined, "All"],
    ["out", "Sent"],
    ["in", "Received"],
  ] as const;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${opened ? `${opened.subject} · ` : ""}Inbox of this stage</title>
<link rel="stylesheet" href="${BASE}/inbox.css"><script type="module" src="${BASE}/inbox.js"></script></head>
<body data-version="${view.version}" class="${opened ? "open" : ""}">
<header><h1>Inbox</h1><nav class="views" aria-label="Which mail">${views.map(
    ([direction, title]) =>
      html`<a href="${address({ filter: filter.q ? { q: filter.q } : {}, tab: undefined }, { direction })}" ${filter.direction === direction ? trusted('aria-current="page"') : ""}>${title}</a>`,
  )}</nav>
<form role="search" action="${BASE}/"><input type="search" id="q" name="q" value="${filter.q ?? ""}" placeholder="Address or subject" aria-label="Search the mail"></form></header>
<nav id="list" aria-label="Mail" tabindex="0">${listing(view)}</nav>
<main>${opened ? reading({ ...view, opened, raw }) : html`<p class="blank">${view.id ? "This mail is gone." : "Choose a mail to read it."}</p>`}</main>
</body></html>`;
}
