import { defineConfig } from "vitest/config";

/** Unit and property tests run side by side; stage tests share one built stage; browser tests drive a real Chromium. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["tests/**/*.test.ts", "packages/*/src/**/*.test.ts"],
          exclude: ["**/*.{stage,web,long}.test.ts", "**/node_modules/**"],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "stage",
          include: ["tests/**/*.stage.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "web",
          include: ["tests/**/*.web.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 1,
        },
      },
      {
        test: {
          name: "long",
          include: ["tests/**/*.long.test.ts"],
          testTimeout: 900_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
