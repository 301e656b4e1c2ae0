import { type FunctionSpec, WORKSPACE } from "./spec.ts";

/** Functions behind a door of their own: HTTP, a stream, SES, the clock. */
export const workers: readonly FunctionSpec[] = [
  {
    name: "api",
    entry: "api/handler.ts",
    parts: true,
    memory: 1024,
    timeout: 28,
    grants: [
      "records.read",
      "records.write",
      "reports.read",
      "history.read",
      "files.read",
      "files.write",
      "files.look",
      "queue.import",
      "queue.audience",
      "queue.send",
      "mail.allow",
      "secrets",
      "url.app",
      "url.open",
    ],
  },
  {
    name: "open",
    entry: "open/handler.ts",
    memory: 512,
    timeout: 10,
    grants: ["records.read", "records.write", "secrets"],
    // Attempts are counted by address, before anybody knows the workspace.
    keys: [...WORKSPACE, "attempt#"],
  },
  {
    name: "relay",
    entry: "stream/relay.ts",
    memory: 512,
    timeout: 60,
    grants: ["bus.put", "history.append", "people.keys"],
  },
  {
    name: "project",
    entry: "stream/project.ts",
    memory: 1024,
    timeout: 120,
    grants: ["records.read", "records.write", "reports.read", "reports.write"],
  },
  {
    name: "send",
    entry: "queue/send.ts",
    memory: 512,
    timeout: 60,
    grants: ["records.read", "records.write", "ses.bulk", "ses.send", "secrets", "url.open"],
  },
  {
    name: "mail",
    entry: "queue/mail.ts",
    memory: 256,
    timeout: 30,
    // A mail that can still be taken back waits in the queue again.
    grants: ["records.read", "records.write", "ses.send", "queue.mail", "secrets", "url.app"],
  },
  {
    name: "feedback",
    entry: "queue/feedback.ts",
    memory: 256,
    timeout: 30,
    // Suppressed addresses are kept by a keyed hash only.
    grants: ["records.read", "records.write", "secrets"],
  },
  {
    name: "inbound",
    entry: "queue/inbound.ts",
    memory: 512,
    timeout: 60,
    grants: ["records.read", "records.write", "mailbox.read"],
    keys: WORKSPACE,
  },
  {
    name: "pacer",
    entry: "clock/pacer.ts",
    memory: 256,
    timeout: 50,
    // Wakes jobs, too, whose message was lost.
    grants: ["records.read", "records.write", "queue.import", "queue.audience", "queue.send", "ses.quota"],
  },
  {
    name: "due",
    entry: "clock/due.ts",
    memory: 256,
    timeout: 50,
    grants: ["records.read", "records.write", "queue.import", "queue.audience"],
  },
  {
    // Invoked by a person only: `node scripts/stage.ts rebuild --stage NAME`.
    name: "rebuild",
    entry: "queue/rebuild.ts",
    memory: 1769,
    timeout: 900,
    grants: ["records.read", "records.scan", "reports.read", "reports.write", "reports.scan"],
  },
];
