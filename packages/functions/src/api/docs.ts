import { html, raw } from "hono/html";
import type { openapi } from "./openapi.ts";

type Operation = {
  summary: string;
  tags: string[];
  operationId: string;
  "x-permission": string;
  parameters: { name: string; in: string; required?: boolean; description?: string }[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { content?: Record<string, { schema: unknown }> }>;
};

const style = `
:root { color-scheme: light dark; --canvas: light-dark(#f5f7f7, #0f1415); --surface: light-dark(#fff, #161c1e);
  --text: light-dark(#161c1d, #e6ecec); --muted: light-dark(#566163, #98a6a8); --accent: light-dark(#0f5e73, #6cc3d8);
  --line: light-dark(#dfe4e5, #2a3335); }
* { box-sizing: border-box; } body { margin: 0; font: 13px/20px system-ui, sans-serif; background: var(--canvas); color: var(--text); }
main, header, nav { max-width: 920px; margin: 0 auto; padding: 16px; } h1 { font-size: 20px; margin: 8px 0; } h2 { font-size: 15px; margin: 32px 0 8px; }
nav a { margin-inline-end: 12px; } a { color: var(--accent); } p { color: var(--muted); }
details { background: var(--surface); border: 1px solid var(--line); margin-top: -1px; padding: 0 12px; } summary { padding: 8px 0; cursor: pointer; }
code, pre { font: 12px/16px ui-monospace, monospace; } pre { overflow: auto; max-height: 360px; border-top: 1px solid var(--line); padding: 8px 0; margin: 8px 0; }
.method { display: inline-block; width: 56px; color: var(--accent); font-weight: 600; text-transform: uppercase; } .say { color: var(--muted); margin-inline-start: 12px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }`;

/** How the API is spoken, beside each operation. */
const manners = [
  [
    "Signing in",
    "Send an API key as Authorization: Bearer …, or use the browser's session. Keys are made under Settings.",
  ],
  [
    "Problems",
    "Errors are application/problem+json (RFC 9457) with a stable type, what to do next in detail, and issues for each wrong field.",
  ],
  [
    "Versions",
    "A record's ETag is its version. Send it as If-Match with a change; an older one is refused with 412.",
  ],
  [
    "Repeating",
    "Send an Idempotency-Key with a POST: a repetition within a day gets the first answer again and writes nothing.",
  ],
  [
    "Pages",
    "Lists take limit and the cursor of the page before; without a cursor in the answer it was the last page.",
  ],
] as const;

/** The API's reference as one page without script, made from the same description as /api/openapi.json. */
export function docs(description: ReturnType<typeof openapi>) {
  const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method,
      operation: operation as Operation,
    })),
  );
  const nouns = [...new Set(operations.map(({ operation }) => operation.tags[0] ?? ""))];
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rapport API</title><style>${raw(style)}</style></head><body>
<header><h1>Rapport API</h1><p>Version 1, under <code>/api/v1</code>. The same as data: <a href="/api/openapi.json">OpenAPI 3.1</a>.</p></header>
<nav aria-label="Nouns">${nouns.map((noun) => html`<a href="#${noun}">${noun}</a>`)}</nav>
<main><h2>Manners</h2>${manners.map(([name, text]) => html`<details><summary>${name}</summary><p>${text}</p></details>`)}
${nouns.map((noun) => html`<h2 id="${noun}">${noun}</h2>${operations.filter(({ operation }) => operation.tags[0] === noun).map(section)}`)}
</main></body></html>`;
}

function section({ path, method, operation }: { path: string; method: string; operation: Operation }) {
  const body = operation.requestBody?.content["application/json"]?.schema;
  const answer = Object.entries(operation.responses).find(([status]) => status !== "default");
  const returned = answer?.[1].content?.["application/json"]?.schema;
  return html`<details id="${operation.operationId}"><summary><span class="method">${method}</span><code>${path}</code><span class="say">${operation.summary}</span></summary>
<p>Needs: <code>${operation["x-permission"]}</code></p>
${operation.parameters.length > 0 ? html`<ul>${operation.parameters.map((one) => html`<li><code>${one.name}</code> in ${one.in}${one.required ? ", required" : ""} ${one.description ?? ""}</li>`)}</ul>` : ""}
${body ? html`<p>Body</p><pre tabindex="0">${JSON.stringify(body, null, 2)}</pre>` : ""}
${returned ? html`<p>Answers ${answer?.[0]}</p><pre tabindex="0">${JSON.stringify(returned, null, 2)}</pre>` : ""}</details>`;
}
