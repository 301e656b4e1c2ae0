/** A stroke as shortcuts name it: `j`, `?`, `Enter`, `mod+k`, `mod+Enter`. Letters work on every keyboard layout. */
export function strokeOf(
  event: Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey">,
): string {
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase();
  const ascii = /^[ -~]$/.test(event.key);
  const key =
    event.key === " " ? "Space" : letter && (!ascii || /^[a-z]$/i.test(event.key)) ? letter : event.key;
  const known = ascii && letter && /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : key;
  return `${event.ctrlKey || event.metaKey ? "mod+" : ""}${event.altKey ? "alt+" : ""}${known}`;
}

/** Where letters are text and not commands. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement)
    return !["checkbox", "radio", "button", "submit", "range"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** How a stroke is written for people. */
export function keyLabel(stroke: string): string {
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  return stroke
    .split("+")
    .map((part) => (part === "mod" ? (mac ? "⌘" : "Ctrl") : part.length === 1 ? part.toUpperCase() : part))
    .join(mac ? "" : "+");
}
