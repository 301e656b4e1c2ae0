/**
 * Whom this stage may mail: MAIL_ALLOW is a comma list of addresses and domains, `*` is everybody. Production has `*`;
 * where nothing is set nobody is mailed, so that a stage made from a copy can't write to strangers.
 */
export function isAllowed(to: string, list = process.env.MAIL_ALLOW ?? ""): boolean {
  const address = to.toLowerCase();
  const domain = address.slice(address.lastIndexOf("@") + 1);
  return list
    .split(",")
    .map((entry) => entry.trim().toLowerCase().replace(/^@/, ""))
    .some((entry) => entry === "*" || entry === address || entry === domain);
}
