/**
 * Widths, languages and schemes in which a page is opened: `npm test` takes the first, `npm run test:looks` all others,
 * so that each page is seen in each look without costing every run the minutes.
 */
export const looks = <T>([first, ...others]: readonly [T, ...T[]]): T[] =>
  process.env.LOOKS === "others" ? others : [first];
