import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Chance } from "../../packages/local/src/fault/chance.ts";
import { described } from "../../packages/local/src/fault/describe.ts";
import { faultsOf, readFaults } from "../../packages/local/src/fault/index.ts";

const rule = { fault: "throttle", rate: 0.1 };

describe("a fault file", () => {
  test("is refused with the place of its first mistake", () => {
    const wrong: [unknown, RegExp][] = [
      [[], /expected an object/],
      [{ sed: 1 }, /unknown field sed; there are seed, calls, streams/],
      [{ constructor: {} }, /unknown field constructor/],
      [{ calls: {} }, /calls: expected a list/],
      [{ calls: [rule, { ...rule, often: 1 }] }, /calls\[1\]: unknown field often/],
      [{ calls: [{ rate: 0.1 }] }, /calls\[0\]: expected fault, one of throttle/],
      [{ calls: [{ ...rule, fault: "explode" }] }, /calls\[0\].fault: expected one of throttle, fail/],
      [{ calls: [{ ...rule, rate: 2 }] }, /calls\[0\].rate: expected a number from 0 to 1, not 2/],
      [{ calls: [{ ...rule, kth: 1 }] }, /exactly one of kth, each and rate/],
      [{ calls: [{ fault: "throttle" }] }, /exactly one of kth, each and rate/],
      [{ calls: [{ fault: "throttle", kth: 0 }] }, /calls\[0\].kth: expected a whole number/],
      [{ calls: [{ ...rule, part: 2 }] }, /part goes with partial only/],
      [{ calls: [{ ...rule, ms: 5 }] }, /ms goes with delay and linger only/],
      [{ calls: [{ fault: "delay", each: 2 }] }, /delay needs ms/],
      [{ calls: [{ ...rule, when: "after" }] }, /when goes with kill and hang only/],
      [{ mail: { events: { lost: 1 } } }, /mail.events: unknown field lost/],
      [{ streams: { regroup: "yes" } }, /streams.regroup: expected true or false/],
      [{ clock: [{ after: 5 }] }, /clock\[0\]: expected either jump/],
      [{ clock: [{ to: "2026-03-29T00:59:50" }] }, /clock\[0\].to: expected a time/],
    ];
    for (const [value, message] of wrong)
      expect(() => faultsOf(value), JSON.stringify(value)).toThrow(message);
  });

  test("of any shape is read or refused by name, never taken half", async () => {
    await fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          expect(faultsOf(value)).toEqual(value);
        } catch (error) {
          expect((error as Error).name).toBe("Malformed");
        }
      }),
    );
  });

  test("is told line by line, as the example of the documentation is", () => {
    const faults = readFaults(new URL("../../docs/faults.example.json", import.meta.url).pathname);
    const lines = described(faults);
    expect(lines[0]).toBe(`seed ${faults.seed}`);
    expect(lines).toContain("calls: throttle dynamodb:any action of api, 0.05 of the calls");
    expect(lines).toContain("clock: after 120000 ms to 2026-10-25T00:59:30Z");
  });

  test("that isn't there or isn't JSON is named", () => {
    expect(() => readFaults("/nowhere/faults.json")).toThrow(
      /The fault file \/nowhere\/faults.json can't be used/,
    );
  });
});

test("chance is the same for the same seed, and even", () => {
  const draws = (seed: number) => {
    const chance = new Chance(seed);
    return Array.from({ length: 10_000 }, () => chance.between(0, 9));
  };
  expect(draws(7)).toEqual(draws(7));
  expect(draws(7)).not.toEqual(draws(8));
  for (let digit = 0; digit < 10; digit++) {
    const share = draws(7).filter((one) => one === digit).length / 10_000;
    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.12);
  }
});
