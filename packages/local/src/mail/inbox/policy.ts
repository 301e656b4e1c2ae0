import type { Opened } from "../reading.ts";

/** The inbox's own pages: one script and one style of ours, nothing from elsewhere. */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** What a mail's frame may do: open links in new windows. Scripts, forms, our origin and its cookies it never has. */
export const SANDBOX = "allow-popups allow-popups-to-escape-sandbox";

/** A mail's own document. The sandbox stands in the header too, so that the address opened by itself is as harmless. */
export const policyOf = (images: readonly string[]) =>
  `sandbox ${SANDBOX}; default-src 'none'; img-src data: ${images.join(" ")}; style-src 'unsafe-inline'; font-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'`;

/** The mail's HTML with its links made to open outside and its embedded pictures found. */
export function document(mail: Opened, parts: string): string {
  const html = (mail.html ?? "").replace(/\bcid:([^"'\s)>]+)/gi, (whole, cid: string) => {
    const at = mail.parts.findIndex((part) => part.cid === decodeURI(cid));
    return at < 0 ? whole : `${parts}${at}`;
  });
  return `<!doctype html><base target="_blank">${html}`;
}
