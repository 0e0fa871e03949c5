export type { CardReaders, Connected, ReaderNow } from './card-readers.ts';
export { cardsOn } from './cards-now.ts';
export { openDeskReader } from './desk-reader.ts';
export { openPcscReaders, PcscMissing } from './pcsc-readers.ts';
