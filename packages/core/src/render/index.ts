export { activeParts, linksOf, safe, toText } from "./html.ts";
export { mistakes, used } from "./liquid.ts";
export {
  type Compiled,
  compile,
  MAX_BYTES,
  type Rendered,
  renderMail,
  type Source,
  type Tracking,
  Unrenderable,
} from "./mail.ts";
export { sampleScope, scopeOf, type Variable, variables } from "./variables.ts";
