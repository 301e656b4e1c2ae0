import type { Hono } from "hono";
import * as z from "zod";
import { type Described, descriptionOf } from "./call.ts";
import type { Env } from "./env.ts";

export type Route = { method: string; path: string; description: Described };

/** Every described route of the app; the tests' matrix is generated from it. */
export function routesOf(app: Hono<Env>): Route[] {
  return app.routes.flatMap((route) => {
    const description = descriptionOf(route.handler);
    return description ? [{ method: route.method.toLowerCase(), path: route.path, description }] : [];
  });
}

const problem = {
  description: "A problem (RFC 9457): what went wrong and what to do next",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

const ProblemSchema = {
  type: "object",
  required: ["type", "title", "status", "detail", "requestId"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    requestId: { type: "string" },
    issues: {
      type: "array",
      items: { type: "object", properties: { path: { type: "string" }, message: { type: "string" } } },
    },
    existing: { type: "string" },
  },
};

type JsonSchema = { properties?: Record<string, object>; required?: string[]; [key: string]: unknown };

function toSchema(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    target: "draft-2020-12",
  });
  return rest as JsonSchema;
}

function without(schema: JsonSchema, names: string[]): JsonSchema {
  const properties = Object.fromEntries(
    Object.entries(schema.properties ?? {}).filter(([name]) => !names.includes(name)),
  );
  const required = schema.required?.filter((name) => !names.includes(name));
  return { ...schema, ...(schema.properties && { properties }), ...(required && { required }) };
}

function operation({ method, path, description }: Route) {
  const parameters = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] as string);
  const input = without(toSchema(description.schema, "input"), [...parameters, "version"]);
  const versioned = "version" in (toSchema(description.schema, "input").properties ?? {});
  const query =
    description.from === "query"
      ? Object.entries(input.properties ?? {}).map(([name, schema]) => ({
          name,
          in: "query",
          required: input.required?.includes(name) ?? false,
          schema,
        }))
      : [];
  const noun = path.split("/")[3] ?? "api";
  return {
    operationId: `${method}${path.replace("/api/v1", "").replace(/[/:-](\w)?/g, (_, letter) => (letter ?? "").toUpperCase())}`,
    summary: description.summary,
    tags: [noun],
    "x-permission": description.permission,
    security: description.permission === "open" ? [] : [{ session: [] }, { key: [] }],
    parameters: [
      ...parameters.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })),
      ...query,
      ...(versioned
        ? [{ name: "If-Match", in: "header", schema: { type: "string" }, description: "The ETag you read" }]
        : []),
      ...(method === "post"
        ? [{ name: "Idempotency-Key", in: "header", schema: { type: "string", maxLength: 200 } }]
        : []),
    ],
    ...(description.from === "json"
      ? { requestBody: { required: true, content: { "application/json": { schema: input } } } }
      : {}),
    responses: {
      [description.status]: description.returns
        ? {
            description: "Done",
            content: { "application/json": { schema: toSchema(description.returns, "output") } },
          }
        : { description: "Done" },
      default: problem,
    },
  };
}

/** OpenAPI 3.1 of everything that the router serves; made when first asked for. */
export function openapi(app: Hono<Env>) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routesOf(app)) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method]: operation(route) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Rapport",
      version: "1",
      description: "Every list takes limit and cursor; every record has an ETag.",
    },
    paths,
    components: {
      schemas: { Problem: ProblemSchema },
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "__Host-session" },
        key: { type: "http", scheme: "bearer" },
      },
    },
  };
}
