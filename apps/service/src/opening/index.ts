export { type JapanDay, jstDay, jstMidnight, jstTimeOfDay, readJapanDay } from './japan-time.ts';
export { statusEndpoints } from './routes.ts';
export {
  isWithinHours,
  type KioskOpening,
  kioskOpening,
  mayAuthorise,
  type PastAuthorisation,
} from './rules.ts';
