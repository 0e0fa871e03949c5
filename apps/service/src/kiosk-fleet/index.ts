import type { Endpoint } from '../http/index.ts';
import type { KioskFleetDependencies } from './dependencies.ts';
import { enrolEndpoint } from './enrol.ts';
import { renewEndpoint } from './renew.ts';
import { reportEndpoint } from './report.ts';

/** How a kiosk comes in, stays in, and says how it is. */
export function kioskFleetEndpoints(of: KioskFleetDependencies): {
  readonly public: readonly Endpoint[];
  readonly kiosk: readonly Endpoint[];
} {
  return { public: [enrolEndpoint(of)], kiosk: [renewEndpoint(of), reportEndpoint()] };
}

export { issueKioskCode } from './code.ts';
export type { KioskFleetDependencies } from './dependencies.ts';
export { CLOCK_OFFSET_TOLD_MS, isSilent } from './rules.ts';
export { healthOf, lastReports, type ReportColumns, silentAt, troubledAt } from './selection.ts';
export { purgeKioskCodes } from './storage.ts';
export { createKioskFleetTables, type KioskFleetTables } from './tables.ts';
