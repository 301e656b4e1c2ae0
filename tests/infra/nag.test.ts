import { Annotations, Match } from "aws-cdk-lib/assertions";
import { Aspects } from "aws-cdk-lib/core";
import { AwsSolutionsChecks } from "cdk-nag";
import { describe, expect, test } from "vitest";
import { exceptions } from "../../infra/nag.ts";
import type { Settings } from "../../infra/stages.ts";
import { appOf, stacksOf } from "./app.ts";
import { FULL } from "./synth.ts";

type Finding = { rule: string; path: string; text: string };

function findingsOf(name: string, settings?: Settings): Finding[] {
  const app = appOf(name, settings);
  Aspects.of(app).add(new AwsSolutionsChecks());
  return stacksOf(app).flatMap((stack) => {
    const annotations = Annotations.fromStack(stack);
    const all = Match.stringLikeRegexp("AwsSolutions-.*");
    return [...annotations.findError("*", all), ...annotations.findWarning("*", all)].map(
      ({ id, entry }) => ({
        rule: /AwsSolutions-\w+/.exec(String(entry.data))![0],
        path: id.replace(/^\//, "").replace(/\/Resource$/, ""),
        text: String(entry.data),
      }),
    );
  });
}

const findings = [...findingsOf("dev"), ...findingsOf("production", FULL), ...findingsOf("account", {})];

describe("the AwsSolutions rules", () => {
  test("find nothing that isn't explained", () => {
    const open = findings.filter(
      ({ rule, path }) => !exceptions.some((one) => one.rule === rule && one.on.test(path)),
    );
    expect(open).toEqual([]);
  });

  test("have no exception that nothing needs", () => {
    const idle = exceptions.filter(
      (one) => !findings.some(({ rule, path }) => one.rule === rule && one.on.test(path)),
    );
    expect(idle).toEqual([]);
  });

  test("have a reason for each exception", () => {
    for (const { because } of exceptions) expect(because.length).toBeGreaterThan(40);
  });

  test("were asked at all", () => {
    expect(findings.length).toBeGreaterThan(10);
  });
});
