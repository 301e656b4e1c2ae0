import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { covers, like, pieces } from "../../packages/local/src/role/pattern.ts";
import { type Statement, statementsOf } from "../../packages/local/src/role/policy.ts";
import { ACCOUNT, allow, ask, deny, type Given, policy, ROLE, service, worker } from "./made.ts";

const jobs = "arn:aws:sqs:us-east-1:000000000000:jobs";

describe("a role", () => {
  test("is refused what no statement allows, and allowed what one does", () => {
    expect(ask({})).toBe(false);
    expect(ask({ identity: policy(allow({ Resource: jobs })) })).toBe(true);
    expect(ask({ identity: policy(allow({ Resource: `${jobs}x` })) })).toBe(false);
    expect(ask({ identity: policy(allow({ Action: "SQS:sendmessage" })) })).toBe(true);
    expect(ask({ identity: policy(allow({ Action: "sqs:Send*", Resource: "arn:aws:sqs:*:*:j?bs" })) })).toBe(
      true,
    );
  });

  test("is refused what is denied explicitly, wherever it is allowed", () => {
    const all = policy(allow({ Action: "*" }));
    expect(ask({ identity: policy(allow(), deny()) })).toBe(false);
    expect(ask({ identity: all, policies: policy(deny({ Principal: "*" })) })).toBe(false);
    expect(ask({ identity: all, policies: policy(deny({ Principal: { AWS: ROLE } })) })).toBe(false);
    expect(ask({ identity: all, policies: policy(deny({ NotPrincipal: { AWS: ROLE } })) })).toBe(true);
  });

  test("reads NotAction and NotResource the other way round", () => {
    const { Action: _, ...rest } = allow();
    expect(ask({ identity: policy({ ...rest, NotAction: "s3:*" }) })).toBe(true);
    expect(ask({ identity: policy({ ...rest, NotAction: "sqs:*" }) })).toBe(false);
    const { Resource: __, ...other } = allow();
    expect(ask({ identity: policy({ ...other, NotResource: jobs }) })).toBe(false);
  });

  test("is let in by a resource that names it, its session, or everyone, not by one that names the account", () => {
    for (const AWS of [ROLE, worker.kind === "role" ? worker.session : "", "*"])
      expect(ask({ policies: policy(allow({ Principal: { AWS } })) }), AWS).toBe(true);
    for (const AWS of [ACCOUNT, `arn:aws:iam::${ACCOUNT}:root`, "arn:aws:iam::111111111111:role/worker"])
      expect(ask({ policies: policy(allow({ Principal: { AWS } })) }), AWS).toBe(false);
  });

  test("has at most what its boundary allows", () => {
    const identity = policy(allow({ Action: "*" }));
    expect(ask({ identity, boundary: policy(allow()) })).toBe(true);
    expect(ask({ identity, boundary: policy(allow({ Action: "s3:*" })) })).toBe(false);
  });

  test("needs a key's own policy, too, which may leave it to the account", () => {
    const own = { identity: policy(allow({ Action: "kms:Decrypt" })), key: true, action: "kms:Decrypt" };
    const root = { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: "kms:*" };
    expect(ask(own)).toBe(false);
    expect(ask({ ...own, policies: policy(allow(root)) })).toBe(true);
    expect(ask({ ...own, identity: [], policies: policy(allow(root)) })).toBe(false);
  });
});

test("a service is let in by the resource alone", () => {
  const principal = service("events.amazonaws.com");
  expect(ask({ principal, identity: policy(allow()) })).toBe(true);
  expect(
    ask({ principal, policies: policy(allow({ Principal: { Service: "events.amazonaws.com" } })) }),
  ).toBe(true);
  expect(ask({ principal, policies: policy(allow({ Principal: { Service: "s3.amazonaws.com" } })) })).toBe(
    false,
  );
});

test("a document that isn't one stops start-up with the construct's name", () => {
  const read = (document: Given) => () =>
    statementsOf({ origin: { path: "stack/Role", id: "Role" }, document });
  expect(read({ Statement: [{ Effect: "Maybe", Action: "*", Resource: "*" }] })).toThrow(
    /effect Maybe.*stack\/Role/,
  );
  expect(read({ Statement: [{ ...allow(), Actions: "*" }] })).toThrow(/statement member Actions/);
  expect(read({ Statement: [{ Effect: "Allow", Resource: "*" }] })).toThrow(/without an action/);
  expect(read({ Version: "2020-01-01", Statement: [] })).toThrow(/version 2020-01-01/);
  expect(read({ Statement: [allow()], Statements: [] })).toThrow(/policy member Statements/);
});

