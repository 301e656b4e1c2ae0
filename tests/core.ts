/**
 * Core on a table of its own, in process: the table engine over loopback HTTP and a parameter store with one key.
 *
 *   const core = await startCore();           // once a file, in beforeAll; stop it in afterAll
 *   await as("sales", () => Deal.win({ id }));
 *   await as("viewer", () => …, { workspaceId: other });
 *   core.requests                             // what was asked of the tables since core.forget()
 */
import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Actor } from "@rapport/core/kernel/actor";
import * as Context from "@rapport/core/kernel/context";
import { newId } from "@rapport/core/kernel/id";
import type { Role, Visibility } from "@rapport/core/kernel/role";
import { createEngine, type Engine, serve } from "../packages/local/src/table/index.ts";

/** One metered request; units by AWS's formulas. */
export type Request = {
  operation: string;
  table: string;
  read: number;
  write: number;
  indexes: Record<string, { read: number; write: number }>;
};
export type Item = Record<string, unknown>;

export type Core = {
  engine: Engine;
  /** Each request to the tables since the last `forget`. */
  requests: Request[];
  forget(): void;
  /** Every item of a table, in key order, to compare before and after. */
  dump(table?: "records" | "reports" | "history"): Promise<Item[]>;
  stop(): Promise<void>;
};

export const workspace = { id: newId("workspace") };

const generic = [1, 2, 3, 4, 5, 6, 7, 8];

/** The tables as infra/ declares them; a test compares the two. */
export function recordsTable(name: string) {
  const keys = (prefix: string) => [
    { AttributeName: `${prefix}pk`, KeyType: "HASH" },
    { AttributeName: `${prefix}sk`, KeyType: "RANGE" },
  ];
  return {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: keys(""),
    AttributeDefinitions: ["", ...generic.map((n) => `gsi${n}`)].flatMap((prefix) =>
      ["pk", "sk"].map((part) => ({ AttributeName: `${prefix}${part}`, AttributeType: "S" })),
    ),
    GlobalSecondaryIndexes: generic.map((n) => ({
      IndexName: `gsi${n}`,
      KeySchema: keys(`gsi${n}`),
      Projection: { ProjectionType: n <= 6 ? "KEYS_ONLY" : "ALL" },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
  };
}

function plainTable(name: string) {
  const { GlobalSecondaryIndexes: _, StreamSpecification: __, ...table } = recordsTable(name);
  return { ...table, AttributeDefinitions: table.AttributeDefinitions.slice(0, 2) };
}

async function parameterStore(): Promise<Server> {
  const key = randomBytes(32).toString("base64url");
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      response.setHeader("content-type", "application/x-amz-json-1.1");
      // The same answer for queues: a message that nobody reads.
      response.end(
        JSON.stringify({
          MessageId: "m",
          Parameter: { Name: "signing-key", Value: key, Type: "SecureString" },
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

const tables = { records: "records", reports: "reports", history: "history" } as const;

export async function startCore(): Promise<Core> {
  const requests: Request[] = [];
  const engine = createEngine({
    onRequest: ({ operation, table, consumed }) => requests.push({ operation, table, ...consumed }),
  });
  await engine.call("CreateTable", recordsTable(tables.records));
  await engine.call("CreateTable", plainTable(tables.reports));
  await engine.call("CreateTable", plainTable(tables.history));
  const served = await serve(engine, { port: 0 });
  const parameters = await parameterStore();
  Object.assign(process.env, {
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL_DYNAMODB: served.url,
    AWS_ENDPOINT_URL_SSM: `http://127.0.0.1:${(parameters.address() as AddressInfo).port}`,
    AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${(parameters.address() as AddressInfo).port}`,
    ...Object.fromEntries(
      ["IMPORT", "AUDIENCE", "SEND", "MAIL"].map((name) => [`${name}_QUEUE_URL`, `http://queue/${name}`]),
    ),
    RECORDS_TABLE: tables.records,
    REPORTS_TABLE: tables.reports,
    HISTORY_TABLE: tables.history,
    SECRETS_PATH: "/rapport/test",
    APP_URL: "http://127.0.0.1:4000",
    OPEN_URL: "http://localhost:4000",
    MAIL_FROM: "rapport@demo.example",
    MAIL_ALLOW: "*",
    CONFIGURATION_SET: "rapport-test",
    STAGE: "test",
  });
  requests.length = 0;
  return {
    engine,
    requests,
    forget: () => {
      requests.length = 0;
    },
    dump: async (table = "records") => {
      const items: Item[] = [];
      let start: unknown;
      do {
        const page = (await engine.call("Scan", { TableName: tables[table], ExclusiveStartKey: start })) as {
          Items: Item[];
          LastEvaluatedKey?: unknown;
        };
        items.push(...page.Items);
        start = page.LastEvaluatedKey;
      } while (start);
      return items.sort((a, b) => (JSON.stringify([a.pk, a.sk]) < JSON.stringify([b.pk, b.sk]) ? -1 : 1));
    },
    stop: async () => {
      await served.close();
      await new Promise((resolve) => parameters.close(resolve));
      await engine.close();
    },
  };
}

type As = {
  workspaceId?: string;
  memberId?: string;
  teamId?: string;
  visibility?: Visibility;
  at?: Date;
  silent?: boolean;
};

/** Runs as a member with this role, or as the system. */
export function as<T>(role: Role | "system" | "visitor", run: () => T, options: As = {}): T {
  const workspaceId = options.workspaceId ?? workspace.id;
  const id =
    options.memberId ?? `mem_${"0".repeat(26 - role.length)}${role.toUpperCase().replace(/[ILOU]/g, "0")}`;
  const actor: Actor =
    role === "system" || role === "visitor"
      ? { kind: role, workspaceId, id: role }
      : {
          kind: "person",
          workspaceId,
          id,
          role,
          visibility: options.visibility ?? "all",
          teamId: options.teamId,
        };
  const context = { actor, cause: newId("request"), depth: 0, silent: options.silent ?? false };
  return Context.provide(options.at ? { ...context, at: options.at } : context, run);
}

/** A member item to own records, without sign-in. */
export async function aMember(options: { id?: string; name?: string; teamId?: string; role?: Role } = {}) {
  const { members } = await import("../packages/core/src/member/member.entity.ts");
  const id = options.id ?? newId("member");
  return as("system", () =>
    members.create(
      {
        name: options.name ?? "Mira",
        email: `${id.toLowerCase()}@demo.example`,
        role: options.role ?? "sales",
        visibility: "all",
        active: true,
        teamId: options.teamId,
      } as never,
      { id },
    ),
  );
}
