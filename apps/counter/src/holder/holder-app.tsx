import type { PinKind } from '@kaijo/contract';
import { Announcer, Frame, LanguageButtons, Notice, PinPad, Screen, usePinInFull } from '@kaijo/ui';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTexts } from '../texts/index.ts';
import { type FromHolder, HOLDER_READY, type ToHolder } from './messages.ts';
import { type EntryVerdict, LONGEST, PinEntry } from './pin-entry.ts';

/** The second screen: the holder's alone. It knows the clerk's window and nobody else. */
export function HolderApp(): ReactNode {
  const texts = useTexts().holder;
  const [told, setTold] = useState<ToHolder>({ kind: 'idle' });
  const port = useRef<MessagePort>(undefined);
  const isOpened = window.opener !== null;
  useEffect(() => {
    if (window.opener === null) return;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<ToHolder>) => setTold(data);
    port.current = port1;
    window.opener.postMessage(HOLDER_READY, window.location.origin, [port2]);
    return () => port1.close();
  }, []);
  const typed = (pin: Uint8Array<ArrayBuffer>) => {
    setTold({ kind: 'writing' });
    const message: FromHolder = { kind: 'typed', pin };
    port.current?.postMessage(message, [pin.buffer]);
  };
  return (
    <Announcer>
      <Frame name="Kaijo 解錠" tools={<LanguageButtons />}>
        {isOpened ? <Told told={told} onTyped={typed} /> : <Screen step="closed" heading={texts.closed} />}
      </Frame>
    </Announcer>
  );
}

interface ToldProps {
  readonly told: ToHolder;
  readonly onTyped: (pin: Uint8Array<ArrayBuffer>) => void;
}

function Told({ told, onTyped }: ToldProps): ReactNode {
  const texts = useTexts().holder;
  switch (told.kind) {
    case 'idle':
      return (
        <Screen step="idle" heading={texts.welcome}>
          <p>{texts.wait}</p>
        </Screen>
      );
    case 'ask':
      return <Entry key={told.pin} pin={told.pin} policy={told.policy} onTyped={onTyped} />;
    case 'writing':
      return <Screen step="writing" heading={texts.writing} />;
    case 'done':
      return (
        <Screen step="done" heading={texts.done}>
          <p>{texts.doneLead}</p>
        </Screen>
      );
    case 'stopped':
      return <Screen step="stopped" heading={texts.stopped} />;
  }
}

interface EntryProps {
  readonly pin: PinKind;
  readonly policy: Extract<ToHolder, { kind: 'ask' }>['policy'];
  readonly onTyped: (pin: Uint8Array<ArrayBuffer>) => void;
}

/** Twice the same; React knows how many characters there are and what was wrong, never which they are (R30). */
function Entry({ pin, policy, onTyped }: EntryProps): ReactNode {
  const texts = useTexts().holder;
  const name = usePinInFull()(pin);
  const entry = useRef<PinEntry>(undefined);
  entry.current ??= new PinEntry(pin, policy);
  const typing = entry.current;
  const [, look] = useState(0);
  const [verdict, setVerdict] = useState<EntryVerdict>();
  useEffect(() => () => typing.wipe(), [typing]);
  const after = (act: () => void) => {
    act();
    look((count) => count + 1);
  };
  const confirm = () => {
    const next = typing.confirm();
    setVerdict(next);
    if (next === 'typed') onTyped(typing.take());
  };
  const digits = pin !== 'sign';
  return (
    <Screen
      step={typing.second ? 'second' : 'first'}
      heading={typing.second ? texts.second({ pin: name }) : texts.first({ pin: name })}
    >
      <p>{digits ? texts.rule.digits : texts.rule.letters}</p>
      {verdict === 'weak' && (
        <Notice kind="warning" role="alert">
          {texts.weak}
        </Notice>
      )}
      {verdict === 'different' && (
        <Notice kind="warning" role="alert">
          {texts.different}
        </Notice>
      )}
      <PinPad
        kind={digits ? 'digits' : 'letters-and-digits'}
        entered={typing.entered}
        {...(digits ? { length: 4 } : { longest: LONGEST.sign })}
        complete={typing.complete}
        sink={{
          key: (codeUnit) => after(() => typing.key(codeUnit)),
          erase: () => after(() => typing.erase()),
          clear: () => after(() => typing.clear()),
          confirm: () => after(confirm),
        }}
      />
      <p className="c-quiet">{texts.private}</p>
    </Screen>
  );
}
