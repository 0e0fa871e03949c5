import type { StaffSession } from '@kaijo/contract';
import { Announcer, Button, Frame, LanguageSelect, Screen } from '@kaijo/ui';
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from 'react';
import { Desk } from './desk/desk.tsx';
import type { Office } from './session/office.ts';
import { SignIn } from './session/sign-in.tsx';
import { useTexts } from './texts/index.ts';

/** With its charts; a clerk never needs it. */
const Operation = lazy(async () => ({ default: (await import('./operation/operation.tsx')).Operation }));

interface Props {
  readonly office: Office;
  readonly baseUrl: string;
}

/** What a member of staff sees, by role (R35). */
export function App({ office, baseUrl }: Props): ReactNode {
  const texts = useTexts();
  const [session, setSession] = useState<StaffSession | 'none'>();
  useEffect(() => {
    office.resume().then(
      (resumed) => setSession(resumed ?? 'none'),
      () => setSession('none'),
    );
  }, [office]);
  const [isOver, setOver] = useState(false);
  const end = useCallback(() => setSession('none'), []);
  useEffect(() => {
    office.onEnded = () => setOver(true);
  }, [office]);
  const enter = (next: StaffSession) => {
    setOver(false);
    setSession(next);
  };
  const signOut = async () => {
    await office.signOut();
    setSession('none');
  };
  const tools = (
    <>
      {typeof session === 'object' && (
        <>
          <span>{texts.signedInAs({ number: session.number, role: texts.roles[session.role] })}</span>
          <Button look="text" onClick={() => void signOut()}>
            {texts.signOut}
          </Button>
        </>
      )}
      <LanguageSelect />
    </>
  );
  return (
    <Announcer>
      <Frame name={texts.appName} tools={tools}>
        <Page
          session={session}
          isOver={isOver}
          office={office}
          baseUrl={baseUrl}
          onSignedIn={enter}
          onEnded={end}
        />
      </Frame>
    </Announcer>
  );
}

function Page({
  session,
  isOver,
  office,
  baseUrl,
  onSignedIn,
  onEnded,
}: Props & {
  readonly session: StaffSession | 'none' | undefined;
  /** The service has ended it. */
  readonly isOver: boolean;
  readonly onSignedIn: (session: StaffSession) => void;
  readonly onEnded: () => void;
}): ReactNode {
  const { loading } = useTexts();
  if (session === undefined) return <Screen step="loading" heading={loading} />;
  if (session === 'none') return <SignIn office={office} onSignedIn={onSignedIn} />;
  const again = isOver && <SignIn office={office} ended onSignedIn={onSignedIn} />;
  // A clerk goes on with the card that lies there, after signing in again; a colleague starts anew.
  if (session.role === 'clerk')
    return (
      <>
        {again}
        <div className="c-kept" hidden={isOver}>
          <Desk key={session.number} office={office} baseUrl={baseUrl} />
        </div>
      </>
    );
  if (again) return again;
  return (
    <Suspense fallback={<Screen step="loading" heading={loading} />}>
      <Operation office={office} role={session.role} onEnded={onEnded} />
    </Suspense>
  );
}
