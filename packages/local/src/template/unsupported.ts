/**
 * Thrown at start-up when a template asks for something the local stage doesn't know.
 * A stage that guessed would pass on the laptop and fail in the account.
 */
export class Unsupported extends Error {
  constructor(what: string, where: string) {
    super(
      `The local stage doesn't know ${what} (at ${where}). Emulate it in packages/local or list it with a reason in packages/local/src/template/ignored.ts.`,
    );
    this.name = "Unsupported";
  }
}
