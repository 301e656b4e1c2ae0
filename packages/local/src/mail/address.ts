import addressparser from "nodemailer/lib/addressparser";
import { bad } from "./fault.ts";

/** One mailbox out of `Name <local@domain>`; throws as SES does where it is none. */
export function mailbox(value: string, field: string): { name: string; address: string; domain: string } {
  if (/[\r\n\0]/.test(value)) throw bad(`${field}: control characters are not allowed`);
  const parsed = addressparser(value, { flatten: true });
  const [one] = parsed;
  const at = one?.address?.lastIndexOf("@") ?? -1;
  if (parsed.length !== 1 || !one || at < 1) throw bad(`${field}: Missing final '@domain'`);
  const address = one.address!;
  if (value.trim() !== address && !/<[^<>]+>\s*$/.test(value))
    throw bad(`${field}: Domain contains control or whitespace`);
  const domain = address.slice(at + 1);
  if (!/^[\x21-\x7e]+$/.test(address)) throw bad(`${field}: Local address contains control or whitespace`);
  if (address.length > 320 || at > 64) throw bad(`${field}: Address length is more than 320 characters long`);
  if (!/^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/.test(domain)) {
    throw bad(`${field}: Domain contains illegal character`);
  }
  return { name: one.name ?? "", address, domain: domain.toLowerCase() };
}
