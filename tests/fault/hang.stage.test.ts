import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Faults } from "../../packages/local/src/fault/index.ts";
import { type Owner, signUp } from "../journey/client.ts";
import { uploaded } from "../journey/importing.ts";
import { differences } from "../journey/mailing.ts";
import { freshStage, type Stage } from "../stage/helper.ts";

/** Every function lives for so many seconds: a call gets half of them, so that hung ones take no time of the test's. */
const TIMEOUT = 4;

let stage: Stage;
let owner: Owner;
let end = () => {};
let from = 0;

type Rule = NonNullable<Faults["calls"]>[number];
const hang = (...rules: Omit<Rule, "fault">[]) => {
  end = stage.inject({ calls: rules.map((rule) => ({ fault: "hang", kth: 1, ...rule })) });
};
const hung = () => stage.calls.by(undefined, from).filter(({ error }) => error === "Hung");
const broken = () => stage.logs.map(({ line }) => line).filter((line) => /Timedout|TimeoutError/.test(line));

beforeAll(async () => {
  stage = await freshStage({
    template: (stacks) => {
      for (const { template } of stacks)
        for (const { Type, Properties } of Object.values(template.Resources ?? {}))
          if (Type === "AWS::Lambda::Function") Object.assign(Properties ?? {}, { Timeout: TIMEOUT });
      return stacks;
    },
  });
  owner = await signUp(stage, "ada@hang.example");
  await owner.post("/contacts", { firstName: "First" });
  await stage.idle();
});

beforeEach(() => {
  from = stage.calls.mark();
  stage.logs.length = 0;
});

afterEach(() => end());

afterAll(async () => {
  const faults = stage.faults.splice(0);
  await stage.stop();
  expect(faults).toEqual([]);
});

test("a request whose write hangs is answered, and the write lands once", async () => {
  const write = { service: "dynamodb", action: "TransactWriteItems", caller: "api" };
  hang(write);
  await owner.post("/contacts", { firstName: "Before", email: "before@hang.example" });
  end();
  hang({ ...write, when: "after" });
  await owner.post("/contacts", { firstName: "After", email: "after@hang.example" });
  await stage.idle();
  const people = await owner.all<{ firstName: string }>("/contacts");
  expect(people.map(({ firstName }) => firstName).toSorted()).toEqual(["After", "Before", "First"]);
  expect(hung()).toHaveLength(2);
  expect(broken()).toEqual([]);
});

test("one hung connection to each service costs no invocation its work", async () => {
  const csv = "First Name,Email\nLou,lou@hang.example\nMay,may@hang.example\n";
  hang(
    { service: "sqs", caller: "api" },
    { service: "s3", caller: "import" },
    { service: "dynamodb", caller: "import", kth: 3, when: "after" },
    { service: "events", caller: "relay", when: "after" },
    { service: "dynamodb", caller: "project", action: "TransactWriteItems", when: "after" },
  );
  const { id } = await uploaded(owner, csv);
  await owner.post(`/imports/${id}/start`);
  await stage.idle();
  expect(await owner.get(`/imports/${id}`)).toMatchObject({ state: "done", run: { created: 2, failed: 0 } });
  expect(hung()).toHaveLength(5);
  expect(broken()).toEqual([]);
  end();
  expect(await differences(stage)).toEqual([]);
});

test("a service that answers nothing is given up before the function's time is over", async () => {
  end = stage.inject({ calls: [{ fault: "hang", service: "dynamodb", caller: "api", each: 1 }] });
  await expect(owner.get("/contacts")).rejects.toThrow(/500.*problems\/internal/);
  expect(stage.logs.map(({ line }) => line).filter((line) => /Sandbox/.test(line))).toEqual([]);
  end();
  expect(await owner.all("/contacts")).not.toEqual([]);
});
