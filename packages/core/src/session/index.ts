export { attempt, doors, forgive } from "./attempt.ts";
export {
  changeLogin,
  type Decision,
  findLogin,
  type KeyPointer,
  type Login,
  type Membership,
  MOST,
  newLogin,
  normalEmail,
} from "./login.entity.ts";
export { expectStrong, hashPassword } from "./password.ts";
export { changePassword, forgot, reset } from "./reset.ts";
export { confirm, disable, factorOf, secondFactor, setUp } from "./second-factor.ts";
export { hashOf, newSecret } from "./secret.ts";
export { credentialKey, end } from "./session.entity.ts";
export * from "./session.schema.ts";
export {
  asMember,
  changeOwn,
  endOne,
  endOthers,
  enter,
  identifier,
  list,
  type NewSession,
  own,
  signIn,
  signOut,
  switchTo,
} from "./sign-in.ts";
export { findTicket, newTicket, useTicket } from "./ticket.ts";
