export const XML = `<?xml version="1.0" encoding="UTF-8"?>\n`;
export const NAMESPACE = ` xmlns="http://s3.amazonaws.com/doc/2006-03-01/"`;

const ENTITY: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#13;",
};

export const quote = (text: string) => text.replace(/[&<>"\r]/g, (char) => ENTITY[char]!);

export const element = (name: string, value: string | number) => `<${name}>${quote(String(value))}</${name}>`;

function unquote(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(amp|lt|gt|quot|apos));/gi, (_, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }[String(name).toLowerCase()]!;
  });
}

/** The contents of each `<name>`, unread: S3's request bodies never nest an element in one of its own name. */
export const inner = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, "g"))].map(
    (match) => match[1]!,
  );

export function text(xml: string, name: string): string | undefined {
  const found = inner(xml, name)[0];
  return found === undefined ? undefined : unquote(found);
}
