export { keyLabel } from "./keys.ts";
export { type Shortcut, useShortcut } from "./registry.ts";
export { ShortcutHelp } from "./ShortcutHelp.tsx";
