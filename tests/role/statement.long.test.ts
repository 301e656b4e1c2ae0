import { expect, test } from "vitest";
import { type Decision, decide } from "../../packages/local/src/role/evaluate.ts";
import type { Asked } from "../../packages/local/src/role/guard.ts";
import type { Statement } from "../../packages/local/src/role/policy.ts";
import { signUp } from "../journey/client.ts";
import { uploaded } from "../journey/importing.ts";
import { freshStage, type Stage, withStage } from "../stage/helper.ts";
import { asked } from "./journey.ts";

const stage = withStage();
let calls: Asked[];

/** Statements that a whole journey does without, and why they are there all the same. */
const unasked: Record<string, string> = {};

const listed = ({ origin, index }: Statement) => `${origin.id}[${index}]`;

/** What becomes of a call with these statements alone. */
function decided({ request }: Asked, identity: Statement[]): Decision {
  const quiet = () => undefined;
  return decide(request, { identity, resource: stage.guard.guarding(request.resource) }, quiet);
}

test("the whole journey, its rare ways included, is allowed by the template's roles", async () => {
  calls = await asked(stage);
  expect(stage.guard.refusals.map((one) => `${one.message} ${one.construct}`)).toEqual([]);
}, 300_000);

test("without any one of its grants, each function is refused something that it does", () => {
  const useless: string[] = [];
  let statements = 0;
  for (const [arn, own] of stage.guard.grants()) {
    const its = calls.filter(({ role, decision }) => role === arn && decision.allowed);
    expect(its.length, arn).toBeGreaterThan(0);
    for (const statement of own) {
      statements++;
      const rest = own.filter((one) => one !== statement);
      const missed = its.filter((one) => !decided(one, rest).allowed);
      if (missed.length === 0) useless.push(`${listed(statement)} ${statement.actions.patterns.join()}`);
    }
  }
  console.info(`${statements} statements, ${calls.length} permissions asked for`);
  expect(useless.filter((one) => !(one in unasked))).toEqual([]);
  expect(Object.keys(unasked).filter((one) => !useless.includes(one))).toEqual([]);
});

test("without any one statement that lets a service in, that service is refused", () => {
  const services = calls.filter(
    ({ request, decision }) => request.principal.kind === "service" && decision.allowed,
  );
  const guards = new Set(services.map(({ decision }) => decision.allowed && decision.by));
  const allowing = [...stage.guard.resourceStatements()].filter((one) => one.allow);
  expect(allowing.filter((one) => !guards.has(one)).map((one) => listed(one))).toEqual([]);
});

type Policies = { PolicyDocument: { Statement: { Action: string | string[]; Effect: string }[] } }[];

/** The real stage, but one role lacks this action. */
function lacking(role: string, action: string): Promise<Stage> {
  return freshStage({
    template: (stacks) => {
      const copies = structuredClone(stacks);
      for (const { template } of copies) {
        const policies = template.Resources?.[role]?.Properties?.Policies as Policies | undefined;
        // An action of no service stands for one that was forgotten: a statement must have some.
        for (const { PolicyDocument } of policies ?? [])
          for (const one of PolicyDocument.Statement)
            one.Action = ["none:None", ...[one.Action].flat().filter((each) => each !== action)];
      }
      return copies;
    },
  });
}

test("a browser's upload is refused where the API that signed it may not write", async () => {
  const own = await lacking("ApiRole", "s3:PutObject");
  const owner = await signUp(own);
  await expect(uploaded(owner, "Email\nada@journey.example\n")).rejects.toThrow(
    /403: .*is not authorized to perform: s3:PutObject on resource: .*rapport-local-App\/ApiRole\/Resource \(ApiRole\)/s,
  );
  await own.stop();
});

test("a transaction is refused as a whole where one of its actions isn't allowed, and nothing is written", async () => {
  const own = await lacking("ApiRole", "dynamodb:PutItem");
  await expect(signUp(own)).rejects.toThrow(/answered with 500/);
  expect(own.guard.refusals.map((one) => [one.action, one.construct])).toContainEqual([
    "dynamodb:PutItem",
    "rapport-local-App/ApiRole/Resource (ApiRole)",
  ]);
  type Page = { Items: { pk: { S: string } }[] };
  const { Items } = await own.engine.call<Page>("Scan", { TableName: own.tables.Records });
  expect(Items.filter(({ pk }) => pk.S.startsWith("w#"))).toEqual([]);
  await own.stop();
});
