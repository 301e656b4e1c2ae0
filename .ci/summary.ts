import { readFileSync } from "node:fs";

/** Prints what the runs' reports add up to: `N passed, N failed, N skipped`. */
const reports = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")));
const sum = (field: string) => reports.reduce((total, report) => total + (report[field] ?? 0), 0);
console.log(
  `${sum("numPassedTests")} passed, ${sum("numFailedTests")} failed, ${sum("numPendingTests")} skipped`,
);
