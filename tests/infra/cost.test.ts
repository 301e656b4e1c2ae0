import { describe, expect, test } from "vitest";
import { idleCost, total } from "../../infra/cost.ts";
import { FULL, synth } from "./synth.ts";

describe("an idle stage", () => {
  test("costs at most a dollar a month when it is a throw-away one", async () => {
    expect(total(idleCost((await synth("dev")).all))).toBeLessThanOrEqual(1);
  });

  test("costs at most fifteen dollars a month in production, alarms and inbound mail included", async () => {
    const costs = idleCost((await synth("production", FULL)).all);
    expect(costs.some((cost) => cost.type === "AWS::CloudWatch::Alarm")).toBe(true);
    expect(total(costs)).toBeLessThanOrEqual(15);
  });

  test("has a price for each thing in it, and a new thing is refused until its price is looked up", () => {
    const template = { Resources: { Gateway: { Type: "AWS::EC2::NatGateway" } } };
    expect(() => idleCost(template)).toThrow("What does an idle AWS::EC2::NatGateway cost");
  });

  test("pays for a mapping that holds three more pollers", () => {
    const mapping = (properties: object) => ({
      Resources: { Source: { Type: "AWS::Lambda::EventSourceMapping", Properties: { ...properties } } },
    });
    const plain = total(idleCost(mapping({ EventSourceArn: "queue" })));
    const limited = total(
      idleCost(mapping({ EventSourceArn: "queue", ScalingConfig: { MaximumConcurrency: 5 } })),
    );
    expect(limited / plain).toBeCloseTo(2.5);
    expect(total(idleCost(mapping({ EventSourceArn: "stream", StartingPosition: "LATEST" })))).toBe(0);
  });
});
