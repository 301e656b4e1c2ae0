/** A mail's HTML as a row of tokens: enough to find links, scripts and text, and to leave everything else as it was. */
export type Token =
  | { kind: "text"; raw: string }
  | { kind: "comment"; raw: string }
  | { kind: "tag"; raw: string; name: string; closing: boolean; attributes: Attribute[] };
export type Attribute = { name: string; value: string | undefined; raw: string };

const TOKEN =
  /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<[!?][^>]*>|<\/?[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>|[^<]+|</g;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?/g;
/** Their content is not HTML: it ends at their own closing tag only. */
const RAW = new Set(["script", "style", "title", "textarea", "xmp"]);

export function tokensOf(html: string): Token[] {
  const tokens: Token[] = [];
  let raw: string | undefined;
  let rest = html;
  while (rest.length > 0) {
    if (raw) {
      const end = new RegExp(`</${raw}[\\s/>]`, "i").exec(rest)?.index ?? rest.length;
      if (end > 0) tokens.push({ kind: "text", raw: rest.slice(0, end) });
      rest = rest.slice(end);
      raw = undefined;
      continue;
    }
    TOKEN.lastIndex = 0;
    const match = TOKEN.exec(rest);
    const text = match?.index === 0 ? match[0] : rest.slice(0, match?.index ?? rest.length);
    rest = rest.slice(text.length);
    if (text.startsWith("<!") || text.startsWith("<?")) tokens.push({ kind: "comment", raw: text });
    else if (/^<\/?[a-zA-Z]/.test(text)) {
      const tag = tagOf(text);
      tokens.push(tag);
      if (!tag.closing && RAW.has(tag.name)) raw = tag.name;
    } else tokens.push({ kind: "text", raw: text });
  }
  return tokens;
}

function tagOf(raw: string) {
  const name = /^<\/?([a-zA-Z][^\s/>]*)/.exec(raw)?.[1] ?? "";
  const inner = raw.slice(raw.indexOf(name) + name.length, raw.endsWith(">") ? -1 : undefined);
  const attributes = [...inner.matchAll(ATTRIBUTE)].map((match) => ({
    name: (match[1] ?? "").toLowerCase(),
    value: match[2] === undefined ? undefined : decode(match[2].replace(/^(["'])([\s\S]*)\1$/, "$2")),
    raw: match[0],
  }));
  return { kind: "tag" as const, raw, name: name.toLowerCase(), closing: raw.startsWith("</"), attributes };
}

const named: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  copy: "©",
  mdash: "—",
  ndash: "–",
  hellip: "…",
  euro: "€",
};

export function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));?/gi, (whole, decimal, hex, name) => {
    if (name) return named[String(name).toLowerCase()] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

export function encode(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

/** Never in a mail: with what is in them, or alone. */
const ACTIVE = new Set([
  "script",
  "iframe",
  "frame",
  "frameset",
  "object",
  "embed",
  "applet",
  "noscript",
  "template",
  "svg",
  "math",
  "portal",
]);
const CONTROLS = new Set([
  "form",
  "input",
  "button",
  "textarea",
  "select",
  "option",
  "base",
  "link",
  "meta",
  "dialog",
]);
const ADDRESSES = new Set([
  "href",
  "src",
  "background",
  "action",
  "formaction",
  "poster",
  "cite",
  "longdesc",
  "xlink:href",
  "srcset",
  "data",
]);

/** Browsers skip control characters and space in an address. */
const schemeOf = (address: string) =>
  /^([a-z][a-z0-9+.-]*):/i.exec(address.replace(/[\p{Cc}\s]/gu, ""))?.[1]?.toLowerCase();
const SCHEMES = new Set(["http", "https", "mailto", "tel", "sms", "cid"]);

function isActive(attribute: Attribute): boolean {
  if (attribute.name.startsWith("on") || attribute.name === "srcdoc") return true;
  if (attribute.name === "style")
    return /expression\s*\(|javascript\s*:|-moz-binding|behavior\s*:/i.test(attribute.value ?? "");
  if (!ADDRESSES.has(attribute.name)) return false;
  const scheme = schemeOf(attribute.value ?? "");
  if (scheme === "data") return !/^\s*data:image\/(png|gif|jpe?g|webp);/i.test(attribute.value ?? "");
  return scheme !== undefined && !SCHEMES.has(scheme);
}

/** What in a mail would run or send something: named, so that its author can take it out. */
export function activeParts(html: string): string[] {
  const found = new Set<string>();
  for (const token of tokensOf(html)) {
    if (token.kind !== "tag" || token.closing) continue;
    if (ACTIVE.has(token.name) || token.name === "form" || token.name === "base")
      found.add(`<${token.name}>`);
    if (token.name === "meta" && token.attributes.some(({ name }) => name === "http-equiv"))
      if (token.attributes.some(({ value }) => /refresh/i.test(value ?? ""))) found.add("<meta refresh>");
    for (const attribute of token.attributes)
      if (isActive(attribute))
        found.add(
          ADDRESSES.has(attribute.name)
            ? `${attribute.name}="${(attribute.value ?? "").slice(0, 40)}"`
            : attribute.name,
        );
  }
  return [...found];
}

/**
 * For the preview in the client, which is a sandboxed frame besides: elements that run, embed or submit are dropped
 * (those that run with their content), so are comments, handlers and addresses that are not web, mail or phone.
 */
export function safe(html: string): string {
  const kept: string[] = [];
  let within: string | undefined;
  for (const token of tokensOf(html)) {
    if (within) {
      if (token.kind === "tag" && token.closing && token.name === within) within = undefined;
      continue;
    }
    if (token.kind === "comment") {
      if (/^<!doctype/i.test(token.raw)) kept.push("<!doctype html>");
    } else if (token.kind === "text") kept.push(token.raw === "<" ? "&lt;" : token.raw);
    else if (ACTIVE.has(token.name)) {
      if (!token.closing && !token.raw.endsWith("/>")) within = token.name;
    } else if (!CONTROLS.has(token.name)) kept.push(cleaned(token));
  }
  return kept.join("");
}

function cleaned(token: Extract<Token, { kind: "tag" }>): string {
  if (token.closing) return `</${token.name}>`;
  const attributes = token.attributes
    .filter((attribute) => /^[a-z][a-z0-9_:.-]*$/.test(attribute.name) && !isActive(attribute))
    .map(({ name, value }) => (value === undefined ? name : `${name}="${encode(value)}"`));
  return `<${[token.name, ...attributes].join(" ")}>`;
}

const BLOCKS = new Set([
  "p",
  "div",
  "table",
  "tr",
  "ul",
  "ol",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "blockquote",
  "section",
  "article",
  "header",
  "footer",
]);

/** The plain-text part where the marketer wrote none: paragraphs, lists, and each link's address after its words. */
export function toText(html: string): string {
  const lines: string[] = [];
  let hidden: string | undefined;
  let link: { address: string; from: number } | undefined;
  for (const token of tokensOf(html)) {
    if (hidden) {
      if (token.kind === "tag" && token.closing && token.name === hidden) hidden = undefined;
      continue;
    }
    if (token.kind === "text") lines.push(decode(token.raw).replace(/[\s\u200c]+/g, " "));
    if (token.kind !== "tag") continue;
    const { name, closing, attributes } = token;
    if (!closing && (name === "style" || name === "script" || name === "title")) hidden = name;
    if (BLOCKS.has(name)) lines.push("\n\n");
    if (name === "br") lines.push("\n");
    if (name === "li") lines.push(closing ? "" : "\n- ");
    if (name === "td" || name === "th") lines.push(" ");
    if (name === "img" && !closing) lines.push(attributes.find((one) => one.name === "alt")?.value ?? "");
    if (name === "a" && !closing)
      link = { address: attributes.find((one) => one.name === "href")?.value ?? "", from: lines.length };
    if (name === "a" && closing && link) {
      const words = lines.slice(link.from).join("").trim();
      if (/^(https?|mailto|tel):/i.test(link.address) && words !== link.address)
        lines.push(` (${link.address.replace(/^mailto:/, "")})`);
      link = undefined;
    }
  }
  const text = lines
    .join("")
    .replace(/[ \t]*\n[ \t]*/g, "\n")
    .replace(/[ \t]{2,}/g, " ")
    .replace(/\n{3,}/g, "\n\n");
  return text.trim();
}

/** Addresses of the web that the mail's links point to, in order. */
export function linksOf(html: string): string[] {
  return tokensOf(html).flatMap((token) => {
    const address = addressOf(token);
    return address ? [address] : [];
  });
}

function addressOf(token: Token): string | undefined {
  if (token.kind !== "tag" || token.closing || (token.name !== "a" && token.name !== "area"))
    return undefined;
  const address = token.attributes.find(({ name }) => name === "href")?.value?.trim();
  return address && /^https?:\/\//i.test(address) ? address : undefined;
}

/** The same HTML with each link's address replaced; `undefined` leaves one as it is. */
export function withLinks(
  html: string,
  replace: (address: string, place: number) => string | undefined,
): string {
  let place = 0;
  return tokensOf(html)
    .map((token) => {
      const address = addressOf(token);
      if (!address || token.kind !== "tag") return token.raw;
      const better = replace(address, place++);
      const href = token.attributes.find(({ name }) => name === "href");
      return better && href ? token.raw.replace(href.raw, () => `href="${encode(better)}"`) : token.raw;
    })
    .join("");
}
