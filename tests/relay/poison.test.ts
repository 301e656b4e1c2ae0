import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { contactItem, streamRecord } from "../projection/made.ts";
import { freshReports, type Stand, startStand } from "../projection/stand.ts";
import { startBus } from "./bus.ts";
import { mapping } from "./mapping.ts";

let stand: Stand;
let bus: Awaited<ReturnType<typeof startBus>>;
let relay: typeof import("../../packages/functions/src/stream/relay.ts").handler;
let project: typeof import("../../packages/functions/src/stream/project.ts").handler;
beforeAll(async () => {
  stand = await startStand();
  bus = await startBus();
  ({ handler: relay } = await import("../../packages/functions/src/stream/relay.ts"));
  ({ handler: project } = await import("../../packages/functions/src/stream/project.ts"));
});
afterAll(async () => {
  await bus.stop();
  await stand.stop();
});
beforeEach(async () => {
  await freshReports(stand);
  bus.taken.length = 0;
  vi.spyOn(console, "error").mockImplementation(() => {});
});

const count = 250;
function stream() {
  const records = Array.from({ length: count }, (_, n) =>
    streamRecord(undefined, contactItem(n, { email: undefined })),
  );
  const poison = streamRecord(undefined, contactItem(count, { _schema: 7 }));
  records.splice(137, 0, poison);
  return { records, poison };
}

test("one record that relay does not know is parked alone, and every other fact is told once", async () => {
  const { records, poison } = stream();
  const { parked } = await mapping(relay, records);
  expect(parked).toEqual([[poison]]);
  expect(bus.taken).toHaveLength(count);
  expect(new Set(bus.taken.map((fact) => fact.subject.id)).size).toBe(count);
});

test("one record that project does not know is parked alone, and every other one is counted once", async () => {
  const { records, poison } = stream();
  const { parked, calls } = await mapping(project, records);
  expect(parked).toEqual([[poison]]);
  console.info(`a poison record among ${count}: ${calls} invocations`);
  const items = await stand.engine.call<{ Items: Record<string, { S?: string; N?: string }>[] }>("Scan", {
    TableName: process.env.REPORTS_TABLE,
  });
  const sums = items.Items.filter(
    (item) => item.pk?.S?.endsWith("#all") && item.sk?.S?.startsWith("2#funnel"),
  );
  expect(sums.reduce((sum, item) => sum + Number(item.lead?.N ?? 0), 0)).toBe(count);
});

test("a record that code of tomorrow understands heals when it is replayed", async () => {
  const healed = contactItem(999, { email: undefined });
  await expect(project({ Records: [streamRecord(undefined, { ...healed, _schema: 7 })] })).rejects.toThrow(
    "Schema version 7",
  );
  const later = { ...healed, _v: 2, lifecycle: "customer" };
  await project({ Records: [streamRecord(healed, later)] });
  await project({ Records: [streamRecord(undefined, healed)] });
  const items = await stand.engine.call<{ Items: Record<string, { S?: string; N?: string }>[] }>("Scan", {
    TableName: process.env.REPORTS_TABLE,
  });
  const funnel = items.Items.filter((item) => item.sk?.S?.startsWith("2#funnel"));
  expect(funnel.map((item) => [item.lead?.N, item.customer?.N])).toEqual([[undefined, "1"]]);
});
