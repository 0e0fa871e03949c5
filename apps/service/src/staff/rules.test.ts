import type { StaffRole } from '@kaijo/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SignedIn } from './record.ts';
import { endsOf, isLive, isOpen, SESSION_IDLE_MS, SESSION_MS, secondPersonRefusal } from './rules.ts';

const START = new Date('2026-03-10T08:30:00+09:00');
const after = (ms: number): Date => new Date(START.getTime() + ms);
const session = (seen: number, ended?: number): SignedIn => ({
  id: 's',
  member: 'm',
  sessionKey: Uint8Array.of(1),
  startedAt: START,
  seenAt: after(seen),
  ...(ended !== undefined && { endedAt: after(ended) }),
});
const duringADay = fc.integer({ min: 0, max: 2 * SESSION_MS });

describe('R35: a session', () => {
  it('is live from its start for a quarter of an hour after the last request, at most ten hours, and never once it was ended', () => {
    fc.assert(
      fc.property(duringADay, duringADay, fc.option(duringADay, { nil: undefined }), (seen, now, ended) => {
        const live = isLive(session(seen, ended), after(now));
        expect(live).toBe(ended === undefined && now < seen + SESSION_IDLE_MS && now < SESSION_MS);
      }),
      {
        examples: [
          [0, SESSION_IDLE_MS - 1, undefined],
          [0, SESSION_IDLE_MS, undefined],
          [SESSION_MS - 1, SESSION_MS, undefined],
        ],
      },
    );
    expect(isLive(session(0), after(-1))).toBe(false);
  });

  it('that is over does not come to life again by waiting, and says its end as it is', () => {
    fc.assert(
      fc.property(duringADay, duringADay, duringADay, (seen, now, later) => {
        const one = session(seen);
        if (!isLive(one, after(now)) && later >= now) expect(isLive(one, after(later))).toBe(false);
        const { idleUntil, endsAt } = endsOf(one);
        expect(idleUntil <= endsAt).toBe(true);
        if (seen < SESSION_MS) expect(isLive(one, new Date(idleUntil.getTime() - 1))).toBe(true);
        expect(isLive(one, idleUntil)).toBe(false);
      }),
    );
  });
});

describe('R35: a second person', () => {
  const roles = fc.constantFrom<StaffRole>('clerk', 'operator', 'auditor');

  it('is another one, whatever their role, and no auditor', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), roles, (first, id, role) => {
        expect(secondPersonRefusal({ first, second: { id: first, role } })?.reason).toBe('same-person');
        const refusal = secondPersonRefusal({ first, second: { id, role } });
        if (id !== first) expect(refusal === undefined).toBe(role !== 'auditor');
      }),
    );
  });
});

it('a code works until just before its end, and once', () => {
  fc.assert(
    fc.property(duringADay, duringADay, fc.boolean(), (ends, now, used) => {
      const invite = { id: 'i', member: 'm', expiresAt: after(ends), ...(used && { usedAt: START }) };
      expect(isOpen(invite, after(now))).toBe(!used && now < ends);
    }),
  );
});
