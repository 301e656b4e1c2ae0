import { DirectionProvider, MantineProvider } from "@mantine/core";
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { FormatProvider, type Locale, locales } from "../../../packages/web/src/format/index.ts";
import { i18n, startI18n } from "../../../packages/web/src/i18n/index.ts";
import { theme } from "../../../packages/web/src/theme/index.ts";
import { Board, type BoardColumn } from "../../../packages/web/src/ui/board/index.ts";
import { BarChart, FunnelChart, LineChart } from "../../../packages/web/src/ui/chart/index.ts";
import { DateField } from "../../../packages/web/src/ui/field/DateField.tsx";
import { MoneyField } from "../../../packages/web/src/ui/field/MoneyField.tsx";
import { NumberField } from "../../../packages/web/src/ui/field/NumberField.tsx";
import { HoldButton } from "../../../packages/web/src/ui/HoldButton.tsx";
import { MoneyText } from "../../../packages/web/src/ui/MoneyText.tsx";
import { Progress } from "../../../packages/web/src/ui/Progress.tsx";
import { Dot, Status } from "../../../packages/web/src/ui/Status.tsx";
import { Subtraction, SumBar } from "../../../packages/web/src/ui/Subtraction.tsx";

/** Parts of the ui kit by themselves, for tests that need no product around them: `?part=board&locale=fa`. */
const query = new URLSearchParams(location.search);
const locale = (query.get("locale") ?? "en") as Locale;

type Card = { id: string; title: string; company: string; amount: number; planned: boolean };
const stages = ["Qualification", "Demo", "Proposal", "Negotiation", "Ready to close"];
const initial = stages.map((title, stage) => ({
  id: `s${stage}`,
  title,
  cards: Array.from({ length: 4 - (stage % 3) }, (_, index) => ({
    id: `c${stage}${index}`,
    title: `Deal ${stage + 1}.${index + 1}`,
    company: ["Ganbold Food", "Aliyev Logistics", "Brandt GmbH"][index % 3]!,
    amount: (stage + 1) * (index + 2) * 125_000,
    planned: (stage + index) % 3 > 0,
  })),
}));

function DealBoard() {
  const [lanes, setLanes] = useState(initial);
  const [said, say] = useState("");
  const columns: BoardColumn<Card>[] = lanes.map((lane) => {
    const sum = lane.cards.reduce((total, card) => total + card.amount, 0);
    return {
      ...lane,
      sum: <MoneyText money={{ amount: sum, currency: "AZN" }} whole />,
      weighted: <MoneyText money={{ amount: Math.round(sum * 0.4), currency: "AZN" }} whole />,
    };
  });
  return (
    <main style={{ blockSize: "100dvh" }}>
      <output id="said" className="visually-hidden">
        {said}
      </output>
      <Board
        label="Deals"
        columns={columns}
        getId={(card) => card.id}
        getName={(card) => card.title}
        render={(card) => (
          <>
            <b style={{ fontWeight: 520 }}>{card.title}</b>
            <span>{card.company}</span>
            <span style={{ display: "flex", alignItems: "center", gap: 8 }}>
              <MoneyText money={{ amount: card.amount, currency: "AZN" }} />{" "}
              <Dot tone={card.planned ? "accent" : "attention"} />
            </span>
          </>
        )}
        onOpen={(card) => say(`open ${card.id}`)}
        onMove={(card, to) => {
          say(`move ${card.id} ${JSON.stringify(to)}`);
          setLanes((now) => {
            const without = now.map((lane) => ({
              ...lane,
              cards: lane.cards.filter((one) => one.id !== card.id),
            }));
            return without.map((lane) => {
              if (lane.id !== to.column) return lane;
              const at = to.before ? lane.cards.findIndex((one) => one.id === to.before) : lane.cards.length;
              return { ...lane, cards: lane.cards.toSpliced(at, 0, card) };
            });
          });
        }}
        strips={[
          { id: "won", label: "Won", tone: "positive" },
          { id: "lost", label: "Lost", tone: "danger" },
        ]}
        onStrip={(card, strip) => say(`strip ${card.id} ${strip}`)}
      />
    </main>
  );
}

