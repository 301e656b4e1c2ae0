import { defineConfig } from "vitest/config";

/** Left to itself vitest takes one core less than there are: on two cores that is one file at a time. */
const sideBySide = { maxWorkers: 2 };
/** A browser tells what a person would see only where it has the machine to itself. */
const browser = { testTimeout: 180_000, hookTimeout: 180_000, maxWorkers: 1 };
/** What people do all day is driven at each run; every page, in its own file, with the long tests. */
const daily = ["tests/web/{deals,home,main-job}.web.test.ts", "tests/mail-emulator/*.web.test.ts"];

/** Unit and property tests, then stage tests that share one built stage, then a real Chromium. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["tests/**/*.test.ts", "packages/*/src/**/*.test.ts"],
          exclude: ["**/*.{stage,web,long}.test.ts", "**/node_modules/**"],
          testTimeout: 60_000,
          ...sideBySide,
        },
      },
      {
        test: {
          name: "stage",
          include: ["tests/**/*.stage.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          ...sideBySide,
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
          ...sideBySide,
        },
      },
    ],
  },
});
