import * as z from "zod";

type Schema = {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  example?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  minimum?: number;
  minItems?: number;
  default?: unknown;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
};

/** The smallest input that a zod schema takes, as far as JSON Schema tells: enough to get past validation. */
export function sampleOf(schema: z.ZodType): unknown {
  const root = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Schema;
  return sample(root, root.$defs ?? {});
}

const formats: Record<string, string> = {
  email: "grace@people.example",
  "date-time": "2099-01-01T00:00:00.000Z",
  date: "2099-01-01",
  uri: "https://people.example/",
};

function sample(schema: Schema, defs: Record<string, Schema>): unknown {
  if (schema.$ref) return sample(defs[schema.$ref.replace("#/$defs/", "")] ?? {}, defs);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.example !== undefined) return schema.example;
  const first = (schema.anyOf ?? schema.oneOf)?.[0];
  if (first) return sample(first, defs);
  if (schema.allOf && !schema.type)
    return Object.assign({}, ...schema.allOf.map((part) => sample(part, defs)));
  if (schema.type === "object") {
    const entries = (schema.required ?? []).map((name) => [
      name,
      sample(schema.properties?.[name] ?? {}, defs),
    ]);
    return Object.fromEntries(entries);
  }
  if (schema.type === "array")
    return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}, defs));
  if (schema.type === "number" || schema.type === "integer") return Math.max(1, schema.minimum ?? 1);
  if (schema.type === "boolean") return true;
  if (schema.format && formats[schema.format]) return formats[schema.format];
  if (schema.pattern === "^[A-Z]{3}$") return "EUR";
  return "x".repeat(Math.max(1, schema.minLength ?? 1));
}
