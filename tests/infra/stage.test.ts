import { describe, expect, test } from "vitest";
import { stageOf } from "../../infra/stages.ts";
import { failureOf } from "../../scripts/replay.ts";
import { previous } from "../../scripts/rollback.ts";
import { cacheOf } from "../../scripts/web.ts";

describe("a stage", () => {
  test("needs nothing but a name, and then mails nobody but the simulator", () => {
    expect(stageOf("anna")).toMatchObject({
      production: false,
      inbound: false,
      allowList: ["simulator.amazonses.com"],
      mailFrom: "no-reply@anna.rapport.invalid",
    });
  });

  test("with a bad name is refused with what a name is made of", () => {
    for (const name of ["", "Dev", "1st", "a".repeat(21), "a_b"])
      expect(() => stageOf(name)).toThrow("lower-case");
  });

  test("can't have a host without a certificate, or receive mail for no domain", () => {
    expect(() => stageOf("dev", { host: "crm.example" })).toThrow("certificate");
    expect(() => stageOf("dev", { inbound: true })).toThrow("mailDomain");
  });
});

describe("a rollback", () => {
  const deployed = new Date("2025-05-01T12:00:00Z");
  const version = (Version: string, LastModified: string) => ({ Version, LastModified });

  test("goes back to the version before the last deployment", () => {
    const versions = [
      version("$LATEST", "2025-05-01T12:01:00Z"),
      version("3", "2025-04-01T10:00:00Z"),
      version("7", "2025-05-01T12:01:00Z"),
    ];
    expect(previous(versions, "7", deployed)).toBe("3");
  });

  test("leaves a function alone that the last deployment didn't touch", () => {
    const versions = [version("3", "2025-03-01T10:00:00Z"), version("4", "2025-04-01T10:00:00Z")];
    expect(previous(versions, "4", deployed)).toBeUndefined();
  });

  test("leaves a function alone that has no version before", () => {
    expect(previous([version("1", "2025-05-01T12:01:00Z")], "1", deployed)).toBeUndefined();
  });
});

describe("the client", () => {
  test("is kept for a year by its hash, and asked for again where it has none", () => {
    expect(cacheOf("assets/index-1a2b.js")).toBe("public, max-age=31536000, immutable");
    expect(cacheOf("index.html")).toBe("public, no-cache");
  });
});

describe("a replay", () => {
  test("is done when the reader neither threw nor named a record", () => {
    expect(failureOf(undefined, '{"batchItemFailures":[]}')).toBeUndefined();
    expect(failureOf(undefined, "null")).toBeUndefined();
    expect(failureOf(undefined, undefined)).toBeUndefined();
  });

  test("keeps a batch whose reader failed again", () => {
    expect(failureOf("Unhandled", '{"errorMessage":"no"}')).toContain("no");
    expect(failureOf(undefined, '{"batchItemFailures":[{"itemIdentifier":"1"}]}')).toBe(
      "records failed again: 1",
    );
  });
});