describe("for policies of any kind", () => {
  const action = fc.constantFrom("sqs:SendMessage", "sqs:*", "*", "s3:GetObject", "sqs:Receive?essage");
  const resource = fc.constantFrom(jobs, "*", "arn:aws:sqs:*:*:*", "arn:aws:s3:::files/*", `${jobs}2`);
  const condition = fc.constantFrom<Given>(
    {},
    { StringEquals: { "aws:PrincipalAccount": ACCOUNT } },
    { StringNotEquals: { "aws:PrincipalAccount": ACCOUNT } },
    { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "w#*" } },
    { Null: { "dynamodb:LeadingKeys": "true" } },
    { Odd: { "aws:PrincipalAccount": ACCOUNT } },
    { StringEquals: { "aws:Weather": "fine" } },
  );
  const statement = fc
    .record({ effect: fc.constantFrom("Allow", "Deny"), action, resource, condition, not: fc.boolean() })
    .map(
      ({ effect, action, resource, condition, not }): Given => ({
        Effect: effect,
        [not ? "NotAction" : "Action"]: action,
        Resource: resource,
        Condition: condition,
      }),
    );
  const list = fc.array(statement, { maxLength: 6 });
  const values = fc.constantFrom<Record<string, string | string[]>>(
    {},
    { "aws:PrincipalAccount": ACCOUNT },
    { "aws:PrincipalAccount": ACCOUNT, "dynamodb:LeadingKeys": ["w#1", "x#2"] },
  );
  const request = fc.record({ action: fc.constantFrom("sqs:SendMessage", "s3:GetObject"), values });
  const holds = (
    property: (
      statements: Given[],
      request: { action: string; values: Record<string, string | string[]> },
      at: number,
    ) => void,
  ) => fc.assert(fc.property(list, request, fc.nat(), property), { numRuns: 2_000 });

  test("an explicit denial always wins", async () => {
    await holds((statements, given) => {
      expect(ask({ ...given, identity: policy(...statements, deny({ Action: "*" })) })).toBe(false);
      expect(
        ask({
          ...given,
          identity: policy(...statements),
          policies: policy(deny({ Action: "*", Principal: "*" })),
        }),
      ).toBe(false);
    });
  });

  test("taking an allowing statement away never allows more, and a denying one never less", async () => {
    await holds((statements, given, at) => {
      if (statements.length === 0) return;
      const place = at % statements.length;
      const before = ask({ ...given, identity: policy(...statements) });
      const after = ask({ ...given, identity: policy(...statements.toSpliced(place, 1)) });
      if (statements[place]!.Effect === "Allow") expect(after && !before).toBe(false);
      else expect(before && !after).toBe(false);
    });
  });

  test("the order of statements doesn't matter", async () => {
    await holds((statements, given) => {
      const turned = [...statements].reverse();
      expect(ask({ ...given, identity: policy(...turned) })).toBe(
        ask({ ...given, identity: policy(...statements) }),
      );
    });
  });

  test("with nothing but conditions that nobody can answer, nothing is allowed and each is reported", async () => {
    const odd = fc.constantFrom<Given>(
      { Odd: { "aws:PrincipalAccount": ACCOUNT } },
      { StringEquals: { "aws:PrincipalTag/team": "a" } },
      { "ForSomeValues:StringEquals": { "aws:PrincipalAccount": ACCOUNT } },
      { NullIfExists: { "aws:PrincipalAccount": "true" } },
    );
    await fc.assert(
      fc.property(odd, (Condition) => {
        const doubts: { statement: Statement; what: string }[] = [];
        expect(ask({ identity: policy(allow({ Condition })), doubts })).toBe(false);
        expect(doubts).toHaveLength(1);
        expect(ask({ identity: policy(allow(), deny({ Condition })) })).toBe(false);
      }),
    );
  });
});

test("a pattern is what a regular expression says it is, in any text", async () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "*", "?", ":", "/"), maxLength: 10 });
  const text = fc.string({ unit: fc.constantFrom("a", "b", ":", "/"), maxLength: 12 });
  await fc.assert(
    fc.property(letters, text, (pattern, given) => {
      const source = pattern.replaceAll("*", ".*").replaceAll("?", ".");
      expect(like(pattern, given)).toBe(new RegExp(`^${source}$`, "s").test(given));
    }),
    { numRuns: 5_000 },
  );
});

test("a pattern of many stars is answered at once", () => {
  expect(like(`${"a*".repeat(40)}b`, "a".repeat(2_000))).toBe(false);
});

test("a variable brings text, never a wildcard, and without a value nothing matches", () => {
  const variables = (name: string) => (name === "aws:username" ? "a*" : undefined);
  const named = (name: string) => `$\{${name}}`;
  const home = pieces(`home/${named("aws:username")}/x`, variables)!;
  expect(covers(home, "home/a*/x")).toBe(true);
  expect(covers(home, "home/ab/x")).toBe(false);
  expect(pieces(`home/${named("aws:nobody")}`, variables)).toBeUndefined();
  expect(covers(pieces(named("aws:nobody, 'all'") + named("*"), variables)!, "all*")).toBe(true);
});
