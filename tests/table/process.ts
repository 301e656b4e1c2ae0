import { type ChildProcess, spawn } from "node:child_process";
import { Agent, request } from "node:http";
import { join } from "node:path";

const main = join(import.meta.dirname, "../../packages/local/src/table/main.ts");
const ready = /ready: (http:\/\/\S+)/;

/** An engine in a process of its own. */
export interface EngineProcess {
  url: string;
  process: ChildProcess;
  /** Milliseconds from the start to the line that says it is ready. */
  startMs: number;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

export function startEngine(...args: string[]): Promise<EngineProcess> {
  const started = performance.now();
  // As `npm run table` starts it.
  const child = spawn(process.execPath, ["--max-semi-space-size=16", main, "--port", "0", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return new Promise((resolve, reject) => {
    let text = "";
    child.once("exit", (code) => reject(new Error(`the engine ended with ${code}: ${text}`)));
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      const url = ready.exec(text)?.[1];
      if (!url) return;
      const startMs = performance.now() - started;
      const kill = () => {
        child.kill("SIGKILL");
        return gone;
      };
      resolve({ url, process: child, startMs, kill });
    });
  });
}

export class Refused extends Error {}

const authorization =
  "AWS4-HMAC-SHA256 Credential=TESTER/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0";
const streams = /^(ListStreams|DescribeStream|GetShardIterator|GetRecords)$/;

/** The plain client of benches and kill tests: one connection a request under way, kept. */
export class Caller {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** Sends JSON text; answers JSON text. Rejects with `Refused` where the engine refuses. */
  text(operation: string, input: string): Promise<string> {
    const service = streams.test(operation) ? "DynamoDBStreams_20120810" : "DynamoDB_20120810";
    const headers = {
      "content-type": "application/x-amz-json-1.0",
      "content-length": Buffer.byteLength(input),
      "x-amz-target": `${service}.${operation}`,
      authorization,
    };
    return new Promise((resolve, reject) => {
      const sent = request(this.url, { method: "POST", agent: this.agent, headers }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
        });
        response.once("error", reject);
        response.once("end", () =>
          response.statusCode === 200 ? resolve(text) : reject(new Refused(`${operation}: ${text}`)),
        );
      });
      sent.once("error", reject);
      sent.end(input);
    });
  }

  async call<T = Record<string, unknown>>(operation: string, input: object): Promise<T> {
    return JSON.parse(await this.text(operation, JSON.stringify(input))) as T;
  }

  close(): void {
    this.agent.destroy();
  }
}
