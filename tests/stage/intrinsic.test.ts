// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub writes its variables so.
import { describe, expect, test } from "vitest";
import type { Template } from "../../packages/local/src/template/assembly.ts";
import { evaluateStacks } from "../../packages/local/src/template/model.ts";

const endpoints = { awsUrl: "http://127.0.0.1:1", domain: () => "app.cloudfront.net" };

function stack(name: string, template: Template) {
  return { name, template, assets: {}, constructs: {}, account: "000000000000", region: "us-east-1" };
}

/** The value as a queue's tag would hold it, beside resources to refer to. */
function evaluated(value: unknown, more: Template = {}, others: ReturnType<typeof stack>[] = []): unknown {
  const template = {
    ...more,
    Resources: {
      Jobs: { Type: "AWS::SQS::Queue" },
      Files: { Type: "AWS::S3::Bucket", Properties: { BucketName: "files" } },
      Holder: { Type: "AWS::SQS::QueuePolicy", Properties: { PolicyDocument: { value } } },
      ...more.Resources,
    },
  } as Template;
  const entities = evaluateStacks([stack("main", template), ...others], endpoints);
  const document = entities.find((entity) => entity.id === "Holder")?.properties.PolicyDocument;
  return (document as { value?: unknown }).value;
}

describe("intrinsic functions", () => {
  test("Ref gives each type's own reference", () => {
    expect(evaluated({ Ref: "Jobs" })).toBe("http://127.0.0.1:1/000000000000/main-Jobs");
    expect(evaluated({ Ref: "Files" })).toBe("files");
    expect(evaluated({ Ref: "AWS::Region" })).toBe("us-east-1");
    expect(evaluated({ Ref: "AWS::StackName" })).toBe("main");
  });

  test("Ref to a parameter gives its default", () => {
    expect(evaluated({ Ref: "Size" }, { Parameters: { Size: { Type: "String", Default: "7" } } })).toBe("7");
  });

  test("AWS::NoValue removes a property and a list entry", () => {
    expect(evaluated({ kept: 1, gone: { Ref: "AWS::NoValue" } })).toEqual({ kept: 1 });
    expect(evaluated([1, { Ref: "AWS::NoValue" }, 2])).toEqual([1, 2]);
  });

  test("Fn::GetAtt takes a list or a dotted name", () => {
    const arn = "arn:aws:sqs:us-east-1:000000000000:main-Jobs";
    expect(evaluated({ "Fn::GetAtt": ["Jobs", "Arn"] })).toBe(arn);
    expect(evaluated({ "Fn::GetAtt": "Jobs.Arn" })).toBe(arn);
  });

  test("Fn::Sub fills in references, attributes and own names, and leaves literals", () => {
    expect(evaluated({ "Fn::Sub": "${Files}/${Jobs.QueueName}/${AWS::AccountId}/${!Literal}" })).toBe(
      "files/main-Jobs/000000000000/${Literal}",
    );
    expect(evaluated({ "Fn::Sub": ["${a}-${Files}", { a: { Ref: "AWS::Partition" } }] })).toBe("aws-files");
  });

  test("Join, Split, Select, Base64 and FindInMap nest", () => {
    const host = { "Fn::Select": [2, { "Fn::Split": ["/", "https://host.example/path"] }] };
    expect(evaluated({ "Fn::Join": [".", ["www", host]] })).toBe("www.host.example");
    expect(evaluated({ "Fn::Base64": "hello" })).toBe("aGVsbG8=");
    const Mappings = { Sizes: { "us-east-1": { small: 1 } } };
    expect(evaluated({ "Fn::FindInMap": ["Sizes", { Ref: "AWS::Region" }, "small"] }, { Mappings })).toBe(1);
  });

  test("conditions choose values and leave resources out", () => {
    const Conditions: Template["Conditions"] = {
      Local: { "Fn::Equals": [{ Ref: "AWS::Region" }, "us-east-1"] },
      Never: { "Fn::And": [{ Condition: "Local" }, { "Fn::Not": [{ Condition: "Local" }] }] },
    };
    expect(evaluated({ "Fn::If": ["Local", "yes", "no"] }, { Conditions } as Template)).toBe("yes");
    expect(evaluated({ "Fn::If": ["Never", "yes", "no"] }, { Conditions } as Template)).toBe("no");
    const template: Template = {
      Conditions,
      Resources: { Gone: { Type: "AWS::SQS::Queue", Condition: "Never" } },
    };
    expect(evaluateStacks([stack("main", template)], endpoints)).toEqual([]);
  });

  test("Fn::ImportValue reads another stack's export", () => {
    const data = stack("data", {
      Resources: { Records: { Type: "AWS::DynamoDB::Table" } },
      Outputs: {
        Out: {
          Value: { "Fn::GetAtt": ["Records", "Arn"] },
          Export: { Name: { "Fn::Sub": "${AWS::StackName}:Arn" } },
        },
      },
    });
    expect(evaluated({ "Fn::ImportValue": "data:Arn" }, {}, [data])).toBe(
      "arn:aws:dynamodb:us-east-1:000000000000:table/data-Records",
    );
    expect(() => evaluated({ "Fn::ImportValue": "nobody" })).toThrow(/No stack exports nobody/);
  });

  test.each([
    [{ "Fn::Transform": {} }, "Fn::Transform"],
    [{ "Fn::Cidr": ["10.0.0.0/8", 1, 8] }, "Fn::Cidr"],
    [{ Ref: "AWS::NotificationARNs" }, "AWS::NotificationARNs"],
    [{ "Fn::GetAtt": ["Jobs", "Colour"] }, "AWS::SQS::Queue.Colour"],
  ])("%j is unknown and named", (value, name) => {
    expect(() => evaluated(value)).toThrow(name);
  });

  test("a reference to nothing names where it stands", () => {
    expect(() => evaluated({ Ref: "Nothing" })).toThrow(/Nothing.*Holder/);
  });
});
