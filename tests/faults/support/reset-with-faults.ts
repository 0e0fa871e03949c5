import type { ReservationState, TargetPin } from '@kaijo/contract';
import { type CompletionOutbox, memoryOutbox, type Patience, type TargetPinState } from '@kaijo/procedures';
import type { TearPoint } from '@kaijo/virtual-card';
import { expect } from 'vitest';
import { CardInHand, pinValue } from '../../support/card-in-hand.ts';
import {
  type AttemptEnd,
  attemptAtKiosk,
  newPinOf,
  reservationOf,
  reserveByPhone,
} from '../../support/story.ts';
import type { Exchanged, MessagePoint, Strike } from '../../support/wire.ts';
import type { Bench } from './bench.ts';
import { KioskProcess, type OutboxPoint, struckAt, struckAtOutbox } from './interruption.ts';
import { expectTrue, type TargetState, targetStateAfter } from './r33.ts';

/** What goes wrong on the way. Points count from the first command and message at the kiosk, over all attempts. */
export interface Faults {
  readonly tear?: TearPoint;
  readonly message?: MessagePoint & { readonly strike: Strike | 'kill-kiosk' };
  /** The kiosk's process is killed around a command of its first attempt. */
  readonly killKiosk?: TearPoint;
  readonly patience: Patience;
  /** The kiosk's process is killed around a step of its outbox in its first attempt. */
  readonly killAtOutbox?: OutboxPoint;
  /** The kiosk's disk takes nothing more. */
  readonly diskFull?: boolean;
}

export interface CaseReport {
  /** Where each attempt has left the target PIN, in order. */
  readonly states: readonly TargetState[];
  readonly ends: readonly (AttemptEnd['kind'] | 'kiosk-killed')[];
  /** At the kiosk, over all attempts. */
  readonly commands: number;
  readonly messages: number;
}

/**
 * One reservation from the phone's step to the end, through `faults`, with the same reservation gone on with until it is
 * completed. Fails where R33, R31, R17 or the truth of what the kiosk said is broken.
 */
export async function resetWithFaults(bench: Bench, target: TargetPin, faults: Faults): Promise<CaseReport> {
  const { phone, kiosk, service, terms, takeFrames } = bench;
  const { patience } = faults;
  const disk = faults.diskFull ? fullDisk() : memoryOutbox();
  const card = await CardInHand.of(bench.locked[target]);
  const reserved = await reserveByPhone({
    phone,
    card,
    target,
    patience,
    terms,
    takeFrames,
    now: service.now(),
  });
  if (reserved.kind !== 'reserved') throw new Error(`not reserved: ${JSON.stringify(reserved)}`);
  const { token } = reserved.answer;

  const commandsBefore = card.tear.commands;
  const exchangedBefore = kiosk.wire.exchanged.length;
  const atKiosk = (): readonly Exchanged[] => kiosk.wire.exchanged.slice(exchangedBefore);
  let kioskProcess = new KioskProcess();
  card.tear.arm(faults.tear);
  const strike = faults.message?.strike === 'kill-kiosk' ? kioskProcess.kill : faults.message?.strike;
  kiosk.wire.arm(faults.message, strike);

  const states: TargetState[] = [];
  const ends: CaseReport['ends'][number][] = [];
  let typed = '';
  let { killKiosk, killAtOutbox } = faults;
  for (let attempt = 1; ; attempt++) {
    const newPin = newPinOf(target, attempt);
    const before = await card.memory();
    const executedBefore = card.executed.length;
    const connected = await card.connect();
    const channel = killKiosk ? struckAt(connected, killKiosk, kioskProcess.kill) : connected;
    const outbox = killAtOutbox ? struckAtOutbox(disk, killAtOutbox, kioskProcess.kill) : disk;
    const end = await kioskProcess.run(
      attemptAtKiosk({
        client: kiosk.client,
        now: service.now,
        outbox,
        patience,
        channel,
        target,
        newPin,
      }),
    );
    await card.tear.powerOff();
    if (end.kind === 'kiosk-killed') {
      kioskProcess = new KioskProcess();
      killKiosk = undefined;
      killAtOutbox = undefined;
    }

    const after = await card.memory();
    const state = targetStateAfter({ before, after, target, typed: newPin });
    const wasInitialised = pinValue(before.pins[target]) === undefined;
    expectTrue({ kind: stateByCommands(card.executed.slice(executedBefore)) }, state, wasInitialised);
    const told = toldIn(end);
    if (told !== undefined) expectTrue(told, state, wasInitialised);
    const reservation = await reservationOf(phone, token);
    expect(reservation.state, 'the reservation').toBe(decidedBy(atKiosk()));
    states.push(state);
    ends.push(end.kind);
    if (state !== 'unchanged' && end.kind !== 'completed-late') typed = newPin;
    if (end.kind === 'completed' || end.kind === 'completed-late') break;
  }

  const commands = card.tear.commands - commandsBefore;
  expect((await reservationOf(phone, token)).state).toBe('completed');
  expect(pinValue((await card.memory()).pins[target]), 'the PIN typed last').toBe(typed);
  expect(await card.askTries(), 'the tries left').toEqual({
    auth: { kind: 'tries', left: 3 },
    sign: { kind: 'tries', left: 5 },
  });
  expect(await disk.list(), 'proofs not answered').toEqual([]);
  expect(kiosk.wire.armed, 'the message’s fault still waits').toBe(false);
  return { states, ends, commands, messages: kiosk.wire.messages };
}

