import { PROBLEM_TYPES, problemTypeUri, type Reservation } from '@kaijo/contract';
import { Secret } from '@kaijo/secret';
import { describe, expect, it } from 'vitest';
import { createActor, fromCallback, fromPromise } from 'xstate';
import { stepOf } from '../screens/flow.ts';
import { type Failure, failureOf, WAY_ON } from './failure.ts';
import { type Diagnosed, flowMachine } from './machine.ts';
import type { HolderEvent, KnownReservation, Outlook, ProcedureEvent } from './types.ts';

const RESERVATION = { id: 'r', state: 'open' } as unknown as Reservation;
const KNOWN: KnownReservation = { token: 't', reservation: RESERVATION, heard: true };
const STATUS = {
  now: '2026-03-01T12:00:00+09:00',
  phone: { open: true },
  kiosk: { open: true, changesAt: '2026-03-01T23:00:00+09:00' },
  maintenance: [],
  terms: { version: '2026-01' },
};

/** The machine with a procedure that the test plays. */
async function started(kept?: KnownReservation) {
  const heard: HolderEvent[] = [];
  let tell: (event: ProcedureEvent) => void = () => {};
  let stops = 0;
  const actor = createActor(
    flowMachine.provide({
      actors: {
        openKept: fromPromise<KnownReservation | undefined>(async () => kept),
        lookOut: fromPromise<Outlook | undefined>(async () => ({ status: STATUS })),
        diagnose: fromPromise<Diagnosed>(async () => ({
          kind: 'diagnosed',
          diagnosis: { kind: 'sign-locked' },
        })),
        procedure: fromCallback(({ sendBack, receive }) => {
          tell = sendBack;
          receive((event) => heard.push(event as HolderEvent));
          return () => {
            stops++;
          };
        }),
        watch: fromCallback(() => {}),
        cancel: fromPromise<KnownReservation | Failure, { known: KnownReservation }>(async () => KNOWN),
      },
    }),
  );
  actor.start();
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
  await settled();
  return {
    actor,
    heard,
    settled,
    tell: (event: ProcedureEvent) => tell(event),
    stops: () => stops,
    step: () => stepOf(actor.getSnapshot().value),
  };
}

async function reserving(target: 'sign' | 'auth') {
  const flow = await started();
  flow.actor.send({ type: 'CHOOSE', target });
  await flow.settled();
  flow.actor.send({ type: 'START', ...(target === 'sign' && { terms: '2026-01' }) });
  flow.tell({ type: 'SESSION_OPEN' });
  return flow;
}

