import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/**
 * The web client. `vite build` writes packages/web/dist; the local stage mounts the dev server as middleware;
 * alone, `RAPPORT_URL=http://127.0.0.1:PORT vite` sends /api to a running stage.
 */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react()],
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
