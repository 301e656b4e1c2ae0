import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
import { asProblem, type Page } from "../api/index.ts";

/** What a grid asks of a list that comes page by page. */
export function useGridPages<Row>(list: UseInfiniteQueryResult<InfiniteData<Page<Row>>>) {
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  return {
    rows,
    loading: list.isPending || list.isFetchingNextPage,
    problem: list.error ? asProblem(list.error) : undefined,
    onRetry: () => void list.refetch(),
    hasMore: list.hasNextPage,
    loadMore: () => !list.isFetchingNextPage && void list.fetchNextPage(),
  };
}
