import {
  ActionIcon,
  Button,
  createTheme,
  type MantineColorsTuple,
  Menu,
  Modal,
  Popover,
  Tooltip,
} from "@mantine/core";

/** Colours come from roles.css; Mantine only learns their names. */
function role(name: string): MantineColorsTuple {
  const value = `var(--${name})`;
  return [value, value, value, value, value, value, value, value, value, value];
}

export const theme = createTheme({
  primaryColor: "accent",
  colors: {
    accent: role("accent"),
    positive: role("positive"),
    attention: role("attention"),
    danger: role("danger"),
  },
  fontFamily: "var(--font)",
  defaultRadius: "sm",
  focusRing: "never",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: "subtle", color: "gray" } }),
    Button: Button.extend({ defaultProps: { size: "sm" } }),
    Menu: Menu.extend({
      defaultProps: {
        shadow: "md",
        transitionProps: { duration: 120 },
        position: "bottom-start",
        // It is a focusable child that is no menu item, which a menu must not have.
        withInitialFocusPlaceholder: false,
      },
    }),
    Modal: Modal.extend({
      defaultProps: { lockScroll: false, overlayProps: { color: "var(--scrim)", backgroundOpacity: 1 } },
    }),
    Popover: Popover.extend({ defaultProps: { shadow: "md", transitionProps: { duration: 120 } } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, transitionProps: { duration: 120 } } }),
  },
});
