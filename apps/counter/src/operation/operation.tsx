import type { StaffSession } from '@kaijo/contract';
import { Screen } from '@kaijo/ui';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { StaffPage } from '../office/staff-page.tsx';
import type { Office } from '../session/office.ts';
import { AuditPage } from './pages/audit.tsx';
import { KiosksPage } from './pages/kiosks.tsx';
import { MaintenancePage } from './pages/maintenance.tsx';
import { SettingsPage } from './pages/settings.tsx';
import { StoresPage } from './pages/stores.tsx';
import { SurveyPage } from './pages/survey.tsx';
import { SwitchesPage } from './pages/switches.tsx';
import { TodayPage } from './pages/today.tsx';
import { ServiceProvider } from './parts/service.tsx';
import { type OperationTexts, useOperationTexts } from './texts/index.ts';

type PageName = keyof OperationTexts['pages'];

interface Props {
  readonly office: Office;
  readonly role: StaffSession['role'];
  readonly onEnded: () => void;
}

/** What operators and auditors see (R35): a page each, under an address of its own. */
export function Operation({ office, role, onEnded }: Props): ReactNode {
  const { texts, lang } = useOperationTexts();
  const page = usePage(Object.keys(texts.pages) as PageName[]);
  const mayChange = role === 'operator';
  const service = useMemo(() => ({ office, mayChange, onEnded }), [office, mayChange, onEnded]);
  return (
    <ServiceProvider value={service}>
      <div className="o-layout">
        <nav className="o-menu" aria-label={texts.menu} lang={lang}>
          <ul>
            {(Object.entries(texts.pages) as [PageName, string][]).map(([name, words]) => (
              <li key={name}>
                <a href={`#${name}`} aria-current={name === page ? 'page' : undefined}>
                  {words}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {page === 'staff' ? (
          <StaffPage office={office} mayChange={mayChange} />
        ) : (
          <div lang={lang}>
            <Screen key={page} step={page} heading={texts.pages[page]}>
              {!mayChange && CHANGED_BY_OPERATORS.includes(page) && <p>{texts.lookOnly}</p>}
              <Content page={page} />
            </Screen>
          </div>
        )}
      </div>
    </ServiceProvider>
  );
}

const CHANGED_BY_OPERATORS: readonly PageName[] = [
  'maintenance',
  'switches',
  'stores',
  'kiosks',
  'survey',
  'settings',
];

function Content({ page }: { readonly page: Exclude<PageName, 'staff'> }): ReactNode {
  switch (page) {
    case 'today':
      return <TodayPage />;
    case 'maintenance':
      return <MaintenancePage />;
    case 'switches':
      return <SwitchesPage />;
    case 'stores':
      return <StoresPage />;
    case 'kiosks':
      return <KiosksPage />;
    case 'survey':
      return <SurveyPage />;
    case 'audit':
      return <AuditPage />;
    case 'settings':
      return <SettingsPage />;
  }
}

/** The page of the address, `#maintenance`: back, forward and reload find it again. */
function usePage(known: readonly PageName[]): PageName {
  const [hash, setHash] = useState(window.location.hash);
  useEffect(() => {
    const change = () => setHash(window.location.hash);
    window.addEventListener('hashchange', change);
    return () => window.removeEventListener('hashchange', change);
  }, []);
  return known.find((name) => `#${name}` === hash) ?? 'today';
}
