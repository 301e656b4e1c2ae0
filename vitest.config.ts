import { defineConfig } from "vitest/config";

/** Unit and property tests run side by side; stage tests share one built stage; browser tests drive a real Chromium. */
const browser = { testTimeout: 180_000, hookTimeout: 180_000, maxWorkers: 1 };
/** What people do all day is driven at each run; every page, in its own file, with the long tests. */
const daily = ["tests/web/{deals,home,main-job}.web.test.ts", "tests/mail-emulator/*.web.test.ts"];

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
          include: daily,
          ...browser,
        },
      },
      {
        test: {
          name: "pages",
          include: ["tests/**/*.web.test.ts"],
          exclude: [...daily, "**/node_modules/**"],
          ...browser,
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
