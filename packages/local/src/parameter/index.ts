import { randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { Refusal } from "../call/index.ts";
import type { Access } from "../plan/access.ts";
import type { ParameterPlan } from "../plan/data.ts";

type Input = Record<string, unknown>;
type Row = { name: string; type: string; value: string; version: number; at: number };

/** SSM's parameters. */
export class Parameters {
  private readonly database: DatabaseSync;
  private readonly now: () => number;
  private readonly arn: (name: string) => string;

  constructor(database: DatabaseSync, now: () => number, arn: (name: string) => string) {
    this.database = database;
    this.now = now;
    this.arn = arn;
    database.exec(`CREATE TABLE IF NOT EXISTS parameters
      (name TEXT PRIMARY KEY, type TEXT NOT NULL, value TEXT NOT NULL, version INTEGER NOT NULL, at REAL NOT NULL)`);
  }

  /** The template's own parameters, and on first start a secret for each that a role may read and nobody makes. */
  prepare(plans: ParameterPlan[], access: Access): void {
    for (const plan of plans)
      if (this.value(plan.name) !== plan.value) this.put(plan.name, plan.value, plan.type);
    for (const name of readable(access))
      if (this.value(name) === undefined)
        this.put(name, randomBytes(32).toString("base64url"), "SecureString");
  }

  value(name: string): string | undefined {
    return this.find(name)?.value;
  }

  put(name: string, value: string, type = "String"): number {
    const version = (this.find(name)?.version ?? 0) + 1;
    this.database
      .prepare("INSERT OR REPLACE INTO parameters (name, type, value, version, at) VALUES (?, ?, ?, ?, ?)")
      .run(name, type, value, version, this.now());
    return version;
  }

  readonly actions: Record<string, (input: Input) => unknown> = {
    GetParameter: (input) => ({
      Parameter: this.shown(this.must(String(input.Name)), input.WithDecryption),
    }),
    GetParameters: (input) => {
      const names = (input.Names ?? []) as string[];
      const found = names.flatMap((name) => this.find(name) ?? []);
      return {
        Parameters: found.map((row) => this.shown(row, input.WithDecryption)),
        InvalidParameters: names.filter((name) => !found.some((row) => row.name === name)),
      };
    },
    GetParametersByPath: (input) => {
      const path = `${String(input.Path).replace(/\/$/, "")}/`;
      const rows = this.database.prepare("SELECT * FROM parameters ORDER BY name").all() as Row[];
      const below = rows.filter(({ name }) => name.startsWith(path));
      const direct = below.filter(({ name }) => input.Recursive || !name.slice(path.length).includes("/"));
      return { Parameters: direct.map((row) => this.shown(row, input.WithDecryption)) };
    },
    PutParameter: (input) => {
      const name = String(input.Name);
      const known = this.find(name);
      if (known && !input.Overwrite)
        throw new Refusal(
          "ParameterAlreadyExists",
          "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
        );
      const version = this.put(name, String(input.Value), String(input.Type ?? known?.type ?? "String"));
      return { Version: version, Tier: "Standard" };
    },
    DeleteParameter: (input) => {
      this.must(String(input.Name));
      this.database.prepare("DELETE FROM parameters WHERE name = ?").run(String(input.Name));
      return {};
    },
  };

  private find(name: string): Row | undefined {
    return this.database.prepare("SELECT * FROM parameters WHERE name = ?").get(name) as Row | undefined;
  }

  private must(name: string): Row {
    const row = this.find(name);
    if (!row) throw new Refusal("ParameterNotFound", `Parameter ${name} not found.`);
    return row;
  }

  private shown(row: Row, decrypted: unknown) {
    const secret = row.type === "SecureString" && decrypted !== true;
    return {
      Name: row.name,
      Type: row.type,
      // Whoever forgets WithDecryption gets no secret here either.
      Value: secret ? `encrypted:${Buffer.from(row.name).toString("base64")}` : row.value,
      Version: row.version,
      LastModifiedDate: row.at / 1000,
      ARN: this.arn(row.name),
      DataType: "text",
    };
  }
}

/** Names in the roles' grants on single parameters. */
function readable(access: Access): Set<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === "string") {
      const name = /^arn:aws:ssm:[^:]*:[^:]*:parameter(\/[\w./-]+)$/.exec(value)?.[1];
      if (name) names.add(name);
    } else if (value !== null && typeof value === "object") Object.values(value).forEach(visit);
  };
  for (const { documents } of access.roles.values()) for (const { document } of documents) visit(document);
  return names;
}

/** `{{resolve:ssm:NAME}}` as CloudFormation fills it in. */
export function resolveDynamic(text: string, parameters: Parameters): string {
  return text.replace(/\{\{resolve:([^:}]+):([^}]+)\}\}/g, (reference, service: string, name: string) => {
    const value =
      service === "ssm" || service === "ssm-secure" ? parameters.value(name.replace(/:\d+$/, "")) : undefined;
    if (value === undefined) throw new Error(`Can't resolve ${reference}: no such parameter`);
    return value;
  });
}
