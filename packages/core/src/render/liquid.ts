import { Context, Liquid, LiquidError, type Template as Node } from "liquidjs";
import { nearest, variables } from "./variables.ts";

/**
 * The Liquid subset that mails are written in. No files: include, render and layout don't exist. Loops run over a
 * contact's own lists or short ranges; parsing, memory and the number of nodes are bounded, so that a template can be
 * slow for nobody but itself.
 */
const TAGS = [
  "assign",
  "capture",
  "case",
  "comment",
  "#",
  "echo",
  "if",
  "unless",
  "for",
  "break",
  "continue",
  "raw",
];
const FILTERS = [
  ..."append capitalize ceil compact concat date default divided_by downcase escape escape_once first floor join last".split(
    " ",
  ),
  ..."lstrip map minus modulo newline_to_br plus prepend remove remove_first replace replace_first reverse round".split(
    " ",
  ),
  ..."rstrip size slice sort split strip strip_html strip_newlines times truncate truncatewords uniq upcase url_encode".split(
    " ",
  ),
];

export const limits = { parse: 300_000, memory: 1_000_000, nodes: 20_000, tags: 2_000 };

/** In HTML every value is escaped; there is no way around it for what a contact is called. */
export type Kind = "html" | "text";

function engine(kind: Kind): Liquid {
  const liquid = new Liquid({
    strictFilters: true,
    strictVariables: false,
    ownPropertyOnly: true,
    // Templates are text from the table: nothing is ever looked up in a file system.
    templates: {},
    parseLimit: limits.parse,
    memoryLimit: limits.memory,
    ...(kind === "html" ? { outputEscape: "escape" as const } : {}),
  });
  for (const name of Object.keys(liquid.tags)) if (!TAGS.includes(name)) delete liquid.tags[name];
  for (const name of Object.keys(liquid.filters)) if (!FILTERS.includes(name)) delete liquid.filters[name];
  return liquid;
}

const engines: Record<Kind, Liquid> = { html: engine("html"), text: engine("text") };

export type Part = { kind: Kind; nodes: Node[] };
export type Scope = Record<string, unknown>;

/** @throws where the text is not Liquid that we know, or too much of it: see `isMistake`. */
export function parse(source: string, kind: Kind): Part {
  // What finds the variables of a text takes the square of their number.
  if (source.split(/\{[{%]/, limits.tags + 2).length > limits.tags + 1)
    throw new Error("template tags limit exceeded");
  return { kind, nodes: engines[kind].parse(source) };
}

/** Counts nodes where liquidjs looks at the clock: a mail must not depend on how busy the machine is that renders it. */
function nodesOnly(): Context["renderLimit"] {
  let taken = 0;
  const check = () => {
    if (++taken > limits.nodes) throw new Error("template nodes limit exceeded");
  };
  return { check, use: () => undefined } as unknown as Context["renderLimit"];
}

/** @throws past a limit: see `isMistake`. */
export function render(part: Part, scope: Scope): string {
  const liquid = engines[part.kind];
  const context = new Context(scope, liquid.options, { sync: true }, { renderLimit: nodesOnly(), liquid });
  return liquid.renderSync(part.nodes, context) as string;
}

/** Whether an error is the template's own. What hits a limit outside of any tag comes as a bare error. */
export const isMistake = (error: unknown): error is Error =>
  LiquidError.is(error) || (error instanceof Error && /limit exceeded$/.test(error.message));

/** The variables that a text takes from outside: `contact.firstName`. */
export function used(source: string): string[] {
  const found = engines.text.globalVariableSegmentsSync(source);
  return [...new Set(found.map((segments) => segments.map(String).join(".")))];
}

/** What is wrong with a text, each with what to do: a mistake in the Liquid, or a variable that does not exist. */
export function mistakes(source: string): string[] {
  try {
    parse(source, "text");
    return used(source)
      .filter((name) => !variables.some((known) => known.name === name))
      .map((name) => `{{ ${name} }} does not exist: ${nearest(name)}`);
  } catch (error) {
    if (!isMistake(error)) throw error;
    return [explained(error)];
  }
}

export function explained(error: Error): string {
  const tag = /tag "?(\w+)"? not found/.exec(error.message)?.[1];
  if (tag)
    return `the tag {% ${tag} %} is not available in mails: use ${TAGS.filter((name) => name !== "#").join(", ")}`;
  const filter = /undefined filter: (\w+)/.exec(error.message)?.[1];
  if (filter) return `the filter ${filter} is not available in mails`;
  if (/tags limit exceeded/.test(error.message))
    return `has more than ${limits.tags} places in braces: a mail needs far fewer`;
  if (/limit exceeded/.test(error.message))
    return "takes too long or too much: a mail must not repeat so often";
  return error.message.replace(/, file:.*?(?=, line|$)/, "");
}
