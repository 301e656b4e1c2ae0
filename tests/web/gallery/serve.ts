import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { createServer } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));

/** The gallery of ui parts on a free port. */
export async function startGallery(): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: "error",
    plugins: [react()],
    css: { modules: { localsConvention: "camelCaseOnly" } },
    cacheDir: fileURLToPath(new URL("../../../.build/gallery", import.meta.url)),
    server: {
      port: 0,
      strictPort: false,
      host: "127.0.0.1",
      fs: { allow: [fileURLToPath(new URL("../../..", import.meta.url))] },
      watch: null,
      hmr: false,
    },
    // Found beforehand, so that no page is loaded again halfway through a test.
    optimizeDeps: { entries: ["gallery.tsx"] },
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (!address || typeof address === "string") throw new Error("The gallery has no port.");
  const { port } = address;
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
}
