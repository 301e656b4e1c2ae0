import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useIsPhone } from "./phone.ts";
import css from "./Sheet.module.css";

/** Only the body scrolls: header and footer stay in sight. */
function Plain(props: { children?: ReactNode }) {
  return props.children;
}

/**
 * Where something is made or set: from the side on a desk, from below on a phone. `footer` stays in sight.
 * Records are edited in place, not here.
 */
export function Sheet(props: {
  title: string;
  opened: boolean;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  wide?: boolean;
}) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  return (
    <Drawer.Root
      opened={props.opened}
      onClose={props.onClose}
      position={phone ? "bottom" : "right"}
      size={phone ? "auto" : props.wide ? 560 : 420}
      lockScroll={false}
      scrollAreaComponent={Plain}
      transitionProps={{ duration: 180 }}
      padding={0}
    >
      <Drawer.Overlay backgroundOpacity={1} color="var(--scrim)" className={css.scrim} />
      <Drawer.Content classNames={{ content: css.content ?? "" }} data-phone={phone || undefined} radius={0}>
        <Drawer.Header className={css.header}>
          <Drawer.Title className={css.title}>{props.title}</Drawer.Title>
          <Drawer.CloseButton aria-label={t("ui.close")} />
        </Drawer.Header>
        <Drawer.Body className={css.body}>{props.children}</Drawer.Body>
        {props.footer && <div className={css.footer}>{props.footer}</div>}
      </Drawer.Content>
    </Drawer.Root>
  );
}
