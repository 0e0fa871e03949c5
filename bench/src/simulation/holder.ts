import { pinBOf } from '@kaijo/cli/demo';
import {
  type KioskClient,
  type PhoneClient,
  type Problem,
  problemTypeOf,
  provingPinFor,
  type TargetPin,
} from '@kaijo/contract';
import { persona } from '@kaijo/personas';
import {
  DEFAULT_PATIENCE,
  KioskReset,
  memoryOutbox,
  type Reserved,
  reserve,
  tapCard,
} from '@kaijo/procedures';
import { Secret } from '@kaijo/secret';
import type { VirtualCard } from '@kaijo/virtual-card';
import { HOLDER, PINS, withChannel } from '../core/installation.ts';
import { framesThatShow } from './scripted-faces.ts';
import type { Step } from './step.ts';
import { TEARS, TearableChannel } from './tearable-channel.ts';
import type { Timetable } from './timetable.ts';

/** What the service did with a step. */
export interface Played {
  readonly step: Step;
  /** In the words of `step.said`. */
  readonly said: string;
  /** How late the step began, in simulated milliseconds. */
  readonly late: number;
}

export interface HolderOf {
  readonly steps: readonly Step[];
  readonly target: TargetPin;
  readonly card: VirtualCard;
  /** Which of the places to tear the card away at is this holder's. */
  readonly number: number;
  readonly phone: PhoneClient;
  readonly kioskIn: (store: number) => KioskClient;
  readonly terms: string;
  readonly time: Timetable;
  readonly note: (played: Played) => void;
}

const NEW_PIN = { auth: '8305', sign: 'NEW2SECRET' } as const;
/** Too often for either PIN. */
const WRONG = { auth: '0000', sign: 'WRONG0' } as const;

/**
 * Goes a holder's way step by step, each at its time, with the clients that phone and kiosk have, and notes what the
 * service and the card say. Ends where they say something else than the agenda, for that is then another way.
 */
export async function goWay(of: HolderOf): Promise<void> {
  const way = new Way(of);
  let asAgreed = await byPhone(of, way);
  while (asAgreed && !way.isOver) asAgreed = await atMachine(of, way);
}

interface Taken<K extends Step['kind']> {
  readonly step: Extract<Step, { readonly kind: K }>;
  readonly late: number;
}

class Way {
  readonly #of: HolderOf;
  readonly #steps: Step[];

  constructor(of: HolderOf) {
    this.#of = of;
    this.#steps = [...of.steps];
  }

  get isOver(): boolean {
    return this.#steps.length === 0;
  }

  /** Waits for the time of the next step, if it is one of `kinds`. */
  async next<K extends Step['kind']>(...kinds: readonly K[]): Promise<Taken<K> | undefined> {
    const [step] = this.#steps;
    if (step === undefined || !kinds.some((kind) => kind === step.kind)) return undefined;
    await this.#of.time.until(step.at);
    return this.take(...kinds);
  }

