import type { Endpoint } from '../http/index.ts';
import { beginEndpoint } from './begin.ts';
import type { PhoneSessionDependencies } from './dependencies.ts';
import { presentCardEndpoint } from './present-card.ts';
import { presentFaceEndpoint } from './present-face.ts';

export function phoneSessionEndpoints(of: PhoneSessionDependencies): readonly Endpoint[] {
  return [beginEndpoint(of), presentCardEndpoint(of), presentFaceEndpoint(of)];
}

export type { PhoneSessionDependencies } from './dependencies.ts';
export { purgePhoneSessions } from './storage.ts';
export { createPhoneSessionTables, type PhoneSessionTables } from './tables.ts';
