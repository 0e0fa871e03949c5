export {
  type Maintenance,
  type MaintenanceWindow,
  maintenanceAt,
  maintenanceBetween,
  nextMaintenance,
  type ServicePart,
} from './rules.ts';
