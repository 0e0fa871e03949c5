export {
  type Maintenance,
  type MaintenanceWindow,
  maintenanceAt,
  maintenanceBetween,
  nextMaintenance,
  type ServicePart,
  windowDefect,
} from './rules.ts';
export {
  announceMaintenance,
  currentWindows,
  windowsOf,
  windowsQuery,
  wireWindow,
  withdrawMaintenance,
} from './storage.ts';
export { createMaintenanceTables, type MaintenanceTables } from './tables.ts';
