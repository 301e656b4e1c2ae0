import type * as Activity from "@rapport/core/activity";

export const tags = ["fair-2026", "newsletter", "distributor", "webinar", "partner", "vip"];

export const sources = [
  ["import", 5],
  ["form", 3],
  ["manual", 2],
] as const;

export const lifecycles = [
  ["subscriber", 22],
  ["lead", 30],
  ["marketing-qualified", 14],
  ["sales-qualified", 9],
  ["opportunity", 7],
  ["customer", 14],
  ["evangelist", 1],
  ["former", 3],
] as const;

export const subjects = [
  "Machines for the new hall",
  "Yearly supply",
  "Spare parts",
  "Pilot order",
  "Second site",
  "Framework contract",
  "Replacement line",
  "Safety equipment",
  "Packaging",
  "Service contract",
];

export const said: Record<Activity.Kind, readonly string[]> = {
  note: [
    "Prefers mail before noon",
    "Asked for the new catalogue",
    "Decides with the plant manager",
    "Budget comes in spring",
    "Knows us from the fair",
  ],
  call: [
    "Asked about delivery times",
    "Follow-up on the offer",
    "First call",
    "Wants a discount on the second site",
    "Checked the order",
  ],
  meeting: ["Visit on site", "Demo of the line", "Yearly review", "Contract details"],
  mail: [
    "Offer sent",
    "Re: Offer",
    "Thank you for the visit",
    "Papers for the contract",
    "Question about the invoice",
  ],
  task: ["Send the offer", "Call back", "Prepare the contract", "Ask for the drawing", "Check stock"],
};