function Charts() {
  const labels = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  return (
    <main style={{ display: "grid", gap: 40, maxInlineSize: 720, padding: 24, background: "var(--surface)" }}>
      <LineChart
        title="Won by month"
        labels={labels}
        series={[
          { key: "won", label: "Won", values: [12, 18, 14, 22, 27, 25, 31, 36, 30, 41, 44, 52] },
          { key: "lost", label: "Lost", values: [8, 9, 12, 11, 9, 14, 12, 10, 13, 11, 12, 9] },
        ]}
        previous={{
          key: "before",
          label: "Year before",
          values: [9, 12, 13, 15, 18, 21, 20, 24, 27, 26, 30, 33],
        }}
      />
      <BarChart
        title="Contacts by source"
        bars={[
          { key: "form", label: "Form", value: 412, previous: 350, onOpen: () => undefined },
          { key: "import", label: "Import", value: 1290, previous: 1400, onOpen: () => undefined },
          { key: "hand", label: "By hand", value: 88, previous: 120, onOpen: () => undefined },
        ]}
      />
      <FunnelChart
        title="From lead to won"
        bars={[
          { key: "lead", label: "Lead", value: 940 },
          { key: "qualified", label: "Qualified", value: 512 },
          { key: "offer", label: "Proposal", value: 203 },
          { key: "won", label: "Won", value: 88 },
        ]}
      />
    </main>
  );
}

function Parts() {
  const [day, setDay] = useState("2026-03-04");
  const [money, setMoney] = useState<{ amount: number; currency: string } | undefined>({
    amount: 123_450,
    currency: "AZN",
  });
  const [pace, setPace] = useState<number>();
  const [held, setHeld] = useState(0);
  return (
    <main style={{ display: "grid", gap: 24, maxInlineSize: 440, padding: 24, background: "var(--surface)" }}>
      <DateField label="Due" value={day} onChange={setDay} />
      <output id="day">{day}</output>
      <MoneyField label="Amount" value={money} currency="AZN" onChange={setMoney} invalid="Type an amount" />
      <output id="money">{JSON.stringify(money)}</output>
      <NumberField label="An hour" value={pace} min={1} max={1_000_000} onLeave={setPace} />
      <output id="pace">{pace}</output>
      <Progress label="Import of customers.csv" done={31_200} total={50_000} note="About a minute more" />
      <Subtraction
        matched={{ key: "matched", label: "Matched", count: 5_040 }}
        minus={[
          { key: "unsubscribed", label: "Unsubscribed", count: 180, onOpen: () => undefined },
          { key: "suppressed", label: "Suppressed", count: 48, onOpen: () => undefined },
          { key: "capped", label: "Capped", count: 0 },
        ]}
        result={{ key: "reach", label: "Will get it", count: 4_812 }}
      />
      <SumBar action={<HoldButton onHeld={() => setHeld((count) => count + 1)}>Send</HoldButton>}>
        Will reach 4 812 of 5 040
      </SumBar>
      <output id="held">{held}</output>
      <div style={{ display: "flex", gap: 16 }}>
        <Status tone="positive">Won</Status>
        <Status tone="attention">Due</Status>
        <Status tone="danger">Failed</Status>
        <Status step={3}>Proposal</Status>
      </div>
    </main>
  );
}

const parts = { board: DealBoard, charts: Charts, parts: Parts };
const Part = parts[(query.get("part") ?? "parts") as keyof typeof parts];
await startI18n(locale);
createRoot(document.getElementById("root")!).render(
  <I18nextProvider i18n={i18n}>
    <DirectionProvider initialDirection={locales[locale].direction} detectDirection={false}>
      <MantineProvider
        theme={theme}
        forceColorScheme={query.get("scheme") === "dark" ? "dark" : "light"}
        withCssVariables={false}
        withGlobalClasses={false}
      >
        <FormatProvider locale={locale} timeZone="Asia/Baku">
          <Part />
        </FormatProvider>
      </MantineProvider>
    </DirectionProvider>
  </I18nextProvider>,
);