function fullDisk(): CompletionOutbox {
  return { ...memoryOutbox(), keep: () => Promise.reject(new Error('no space left on device')) };
}

const RESET_RETRY_COUNTER = 0x2c;
const CHANGE_REFERENCE_DATA = 0x24;

/** card.md, Reset: which commands move the target PIN from one of R33's states to the next. */
function stateByCommands(executed: readonly number[]): TargetState {
  if (executed.includes(CHANGE_REFERENCE_DATA)) return 'set';
  return executed.includes(RESET_RETRY_COUNTER) ? 'initialised' : 'unchanged';
}

/** What the kiosk says of the target PIN, with an end or by it; `undefined`: it was killed and says nothing. */
function toldIn(end: AttemptEnd | { readonly kind: 'kiosk-killed' }): TargetPinState | undefined {
  if (end.kind === 'kiosk-killed') return undefined;
  if (end.kind === 'completed' || end.kind === 'proof-pending') return { kind: 'set' };
  return 'state' in end ? end.state : { kind: 'unchanged' };
}

/** protocol.md, Reservation: what the service has decided, whether or not the kiosk has heard of it. */
function decidedBy(exchanged: readonly Exchanged[]): ReservationState {
  const granted = (step: string): boolean =>
    exchanged.some(({ path, status }) => path.endsWith(step) && status === 200);
  if (granted('/complete')) return 'completed';
  return granted('/authorise') ? 'initialising' : 'open';
}

/** Runs all cases; what broke is told for every one, not for the first only. */
export async function everyCase<C>(
  cases: readonly C[],
  run: (one: C) => Promise<CaseReport>,
): Promise<readonly CaseReport[]> {
  const reports: CaseReport[] = [];
  const broken: string[] = [];
  for (const one of cases) {
    try {
      reports.push(await run(one));
    } catch (error) {
      broken.push(`${JSON.stringify(one)}: ${(error as Error).message}`);
      if (broken.length === MOST_TOLD) break;
    }
  }
  expect(broken).toEqual([]);
  return reports;
}

/** A case that breaks may leave its reservation behind, in the way of all that follow. */
const MOST_TOLD = 5;

/** Before and after each of `count` things, counted from 1. */
export function aroundEach<K extends string>(count: number, name: K) {
  return Array.from({ length: count }, (_, index) => index + 1).flatMap((number) =>
    (['before', 'after'] as const).map(
      (when) => ({ when, [name]: number }) as { when: typeof when } & Record<K, number>,
    ),
  );
}
