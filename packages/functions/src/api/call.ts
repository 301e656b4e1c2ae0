import { Invalid, TooLarge } from "@rapport/core/kernel/error";
import type { Verb } from "@rapport/core/kernel/fn";
import type { Permission } from "@rapport/core/kernel/role";
import type { Context, Handler, TypedResponse } from "hono";
import type * as z from "zod";
import type { Env } from "./env.ts";

/** API Gateway takes 10 MB and Lambda 6 MB; nothing that Rapport is sent as JSON needs more than this. */
const BODY_BYTES = 1_000_000;

export type Described = {
  summary: string;
  /** Where the verb's input comes from, beside the path's parameters and If-Match. */
  from: "json" | "query" | "path";
  schema: z.ZodType;
  returns: z.ZodType | undefined;
  status: 200 | 201 | 202 | 204;
  permission: Permission | "open";
};

const described = Symbol("described");

/** What a route's handler says of itself, for OpenAPI and for the tests that walk the router. */
export function descriptionOf(handler: unknown): Described | undefined {
  return (handler as { [described]?: Described })[described];
}

type From = Described["from"];
type Body<Schema extends z.ZodType> = Omit<z.input<Schema>, "id" | "version">;
type In<Schema extends z.ZodType, F extends From> = F extends "json"
  ? { in: { json: Body<Schema> }; out: { json: Body<Schema> } }
  : F extends "query"
    ? { in: { query?: { [K in keyof Body<Schema>]: string | undefined } }; out: { query: unknown } }
    : { in: object; out: object };

/**
 * One verb of core as a route: HTTP in, one call, HTTP out. The input is the JSON body or the query, with the path's
 * parameters and the version of If-Match; core validates it. A result with a version gets it as ETag.
 */
export function call<Schema extends z.ZodType, Result, F extends From, Shown = Result>(
  verb: Verb<Schema, Result>,
  options: {
    summary: string;
    from: F;
    returns?: z.ZodType;
    status?: Described["status"];
    /** The body, where it is not the whole result: a session's token becomes a cookie. */
    show?: (c: Context<Env>, result: Result) => Shown;
  },
) {
  const { summary, from, returns } = options;
  const status = options.status ?? 200;
  const handler = async (c: Context<Env>) => {
    const given = from === "json" ? await readJson(c) : from === "query" ? readQuery(c) : {};
    const input = { ...given, ...c.req.param(), ...ifMatch(c) };
    const result = await verb(input as z.input<Schema>);
    tag(c, result);
    const shown: unknown = options.show ? options.show(c, result) : result;
    return status === 204 || shown === undefined ? c.body(null, 204) : c.json(shown as object, status);
  };
  const description: Described = {
    summary,
    from,
    schema: verb.schema,
    returns,
    status,
    permission: verb.permission,
  };
  Object.assign(handler, { [described]: description });
  return handler as unknown as Handler<
    Env,
    string,
    In<Schema, F>,
    Promise<TypedResponse<Shown, 200, "json">>
  >;
}

/** A route that does more than one call, with the same description. */
export function withDescription<H>(handler: H, description: Described): H {
  return Object.assign(handler as object, { [described]: description }) as H;
}

/** @throws {Invalid} for another content type or malformed JSON. @throws {TooLarge} */
export async function readJson(c: Context<Env>): Promise<object> {
  const text = await c.req.text();
  if (text.length > BODY_BYTES) throw new TooLarge(`Send at most ${BODY_BYTES} bytes of JSON.`);
  if (text === "") return {};
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new Invalid("Send the body as application/json.");
  try {
    const value: unknown = JSON.parse(text);
    if (value && typeof value === "object" && !Array.isArray(value)) return value;
  } catch {
    throw new Invalid("The body is not well-formed JSON.");
  }
  throw new Invalid("The body must be a JSON object.");
}

/** Repeated parameters become lists. */
function readQuery(c: Context<Env>): object {
  const entries = Object.entries(c.req.queries());
  return Object.fromEntries(entries.map(([name, values]) => [name, values.length > 1 ? values : values[0]]));
}

/** RFC 9110 If-Match with the one strong tag that we give out. */
function ifMatch(c: Context<Env>): { version?: number } {
  const header = c.req.header("if-match");
  if (header === undefined || header === "*") return {};
  const match = /^"(\d+)"$/.exec(header);
  if (!match) throw new Invalid([{ path: "If-Match", message: 'must be an ETag that we gave, such as "3"' }]);
  return { version: Number(match[1]) };
}

function tag(c: Context<Env>, result: unknown): void {
  const version = (result as { version?: unknown } | undefined)?.version;
  if (typeof version === "number") c.header("ETag", `"${version}"`);
}
