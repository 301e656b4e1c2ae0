import css from "./Skeleton.module.css";

/** A grey line in the place and size of what will come. Appears after 300 ms, so that quick answers never flash. */
export function Skeleton(props: { width?: number | string; height?: number; round?: boolean }) {
  return (
    <span
      aria-hidden
      className={css.bone}
      data-round={props.round || undefined}
      style={{ inlineSize: props.width ?? "100%", blockSize: props.height ?? 10 }}
    />
  );
}

/** Several lines of text to come. */
export function SkeletonLines(props: { lines: number }) {
  return (
    <span className={css.lines} role="presentation">
      {Array.from({ length: props.lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity
        <Skeleton key={line} width={`${88 - ((line * 29) % 50)}%`} />
      ))}
    </span>
  );
}
