import '@kaijo/ui/kaijo.css';
import './phone.css';
import { rememberLanguage, startLanguage } from '@kaijo/ui';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createActor } from 'xstate';
import { App } from './app.tsx';
import { deskCardSource } from './card/desk-card-source.ts';
import { provideFlow } from './flow/provide.ts';
import { goBackWithBrowser } from './go-back.ts';
import { installWorker } from './install-worker.ts';
import { createServices, ServicesContext } from './services.ts';
import { LanguageProvider, loadLanguage } from './texts/index.ts';

async function start(root: HTMLElement): Promise<void> {
  const store = localStore();
  const services = createServices({
    baseUrl: window.location.origin,
    store,
    reader: 'desk',
    cards: deskCardSource(async (path) => (await fetch(path)).json()),
  });
  const voice = await loadLanguage(startLanguage(store, navigator.languages));
  const actor = createActor(provideFlow(services));
  goBackWithBrowser(actor);
  window.addEventListener('load', installWorker);
  if (document.readyState === 'complete') installWorker();
  actor.start();
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider start={voice} onChoose={(language) => rememberLanguage(store, language)}>
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
