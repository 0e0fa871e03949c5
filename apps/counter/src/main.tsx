import '@kaijo/ui/kaijo.css';
import './counter.css';
import { rememberLanguage, startLanguage } from '@kaijo/ui';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { HolderApp } from './holder/holder-app.tsx';
import { Office } from './session/office.ts';
import { LanguageProvider, loadLanguage } from './texts/index.ts';

async function start(root: HTMLElement): Promise<void> {
  const baseUrl = window.location.origin;
  const isHolders = window.location.pathname === '/counter/holder';
  // The holder's screen begins in Japanese for everybody, and keeps nobody's choice.
  const store = isHolders ? undefined : window.localStorage;
  const voice = await loadLanguage(isHolders ? 'ja' : startLanguage(store, navigator.languages));
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider start={voice} onChoose={(language) => rememberLanguage(store, language)}>
        {isHolders ? <HolderApp /> : <App office={new Office(baseUrl)} baseUrl={baseUrl} />}
      </LanguageProvider>
    </StrictMode>,
  );
}

const root = document.getElementById('app');
if (root !== null) void start(root);
