import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Line, questions, writes } from "./measure.ts";
import { aWorkspace, type Workspace } from "./workspace.ts";

let workspace: Workspace;
let few: Line[];
let many: Line[];
let written: Line[];
const broken = (lines: Line[]) => lines.filter(({ holds }) => !holds);

beforeAll(async () => {
  workspace = await aWorkspace();
  await workspace.grow(60);
  few = await questions(workspace);
  await workspace.grow(600);
  many = await questions(workspace);
  written = await writes(workspace);
}, 120_000);
afterAll(() => workspace.stop());

describe("numbers to hold", () => {
  test("a get, a list, the dashboard and a search cost at most what the design holds", () => {
    expect(broken(many)).toEqual([]);
  });

  test("and as many requests with ten times the contacts", () => {
    const requests = (lines: Line[]) =>
      lines.map(({ name, measured }) => `${name}: ${measured.split(" · ")[0]}`);
    expect(requests(many)).toEqual(requests(few));
  });

  test("a create, an update, a timeline and an imported contact cost at most what the design holds", () => {
    expect(broken(written)).toEqual([]);
  });
});