  /** The next step, if it is one of `kinds`, whatever the time. */
  take<K extends Step['kind']>(...kinds: readonly K[]): Taken<K> | undefined {
    const [step] = this.#steps;
    if (step === undefined || !kinds.some((kind) => kind === step.kind)) return undefined;
    this.#steps.shift();
    const late = Math.max(0, this.#of.time.now() - step.at);
    return { step: step as Taken<K>['step'], late };
  }

  /** @returns whether it is what the agenda says */
  note({ step, late }: { readonly step: Step; readonly late: number }, said: string): boolean {
    this.#of.note({ step, late, said });
    return said === step.said;
  }
}

async function byPhone({ target, card, phone, terms, time }: HolderOf, way: Way): Promise<boolean> {
  const begun = await way.next('phone');
  if (begun === undefined) return false;
  let taken: Taken<'face' | 'reserve'> | undefined;
  let outcome: Reserved = await reserve(
    { phone, patience: DEFAULT_PATIENCE },
    {
      targetPin: target,
      appInstance: crypto.randomUUID(),
      ...(target === 'sign' && { terms }),
      tap: async ({ nonce }) => {
        way.note(begun, 'begun');
        taken = await way.next('face', 'reserve');
        if (taken === undefined) return { kind: 'given-up' };
        return withChannel(card, (channel) =>
          tapCard(channel, {
            targetPin: target,
            nonce,
            askProvingPin: async () => Secret.ofAscii(PINS[provingPinFor(target)]),
            ...(target === 'sign' && { pinB: pinBOf(persona(HOLDER), new Date(time.now())) }),
          }),
        );
      },
      takeFrames: async () => framesThatShow(taken?.step.kind === 'face' ? taken.step.shows : 'unusable'),
    },
  );
  if (taken === undefined) return outcome.kind === 'refused' && way.note(begun, troubleOf(outcome));
  for (;;) {
    const said = outcome.kind === 'reserved' ? 'reserved' : troubleOf(outcome);
    if (taken.step.kind === 'reserve') return way.note(taken, said);
    if (!way.note(taken, outcome.kind === 'reserved' ? 'passed' : said)) return false;
    const after: Taken<'face' | 'reserve'> | undefined = await way.next('face', 'reserve');
    if (after === undefined) return false;
    taken = after;
    if (outcome.kind === 'face-refused') outcome = await outcome.again();
  }
}

/** One visit. @returns whether it went as the agenda says */
async function atMachine(of: HolderOf, way: Way): Promise<boolean> {
  const came = await way.next('session');
  if (came === undefined) return false;
  return withChannel(of.card, async (laidOn) => {
    const channel = new TearableChannel(laidOn);
    const desk = {
      kiosk: of.kioskIn(came.step.store),
      outbox: memoryOutbox(),
      patience: DEFAULT_PATIENCE,
      now: () => new Date(of.time.now()),
    };
    const begun = await KioskReset.begin(channel, desk);
    if (begun.kind !== 'ready') return way.note(came, troubleOf(begun));
    if (!way.note(came, 'held')) return false;
    return (await leaves(of, way, begun.reset)) ?? (await writes(of, way, begun.reset, channel));
  });
}

/** `undefined`: the holder stays. */
async function leaves({ target }: HolderOf, way: Way, reset: KioskReset): Promise<boolean | undefined> {
  const left = await way.next('leave');
  if (left === undefined) return undefined;
  if (left.step.said === 'gave up') {
    await reset.giveUp();
    return way.note(left, 'gave up');
  }
  const wrong = () => reset.prove(Secret.ofAscii(WRONG[provingPinFor(target)]));
  let tried = await wrong();
  while (tried.kind === 'wrong') tried = await wrong();
  return way.note(left, tried.kind === 'locked' ? 'proving PIN locked (R11)' : tried.kind);
}

async function writes(
  { target, number }: HolderOf,
  way: Way,
  reset: KioskReset,
  channel: TearableChannel,
): Promise<boolean> {
  const proven = await reset.prove(Secret.ofAscii(PINS[provingPinFor(target)]));
  const asked = await way.next('authorise');
  if (asked === undefined) return false;
  if (proven.kind !== 'proven') return way.note(asked, proven.kind);
  const end = way.take('complete');
  if (end?.step.said === 'torn') channel.tearAt = TEARS[number % TEARS.length];
  const written = await reset.write(Secret.ofAscii(NEW_PIN[target]));
  const isAuthorised =
    written.kind === 'completed' || written.kind === 'proof-pending' || written.state.kind !== 'unchanged';
  const asAgreed = way.note(asked, isAuthorised ? 'authorised' : troubleOf(written));
  if (end === undefined || !isAuthorised) return asAgreed;
  return way.note(end, written.kind === 'card-gone' ? 'torn' : troubleOf(written));
}

/** The problem's type where the service refused, else what happened, in a word. */
function troubleOf(outcome: { readonly kind: string; readonly problem?: Problem }): string {
  return (outcome.problem && problemTypeOf(outcome.problem)) ?? outcome.kind;
}