describe('the holder’s way', () => {
  it('opens with the reservation that the phone remembers, and at the beginning without one', async () => {
    expect((await started()).step()).toBe('choosing');
    expect((await started(KNOWN)).step()).toBe('reserved.shown');
  });

  it('auth PIN: card, PIN, reservation; no camera', async () => {
    const { actor, tell, step, heard } = await reserving('auth');
    const steps = [step()];
    const pin = Secret.ofAscii('ABC123');
    tell({ type: 'TRIES', left: 5 });
    steps.push(step());
    actor.send({ type: 'PIN', pin });
    steps.push(step());
    tell({ type: 'CARD_READ' });
    steps.push(step());
    tell({ type: 'RESERVED', known: KNOWN });
    steps.push(step());
    expect(steps).toEqual([
      'reserving.touching',
      'reserving.typing',
      'reserving.reading',
      'reserving.sending',
      'reserved.shown',
    ]);
    expect(heard).toEqual([{ type: 'PIN', pin }]);
    // R30: nothing typed is in what the machine remembers.
    expect(JSON.stringify(actor.getPersistedSnapshot())).not.toContain('ABC123');
    expect(Object.values(actor.getSnapshot().context)).not.toContain(pin);
  });

  it('sign PIN: the printed fields come first, the face last, and the camera before the challenge (R3, R44)', async () => {
    const { actor, tell, step } = await reserving('sign');
    expect(step()).toBe('reserving.photographing');
    expect(actor.getSnapshot().context.terms).toBe('2026-01');
    actor.send({ type: 'TYPE_INSTEAD' });
    actor.send({ type: 'PRINTED', pinB: {} as never });
    tell({ type: 'TRIES', left: 3 });
    actor.send({ type: 'PIN', pin: Secret.ofAscii('1234') });
    tell({ type: 'CARD_READ' });
    expect(step()).toBe('reserving.facing');
    actor.send({ type: 'FACE_READY' });
    expect(step()).toBe('reserving.challenging');
  });

  it('the fifth failed face check restricts, and offers no sixth (R19)', async () => {
    const { actor, tell, step } = await reserving('sign');
    actor.send({ type: 'TYPE_INSTEAD' });
    actor.send({ type: 'PRINTED', pinB: {} as never });
    tell({ type: 'TRIES', left: 3 });
    actor.send({ type: 'PIN', pin: Secret.ofAscii('1234') });
    tell({ type: 'CARD_READ' });
    const attempt = (triesLeft: number): void => {
      actor.send({ type: 'FACE_READY' });
      const liveness = { challenge: crypto.randomUUID(), steps: [], expiresAt: '2026-03-01T12:00:00+09:00' };
      tell({ type: 'CHALLENGE', challenge: { liveness, triesLeft: triesLeft + 1 } });
      actor.send({ type: 'FRAMES', taken: { frames: [] } });
      const failure = failureOf({
        type: problemTypeUri('face-mismatch'),
        status: 403,
        title: '',
        detail: '',
        triesLeft,
      });
      tell({ type: 'FACE_REFUSED', failure, triesLeft });
    };
    attempt(1);
    expect([step(), actor.getSnapshot().context.faceTriesLeft]).toEqual(['reserving.refused', 1]);
    actor.send({ type: 'AGAIN' });
    attempt(0);
    expect(step()).toBe('restricted');
  });

  it('a wrong PIN asks again with the tries left, a card that slipped keeps what was typed', async () => {
    const { actor, tell, step } = await reserving('auth');
    tell({ type: 'TRIES', left: 5 });
    actor.send({ type: 'PIN', pin: Secret.ofAscii('ABC123') });
    tell({ type: 'CARD_SLIPPED' });
    expect([step(), actor.getSnapshot().context.hiccup]).toEqual([
      'reserving.reading',
      { kind: 'card-slipped' },
    ]);
    tell({ type: 'PIN_WRONG', triesLeft: 4 });
    expect([step(), actor.getSnapshot().context.triesLeft]).toEqual(['reserving.typing', 4]);
  });

  it('going back from anywhere stops the procedure and forgets the attempt', async () => {
    const { actor, tell, step, stops } = await reserving('auth');
    tell({ type: 'TRIES', left: 5 });
    actor.send({ type: 'BACK' });
    expect(step()).toMatch(/^before\./);
    expect(stops()).toBe(1);
    expect(actor.getSnapshot().context.triesLeft).toBeUndefined();
    actor.send({ type: 'BACK' });
    expect(step()).toBe('choosing');
  });

  it.each(
    PROBLEM_TYPES.filter((type) => type in WAY_ON),
  )('%s has its screen and its way on', async (type) => {
    const { actor, tell, step } = await reserving('auth');
    const failure = failureOf({ type: problemTypeUri(type), status: 400, title: '', detail: '' });
    tell({ type: 'FAILED', failure });
    expect(step()).toBe(type === 'app-restricted' ? 'restricted' : 'failed');
    expect(actor.getSnapshot().context.failure?.code).toBe(type);
    actor.send({ type: 'AGAIN' });
    if (type !== 'app-restricted')
      expect(step()).toBe(WAY_ON[type as keyof typeof WAY_ON] === 'again' ? 'before.looking' : 'choosing');
  });

  it('three questions lead to one of the PINs, or to the counter', async () => {
    const { actor, step } = await started();
    actor.send({ type: 'NOT_SURE' });
    for (let question = 0; question < 3; question++) actor.send({ type: 'ANSWER', points: 'unknown' });
    expect(step()).toBe('counter');
    actor.send({ type: 'BACK' });
    actor.send({ type: 'NOT_SURE' });
    actor.send({ type: 'ANSWER', points: 'sign' });
    expect([step(), actor.getSnapshot().context.suggestion]).toEqual(['notSure.answer', 'sign']);
  });
});
