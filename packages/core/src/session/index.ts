export { type Authenticated, fromKey, fromToken } from "./session.entity.ts";
