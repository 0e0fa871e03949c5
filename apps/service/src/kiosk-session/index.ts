import type { Endpoint } from '../http/index.ts';
import { authoriseEndpoint } from './authorise.ts';
import { completeEndpoint } from './complete.ts';
import type { KioskSessionDependencies } from './dependencies.ts';
import { giveUpEndpoint } from './give-up.ts';
import { openEndpoint } from './open.ts';

export function kioskSessionEndpoints(of: KioskSessionDependencies): readonly Endpoint[] {
  return [openEndpoint(of), authoriseEndpoint(of), completeEndpoint(of), giveUpEndpoint()];
}

export type { KioskSessionDependencies } from './dependencies.ts';
export { purgeKioskSessions } from './storage.ts';
export { createKioskSessionTables, type KioskSessionTables } from './tables.ts';
