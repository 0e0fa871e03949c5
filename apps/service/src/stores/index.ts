export { listChains } from './chains.ts';
export {
  type CsvFormat,
  type CsvRow,
  cellsOf,
  csvLine,
  exportStoreTable,
  importStoreTable,
  readStoreTable,
  readTable,
  type StoreTable,
  uuid,
  writeCsv,
} from './csv/index.ts';
export { distanceBetween, type Place, readPlace } from './distance.ts';
export { storeEndpoints } from './routes.ts';
export { chainsOn, type Offer, offersOn, pinsOn, type StoreInChain } from './rules.ts';
export { describeChainsOf2026, insertChainsOf2026 } from './seed/chains-of-2026.ts';
export {
  DEMO_SIGN_ONLY_STORE,
  DEMO_STORE,
  DEMO_STORE_WITHOUT_OFFER,
  seedDemoStores,
} from './seed/demo-stores.ts';
export {
  chainsOffering,
  nearestOffering,
  offeringStores,
  type PlaceColumns,
  placeColumns,
  type Store,
  type StoreSearch,
  type StoreToday,
  storeAt,
  storeQueries,
  storeToday,
} from './storage.ts';
export { addStoreSearch, createStoreTables, type StoreTables } from './tables.ts';
