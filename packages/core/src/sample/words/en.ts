import type { Words } from "./index.ts";

export const en: Words = {
  companies: [
    { name: "Northwind Mills", industry: "Textiles", city: "Leeds" },
    { name: "Lakeside Clinics", industry: "Health", city: "Zurich" },
    { name: "Atlas Freight", industry: "Transport", city: "Rotterdam" },
    { name: "Brightwater Hotels", industry: "Hotels", city: "Lisbon" },
  ],
  people: [
    { firstName: "Nora", lastName: "Field", title: "Head of purchasing" },
    { firstName: "Tom", lastName: "Archer", title: "Plant manager" },
    { firstName: "Ines", lastName: "Keller", title: "Managing director" },
    { firstName: "Paul", lastName: "Brandt", title: "Practice manager" },
    { firstName: "Mara", lastName: "de Wit", title: "Operations" },
    { firstName: "Jonas", lastName: "Visser", title: "Fleet manager" },
    { firstName: "Clara", lastName: "Reis", title: "General manager" },
    { firstName: "Hugo", lastName: "Matos", title: "Buyer" },
    { firstName: "Lea", lastName: "Sommer", title: "Architect" },
    { firstName: "Omar", lastName: "Haddad", title: "Founder" },
  ],
  deals: [
    "Twelve looms for the new hall",
    "Service for two years",
    "Equipment for three practices",
    "Fleet of the north",
    "Linen for 240 rooms",
    "Pilot in one house",
  ],
  activities: [
    { title: "Call about the offer", body: "Wants a price for twelve instead of ten." },
    { title: "Visited the hall", body: "Power and floor are ready. Delivery in two parts would suit them." },
    { title: "Send the references" },
    { title: "Demo for the practices" },
    { title: "Met at the fair", body: "Their contract with the other supplier ends in spring." },
    { title: "Ask for the decision" },
  ],
};
