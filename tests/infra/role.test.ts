import { describe, expect, test } from "vitest";
import { functions, pascal } from "../../infra/functions.ts";
import { FULL, ofType, type Properties, synth } from "./synth.ts";

type Statement = { Effect: string; Action: string | string[]; Resource: unknown; Condition?: Properties };

const { all } = await synth("production", FULL);
const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

function statementsOf(role: string): Statement[] {
  const policies = all.Resources[role]!.Properties.Policies as {
    PolicyDocument: { Statement: Statement[] };
  }[];
  return policies.flatMap((policy) => policy.PolicyDocument.Statement);
}

/** Actions that know no resource; AWS refuses them with any other than `*`. */
const WITHOUT_RESOURCE = [
  "dynamodb:ListStreams",
  "ses:GetAccount",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
];

/** Where only people's own records may be touched. */
const PEOPLE = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["w#*#contact#*"] } };

describe("roles", () => {
  test("are one for each function, with inline statements only", () => {
    const used = ofType(all, "AWS::Lambda::Function").map(([, { Properties }]) =>
      JSON.stringify(Properties.Role),
    );
    expect(new Set(used).size).toBe(functions.length);
    for (const [, { Properties }] of ofType(all, "AWS::IAM::Role"))
      expect(Properties.ManagedPolicyArns).toBeUndefined();
    expect(ofType(all, "AWS::IAM::Policy")).toEqual([]);
    expect(ofType(all, "AWS::IAM::ManagedPolicy")).toEqual([]);
  });

  test("name each action: none has a wildcard", () => {
    for (const [role] of ofType(all, "AWS::IAM::Role"))
      for (const statement of statementsOf(role))
        for (const action of list(statement.Action)) expect(action, role).not.toContain("*");
  });

  test("allow on everything only what knows no resource", () => {
    for (const [role] of ofType(all, "AWS::IAM::Role"))
      for (const statement of statementsOf(role))
        if (list(statement.Resource).includes("*"))
          expect(WITHOUT_RESOURCE, role).toEqual(expect.arrayContaining(list(statement.Action)));
  });

  test("bind a workspace's functions to a workspace's keys", () => {
    for (const spec of functions) {
      const tables = statementsOf(`${pascal(spec.name)}Role`).filter(({ Action, Resource }) => {
        const stream = JSON.stringify(Resource).includes("StreamArn");
        return (
          list(Action).some((action) => action.startsWith("dynamodb:") && !action.endsWith("Streams")) &&
          !stream
        );
      });
      const expected = spec.keys && {
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": spec.keys.map((prefix) => `${prefix}*`) },
      };
      const narrower = JSON.stringify(PEOPLE);
      for (const { Condition } of tables)
        if (JSON.stringify(Condition) !== narrower) expect(Condition, spec.name).toEqual(expected);
    }
  });

  test("let the relay read nothing of Records but contacts, whose keys it encrypts with", () => {
    const reading = statementsOf("RelayRole").filter(
      ({ Resource, Action }) =>
        list(Action).some((action) => /^dynamodb:(BatchGetItem|GetItem|Query)$/.test(action)) &&
        JSON.stringify(Resource).includes("Records"),
    );
    expect(reading.map(({ Action, Condition }) => [list(Action), Condition])).toEqual([
      [["dynamodb:BatchGetItem"], PEOPLE],
    ]);
  });

  test("name each index that may be asked, and let only a rebuild scan", () => {
    const roles = ofType(all, "AWS::IAM::Role");
    const scanning = roles.filter(([, role]) => JSON.stringify(role).includes("dynamodb:Scan"));
    expect(scanning.map(([id]) => id)).toEqual(["RebuildRole"]);
    const text = JSON.stringify(roles);
    expect(text).not.toContain("/index/*");
    expect(text).toContain("/index/gsi8");
  });

  test("let only the relay put events and write history, and nobody change or delete history", () => {
    const may = (action: string, resource: string) =>
      functions
        .filter((spec) =>
          statementsOf(`${pascal(spec.name)}Role`).some(
            (statement) =>
              list(statement.Action).includes(action) &&
              JSON.stringify(statement.Resource).includes(resource),
          ),
        )
        .map((spec) => spec.name);
    expect(may("events:PutEvents", "Bus")).toEqual(["relay"]);
    expect(may("dynamodb:PutItem", "History")).toEqual(["relay"]);
    expect(may("dynamodb:UpdateItem", "History")).toEqual([]);
    expect(may("dynamodb:DeleteItem", "History")).toEqual([]);
    expect(may("ses:SendBulkEmail", "identity")).toEqual(["send"]);
    // A test mail of a template goes the way of a campaign.
    expect(may("ses:SendEmail", "identity")).toEqual(["send", "mail"]);
  });

  test("let mail out only under the stage's own domain and configuration set", () => {
    for (const role of ["SendRole", "MailRole"]) {
      const mailing = statementsOf(role).filter(({ Action }) =>
        list(Action).some((one) => one.startsWith("ses:")),
      );
      expect(mailing.length).toBeGreaterThan(0);
      for (const { Condition, Resource } of mailing) {
        expect(Condition).toEqual({ StringLike: { "ses:FromAddress": "*@crm.example" } });
        expect(JSON.stringify(Resource)).toContain("ConfigurationSet");
        expect(JSON.stringify(Resource)).toContain("identity/crm.example");
      }
    }
  });

  test("let a function read its own secrets only", () => {
    for (const spec of functions) {
      const reads = statementsOf(`${pascal(spec.name)}Role`).filter(({ Action }) =>
        list(Action).includes("ssm:GetParameter"),
      );
      expect(reads.length, spec.name).toBe(spec.grants.includes("secrets") ? 1 : 0);
      expect(JSON.stringify(reads)).not.toMatch(/parameter\/\*|parameter\/rapport\/\*/);
    }
  });
});
