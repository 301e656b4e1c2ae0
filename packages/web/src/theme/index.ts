import "./layers.css";
import "@fontsource-variable/onest/wght.css";
import "@fontsource-variable/vazirmatn/wght.css";
import "@mantine/core/styles.layer.css";
import "./base.css";
import "./roles.css";
import "./mantine.css";

export { theme } from "./theme.ts";
