import { escaped } from "@rapport/core/kernel/html";

const style =
  "body{margin:0;background:#F5F7F7;color:#161C1D;font:16px/1.5 system-ui,sans-serif}main{max-width:32rem;margin:12vh auto;padding:2rem;background:#fff;border-radius:12px}h1{font-size:1.25rem;margin:0 0 1rem}button{font:inherit;padding:.6rem 1.1rem;border:0;border-radius:6px;background:#0F5E73;color:#fff;cursor:pointer}button:focus-visible,input:focus-visible,a:focus-visible{outline:3px solid #E8A33D;outline-offset:2px}label{display:block;margin:.5rem 0}small{color:#566163}@media(prefers-color-scheme:dark){body{background:#10181A;color:#E6ECEC}main{background:#182326}small{color:#9DB0B3}}";

/** What a page of the open host may do. Chromium also asks `form-action` about where a form's answer redirects to. */
export function policy(...goesTo: string[]): string {
  const actions = ["'self'", ...goesTo].join(" ");
  return `default-src 'none'; style-src 'unsafe-inline'; form-action ${actions}; base-uri 'none'; frame-ancestors 'none'`;
}

/** A page of the open host: no script, no cookie, nothing from another origin. `title` is text, `body` is HTML. */
export function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${escaped(title)}</title><style>${style}</style></head><body><main><h1>${escaped(title)}</h1>${body}</main></body></html>`;
}
