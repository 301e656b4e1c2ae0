import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { LARGEST } from "./post.ts";
import type { Receipt } from "./receipt.ts";

export type Smtp = { port: number; close(): Promise<void> };

/** SES's inbound endpoint on loopback: takes mail for whom a rule takes it, refuses the rest by recipient. */
export async function listen(
  receipt: Receipt,
  port: number,
  report: (error: unknown) => void,
): Promise<Smtp> {
  const reply = (message: string, responseCode: number) =>
    Object.assign(new Error(message), { responseCode });
  const server = new SMTPServer({
    name: "inbound-smtp.localhost",
    banner: "Rapport local stage",
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    size: LARGEST,
    onRcptTo({ address }, _session, done) {
      done(
        receipt.accepts(address) ? null : reply("5.1.1 Requested action not taken: mailbox unavailable", 550),
      );
    },
    onData(stream, session, done) {
      const take = async () => {
        const parts: Buffer[] = [];
        for await (const part of stream) if (!stream.sizeExceeded) parts.push(part as Buffer);
        if (stream.sizeExceeded) throw reply("5.3.4 Message too long", 552);
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : "";
        const { id } = await receipt.receive(Buffer.concat(parts), {
          from,
          recipients: session.envelope.rcptTo.map((to) => to.address),
        });
        return `OK ${id}`;
      };
      take().then(
        (message) => done(null, message),
        (error: Error & { responseCode?: number }) => {
          if (error.responseCode === undefined) report(error);
          done(error.responseCode === undefined ? reply("4.3.0 Try again later", 451) : error);
        },
      );
    },
  });
  server.on("error", report);
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
