import { describe, expect, test } from "vitest";
import { built } from "../../packages/local/src/build/index.ts";
import { loadAssembly, type StackTemplate } from "../../packages/local/src/template/assembly.ts";
import { type StepName, walk } from "../journey/short.ts";
import { freshStage } from "../stage/helper.ts";

const stacks = loadAssembly((await built()).assembly);
const resources = stacks.flatMap(({ template }) => Object.entries(template.Resources ?? {}));

/** What may be taken out without the journey noticing, and why it is there all the same. */
const unnoticed: Record<string, string> = {
  STAGE: "names the stage in logs only",
};

type Cut = { name: string; where: string; take: (stacks: StackTemplate[]) => void };

const find = (copies: StackTemplate[], id: string) =>
  copies.map(({ template }) => template.Resources).find((all) => all?.[id] !== undefined)!;

/** A rule whose queue trusts it can't vanish without its queue's policy: it is switched off instead. */
const removals: Record<string, (copies: StackTemplate[], id: string) => void> = {
  "AWS::Events::Rule": (copies, id) => {
    find(copies, id)[id]!.Properties!.State = "DISABLED";
  },
  "AWS::Scheduler::Schedule": (copies, id) => {
    find(copies, id)[id]!.Properties!.State = "DISABLED";
  },
  "AWS::Lambda::EventSourceMapping": (copies, id) => {
    delete find(copies, id)[id];
  },
  "AWS::ApiGatewayV2::Route": (copies, id) => {
    delete find(copies, id)[id];
  },
  "AWS::SES::ReceiptRule": (copies, id) => {
    find(copies, id)[id]!.Properties!.Rule = {
      ...(find(copies, id)[id]!.Properties!.Rule as object),
      Enabled: false,
    };
  },
};

function variablesOf(id: string): string[] {
  const [, resource] = resources.find(([name]) => name === id)!;
  const environment = resource.Properties?.Environment as { Variables?: object } | undefined;
  return Object.keys(environment?.Variables ?? {});
}

const cuts: Cut[] = resources.flatMap(([id, { Type }]): Cut[] => {
  const removal = removals[Type];
  if (removal) return [{ name: id, where: id, take: (copies) => removal(copies, id) }];
  if (Type !== "AWS::Lambda::Function") return [];
  return variablesOf(id).map((variable) => ({
    name: `${id} ${variable}`,
    where: id,
    take: (copies) => {
      const { Variables } = find(copies, id)[id]!.Properties!.Environment as {
        Variables: Record<string, unknown>;
      };
      delete Variables[variable];
    },
  }));
});

const basic: StepName[] = ["signs up", "imports"];
const mail: StepName[] = ["signs up", "imports", "mails", "hears of the delivery"];
/** The steps that a part can break; everything else walks the whole journey. */
const parts: [RegExp, StepName[]][] = [
  [/^(Import|Audience) (IMPORT|AUDIENCE)_QUEUE_URL/, [...basic, "tries again what failed"]],
  [/^(Import)/, basic],
  [/^(Project)/, [...basic, "finds and counts", "keeps a timeline"]],
  [/^(Pacer|Due) (IMPORT|AUDIENCE)_QUEUE_URL/, [...basic, "finds what lost its message"]],
  [/^Due/, [...basic, "follows a rule about time"]],
  [/^Rebuild/, [...basic, "recounts"]],
  [/^(Audience|Send|Feedback|MailHappened|Pacer)/, [...mail, "hears of a bounce", "tests a template"]],
  [/^Open/, [...mail, "counts open and click, and unsubscribes", "a form welcomes"]],
  [/^(Relay)/, ["signs up", "gets the mail of the sign-up", "imports", "reads the history"]],
  [/^Mail (MAIL_QUEUE_URL|INBOUND_DOMAIN)/, [...basic, "writes a mail, and is answered"]],
  [/^(Mail|MailRequested)( |$|Source)/, ["signs up", "gets the mail of the sign-up", "forgets the password"]],
  [/^ContactCreatedWelcome/, ["signs up", "a form welcomes"]],
  [/^DealWonThankOwner/, ["signs up", "a won deal thanks"]],
  [/^(Receipt|MailArrived|Inbound)/, ["signs up", "gets the mail of the sign-up", "a mail comes in"]],
];

async function failing(cut?: Cut): Promise<string | undefined> {
  const template = (copies: StackTemplate[]) => {
    const own = structuredClone(copies);
    cut?.take(own);
    return own;
  };
  const stage = await freshStage({ template });
  const steps = cut && parts.find(([pattern]) => pattern.test(cut.name))?.[1];
  const found = await walk(stage, steps);
  stage.faults.splice(0);
  await stage.stop();
  return found && `${found.step}: ${found.why}`;
}

const expected = (cut: Cut) => unnoticed[cut.name] ?? unnoticed[cut.name.split(" ")[1] ?? ""];

describe("the wiring", () => {
  test("carries the whole journey as it is", async () => {
    expect(await failing()).toBeUndefined();
  });

  test("lists as unnoticed only what there is", () => {
    const names = new Set(cuts.flatMap(({ name }) => [name, name.split(" ")[1] ?? ""]));
    expect(Object.keys(unnoticed).filter((name) => !names.has(name))).toEqual([]);
  });

  test.for(cuts.filter((cut) => !expected(cut)))("without $name a step of the journey fails", async (cut) => {
    const found = await failing(cut);
    expect(found, `nothing noticed that ${cut.name} is gone`).toBeDefined();
    console.info(`${cut.name} → ${found}`);
  });
});
