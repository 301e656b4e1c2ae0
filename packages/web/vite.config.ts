import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const ICONS = "@tabler/icons-react";

/**
 * Each icon by itself while developing: read whole, as a list of six thousand, they were three quarters of what the
 * first start does for the client's packages. A build takes only what is used anyway.
 */
function singleIcons(): Plugin {
  const imports = new RegExp(`import \\{([^}]+)\\} from "${ICONS}";`, "g");
  const one = (name: string) => `import ${name} from "${ICONS}/dist/esm/icons/${name}.mjs";`;
  return {
    name: "rapport:single-icons",
    apply: "serve",
    enforce: "pre",
    config: () => ({ optimizeDeps: { exclude: [ICONS] } }),
    transform(code, id) {
      if (id.includes("node_modules") || !code.includes(ICONS)) return undefined;
      const lines = (text: string) => "\n".repeat(text.split("\n").length - 1);
      return code.replace(imports, (all, names: string) => {
        const icons = names.split(",").map((name) => name.trim());
        return (
          icons
            .filter((name) => /^Icon[A-Z0-9]\w*$/.test(name))
            .map(one)
            .join(" ") + lines(all)
        );
      });
    },
  };
}

/**
 * The web client. `vite build` writes packages/web/dist; the local stage mounts the dev server as middleware;
 * alone, `RAPPORT_URL=http://127.0.0.1:PORT vite` sends /api to a running stage.
 */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react(), singleIcons()],
  // Chunks are cut along routes; what several routes share must not land in the entry.
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    manifest: true,
    // A data: address would need an exception in the content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
  css: { modules: { localsConvention: "camelCaseOnly" } },
  ...(process.env.RAPPORT_URL ? { server: { proxy: { "/api": process.env.RAPPORT_URL } } } : {}),
});
