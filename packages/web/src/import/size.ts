import type { Format } from "../format/index.ts";

/** 1.2 MB, 340 kB: as people see it beside a file. */
export function sizeText(bytes: number, format: Format): string {
  const [unit, size] =
    bytes < 1_000
      ? ["byte", bytes]
      : bytes < 1_000_000
        ? ["kilobyte", bytes / 1_000]
        : ["megabyte", bytes / 1_000_000];
  return format.number(size as number, {
    style: "unit",
    unit: unit as string,
    maximumFractionDigits: (size as number) < 10 && unit !== "byte" ? 1 : 0,
  });
}
