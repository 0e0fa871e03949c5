import type { Endpoint } from '../http/index.ts';
import { attestEndpoint } from './attest.ts';
import { authoriseEndpoint } from './authorise.ts';
import { beginEndpoint } from './begin.ts';
import { completeEndpoint } from './complete.ts';
import type { CounterDependencies } from './dependencies.ts';
import { lookUpEndpoint } from './look-up.ts';
import { openEndpoints } from './open.ts';
import { secondPersonEndpoints } from './second-person.ts';

/** The municipal counter (R34, R35). */
export function counterEndpoints(of: CounterDependencies): readonly Endpoint[] {
  return [
    ...openEndpoints(of),
    ...secondPersonEndpoints(of),
    beginEndpoint(of),
    authoriseEndpoint(of),
    attestEndpoint(of),
    completeEndpoint(of),
    lookUpEndpoint(of),
  ];
}

export type { CounterDependencies } from './dependencies.ts';
export { purgeCounterSessions } from './storage.ts';
export { type CounterTables, createCounterTables } from './tables.ts';
