/** Stages whose roles and resources allow only what the test says, and what such tests are made of. */
import { afterEach } from "vitest";
import type { Stage } from "../../packages/local/src/stage.ts";
import { type Fixture, fixtureStage, type Json } from "../stage/fixture.ts";

/** Starts them one at a time; after each test the last one is stopped. */
export function closedStages() {
  let started: Stage | undefined;
  const stop = async (): Promise<void> => {
    await started?.stop();
    started = undefined;
  };
  afterEach(stop);
  return {
    stop,
    async start(fixture: Fixture): Promise<Stage> {
      started = await fixtureStage({ ...fixture, closed: true });
      return started;
    },
  };
}

export const document = (...Statement: Json[]): Json => ({ Version: "2012-10-17", Statement });

export const grant = (role: string, ...statements: Json[]): Json => ({
  Type: "AWS::IAM::Policy",
  Properties: { PolicyName: "own", Roles: [{ Ref: role }], PolicyDocument: document(...statements) },
});

export const logs: Json = {
  Effect: "Allow",
  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: "*",
};

export const allow = (Action: string | string[], Resource: unknown, more: Json = {}): Json => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});

/** A handler that makes one call, the event's own where none is given, and answers what AWS answers. */
export const call = (target: string | undefined, body: string) => `
  const key = process.env.AWS_ACCESS_KEY_ID;
  export const handler = async (event) => {
    const answer = await fetch(process.env.AWS_ENDPOINT_URL, {
      method: "POST",
      headers: {
        "x-amz-target": ${target ? JSON.stringify(target) : "event.target"},
        authorization: \`AWS4-HMAC-SHA256 Credential=\${key}/20250101/us-east-1/x/aws4_request, Signature=0\`,
      },
      body: JSON.stringify(${body}),
    });
    return { status: answer.status, ...(await answer.json()) };
  };`;
