import { Agent, createServer, type Server } from "node:http";
import { type AddressInfo, Socket } from "node:net";
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { Patient } from "@rapport/core/aws/patience";
import { outcomeOf } from "@rapport/core/aws/ses";
import { expect, it, onTestFinished } from "vitest";

/** Nobody listens on the port of `discard` (RFC 863). */
const nobody = "http://127.0.0.1:9";

/** A connection that is being made, and never is. */
class NeverThere extends Agent {
  override createConnection() {
    return Object.defineProperty(new Socket(), "connecting", { value: true });
  }
}

/** What a call comes to that asks SES there. */
async function asked(endpoint: string, patient: Patient) {
  const credentials = { accessKeyId: "a", secretAccessKey: "b" };
  const client = new SESv2Client({
    endpoint,
    region: "us-east-1",
    credentials,
    maxAttempts: 1,
    requestHandler: patient,
  });
  onTestFinished(() => client.destroy());
  const mail = {
    Destination: { ToAddresses: ["a@b.example"] },
    Content: { Raw: { Data: Buffer.from("x") } },
  };
  return client.send(new SendEmailCommand(mail)).then(() => undefined, outcomeOf);
}

async function urlOf(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it("a mail whose connection was never made surely was not sent: it goes later", async () => {
  const patient = new Patient(5_000, { connectionTimeout: 20, httpAgent: new NeverThere() });
  expect(await asked(nobody, patient)).toEqual({ kind: "later", reason: "TimeoutError" });
});

it("a mail whose answer never came may have been sent: nobody knows", async () => {
  const url = await urlOf(createServer(() => undefined));
  const patient = new Patient(20, { connectionTimeout: 3_000 });
  expect(await asked(url, patient)).toMatchObject({ kind: "unknown" });
});

it("a refused connection and an overloaded SES are about the moment, a refusal is about the mail", async () => {
  const answering = (status: number, name: string) =>
    createServer((request, response) => {
      request.resume();
      response.writeHead(status, { "content-type": "application/json", "x-amzn-errortype": name });
      response.end("{}");
    });
  const patient = () => new Patient(5_000);
  expect(await asked(nobody, patient())).toMatchObject({ kind: "later" });
  const busy = await urlOf(answering(429, "TooManyRequestsException"));
  expect(await asked(busy, patient())).toMatchObject({ kind: "later" });
  const refusing = await urlOf(answering(400, "MessageRejected"));
  expect(await asked(refusing, patient())).toMatchObject({ kind: "refused" });
  const broken = await urlOf(answering(500, "InternalServiceErrorException"));
  expect(await asked(broken, patient())).toMatchObject({ kind: "unknown" });
});
