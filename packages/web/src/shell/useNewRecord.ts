import type { UseMutationResult } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import { toast } from "../ui/Toasts.tsx";
import type { CreatorProps } from "./creators.ts";

const pages = { company: "/companies/$id", contact: "/contacts/$id", deal: "/deals/$id" } as const;

/** The way of a new record, the same for every noun: its sheet, what was refused, the message, and on to its page. */
export function useNewRecord<Made extends { id: string; name: string }, Input>(
  noun: keyof typeof pages,
  create: UseMutationResult<Made, Error, Input>,
  { opened, onClose }: CreatorProps,
) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const problem = create.error ? asProblem(create.error) : undefined;
  const leaveTo = (id: string) => {
    onClose();
    void navigate({ to: pages[noun], params: { id } });
  };
  return {
    problem,
    leaveTo,
    make: (input: Input) =>
      create.mutate(input, {
        onSuccess: ({ id, name }) => {
          leaveTo(id);
          toast({ text: t(`${noun}.created`, { name }) });
        },
      }),
    sheet: {
      title: t(`${noun}.new`),
      opened,
      onClose,
      act: t(`${noun}.create`),
      busy: create.isPending,
      problem,
    },
  };
}
