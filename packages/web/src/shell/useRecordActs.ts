import { useTranslation } from "react-i18next";
import { asProblem, type Edit, inverse, type Kept, type RecordData } from "../api/index.ts";
import { toast } from "../ui/Toasts.tsx";

/** Edit, remove and restore with what people expect of them: at once, said in one line, taken back by Z. */
export function useRecordActs<Info extends Kept>(
  data: Pick<RecordData<Info>, "useEdit" | "useRemove" | "useRestore">,
) {
  const { t } = useTranslation();
  const { mutate: send, mutateAsync: sendBack } = data.useEdit();
  const { mutate: remove, mutateAsync: removeAgain } = data.useRemove();
  const { mutate: restore, mutateAsync: restoreBack } = data.useRestore();
  const onError = (error: Error) => toast({ text: asProblem(error).message, tone: "danger", stay: 8_000 });

  return {
    edit(edits: readonly Edit<Info>[]): void {
      send(edits, {
        onError,
        onSuccess: (records) => {
          const before = new Map(edits.map(({ record }) => [record.id, record]));
          const patches = Map.groupBy(edits, ({ record }) => record.id);
          const back = records.map((record) => ({
            record,
            patch: Object.assign(
              {},
              ...(patches.get(record.id) ?? []).map(({ patch }) => inverse(before.get(record.id)!, patch)),
            ),
          }));
          toast({
            text: t("ui.changed", { count: edits.length }),
            undo: () => sendBack(back).catch(onError),
          });
        },
      });
    },
    /** `leave` goes where the record is missed, after it is gone: a page that left earlier would never say so. */
    remove(records: readonly Info[], leave?: () => void): void {
      remove(records, {
        onError,
        onSuccess: () => {
          toast({
            text: t("ui.removed", { count: records.length }),
            undo: () => restoreBack(records.map((record) => record.id)).catch(onError),
          });
          leave?.();
        },
      });
    },
    restore(records: readonly Info[]): void {
      restore(
        records.map((record) => record.id),
        {
          onError,
          onSuccess: () =>
            toast({
              text: t("ui.restored", { count: records.length }),
              undo: () => removeAgain(records).catch(onError),
            }),
        },
      );
    },
  };
}
