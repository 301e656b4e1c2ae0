import { describe, expect, it } from "vitest";
import type { Target } from "../../packages/core/src/import/import.schema.ts";
import { guessDateOrder, guessMapping, parseDate } from "../../packages/core/src/import/mapping.ts";
import { parseRow } from "../../packages/core/src/import/row.ts";

const row = (record: Partial<Record<Target, string>>, options = {}) =>
  parseRow({ line: 2, values: Object.values(record) }, Object.keys(record) as Target[], options);

describe("guessing what columns mean", () => {
  it("knows the usual headers and gives each target once", () => {
    const headers = [
      "Index",
      "Customer Id",
      "First Name",
      "Last Name",
      "Company",
      "Phone 1",
      "Phone 2",
      "E-mail",
      "Email",
      "Subscription Date",
    ];
    const columns = headers.map((header) => ({ header, samples: [] }));
    expect(guessMapping(columns)).toEqual([
      "ignore",
      "externalId",
      "firstName",
      "lastName",
      "company",
      "phone",
      "phone2",
      "email",
      "ignore",
      "subscribedAt",
    ]);
  });

  it("knows a column of emails by its samples", () => {
    expect(guessMapping([{ header: "Kontaktadresse", samples: ["a@b.de", "", "c@d.de"] }])).toEqual([
      "email",
    ]);
  });

  it("takes the date order in which every sample is a date", () => {
    expect(guessDateOrder(["26-08-2020", "01-02-2021"])).toBe("dmy");
    expect(guessDateOrder(["08/26/2020", "01/02/2021"])).toBe("mdy");
    expect(guessDateOrder(["2020-08-26"])).toBe("ymd");
    expect(parseDate("31-02-2020", "dmy")).toBeUndefined();
  });
});

describe("a row", () => {
  it("comes in with a phone and a country that nobody can read, and says so", () => {
    const parsed = row({ firstName: "Ada", phone: "001-797-5229x12", country: "Netherlands Antilles" });
    expect(parsed.error).toBeUndefined();
    expect(parsed.contact).toMatchObject({
      phone: "001-797-5229x12",
      address: { country: "Netherlands Antilles" },
    });
    expect(parsed.warnings).toHaveLength(2);
  });

  it("gets E.164 and ISO 3166 where they parse", () => {
    const parsed = row({ name: "Ada King Lovelace", phone: "020 7946 0958", country: "United Kingdom" });
    expect(parsed.contact).toMatchObject({
      firstName: "Ada King",
      lastName: "Lovelace",
      phone: "+442079460958",
      address: { country: "GB" },
    });
    expect(parsed.warnings).toEqual([]);
  });

  it("is refused when its email is none or it names nobody", () => {
    expect(row({ firstName: "Ada", email: "ada(at)example.com" }).error).toMatch(/not an email/);
    expect(row({ city: "Baku" }).error).toMatch(/no name/);
  });

  it("takes a spreadsheet's guard off formulas and keeps the text as text", () => {
    expect(row({ firstName: "'=SUM(A1)", lastName: "\t-2+3" }).contact).toMatchObject({
      firstName: "=SUM(A1)",
      lastName: "-2+3",
    });
  });

  it("carries consent with basis, source and the row's own date", () => {
    const options = {
      consent: { basis: "consent" as const, source: "Fair 2026" },
      dateOrder: "dmy" as const,
    };
    expect(row({ email: "a@b.co", subscribedAt: "26-08-2020" }, options).contact.consent).toEqual({
      marketing: {
        state: "subscribed",
        basis: "consent",
        source: "Fair 2026",
        at: "2020-08-26T00:00:00.000Z",
      },
    });
    expect(row({ email: "a@b.co", subscribedAt: "26-08-2020" }).contact.consent).toBeUndefined();
  });
});
