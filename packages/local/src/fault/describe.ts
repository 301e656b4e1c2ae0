import type { Faults, Rule } from "./file.ts";

/** What is on, a line each: printed when a stage starts with a fault file. */
export function described(faults: Faults): string[] {
  const { seed = 1, calls = [], streams, queues, events, tables, mail, clock = [] } = faults;
  const members = (title: string, part: object | undefined) =>
    part && Object.keys(part).length > 0 ? [`${title}: ${plain(part)}`] : [];
  return [
    `seed ${seed}`,
    ...calls.map((rule) => `calls: ${ruleLine(rule)}`),
    ...members("streams", streams),
    ...members("queues", queues),
    ...members("events", events),
    ...members("tables", tables),
    ...members("mail", mail),
    ...clock.map(
      ({ after = 0, jump, to }) => `clock: after ${after} ms ${to ? `to ${to}` : `${jump} ms on`}`,
    ),
  ];
}

const plain = (part: object): string =>
  Object.entries(part)
    .map(([name, value]) => (typeof value === "object" ? `${name} (${plain(value)})` : `${name} ${value}`))
    .join(", ");

function ruleLine({
  fault,
  service,
  action,
  caller,
  on,
  kth,
  each,
  rate,
  times,
  part,
  ms,
  when,
}: Rule): string {
  const what = [service ?? "any service", action ?? "any action"].join(":");
  const whose = caller ? ` of ${caller}` : "";
  const where = on ? ` on ${on}` : "";
  const often =
    kth !== undefined ? `call ${kth}` : each !== undefined ? `one call in ${each}` : `${rate} of the calls`;
  const more = [
    part === undefined ? "" : `${part} entries`,
    ms === undefined ? "" : `${ms} ms`,
    when ?? "",
    times === undefined ? "" : `at most ${times} times`,
  ].filter((one) => one !== "");
  return `${fault} ${what}${whose}${where}, ${often}${more.length > 0 ? ` (${more.join(", ")})` : ""}`;
}
