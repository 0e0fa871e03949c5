export { distanceBetween, type Place, readPlace } from './distance.ts';
export { chainsOn, type Offer, offersOn, pinsOn, type StoreInChain } from './rules.ts';
