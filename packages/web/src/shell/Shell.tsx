import { Outlet, useNavigate, useRouter } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { onSignedOut, useLiveUpdates, useMe } from "../api/index.ts";
import { DensityContext } from "../ui/grid/density.ts";
import { type Command, CommandPalette } from "../ui/palette/CommandPalette.tsx";
import { useIsPhone } from "../ui/phone.ts";
import { ShortcutHelp, useShortcut } from "../ui/shortcuts/index.ts";
import { BottomBar } from "./BottomBar.tsx";
import { Create, openCreate } from "./Create.tsx";
import { creators } from "./creators.ts";
import { find } from "./find.tsx";
import { type Place, places } from "./places.ts";
import { usePrefs } from "./prefs.ts";
import { Rail } from "./Rail.tsx";
import css from "./Shell.module.css";

/** What stays while pages change: the rail (or the phone's bottom bar), search, creating, keys and live updates. */
export function Shell() {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const { density } = usePrefs();
  const [searching, setSearching] = useState(false);
  useLiveUpdates(true);
  useLeaveWhenSignedOut();
  return (
    <div className={css.shell} data-phone={phone || undefined}>
      <a href="#content" className={`visually-hidden ${css.skip}`}>
        {t("shell.skip")}
      </a>
      {!phone && <Rail onSearch={() => setSearching(true)} />}
      <main id="content" className={css.main} tabIndex={-1}>
        <DensityContext value={density}>
          <Outlet />
        </DensityContext>
      </main>
      {phone && <BottomBar onSearch={() => setSearching(true)} />}
      <Places />
      <Create />
      <Palette opened={searching} onChange={setSearching} />
      <ShortcutHelp />
    </div>
  );
}

function useLeaveWhenSignedOut(): void {
  const navigate = useNavigate();
  const router = useRouter();
  useEffect(
    () => onSignedOut(() => void navigate({ to: "/sign-in", search: { next: router.state.location.href } })),
    [navigate, router],
  );
}

function useMyPlaces(): Place[] {
  const me = useMe();
  return useMemo(() => places.filter((place) => me.may(place.permission)), [me]);
}

/** `G`, then a letter. */
function Places() {
  return useMyPlaces().map((place) => <GoKey key={place.key} place={place} />);
}

function GoKey({ place }: { place: Place }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  useShortcut({
    keys: `g ${place.letter}`,
    label: t(`shell.place.${place.key}`),
    group: "go",
    run: () => void navigate({ to: place.to }),
  });
  return null;
}

function Palette(props: { opened: boolean; onChange: (opened: boolean) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const mine = useMyPlaces();
  const commands = useMemo<Command[]>(
    () => [
      ...creators
        .filter((creator) => me.may(creator.permission))
        .map(({ noun, icon: Icon }) => ({
          id: `create-${noun}`,
          label: t(`shell.new.${noun}`),
          group: t("shell.create"),
          icon: <Icon size={16} stroke={1.6} />,
          run: () => openCreate(noun),
        })),
      ...mine.map(({ key, to, letter, icon: Icon }) => ({
        id: `go-${key}`,
        label: t(`shell.place.${key}`),
        group: t("ui.keys.go"),
        icon: <Icon size={16} stroke={1.6} />,
        keys: `g ${letter}`,
        run: () => void navigate({ to }),
      })),
      {
        id: "settings",
        label: t("shell.settings"),
        group: t("ui.keys.go"),
        run: () => void navigate({ to: "/settings/profile" }),
      },
    ],
    [t, me, mine, navigate],
  );
  const finder = useCallback(
    (text: string, signal: AbortSignal) => find(text, signal, t, (address) => void navigate({ to: address })),
    [t, navigate],
  );
  return <CommandPalette {...props} commands={commands} find={finder} />;
}
