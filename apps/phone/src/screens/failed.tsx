import { Button, ErrorScreen, OperatorSentence, Screen, useVoice } from '@kaijo/ui';
import type { ReactNode } from 'react';
import { type Failure, type FailureCode, WAY_ON } from '../flow/failure.ts';
import { useServices } from '../services.ts';
import { type PhoneSource, useTexts } from '../texts/index.ts';
import { useFlow } from './flow.ts';

type Happened = keyof PhoneSource['failure']['happened'];
type Next = keyof PhoneSource['failure']['next'];

/** R40: each failure's sentences. */
const SENTENCES: Readonly<Record<FailureCode, readonly [Happened, Next]>> = {
  maintenance: ['maintenance', 'maintenance'],
  stopped: ['stopped', 'stopped'],
  'certificate-expired': ['certificateExpired', 'certificate'],
  'certificate-revoked': ['certificateRevoked', 'certificate'],
  'certificate-untrusted': ['certificateUntrusted', 'counter'],
  'revocation-unknown': ['revocationUnknown', 'wait'],
  'card-face-invalid': ['cardFaceInvalid', 'counter'],
  'card-mismatch': ['cardMismatch', 'sameCard'],
  'signature-invalid': ['signatureInvalid', 'sameCard'],
  'challenge-expired': ['challengeExpired', 'again'],
  'image-unusable': ['challengeExpired', 'again'],
  'face-mismatch': ['challengeExpired', 'again'],
  'liveness-failed': ['challengeExpired', 'again'],
  'app-restricted': ['tooMany', 'counter'],
  'pin-not-resettable-here': ['notResettable', 'counter'],
  'reservation-in-use': ['reservationInUse', 'storeFirst'],
  'too-many-requests': ['tooMany', 'wait'],
  'service-fault': ['fault', 'wait'],
  'invalid-request': ['fault', 'again'],
  'not-authorised': ['challengeExpired', 'again'],
  'outside-hours': ['kiosk', 'kiosk'],
  'not-offered-here': ['kiosk', 'kiosk'],
  'no-reservation': ['kiosk', 'kiosk'],
  'reservation-expired': ['kiosk', 'kiosk'],
  'card-refused': ['kiosk', 'kiosk'],
  unreachable: ['unreachable', 'network'],
  'card-defective': ['cardDefective', 'holdAgain'],
  'not-a-my-number-card': ['notACard', 'rightCard'],
  'no-certificate': ['noCertificate', 'counter'],
  'proving-pin-locked': ['provingLocked', 'bothLost'],
  'proving-pin-not-set': ['provingNotSet', 'counter'],
  'pin-b-locked': ['pinBLocked', 'counter'],
  'pin-b-used-up': ['pinBUsedUp', 'pinB'],
  'no-card-reader': ['noReader', 'app'],
  'card-reader-off': ['readerOff', 'turnOn'],
  'card-not-held': ['notHeld', 'holdWhenReady'],
};

/** A PIN was typed wrong on the way here: "no try was used up" would not be true. */
const AFTER_A_TRY: ReadonlySet<FailureCode> = new Set([
  'proving-pin-locked',
  'pin-b-locked',
  'pin-b-used-up',
  'unreachable',
]);

export function Failed(): ReactNode {
  const { context, send } = useFlow();
  const { failure: words, tryAgain, toCounter, toStart } = useTexts();
  const failure = context.failure ?? { code: 'service-fault' as const };
  const way = WAY_ON[failure.code];
  const sentence = useHappened(failure);
  const unchanged = AFTER_A_TRY.has(failure.code) ? words.pinsUnchanged : words.nothingChanged;
  return (
    <ErrorScreen
      step="failed"
      code={failure.code}
      happened={sentence}
      unchanged={
        <>
          <p>{unchanged}</p>
          {failure.code === 'reservation-in-use' && <p>{words.reservationKept}</p>}
        </>
      }
      next={<p>{words.next[SENTENCES[failure.code][1]]}</p>}
      actions={
        <>
          {way === 'again' && <Button onClick={() => send({ type: 'AGAIN' })}>{tryAgain}</Button>}
          <Button
            look={way === 'counter' ? 'primary' : 'secondary'}
            onClick={() =>
              send({ type: 'COUNTER', reason: failure.code === 'proving-pin-locked' ? 'both' : 'no-way-on' })
            }
          >
            {toCounter}
          </Button>
          <Button look="text" onClick={() => send({ type: 'BACK' })}>
            {toStart}
          </Button>
        </>
      }
    >
      <OperatorSays failure={failure} />
    </ErrorScreen>
  );
}

function useHappened(failure: Failure): string {
  const { failure: words } = useTexts();
  const sentence = words.happened[SENTENCES[failure.code][0]];
  if (typeof sentence === 'string') return sentence;
  const certificate = failure.problem?.certificate === 'sign' ? words.signCertificate : words.authCertificate;
  return sentence({ certificate });
}

/** The end of the maintenance, and what the operator wrote (R36, R42). */
function OperatorSays({ failure: { problem } }: { readonly failure: Failure }): ReactNode {
  const { failure: words } = useTexts();
  const { formats } = useVoice();
  const { clock } = useServices();
  if (problem?.until === undefined && problem?.sentence === undefined) return null;
  const { until, sentence } = problem;
  return (
    <section className="p-section">
      {until !== undefined && <p>{words.until({ when: formats.moment(new Date(until), clock.now()) })}</p>}
      {sentence !== undefined && <OperatorSentence sentence={sentence} />}
    </section>
  );
}

/** Phone 7: restricted (R19, R22): why, until when, the counter. */
export function Restricted(): ReactNode {
  const { context, send } = useFlow();
  const { restricted, toCounter, toStart } = useTexts();
  const { formats } = useVoice();
  const { clock } = useServices();
  const until = context.failure?.problem?.until;
  return (
    <Screen
      step="restricted"
      heading={restricted.heading}
      actions={
        <>
          <Button onClick={() => send({ type: 'COUNTER', reason: 'face' })}>{toCounter}</Button>
          <Button look="text" onClick={() => send({ type: 'BACK' })}>
            {toStart}
          </Button>
        </>
      }
    >
      <p>{restricted.why}</p>
      {until !== undefined && (
        <p className="p-emphasis">
          {restricted.until({ when: formats.moment(new Date(until), clock.now()) })}
        </p>
      )}
      <p>{restricted.unchanged}</p>
      <p>{restricted.counter}</p>
    </Screen>
  );
}
