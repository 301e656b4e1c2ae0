import { Agent, request } from "node:http";
import { createEngine, type Engine, TableError } from "../../../packages/local/src/table/index.ts";
import { comparable } from "./compare.ts";
import type { Local } from "./local.ts";
import type { Step } from "./operation.ts";
import { createInput, type Schema } from "./schema.ts";
import { tableMark } from "./several.ts";

const authorization =
  "AWS4-HMAC-SHA256 Credential=TESTER/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0";

/** Both engines, asked the same. */
export class Pair {
  readonly engine: Engine = createEngine({ sweepMs: 0 });
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 32 });
  private readonly local: Local;

  constructor(local: Local) {
    this.local = local;
  }

  async ours(operation: string, input: string): Promise<[number, string]> {
    try {
      return [200, await this.engine.text(operation, JSON.parse(input))];
    } catch (error) {
      if (error instanceof TableError) return [error.status, error.body()];
      throw error;
    }
  }

  theirs(operation: string, input: string): Promise<[number, string]> {
    const body = Buffer.from(input);
    const headers = {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `DynamoDB_20120810.${operation}`,
      "content-length": body.length,
      authorization,
    };
    return new Promise((resolve, reject) => {
      const sent = request(this.local.url, { method: "POST", agent: this.agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => resolve([response.statusCode!, Buffer.concat(chunks).toString()]));
      });
      sent.once("error", reject);
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
    this.engine.close();
  }
}

export interface Mismatch {
  schema: Schema;
  step: Step;
  ours: Record<string, unknown>;
  theirs: Record<string, unknown>;
}

/** A table that exists in both engines; one sequence uses it at a time and leaves it empty. */
export class Table {
  readonly schema: Schema;
  readonly name: string;
  private readonly pair: Pair;
  refused = 0;
  steps = 0;

  constructor(pair: Pair, schema: Schema, name: string) {
    this.pair = pair;
    this.schema = schema;
    this.name = name;
  }

  async create(): Promise<void> {
    const input = JSON.stringify(createInput(this.schema, this.name));
    const [[ours, text], [theirs, other]] = await Promise.all([
      this.pair.ours("CreateTable", input),
      this.pair.theirs("CreateTable", input),
    ]);
    if (ours !== 200 || theirs !== 200) throw new Error(`${input}\nours: ${text}\ntheirs: ${other}`);
  }

  private text(step: Step): string {
    const named = JSON.stringify(step.input).replaceAll(`"${tableMark}"`, `"${this.name}"`);
    return "RequestItems" in step.input || "TransactItems" in step.input
      ? named
      : `{"TableName":"${this.name}"${named === "{}" ? "" : ","}${named.slice(1)}`;
  }

  async ask(step: Step): Promise<Mismatch> {
    const input = this.text(step);
    const [ours, theirs] = await Promise.all([
      this.pair.ours(step.operation, input),
      this.pair.theirs(step.operation, input),
    ]);
    this.steps++;
    if (ours[0] !== 200) this.refused++;
    return {
      schema: this.schema,
      step,
      ours: comparable(step, ...ours),
      theirs: comparable(step, ...theirs),
    };
  }

  /** Deletes all items, in both. */
  async clear(): Promise<void> {
    const names = this.schema.range ? ["pk", "sk"] : ["pk"];
    const { Items } = await this.pair.engine.call<{ Items: Record<string, object>[] }>("Scan", {
      TableName: this.name,
    });
    const { Items: left } = JSON.parse(
      (await this.pair.theirs("Scan", JSON.stringify({ TableName: this.name })))[1],
    ) as {
      Items: Record<string, object>[];
    };
    const keys = new Map(
      [...Items, ...left].map((item) => {
        const Key = Object.fromEntries(names.map((name) => [name, item[name]]));
        return [JSON.stringify(Key), { DeleteRequest: { Key } }];
      }),
    );
    const all = [...keys.values()];
    for (let at = 0; at < all.length; at += 25) {
      const input = JSON.stringify({ RequestItems: { [this.name]: all.slice(at, at + 25) } });
      await Promise.all([this.pair.ours("BatchWriteItem", input), this.pair.theirs("BatchWriteItem", input)]);
    }
  }
}
