import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { functions, pascal } from "../../infra/functions.ts";
import { reactions } from "../../infra/list/reactions.ts";
import { ENTRIES } from "../../infra/path.ts";
import { FULL, idOf, ofType, type Properties, synth, type Template } from "./synth.ts";

const { app } = await synth("production", FULL);

describe("functions", () => {
  test("of the list are those of the template", () => {
    const deployed = ofType(app, "AWS::Lambda::Function").map(([id]) => id);
    expect(deployed.sort()).toEqual(functions.map((spec) => pascal(spec.name)).sort());
  });

  test("have their code where the list says", () => {
    expect(functions.map((spec) => spec.entry).filter((entry) => !existsSync(join(ENTRIES, entry)))).toEqual(
      [],
    );
  });

  test("are all on the list: a reaction without an entry would hear nothing", () => {
    const folder = join(ENTRIES, "event");
    const files = existsSync(folder)
      ? readdirSync(folder).filter((file) => /^[\w-]+\.[\w-]+\.ts$/.test(file))
      : [];
    const listed = reactions.map((reaction) => `${reaction.name}.ts`);
    expect(files.filter((file) => !file.endsWith(".test.ts")).sort()).toEqual(listed.sort());
  });

  test("run Node 24 on arm64 from one file, each with a log group that forgets", () => {
    for (const [id, { Properties }] of ofType(app, "AWS::Lambda::Function")) {
      expect(Properties).toMatchObject({
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        Handler: "index.handler",
        TracingConfig: { Mode: "Active" },
      });
      const logs = app.Resources[idOf((Properties.LoggingConfig as Properties).LogGroup)!]!;
      expect(logs.Properties.RetentionInDays, id).toBe(90);
    }
  });

  test("are invoked through their alias, whose version is made anew when their code changes", () => {
    const aliases = ofType(app, "AWS::Lambda::Alias");
    expect(aliases.map(([id]) => id)).toEqual(
      functions.map((spec) => `${pascal(spec.name)}Live`).sort(byTemplate),
    );
    for (const [, { Properties }] of aliases) expect(Properties.Name).toBe("live");
    const uris = ofType(app, "AWS::ApiGatewayV2::Integration").map(([, one]) =>
      idOf(one.Properties.IntegrationUri),
    );
    expect(uris).toEqual(["ApiLive", "OpenLive"]);
    for (const [, version] of ofType(app, "AWS::Lambda::Version"))
      expect(version.DeletionPolicy).toBe("Retain");
  });

  test("know the names of what they were granted, and no others", () => {
    const names = (name: string) => {
      const { Variables } = app.Resources[pascal(name)]!.Properties.Environment as { Variables: Properties };
      return Object.keys(Variables).sort();
    };
    expect(names("relay")).toEqual(["BUS_NAME", "HISTORY_TABLE", "RECORDS_TABLE", "STAGE"]);
    expect(names("feedback")).toEqual(["RECORDS_TABLE", "SECRETS_PATH", "STAGE"]);
    expect(names("mail")).toEqual(
      [
        "APP_URL",
        "CONFIGURATION_SET",
        "INBOUND_DOMAIN",
        "MAIL_ALLOW",
        "MAIL_FROM",
        "MAIL_QUEUE_URL",
        "RECORDS_TABLE",
        "SECRETS_PATH",
        "STAGE",
      ].sort(),
    );
  });

  test("that mail are told whom: everybody in production, the simulator in a throw-away stage", async () => {
    const allowed = (template: Template) =>
      (template.Resources.Send!.Properties.Environment as { Variables: Properties }).Variables.MAIL_ALLOW;
    expect(allowed(app)).toBe("*");
    expect(allowed((await synth("dev")).app)).toBe("simulator.amazonses.com");
  });
});

function byTemplate(a: string, b: string): number {
  const order = Object.keys(app.Resources);
  return order.indexOf(a) - order.indexOf(b);
}
