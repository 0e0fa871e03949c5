import type { StoreSummary } from '@kaijo/contract';
import { slipOfFault, slipOfReceipt } from '../../../../apps/kiosk/src/agent/slip/index.ts';
import type { Fault, FaultKind, Scene, View } from '../../../../apps/kiosk/src/local-api/index.ts';

type Language = View['language'];
/** A view but for its number and language. */
type Shown = Omit<View, 'step' | 'language' | 'now' | 'print'> & Partial<Pick<View, 'print'>>;

const NOW = '2026-11-25T15:04:00+09:00';
const RESERVED_UNTIL = '2026-11-26T14:40:00+09:00';
/** R17: once the card was authorised. */
const FINISH_BY = '2026-11-26T23:00:00+09:00';

const STORES: StoreSummary[] = [
  ['セブン‐イレブン', 'セブン‐イレブン 霞が関二丁目店', '千代田区霞が関2-1-3', 350],
  ['セブン‐イレブン', 'セブン‐イレブン 虎ノ門一丁目店', '港区虎ノ門1-16-4', 820],
].map(([chain, name, address, distance], index) => ({
  id: `d5f1a2a0-0000-4000-8000-00000000000${index}`,
  chain: chain as string,
  name: name as string,
  prefecture: '東京都',
  address: address as string,
  pins: ['sign', 'auth'],
  distance: distance as number,
}));

const SENTENCE = {
  ja: 'システムの更新のため、この時間はご利用いただけません。',
  en: 'The system is being updated at this time.',
};

const STORE = 'セブン‐イレブン 日比谷店';

/** With what the agent would print, as the agent writes it. */
function withSlip(shown: Shown, language: Language): Shown {
  const place = { language, store: STORE, now: new Date(NOW) };
  const { scene } = shown;
  if (scene.kind === 'done') return { ...shown, slip: slipOfReceipt(scene.receipt, place) };
  if (scene.kind === 'fault') return { ...shown, slip: slipOfFault(scene, place) };
  throw new Error(`no slip for ${scene.kind}`);
}

const NO_TICKS = { length: false, letter: false, digit: false };
const ALL_TICKS = { length: true, letter: true, digit: true };

const fault = (kind: FaultKind, more: Partial<Fault> & Pick<Fault, 'waysOn'>): Shown => ({
  scene: {
    kind: 'fault',
    fault: kind,
    card: 'unchanged',
    cardOnReader: false,
    code: more.problem?.type ?? kind,
    ...(!more.waysOn.includes('reserve-by-phone') && { reservedUntil: RESERVED_UNTIL }),
    ...more,
  },
});

const scene = (one: Scene): Shown => ({ scene: one });

const RECEIPT = {
  receipt: '5b1c2a9e-0000-4000-8000-000000000001',
  targetPin: 'auth' as const,
  completedAt: NOW,
};

