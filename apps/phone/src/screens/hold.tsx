import { provingPinFor } from '@kaijo/contract';
import { checkPinShape, type PinShapeFault } from '@kaijo/mynacard';
import {
  Button,
  Notice,
  PinField,
  type PinFieldHandle,
  Screen,
  TriesLeft,
  usePinInFull,
  useVoice,
} from '@kaijo/ui';
import { type ReactNode, useRef, useState } from 'react';
import { type PhoneSource, useTexts } from '../texts/index.ts';
import { useFlow } from './flow.ts';
import { HoldPicture } from './hold-picture.tsx';
import { Progress } from './progress.tsx';

/** Phone 4, first: the tries left are asked before the holder types (R10). */
export function Touching(): ReactNode {
  const { step, context, send } = useFlow();
  const { hold } = useTexts();
  const { ui } = useVoice();
  return (
    <Screen
      step={step}
      heading={hold.heading}
      above={<Progress at="hold" />}
      actions={
        <Button look="text" onClick={() => send({ type: 'BACK' })}>
          {ui.back}
        </Button>
      }
    >
      {context.hiccup?.kind === 'card-slipped' && (
        <Notice kind="warning" role="alert">
          {hold.slipped}
        </Notice>
      )}
      <p>{hold.lead}</p>
      <HoldPicture />
    </Screen>
  );
}

const FAULTS: Readonly<Record<PinShapeFault, keyof PhoneSource['pin']['shape']>> = {
  'too-short': 'tooShort',
  'too-long': 'tooLong',
  'unusable-character': 'unusable',
  'no-letter': 'noLetter',
  'no-digit': 'noDigit',
};

/** Phone 4: the proving PIN. A wrong shape is told here and never sent (R10). */
export function Typing(): ReactNode {
  const { step, context, send } = useFlow();
  const { pin: words, cancel } = useTexts();
  const { language } = useVoice();
  const pinInFull = usePinInFull();
  const field = useRef<PinFieldHandle>(null);
  const [error, setError] = useState<string | undefined>();
  const proving = provingPinFor(context.target ?? 'auth');
  const left = context.triesLeft;

  const said = (fault: string): string => `${fault}${/^(ja|zh)/.test(language) ? '' : ' '}${words.notSent}`;

  const submit = (): void => {
    const typed = field.current?.take();
    if (typed === undefined) return;
    if (typed.kind === 'unusable-character') {
      setError(said(words.shape.unusable));
      return;
    }
    const shape = checkPinShape(proving, typed.pin);
    if (shape.kind === 'wrong-shape') {
      typed.pin.wipe();
      const [first] = shape.faults;
      setError(first === undefined ? words.notSent : said(words.shape[FAULTS[first]]));
      field.current?.focus();
      return;
    }
    setError(undefined);
    send({ type: 'PIN', pin: typed.pin });
  };

  return (
    <Screen
      step={step}
      heading={proving === 'sign' ? words.headingSign : words.headingAuth}
      above={<Progress at="hold" />}
      actions={
        <>
          <Button onClick={submit}>{words.next}</Button>
          <Button look="text" onClick={() => send({ type: 'BACK' })}>
            {cancel}
          </Button>
        </>
      }
    >
      {context.hiccup?.kind === 'pin-wrong' && (
        <Notice kind="error" role="alert">
          {words.wrong}
        </Notice>
      )}
      {left !== undefined && Number.isFinite(left) && (
        <>
          <TriesLeft count={left} />
          {left === 1 && <p>{words.lastTry}</p>}
        </>
      )}
      <PinField
        // A wrong PIN begins a new field: nothing of the last entry is left in it.
        key={left}
        pin={proving}
        label={pinInFull(proving)}
        handle={field}
        error={error}
        onEnter={submit}
      />
    </Screen>
  );
}

/** Phone 4: the reading, and what to do when the card slipped. */
export function Reading(): ReactNode {
  const { step, context, send } = useFlow();
  const { hold, cancel } = useTexts();
  const slipped = context.hiccup?.kind === 'card-slipped';
  return (
    <Screen
      step={step}
      heading={slipped ? hold.readingAgain : hold.readingHeading}
      above={<Progress at="hold" />}
      actions={
        <Button look="text" onClick={() => send({ type: 'BACK' })}>
          {cancel}
        </Button>
      }
    >
      {slipped && (
        <Notice kind="warning" role="alert">
          {hold.slippedReading}
        </Notice>
      )}
      <HoldPicture busy={!slipped} />
    </Screen>
  );
}
