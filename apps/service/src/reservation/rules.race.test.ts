import { describe, expect, it } from 'vitest';
import { alone, interleaved, interleavings, type Result, type Step, TestDesk } from './test-desk.ts';

const NOON = new Date('2026-03-01T12:00:00+09:00');
const A = { session: 'a', kiosk: 'kiosk-a' };
const B = { session: 'b', kiosk: 'kiosk-b' };

/** Runs two operations in every order that their steps can take (a lost write reads and decides once more). */
function everyInterleaving(
  race: (desk: TestDesk) => readonly [Step<Result>, Step<Result>],
  winners: readonly string[],
  winnerOf: (outcome: { desk: TestDesk; results: Result[] }) => string,
): void {
  const won = new Map<string, number>();
  for (const order of interleavings([6, 6])) {
    const desk = new TestDesk(NOON);
    const results = interleaved(race(desk), order);
    const winner = winnerOf({ desk, results });
    won.set(winner, (won.get(winner) ?? 0) + 1);
  }
  expect([...won.keys()].sort()).toEqual([...winners].sort());
  expect([...won.values()].reduce((sum, count) => sum + count, 0)).toBe(924);
}

const refused = (result: Result | undefined): string | undefined =>
  result !== undefined && 'refused' in result ? result.refused : undefined;

describe('races on one reservation: one winner each, in every interleaving', () => {
  it('two kiosks: one holds it, the other is told that it is in use', () => {
    everyInterleaving(
      (desk) => {
        alone(desk.reserve('r', 'sign'));
        return [desk.hold(A), desk.hold(B)];
      },
      ['kiosk-a', 'kiosk-b'],
      ({ desk, results }) => {
        const holder = desk.live()?.hold?.kiosk ?? 'nobody';
        const told = results.map(refused);
        expect(told).toEqual(
          holder === A.kiosk ? [undefined, 'reservation-in-use'] : ['reservation-in-use', undefined],
        );
        return holder;
      },
    );
  });

  it('a kiosk in its last millisecond against the next kiosk: authorised, or told that it is in use', () => {
    everyInterleaving(
      (desk) => {
        alone(desk.reserve('r', 'sign'));
        alone(desk.hold(A));
        desk.now = new Date(NOON.getTime() + 5 * 60_000 - 1);
        const justInTime = decided(desk.authorise('r', A));
        desk.now = new Date(NOON.getTime() + 5 * 60_000);
        return [justInTime, desk.hold(B)];
      },
      ['authorised', 'reservation-in-use'],
      ({ desk, results }) => {
        expect(refused(results[1])).toBeUndefined();
        expect(desk.live()?.hold).toMatchObject(B);
        expect(desk.live()?.state).toBe(refused(results[0]) === undefined ? 'initialising' : 'open');
        return refused(results[0]) ?? 'authorised';
      },
    );
  });

  it('two phones: both have their answer, one reservation is open and the other is replaced', () => {
    everyInterleaving(
      (desk) => [desk.reserve('r1', 'sign'), desk.reserve('r2', 'sign')],
      ['r1', 'r2'],
      ({ desk, results }) => {
        expect(results.map(refused)).toEqual([undefined, undefined]);
        const rows = [...desk.rows.values()];
        expect(rows.map((row) => row.state).sort()).toEqual(['ended', 'open']);
        expect(rows.find((row) => row.state === 'ended')).toMatchObject({ endedBy: 'replaced' });
        return desk.live()?.id ?? 'none';
      },
    );
  });

  it('cancel against authorise: either it is cancelled or it is authorised, and both sides know', () => {
    everyInterleaving(
      (desk) => {
        alone(desk.reserve('r', 'sign'));
        alone(desk.hold(A));
        return [desk.cancel('r'), desk.authorise('r', A)];
      },
      ['ended', 'initialising'],
      ({ desk, results }) => {
        const state = desk.rows.get('r')?.state ?? 'none';
        expect(results.map(refused)).toEqual(
          state === 'ended' ? [undefined, 'no-reservation'] : ['reservation-in-use', undefined],
        );
        return state;
      },
    );
  });

  it('expiry against authorise: the sweeper ends it or the kiosk is authorised, never both', () => {
    everyInterleaving(
      (desk) => {
        alone(desk.reserve('r', 'sign'));
        desk.now = new Date(NOON.getTime() + 24 * 3_600_000 - 60_000);
        alone(desk.hold(A));
        desk.now = new Date(NOON.getTime() + 24 * 3_600_000 - 1);
        const justInTime = decided(desk.authorise('r', A));
        desk.now = new Date(NOON.getTime() + 24 * 3_600_000);
        return [justInTime, desk.sweep('r')];
      },
      ['ended', 'initialising'],
      ({ desk, results }) => {
        const state = desk.rows.get('r')?.state ?? 'none';
        expect(refused(results[0])).toBe(state === 'ended' ? 'reservation-expired' : undefined);
        expect(desk.changes).toHaveLength(3);
        return state;
      },
    );
  });

  it('a new reservation against authorise: the kiosk finds none, or the phone waits', () => {
    everyInterleaving(
      (desk) => {
        alone(desk.reserve('r1', 'sign'));
        alone(desk.hold(A));
        return [desk.reserve('r2', 'sign'), desk.authorise('r1', A)];
      },
      ['r1', 'r2'],
      ({ desk, results }) => {
        const live = desk.live()?.id ?? 'none';
        expect(results.map(refused)).toEqual(
          live === 'r2' ? [undefined, 'no-reservation'] : ['reservation-in-use', undefined],
        );
        return live;
      },
    );
  });

  it('a late proof against the end of its time: it is completed in the end', () => {
    everyInterleaving(
      (desk) => {
        alone(desk.reserve('r', 'sign'));
        alone(desk.hold(A));
        alone(desk.authorise('r', A));
        desk.now = new Date('2026-03-02T23:00:00+09:00');
        return [desk.complete('r', A), desk.sweep('r')];
      },
      ['completed'],
      ({ desk }) => desk.rows.get('r')?.state ?? 'none',
    );
  });
});

/** An operation that has read and decided, and is about to write. */
function decided(operation: Step<Result>): Step<Result> {
  operation.next();
  operation.next();
  return operation;
}
