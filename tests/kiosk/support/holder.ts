import { provingPinFor, type TargetPin } from '@kaijo/contract';
import type { SceneKind } from '@kaijo/kiosk';
import type { Bench } from '../../faults/support/bench.ts';
import { CardInHand } from '../../support/card-in-hand.ts';
import { PATIENT, PINS, reserveByPhone } from '../../support/story.ts';
import type { KioskInTest } from './kiosk-in-test.ts';
import type { ScreenClient } from './screen-client.ts';

/** Reserves with this card; the reservation's token. */
export async function reserved(bench: Bench, card: CardInHand, target: TargetPin): Promise<string> {
  const made = await reserveByPhone({ ...bench, card, target, patience: PATIENT, now: bench.service.now() });
  if (made.kind !== 'reserved') throw new Error(`not reserved: ${JSON.stringify(made)}`);
  return made.answer.token;
}

/** A new card with a locked PIN and its reservation. */
export async function reservedCard(bench: Bench, target: TargetPin): Promise<CardInHand> {
  const card = await CardInHand.of(bench.locked[target]);
  await reserved(bench, card, target);
  return card;
}

export const NEW_PIN: Readonly<Record<TargetPin, string>> = { auth: '8305', sign: 'NEWPIN123' };

/** The scenes of a session in which the holder has the word, in order. */
export type Moment = 'found' | 'proving-pin' | 'first' | 'again' | 'end';

/** Does what a holder does from the card on the reader until `moment`; `end`: everything was typed. */
export async function goOnUntil(
  screen: ScreenClient,
  target: TargetPin,
  moment: Moment,
  /** Aborted: the holder does nothing any more. */
  ended?: AbortSignal,
): Promise<void> {
  const isOver = (at: Moment): boolean => moment === at || ended?.aborted === true;
  await screen.scene('found');
  if (isOver('found')) return;
  screen.press('confirm');
  await screen.scene('proving-pin');
  if (isOver('proving-pin')) return;
  await screen.enter(PINS[provingPinFor(target)]);
  await screen.scene('new-pin', ({ turn }) => turn === 'first');
  if (isOver('first')) return;
  await screen.enter(NEW_PIN[target]);
  await screen.scene('new-pin', ({ turn }) => turn === 'again');
  if (isOver('again')) return;
  await screen.enter(NEW_PIN[target]);
}

/** Takes every card away and leaves the last screen: the kiosk is where it was at first. */
export async function leave({ screen, tray }: KioskInTest): Promise<void> {
  for (const { name, card } of tray.readers) if (card !== 'none') await tray.take(name);
  const ends: readonly SceneKind[] = ['done', 'fault', 'take-card', 'start', 'closed', 'out-of-order'];
  await Promise.any(ends.map((kind) => screen.scene(kind)));
  const idle: readonly SceneKind[] = ['start', 'closed', 'out-of-order'];
  if (idle.includes(screen.view.scene.kind)) return;
  // Told that the card is gone, or that nobody is asked for it any more.
  if (screen.view.scene.kind === 'done') await screen.scene('done', ({ cardOnReader }) => !cardOnReader);
  if (screen.view.scene.kind === 'fault') await screen.scene('fault', ({ cardOnReader }) => !cardOnReader);
  screen.press('cancel');
  await Promise.any(idle.map((kind) => screen.scene(kind)));
}
