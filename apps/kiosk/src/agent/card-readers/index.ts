export type { CardReaders, Connected, ReaderNow } from './card-readers.ts';
export { openPcscReaders, PcscMissing } from './pcsc-readers.ts';
export { openVirtualReader } from './virtual-reader.ts';
