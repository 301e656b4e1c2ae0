import { Button } from "@mantine/core";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Patch, type Problem, useMe } from "../api/index.ts";
import { BulkChanges } from "../shell/BulkChanges.tsx";
import { useRecordActs } from "../shell/useRecordActs.ts";
import { Grid, type Sort } from "../ui/grid/index.ts";
import { MoneyText } from "../ui/MoneyText.tsx";
import { NextDot } from "./DealCard.tsx";
import { type Deal, deals as data, type Pipeline } from "./deal.data.ts";
import { stageOf } from "./state.ts";
import { sorted, useDealColumns } from "./useDealColumns.tsx";

const getId = (deal: Deal) => deal.id;
const getName = (deal: Deal) => deal.name;

/** The open deals as a grid: sorted here, for all of them are here. */
export function DealList(props: {
  deals: readonly Deal[];
  names: Record<string, string>;
  pipelines: readonly Pipeline[];
  loading: boolean;
  problem: Problem | undefined;
  onRetry: () => void;
  panel: string | undefined;
  onPanel: (id: string | undefined) => void;
  onOpen: (id: string) => void;
  bar: ReactNode;
  empty: ReactNode;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const acts = useRecordActs(data);
  const [sort, setSort] = useState<Sort>();
  const { names, pipelines } = props;
  const columns = useDealColumns({ names, pipelines });
  const rows = useMemo(() => sorted(props.deals, columns, sort), [props.deals, columns, sort]);
  const mayWrite = me.may("deal:write");
  return (
    <Grid
      name="deal"
      label={t("deal.plural")}
      columns={columns}
      rows={rows}
      getId={getId}
      getName={getName}
      loading={props.loading}
      problem={props.problem}
      onRetry={props.onRetry}
      sort={sort}
      onSort={setSort}
      onEdit={
        mayWrite
          ? (edits) => acts.edit(edits.map(({ row, patch }) => ({ record: row, patch: patch as Patch })))
          : undefined
      }
      onOpen={(deal) => props.onOpen(deal.id)}
      onPreview={(deal) => props.onPanel(props.panel === deal.id ? undefined : deal.id)}
      openId={props.panel}
      bulk={(taken, clear) => (
        <>
          {mayWrite && (
            <BulkChanges
              change={(patchOf) => {
                acts.edit(taken.map((record) => ({ record, patch: patchOf(record) })));
                clear();
              }}
            />
          )}
          {me.may("deal:remove") && (
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                acts.remove(taken);
                clear();
              }}
            >
              {t("ui.remove")}
            </Button>
          )}
        </>
      )}
      bar={props.bar}
      empty={props.empty}
      phone={(deal) => ({
        title: deal.name,
        detail: [
          stageOf(
            pipelines.find((one) => one.id === deal.pipelineId),
            deal,
          )?.name,
          names[deal.companyId ?? ""],
        ]
          .filter(Boolean)
          .join(" · "),
        end: deal.amount ? <MoneyText money={deal.amount} whole /> : <NextDot deal={deal} />,
      })}
    />
  );
}
