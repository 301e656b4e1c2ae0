export type Named = { address: string; name: string | undefined };

/** `Ada <ada@example.com>` in its parts. */
export function nameOf(text: string): Named {
  const [, name, address] = /^\s*"?([^"<]*?)"?\s*<([^<>]+)>\s*$/.exec(text) ?? [];
  return { address: (address ?? text).trim(), name: name ? name.trim() : undefined };
}

/** The sender of a mail: as the request says, or as the From line of a raw one says. */
export function addressOf(from: unknown, raw: string | undefined): Named {
  if (typeof from === "string" || raw === undefined) return nameOf(String(from ?? ""));
  const head =
    Buffer.from(raw, "base64")
      .toString("latin1")
      .split(/\r?\n\r?\n/)[0] ?? "";
  const line = /^from:((?:.*)(?:\r?\n[ \t].*)*)/im.exec(head)?.[1] ?? "";
  return nameOf(line.replace(/\r?\n/g, ""));
}

/** The domain of an address and those above it: SES takes mail of a subdomain under its parent's identity. */
export function domainsOf(address: string): string[] {
  const labels = address.slice(address.lastIndexOf("@") + 1).split(".");
  return labels.slice(0, -1).map((_, at) => labels.slice(at).join("."));
}
