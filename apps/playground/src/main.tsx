import '@kaijo/ui/kaijo.css';
import './playground.css';
import { type ReactNode, StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Table } from './table.tsx';
import { inJapan, readTrialClock, type TrialClock } from './trial-clock.ts';
import { WORDS } from './words.ts';

/** For trying Kaijo without a phone and a card: not served in production. */
function Playground(): ReactNode {
  const [language, setLanguage] = useState<'ja' | 'en'>(navigator.language.startsWith('ja') ? 'ja' : 'en');
  const words = WORDS[language];
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = `Kaijo 解錠: ${words.title}`;
  }, [language, words]);
  return (
    <main className="t-page">
      <p className="t-language">
        <button
          type="button"
          className="k-button k-button--text"
          lang={language === 'ja' ? 'en' : 'ja'}
          onClick={() => setLanguage(language === 'ja' ? 'en' : 'ja')}
        >
          {words.other}
        </button>
      </p>
      <h1 className="k-heading">{words.title}</h1>
      <p>{words.lead}</p>
      <Clock language={language} />
      <h2 className="k-subheading">{words.storyTitle}</h2>
      <ol className="t-story">
        {words.story.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <Table words={words} />
      <h2 className="k-subheading">{words.tryTitle}</h2>
      <p>{words.tryLead}</p>
      <dl>
        {words.commands.map(([what, command]) => (
          <div key={command} className="t-command">
            <dt>{what}</dt>
            <dd>
              <code>{command}</code>
            </dd>
          </div>
        ))}
      </dl>
      <h2 className="k-subheading">{words.lookTitle}</h2>
      <ul>
        {words.links.map(([what, href]) => (
          <li key={href}>
            <a href={href}>{what}</a>
          </li>
        ))}
      </ul>
      <p>{words.note}</p>
    </main>
  );
}

/** Says that the trial's clock is not the wall's, or that it stands where kiosks are closed (R24). */
function Clock({ language }: { readonly language: 'ja' | 'en' }): ReactNode {
  const [clock, setClock] = useState<TrialClock | undefined>();
  useEffect(() => void readTrialClock().then(setClock), []);
  const words = WORDS[language];
  if (clock === undefined) return null;
  if (!clock.kiosksOpen) return <p className="t-clock">{words.closed}</p>;
  return clock.isSetOn ? <p className="t-clock">{words.clock(inJapan(clock.now, language))}</p> : null;
}

const root = document.getElementById('app');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <Playground />
    </StrictMode>,
  );
