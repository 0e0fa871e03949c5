import type { Endpoint } from '../http/index.ts';
import type { StaffDependencies } from './dependencies.ts';
import { memberEndpoints } from './member-routes.ts';
import { registrationEndpoints } from './register.ts';
import { signInEndpoints } from './sign-in.ts';

export function staffEndpoints(of: StaffDependencies): readonly Endpoint[] {
  return [...registrationEndpoints(of), ...signInEndpoints(of), ...memberEndpoints(of)];
}

export type { CheckedAssertion } from './assertion.ts';
export { staffAuthentication } from './authenticate.ts';
export { type Confirmations, createConfirmations } from './confirmation.ts';
export type { StaffDependencies } from './dependencies.ts';
export { purgeStaffSessions } from './sessions.ts';
export { staffSocketEndpoints } from './socket-routes.ts';
export { createStaffTables, type StaffTables } from './tables.ts';
