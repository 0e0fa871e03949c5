import type { StaffSession } from '@kaijo/contract';
import { Button, Notice, Screen } from '@kaijo/ui';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../texts/index.ts';
import type { Office, SignInTrouble } from './office.ts';

interface Props {
  readonly office: Office;
  /** A session was there and is over. */
  readonly ended?: boolean;
  readonly onSignedIn: (session: StaffSession) => void;
}

export function SignIn({ office, ended = false, onSignedIn }: Props): ReactNode {
  const { signIn, register, unreachable } = useTexts();
  const [told, setTold] = useState<
    { readonly kind: 'error' | 'success' | 'warning'; readonly words: string } | undefined
  >(ended ? { kind: 'warning', words: signIn.ended } : undefined);
  const [registering, setRegistering] = useState(false);
  const wordsFor = (trouble: SignInTrouble, refused: string): string => {
    if (trouble.kind === 'unreachable') return unreachable;
    return trouble.kind === 'no-passkey' ? signIn.noPasskey : refused;
  };
  const enter = async () => {
    const outcome = await office.signIn();
    if (outcome.kind === 'signed-in') onSignedIn(outcome.session);
    else setTold({ kind: 'error', words: wordsFor(outcome, signIn.refused) });
  };
  const enrol = async (code: string) => {
    const outcome = await office.register(code.trim().toUpperCase());
    if (outcome.kind !== 'registered')
      return setTold({ kind: 'error', words: wordsFor(outcome, register.wrong) });
    setTold({ kind: 'success', words: register.done });
    setRegistering(false);
  };
  const notice = told && (
    <Notice kind={told.kind} role="alert">
      {told.words}
    </Notice>
  );
  if (registering) return <Register notice={notice} onCode={(code) => void enrol(code)} />;
  return (
    <Screen
      step="sign-in"
      heading={signIn.heading}
      actions={
        <>
          <Button onClick={() => void enter()}>{signIn.button}</Button>
          <Button look="text" onClick={() => setRegistering(true)}>
            {signIn.firstTime}
          </Button>
        </>
      }
    >
      {notice}
      <p>{signIn.lead}</p>
    </Screen>
  );
}

function Register({
  notice,
  onCode,
}: {
  readonly notice: ReactNode;
  readonly onCode: (code: string) => void;
}): ReactNode {
  const { register } = useTexts();
  const [code, setCode] = useState('');
  return (
    <Screen step="register" heading={register.heading}>
      {notice}
      <p>{register.lead}</p>
      <form
        className="c-form"
        onSubmit={(event) => {
          event.preventDefault();
          onCode(code);
        }}
      >
        <label>
          {register.code}
          <input
            className="c-input c-input--code"
            value={code}
            required
            autoComplete="one-time-code"
            autoCapitalize="characters"
            spellCheck={false}
            onChange={(event) => setCode(event.target.value)}
          />
        </label>
        <Button type="submit">{register.button}</Button>
      </form>
    </Screen>
  );
}
