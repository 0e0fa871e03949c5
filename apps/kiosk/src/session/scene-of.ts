import { provingPinFor } from '@kaijo/contract';
import type { CardTold, Fault, Scene } from '../local-api/index.ts';
import type { FaultSeed } from './fault-seed.ts';
import { type Found, isCardThere, type SessionContext } from './session-context.ts';
import { waysOn } from './ways-on.ts';

/** Names of the machine's session states, the outer ones first: `attended`, `holder`, `newPin`, `first`. */
export type SessionPath = readonly string[];

/** What the screen shows in a state of the machine. */
export function sceneOf(path: SessionPath, context: SessionContext): Scene {
  const is = (state: string): boolean => path.includes(state);
  if (is('putCard')) return { kind: 'put-card' };
  if (is('reading')) return { kind: 'reading' };
  if (is('found')) return foundScene(foundIn(context));
  if (is('proving')) return provingScene(context);
  if (is('checking')) return { kind: 'checking', pin: provingPinFor(foundIn(context).targetPin) };
  if (is('newPin')) return newPinScene(is('first') ? 'first' : 'again', context);
  if (is('writing')) return { kind: 'writing', pin: foundIn(context).targetPin, step: context.writing };
  if (is('takeCard')) return { kind: 'take-card' };
  if (is('done') && context.receipt !== undefined)
    return {
      kind: 'done',
      receipt: context.receipt,
      late: context.late,
      cardOnReader: isCardThere(context.cards),
    };
  if (is('fault') && context.fault !== undefined) return faultScene(context.fault, context);
  return idleScene(context);
}

function idleScene({ standing, cards }: SessionContext): Scene {
  if (standing.kind === 'open' && cards.kind === 'no-reader')
    return { kind: 'out-of-order', reason: 'no-reader' };
  switch (standing.kind) {
    case 'open':
      return {
        kind: 'start',
        closesAt: standing.closesAt,
        maintenanceAhead: [...standing.maintenanceAhead],
      };
    default:
      return standing;
  }
}

function foundScene({ targetPin, reservedUntil, resumed }: Found): Scene {
  return { kind: 'found', targetPin, provingPin: provingPinFor(targetPin), reservedUntil, resumed };
}

function provingScene(context: SessionContext): Scene {
  const { entry, wrong, triesLeft } = context;
  return {
    kind: 'proving-pin',
    pin: provingPinFor(foundIn(context).targetPin),
    ...(triesLeft !== undefined && { triesLeft }),
    entered: entry.entered,
    wrong,
    complete: entry.complete,
  };
}

function newPinScene(turn: 'first' | 'again', context: SessionContext): Scene {
  const { entry, complaint } = context;
  return {
    kind: 'new-pin',
    pin: foundIn(context).targetPin,
    turn,
    entered: entry.entered,
    ticks: entry.ticks,
    complete: entry.complete,
    ...(complaint && { complaint }),
  };
}

/** What a card can be only when the service has authorised it: from then on R17's longer time counts. */
const AUTHORISED: ReadonlySet<CardTold> = new Set(['initialised', 'initialised-or-set', 'set', 'proven']);

/** Also what the slip is made of. */
export function faultScene(
  seed: FaultSeed,
  { found, cards }: Pick<SessionContext, 'found' | 'cards'>,
): Fault {
  const targetPin = found?.targetPin;
  const ways = waysOn(seed, { resumed: found?.resumed ?? false });
  // Who needs a new reservation is not told how long the last one is good.
  const canGoOn = found !== undefined && !ways.includes('reserve-by-phone');
  return {
    kind: 'fault',
    fault: seed.fault,
    ...(seed.problem && { problem: seed.problem }),
    ...(targetPin && { targetPin }),
    card: seed.card,
    waysOn: [...ways],
    ...(canGoOn && { reservedUntil: AUTHORISED.has(seed.card) ? found.finishBy : found.reservedUntil }),
    cardOnReader: isCardThere(cards),
    code: seed.problem?.type ?? seed.fault,
  };
}

/** The states that ask for it are entered with it. */
function foundIn({ found }: SessionContext): Found {
  if (found === undefined) throw new Error('no reservation was found in this session');
  return found;
}
