import type { TargetPin } from '@kaijo/contract';
import { isLive, type LiveReservation, type Reservation } from './record.ts';
import {
  authorise,
  cancel,
  complete,
  type Decision,
  endOf,
  giveUp,
  hold,
  type KioskClaim,
  reserve,
  whyGone,
} from './rules.ts';

/**
 * The reservations of one card in memory, written as storage.ts writes them: a change counts only while the row is
 * still the one that was decided on, and there is one live row at most. Each operation is a generator that yields
 * wherever another one may come in between, so that a test can interleave several of them.
 */
export type Step<T> = Generator<void, T, void>;
export type Result = { readonly refused: string } | { readonly now: Reservation };

export class TestDesk {
  readonly rows = new Map<string, Reservation>();
  readonly changes: { from: Reservation | undefined; to: Reservation }[] = [];
  /** Writes that came too late because another one had changed the row: decided anew. */
  lostWrites = 0;
  now: Date;

  constructor(now: Date) {
    this.now = now;
  }

  live(): LiveReservation | undefined {
    return [...this.rows.values()].find(isLive);
  }

  latest(): Reservation | undefined {
    return this.live() ?? [...this.rows.values()].at(-1);
  }

  *reserve(id: string, targetPin: TargetPin): Step<Result> {
    for (;;) {
      const previous = this.live();
      yield;
      const decision = reserve({ id, cardRef: 'card', targetPin }, previous, this.now);
      if (decision.kind === 'refuse') return { refused: decision.refusal.problem };
      yield;
      if (this.#replace(previous, decision.ended, decision.reservation)) return { now: decision.reservation };
    }
  }

  cancel(id: string): Step<Result> {
    return this.#change(id, (stored) => cancel(stored, this.now));
  }

  *hold(by: KioskClaim): Step<Result> {
    const found = this.latest();
    yield;
    if (found === undefined) return { refused: whyGone(undefined, this.now).problem };
    return yield* this.#change(found.id, (stored) => hold(stored, by, this.now));
  }

  authorise(id: string, by: KioskClaim): Step<Result> {
    return this.#change(id, (stored) => authorise(stored, by, this.now));
  }

  complete(id: string, by: KioskClaim): Step<Result> {
    return this.#change(id, (stored) => complete(stored, by, this.now));
  }

  giveUp(id: string, by: KioskClaim): Step<Result> {
    return this.#change(id, (stored) => giveUp(stored, by, this.now));
  }

  sweep(id: string): Step<Result> {
    return this.#change(id, (stored) => {
      const to = endOf(stored, this.now);
      return to === undefined ? { kind: 'keep', as: stored } : { kind: 'change', to };
    });
  }

  *#change(id: string, decide: (stored: Reservation) => Decision): Step<Result> {
    for (;;) {
      const stored = this.rows.get(id);
      if (stored === undefined) return { refused: 'no-reservation' };
      yield;
      const decision = decide(stored);
      if (decision.kind === 'refuse') return { refused: decision.refusal.problem };
      if (decision.kind === 'keep') return { now: decision.as };
      yield;
      if (this.#write(stored, decision.to)) return { now: decision.to };
    }
  }

  #write(from: Reservation, to: Reservation): boolean {
    if (!this.#stillIs(from)) {
      this.lostWrites++;
      return false;
    }
    this.rows.set(to.id, to);
    this.changes.push({ from, to });
    return true;
  }

  #replace(
    previous: LiveReservation | undefined,
    end: Reservation | undefined,
    made: LiveReservation,
  ): boolean {
    if (this.live()?.id !== previous?.id) return false;
    if (previous !== undefined && (end === undefined || !this.#write(previous, end))) return false;
    this.rows.set(made.id, made);
    this.changes.push({ from: undefined, to: made });
    return true;
  }

  #stillIs(from: Reservation): boolean {
    const stored = this.rows.get(from.id);
    return stored?.state === from.state && stored.version === from.version;
  }
}

/** Runs an operation with nobody in between. */
export function alone<T>(steps: Step<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Every way in which `counts[i]` steps of each party can follow one another. */
export function* interleavings(counts: readonly number[]): Generator<number[]> {
  if (counts.every((count) => count === 0)) {
    yield [];
    return;
  }
  for (const [party, count] of counts.entries()) {
    if (count === 0) continue;
    for (const rest of interleavings(counts.with(party, count - 1))) yield [party, ...rest];
  }
}

/**
 * Runs several operations in the order given, then each to its end. What in the order is not the index of an
 * operation is handed to `other`: say, time that goes by.
 */
export function interleaved<T, O = never>(
  operations: readonly Step<T>[],
  order: readonly (number | O)[],
  other: (slot: O) => void = () => {},
): T[] {
  const results = new Map<number, T>();
  const advance = (index: number) => {
    const step = operations[index]?.next();
    if (step?.done === true) results.set(index, step.value);
  };
  for (const slot of order) {
    if (typeof slot !== 'number') other(slot);
    else if (!results.has(slot)) advance(slot);
  }
  for (const index of operations.keys()) while (!results.has(index)) advance(index);
  return operations.map((_, index) => results.get(index) as T);
}
