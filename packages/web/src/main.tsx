import {
  DirectionProvider,
  localStorageColorSchemeManager,
  MantineProvider,
  useDirection,
} from "@mantine/core";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, useEffect } from "react";
import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { makeQueryClient } from "./api/index.ts";
import { FormatProvider, locales } from "./format/index.ts";
import { i18n, setLocale, startI18n } from "./i18n/index.ts";
import { makeRouter } from "./router.tsx";
import { getPrefs, usePrefs } from "./shell/prefs.ts";
import { theme } from "./theme/index.ts";

const queryClient = makeQueryClient();
const router = makeRouter(queryClient);
const schemes = localStorageColorSchemeManager({ key: "rapport.scheme" });

function App(props: { queryClient: QueryClient }) {
  const { locale } = usePrefs();
  return (
    <I18nextProvider i18n={i18n}>
      <DirectionProvider initialDirection={locales[locale].direction} detectDirection={false}>
        <MantineProvider
          theme={theme}
          defaultColorScheme="auto"
          colorSchemeManager={schemes}
          withCssVariables={false}
          withGlobalClasses={false}
        >
          <FormatProvider locale={locale}>
            <QueryClientProvider client={props.queryClient}>
              <Language />
              <RouterProvider router={router} />
            </QueryClientProvider>
          </FormatProvider>
        </MantineProvider>
      </DirectionProvider>
    </I18nextProvider>
  );
}

/** The chosen language reaches the document, its direction and the messages. */
function Language() {
  const { locale } = usePrefs();
  const { setDirection } = useDirection();
  useEffect(() => {
    void setLocale(locale);
    setDirection(locales[locale].direction);
  }, [locale, setDirection]);
  return null;
}

await startI18n(getPrefs().locale);
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App queryClient={queryClient} />
  </StrictMode>,
);
