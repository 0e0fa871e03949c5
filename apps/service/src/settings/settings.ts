import type { Settings } from '@kaijo/contract';
import { DEFAULT_WEAK_PIN_POLICY } from '@kaijo/mynacard';

/** What holds until an operator says otherwise. */
export const DEFAULT_SETTINGS: Settings = {
  // R12
  newPinPolicy: {
    weakPins: [...DEFAULT_WEAK_PIN_POLICY.weakPins],
    refuseBirth: DEFAULT_WEAK_PIN_POLICY.refuseBirth,
  },
  // R22
  restriction: { days: 7, mayBeLifted: true },
  // R44
  terms: { version: '2026-01' },
  // R35
  counter: { secondPerson: false },
};

const DAY_MS = 86_400_000;

/** R22: the length of a restriction. */
export function restrictionMs({ restriction }: Settings): number {
  return restriction.days * DAY_MS;
}
