import {
  CreateConfigurationSetCommand,
  CreateConfigurationSetEventDestinationCommand,
  CreateEmailIdentityCommand,
  CreateEmailTemplateCommand,
  DeleteEmailTemplateCommand,
  GetConfigurationSetCommand,
  GetEmailIdentityCommand,
  GetEmailTemplateCommand,
  ListConfigurationSetsCommand,
  ListContactListsCommand,
  ListEmailIdentitiesCommand,
  ListEmailTemplatesCommand,
  ListSuppressedDestinationsCommand,
  PutSuppressedDestinationCommand,
  TestRenderEmailTemplateCommand,
  UpdateEmailTemplateCommand,
} from "@aws-sdk/client-sesv2";
import { afterAll, beforeAll, expect, it } from "vitest";
import { refusal, type Stand, stand } from "./stand.ts";

let here: Stand;
beforeAll(async () => {
  here = await stand();
});
afterAll(() => here.close());

it("keeps templates: made once, changed, listed in pages, rendered, removed", async () => {
  const { ses } = here;
  const content = (Subject: string) => ({ Subject, Html: "<p>{{name}}</p>", Text: "{{name}}" });
  for (const TemplateName of ["a", "b", "c"]) {
    await ses.send(new CreateEmailTemplateCommand({ TemplateName, TemplateContent: content("1") }));
  }
  const again = new CreateEmailTemplateCommand({ TemplateName: "a", TemplateContent: content("1") });
  expect(await refusal(ses.send(again))).toMatch(/^AlreadyExistsException/);
  await ses.send(new UpdateEmailTemplateCommand({ TemplateName: "a", TemplateContent: content("2") }));
  expect((await ses.send(new GetEmailTemplateCommand({ TemplateName: "a" }))).TemplateContent?.Subject).toBe(
    "2",
  );
  const first = await ses.send(new ListEmailTemplatesCommand({ PageSize: 2 }));
  expect(first.TemplatesMetadata?.map((one) => one.TemplateName)).toEqual(["a", "b"]);
  expect(first.TemplatesMetadata?.[0]?.CreatedTimestamp).toBeInstanceOf(Date);
  const rest = await ses.send(new ListEmailTemplatesCommand({ PageSize: 2, NextToken: first.NextToken }));
  expect(rest.TemplatesMetadata?.map((one) => one.TemplateName)).toEqual(["c"]);
  const render = (TemplateData: string) =>
    ses.send(new TestRenderEmailTemplateCommand({ TemplateName: "a", TemplateData }));
  expect((await render('{"name":"X"}')).RenderedTemplate).toContain("<p>X</p>");
  expect(await refusal(render("{}"))).toMatch(/^BadRequestException: Attribute 'name'/);
  await ses.send(new DeleteEmailTemplateCommand({ TemplateName: "a" }));
  expect(await refusal(ses.send(new GetEmailTemplateCommand({ TemplateName: "a" })))).toMatch(
    /^NotFoundException/,
  );
});

it("refuses a template with blocks, which it would render otherwise than SES", async () => {
  const TemplateContent = { Subject: "s", Html: "{{#if a}}x{{/if}}" };
  expect(
    await refusal(here.ses.send(new CreateEmailTemplateCommand({ TemplateName: "x", TemplateContent }))),
  ).toMatch(/^BadRequestException: Template: "{{#if a}}" is not supported/);
});

it("knows the template's configuration sets and those made through the API", async () => {
  const { ses } = here;
  await ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "mine" }));
  await ses.send(
    new CreateConfigurationSetEventDestinationCommand({
      ConfigurationSetName: "mine",
      EventDestinationName: "bus",
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: ["SEND"],
        EventBridgeDestination: { EventBusArn: "arn:aws:events:eu-central-1:000000000000:event-bus/default" },
      },
    }),
  );
  expect((await ses.send(new ListConfigurationSetsCommand({}))).ConfigurationSets).toEqual([
    "mine",
    "only-bounces",
    "paused",
    "rapport",
  ]);
  const paused = await ses.send(new GetConfigurationSetCommand({ ConfigurationSetName: "paused" }));
  expect(paused.SendingOptions?.SendingEnabled).toBe(false);
  expect(
    await refusal(ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "rapport" }))),
  ).toMatch(/^AlreadyExistsException/);
});

it("verifies identities as they are made", async () => {
  const made = await here.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "Example.org" }));
  expect(made).toMatchObject({ IdentityType: "DOMAIN", VerifiedForSendingStatus: true });
  expect(made.DkimAttributes?.Tokens).toHaveLength(3);
  expect(await here.ses.send(new GetEmailIdentityCommand({ EmailIdentity: "example.org" }))).toMatchObject({
    VerificationStatus: "SUCCESS",
  });
  expect((await here.ses.send(new ListEmailIdentitiesCommand({}))).EmailIdentities?.[0]?.IdentityName).toBe(
    "example.org",
  );
  expect(
    await refusal(here.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "not a domain" }))),
  ).toMatch(/^BadRequestException/);
});

it("lists suppressed addresses by reason", async () => {
  await here.ses.send(
    new PutSuppressedDestinationCommand({ EmailAddress: "a@example.net", Reason: "BOUNCE" }),
  );
  await here.ses.send(
    new PutSuppressedDestinationCommand({ EmailAddress: "b@example.net", Reason: "COMPLAINT" }),
  );
  const list = await here.ses.send(new ListSuppressedDestinationsCommand({ Reasons: ["COMPLAINT"] }));
  expect(list.SuppressedDestinationSummaries?.map((one) => one.EmailAddress)).toEqual(["b@example.net"]);
});

it("keeps all of it over a restart", async () => {
  await here.restart();
  expect(
    (await here.ses.send(new GetEmailTemplateCommand({ TemplateName: "b" }))).TemplateContent?.Subject,
  ).toBe("1");
  expect((await here.ses.send(new ListConfigurationSetsCommand({}))).ConfigurationSets).toContain("mine");
});

it("refuses by name what SES has and this has not, and what is no JSON", async () => {
  expect(await refusal(here.ses.send(new ListContactListsCommand({})))).toBe(
    "BadRequestException: GET /v2/email/contact-lists is not supported by the local stage",
  );
  const broken = await fetch(`${here.url}/v2/email/outbound-emails`, { method: "POST", body: "{" });
  expect([broken.status, broken.headers.get("x-amzn-errortype")]).toEqual([400, "BadRequestException"]);
});
