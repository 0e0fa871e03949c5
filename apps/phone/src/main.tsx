import '@kaijo/ui/kaijo.css';
import './phone.css';
import type { Language } from '@kaijo/contract/language';
import { rememberLanguage, startLanguage } from '@kaijo/ui';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createActor } from 'xstate';
import { App } from './app.tsx';
import { deskCardSource } from './card/desk-card-source.ts';
import { provideFlow } from './flow/provide.ts';
import { goBackWithBrowser } from './go-back.ts';
import { installWorker } from './install-worker.ts';
import { nfcCardSource } from './nfc/nfc-card-source.ts';
import { nativeNfc } from './nfc/nfc-plugin.ts';
import { createServices, ServicesContext } from './services.ts';
import { LanguageProvider, loadLanguage, type PhoneTexts } from './texts/index.ts';

async function start(root: HTMLElement): Promise<void> {
  const store = localStore();
  const voice = await loadLanguage(startLanguage(store, navigator.languages));
  // For the sheet of iOS, which no screen of ours draws.
  let words = voice.app as PhoneTexts;
  const speak = async (language: Language): Promise<void> => {
    words = (await loadLanguage(language)).app as PhoneTexts;
  };
  const nfc = nativeNfc();
  const services = createServices({
    baseUrl: import.meta.env.VITE_KAIJO_SERVICE ?? window.location.origin,
    store,
    ...(nfc === undefined
      ? { reader: 'desk', cards: deskCardSource(async (path) => (await fetch(path)).json()) }
      : { reader: 'nfc', cards: nfcCardSource(nfc, () => words.hold.heading) }),
  });
  const actor = createActor(provideFlow(services));
  goBackWithBrowser(actor);
  if (nfc === undefined) {
    window.addEventListener('load', installWorker);
    if (document.readyState === 'complete') installWorker();
  }
  actor.start();
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider
        start={voice}
        onChoose={(language) => {
          rememberLanguage(store, language);
          // Not to be fetched (no network): the words stay.
          speak(language).catch(() => undefined);
        }}
      >
        <ServicesContext value={services}>
          <App actor={actor} />
        </ServicesContext>
      </LanguageProvider>
    </StrictMode>,
  );
}

/** Browsers throw where storage is switched off. */
function localStore(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

const root = document.getElementById('app');
if (root !== null) void start(root);
