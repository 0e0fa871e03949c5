export { distanceBetween, type Place, readPlace } from './distance.ts';
export { chainsOn, type Offer, offersOn, pinsOn, type StoreInChain } from './rules.ts';
export {
  chainsOffering,
  nearestOffering,
  offeringStores,
  type Store,
  type StoreSearch,
  type StoreToday,
  storeAt,
} from './storage.ts';
export { createStoreTables, type StoreTables } from './tables.ts';
