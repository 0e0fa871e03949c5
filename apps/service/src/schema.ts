import type { Migration } from 'kysely';
import type { AuditTables } from './audit/index.ts';
import { addAuditLeafHashes, createAuditTables, indexAuditByTime } from './audit/index.ts';
import { type CounterTables, createCounterTables } from './counter/index.ts';
import type { IdempotencyTables } from './idempotency/index.ts';
import { createIdempotencyTables } from './idempotency/index.ts';
import { createKioskFleetTables, type KioskFleetTables } from './kiosk-fleet/index.ts';
import { createKioskSessionTables, type KioskSessionTables } from './kiosk-session/index.ts';
import type { KioskTrustTables } from './kiosk-trust/index.ts';
import {
  createKioskCertificateTable,
  createKioskTrustTables,
  indexKioskFingerprints,
} from './kiosk-trust/index.ts';
import { createMaintenanceTables, type MaintenanceTables } from './maintenance/index.ts';
import { createPhoneSessionTables, type PhoneSessionTables } from './phone-session/index.ts';
import { createReservationTables, type ReservationTables } from './reservation/index.ts';
import { createRestrictionTables, type RestrictionTables } from './restriction/index.ts';
import { createSettingTables, type SettingTables } from './settings/index.ts';
import { createStaffTables, type StaffTables } from './staff/index.ts';
import { createStatisticRollups, createStatisticsTables, type StatisticsTables } from './statistics/index.ts';
import {
  addStoreSearch,
  createStoreTables,
  describeChainsOf2026,
  insertChainsOf2026,
  type StoreTables,
} from './stores/index.ts';
import { createSurveyTables, type SurveyTables } from './survey/index.ts';
import { createSwitchTables, type SwitchTables } from './switches/index.ts';

/** Every table of the service. Each feature declares its own and nobody else's; here they come together. */
export interface Tables
  extends IdempotencyTables,
    AuditTables,
    CounterTables,
    KioskFleetTables,
    KioskSessionTables,
    KioskTrustTables,
    MaintenanceTables,
    PhoneSessionTables,
    ReservationTables,
    RestrictionTables,
    SettingTables,
    StaffTables,
    StatisticsTables,
    StoreTables,
    SurveyTables,
    SwitchTables {}

/**
 * Every migration, in the order in which they are applied: forward only. What stands here has been applied
 * somewhere: it is never edited, renamed or moved; a change is a new migration at the end.
 */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-idempotency': createIdempotencyTables,
  '0002-audit': createAuditTables,
  '0003-kiosk-trust': createKioskTrustTables,
  '0004-maintenance': createMaintenanceTables,
  '0005-restriction': createRestrictionTables,
  '0006-settings': createSettingTables,
  '0007-stores': createStoreTables,
  '0008-switches': createSwitchTables,
  '0009-chains-of-2026': insertChainsOf2026,
  '0010-reservation': createReservationTables,
  '0011-phone-session': createPhoneSessionTables,
  '0012-kiosk-session': createKioskSessionTables,
  '0013-kiosk-fingerprints': indexKioskFingerprints,
  '0014-kiosk-certificates': createKioskCertificateTable,
  '0015-kiosk-fleet': createKioskFleetTables,
  '0020-store-search': addStoreSearch,
  '0021-chains-described': describeChainsOf2026,
  '0022-survey': createSurveyTables,
  '0030-staff': createStaffTables,
  '0031-counter': createCounterTables,
  '0032-statistics': createStatisticsTables,
  '0033-audit-leaf-hashes': addAuditLeafHashes,
  '0034-statistic-rollups': createStatisticRollups,
  '0035-audit-by-time': indexAuditByTime,
};