/** Every screen of the kiosk, by the name of its picture. */
export const SCREENS: Readonly<Record<string, (language: Language) => Shown>> = {
  start: () => scene({ kind: 'start', closesAt: '2026-11-25T23:00:00+09:00', maintenanceAhead: [] }),
  'start-maintenance-ahead': () =>
    scene({
      kind: 'start',
      closesAt: '2026-11-25T23:00:00+09:00',
      maintenanceAhead: [
        {
          id: 'd5f1a2a0-0000-4000-8000-000000000009',
          startsAt: '2026-11-25T21:00:00+09:00',
          endsAt: '2026-11-26T06:30:00+09:00',
          scope: 'kiosk',
          sentence: SENTENCE,
        },
      ],
    }),
  closed: () => scene({ kind: 'closed', opensAt: '2026-11-26T06:30:00+09:00' }),
  maintenance: () => scene({ kind: 'maintenance', until: '2026-11-25T17:00:00+09:00', sentence: SENTENCE }),
  stopped: () =>
    scene({
      kind: 'stopped',
      sentence: {
        ja: 'この店舗でのお取り扱いを、しばらくの間停止しています。',
        en: 'This store has stopped offering the service for a while.',
      },
    }),
  'out-of-order-starting': () => scene({ kind: 'out-of-order', reason: 'starting' }),
  'out-of-order-no-reader': () => scene({ kind: 'out-of-order', reason: 'no-reader' }),
  'out-of-order-no-service': () => scene({ kind: 'out-of-order', reason: 'service-unreachable' }),
  'out-of-order-not-admitted': () => scene({ kind: 'out-of-order', reason: 'not-admitted' }),
  'put-card': () => scene({ kind: 'put-card' }),
  reading: () => scene({ kind: 'reading' }),
  'found-auth': () => scene(found('auth', false)),
  'found-sign-resumed': () => scene(found('sign', true)),
  'proving-sign-pin': () => scene(proving('sign', { triesLeft: 5 })),
  'proving-sign-pin-typed': () => scene(proving('sign', { triesLeft: 5, entered: 9, complete: true })),
  'proving-auth-pin': () => scene(proving('auth', { triesLeft: 3, entered: 2 })),
  'proving-auth-pin-wrong-last-try': () => scene(proving('auth', { triesLeft: 1, wrong: true })),
  checking: () => scene({ kind: 'checking', pin: 'sign' }),
  'new-auth-pin': () => scene(newPin('auth', {})),
  'new-auth-pin-weak': () => scene(newPin('auth', { complaint: { kind: 'weak', reason: 'birthday' } })),
  'new-auth-pin-again': () =>
    scene(newPin('auth', { turn: 'again', entered: 4, complete: true, ticks: ALL_TICKS })),
  'new-auth-pin-mismatch': () => scene(newPin('auth', { turn: 'again', complaint: { kind: 'mismatch' } })),
  'new-sign-pin': () =>
    scene(newPin('sign', { entered: 4, ticks: { length: false, letter: true, digit: false } })),
  'new-sign-pin-again': () =>
    scene(newPin('sign', { turn: 'again', entered: 16, complete: true, ticks: ALL_TICKS })),
  'writing-authorising': () => scene({ kind: 'writing', pin: 'auth', step: 'authorising' }),
  'writing-confirming': () => scene({ kind: 'writing', pin: 'auth', step: 'confirming' }),
  'take-card': () => scene({ kind: 'take-card' }),
  done: (language) =>
    withSlip(
      { scene: { kind: 'done', receipt: RECEIPT, late: false, cardOnReader: true }, print: 'ready' },
      language,
    ),
  'done-card-taken': (language) =>
    withSlip(
      { scene: { kind: 'done', receipt: RECEIPT, late: false, cardOnReader: false }, print: 'printed' },
      language,
    ),
  'done-late': (language) =>
    withSlip(
      { scene: { kind: 'done', receipt: RECEIPT, late: true, cardOnReader: false }, print: 'none' },
      language,
    ),
  'still-there': () => ({
    ...scene(proving('sign', { triesLeft: 5, entered: 3 })),
    stillThere: { secondsLeft: 12 },
  }),
  'fault-no-reservation': () =>
    fault('refused', {
      problem: { type: 'no-reservation' },
      waysOn: ['reserve-by-phone'],
      cardOnReader: true,
    }),
  'fault-reservation-expired': () =>
    fault('refused', { problem: { type: 'reservation-expired' }, waysOn: ['reserve-by-phone'] }),
  'fault-reservation-in-use': () =>
    fault('refused', {
      problem: { type: 'reservation-in-use', until: '2026-11-25T15:09:00+09:00' },
      waysOn: ['again-later'],
    }),
  'fault-not-offered-here': () =>
    fault('refused', {
      problem: { type: 'not-offered-here', pin: 'auth', stores: STORES },
      targetPin: 'auth',
      waysOn: ['another-store'],
      cardOnReader: true,
    }),
  'fault-outside-hours': () =>
    fault('refused', {
      problem: { type: 'outside-hours', until: '2026-11-26T06:30:00+09:00' },
      waysOn: ['again-later'],
    }),
  'fault-maintenance': () =>
    fault('refused', {
      problem: { type: 'maintenance', until: '2026-11-25T17:00:00+09:00', sentence: SENTENCE },
      waysOn: ['again-later'],
    }),
  'fault-stopped': () =>
    fault('refused', {
      problem: { type: 'stopped', sentence: SENTENCE },
      waysOn: ['counter', 'again-later'],
    }),
  'fault-certificate-revoked': () =>
    fault('refused', { problem: { type: 'certificate-revoked', certificate: 'sign' }, waysOn: ['counter'] }),
  'fault-revocation-unknown': () =>
    fault('refused', { problem: { type: 'revocation-unknown' }, waysOn: ['again-later', 'counter'] }),
  'fault-service-unreachable': () => fault('service-unreachable', { waysOn: ['again-later', 'ask-staff'] }),
  'fault-service-unreachable-after-authorise': (language) =>
    withSlip(
      {
        ...fault('service-unreachable', {
          targetPin: 'auth',
          card: 'unchanged-or-initialised',
          waysOn: ['finish-anywhere', 'ask-staff'],
        }),
        print: 'failed',
      },
      language,
    ),
  'fault-proof-pending': (language) =>
    withSlip(
      {
        ...fault('proof-pending', {
          targetPin: 'auth',
          card: 'proven',
          reservedUntil: FINISH_BY,
          waysOn: ['look-at-the-phone'],
        }),
        print: 'printing',
      },
      language,
    ),
  'fault-card-removed': () =>
    fault('card-removed', { targetPin: 'auth', waysOn: ['again-here', 'again-later'] }),
  'fault-card-removed-initialised': (language) =>
    withSlip(
      {
        ...fault('card-removed', {
          targetPin: 'auth',
          card: 'initialised',
          reservedUntil: FINISH_BY,
          waysOn: ['again-here', 'finish-anywhere'],
        }),
        print: 'ready',
      },
      language,
    ),
  'fault-card-removed-set': (language) =>
    withSlip(
      {
        ...fault('card-removed', {
          targetPin: 'sign',
          card: 'set',
          reservedUntil: FINISH_BY,
          waysOn: ['again-here', 'finish-anywhere'],
        }),
        print: 'none',
      },
      language,
    ),
  'fault-card-removed-unknown': () =>
    fault('card-removed', {
      targetPin: 'sign',
      card: 'initialised-or-set',
      reservedUntil: FINISH_BY,
      waysOn: ['again-here', 'finish-anywhere'],
    }),
  'fault-card-changed': () => fault('card-changed', { waysOn: ['right-card'], cardOnReader: true }),
  'fault-several-cards': () => fault('several-cards', { waysOn: ['right-card'], cardOnReader: true }),
  'fault-not-a-my-number-card': () =>
    fault('not-a-my-number-card', { waysOn: ['right-card'], cardOnReader: true }),
  'fault-no-certificate': () => fault('no-certificate', { waysOn: ['counter'], cardOnReader: true }),
  'fault-card-unreadable': () => fault('card-unreadable', { waysOn: ['again-here', 'counter'] }),
  'fault-card-defective': () => fault('card-defective', { waysOn: ['again-here', 'counter'] }),
  'fault-card-refused': () => fault('card-refused', { targetPin: 'auth', waysOn: ['again-here', 'counter'] }),
  'fault-proving-pin-locked': () => fault('proving-pin-locked', { targetPin: 'auth', waysOn: ['counter'] }),
  'fault-reader-lost': () => fault('reader-lost', { waysOn: ['ask-staff', 'again-later'] }),
  'fault-reader-in-use': () => fault('reader-in-use', { waysOn: ['ask-staff', 'again-later'] }),
  'fault-interrupted': () =>
    fault('interrupted', { targetPin: 'auth', waysOn: ['again-here', 'again-later'] }),
};

/** The view of a screen, under a number that tells it from the one before. */
export function viewOf(name: string, language: Language, step: number): View {
  const shown = SCREENS[name]?.(language);
  if (shown === undefined) throw new Error(`there is no screen ${name}`);
  return { step, language, now: NOW, store: STORE, print: 'none', ...shown };
}

function found(targetPin: 'sign' | 'auth', resumed: boolean): Scene {
  const provingPin = targetPin === 'sign' ? 'auth' : 'sign';
  return { kind: 'found', targetPin, provingPin, reservedUntil: RESERVED_UNTIL, resumed };
}

function proving(pin: 'sign' | 'auth', more: Partial<Extract<Scene, { kind: 'proving-pin' }>>): Scene {
  return { kind: 'proving-pin', pin, entered: 0, wrong: false, complete: false, ...more };
}

function newPin(pin: 'sign' | 'auth', more: Partial<Extract<Scene, { kind: 'new-pin' }>>): Scene {
  return { kind: 'new-pin', pin, turn: 'first', entered: 0, ticks: NO_TICKS, complete: false, ...more };
}
