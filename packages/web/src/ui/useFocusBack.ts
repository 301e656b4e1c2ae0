import { type RefObject, useEffect, useRef } from "react";

/** Where an editor that had the focus goes away, keys go on at `home`; a focus that went elsewhere stays there. */
export function useFocusBack(editing: boolean, home: RefObject<HTMLElement | null>): void {
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !editing && document.activeElement === document.body)
      home.current?.focus({ preventScroll: true });
    wasEditing.current = editing;
  }, [editing, home]);
}
