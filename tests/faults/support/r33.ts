import type { TargetPin } from '@kaijo/contract';
import type { TargetPinState } from '@kaijo/procedures';
import type { CardMemory } from '@kaijo/virtual-card';
import { expect } from 'vitest';
import { pinValue } from '../../support/card-in-hand.ts';

/** R33's three states; there is no fourth. */
export type TargetState = 'unchanged' | 'initialised' | 'set';

const TRIES = { auth: 3, sign: 5 } as const;

/**
 * R33: where an attempt has left the target PIN. Fails for any state besides the three, and for a try or PIN that was
 * lost besides the target's.
 */
export function targetStateAfter(of: {
  readonly before: CardMemory;
  readonly after: CardMemory;
  readonly target: TargetPin;
  readonly typed: string;
}): TargetState {
  const { before, after, target, typed } = of;
  const others = Object.keys(before.pins).filter((name) => name !== target) as (keyof CardMemory['pins'])[];
  for (const name of others) {
    expect(pinValue(after.pins[name]), `the ${name} PIN`).toBe(pinValue(before.pins[name]));
    expect(after.pins[name].triesLeft, `tries of the ${name} PIN`).toBeGreaterThanOrEqual(
      before.pins[name].triesLeft,
    );
  }
  const was = before.pins[target];
  const is = after.pins[target];
  const value = pinValue(is);
  if (value === pinValue(was) && is.triesLeft === was.triesLeft) return 'unchanged';
  expect(is.triesLeft, `tries of the ${target} PIN`).toBe(TRIES[target]);
  if (value === undefined) return 'initialised';
  expect(value, 'a value that nobody typed').toBe(typed);
  return 'set';
}

/** What the kiosk has said of the card must be so. */
export function expectTrue(told: TargetPinState, state: TargetState, wasInitialised: boolean): void {
  const possible: readonly TargetState[] = told.kind === 'between' ? told.states : [told.kind];
  // An initialised PIN that is initialised again is unchanged in both words.
  const alike = state === 'unchanged' && wasInitialised ? (['unchanged', 'initialised'] as const) : [state];
  expect(
    alike.some((one) => possible.includes(one)),
    `the kiosk said ${possible.join(' or ')}, the card is ${state}`,
  ).toBe(true);
}
