export type { RandomBytes, Reselect } from './card/card.ts';
export type { PinName } from './card/pins.ts';
export { ATR, VirtualCard, type VirtualCardOptions } from './card/virtual-card.ts';
export { LinkMeter } from './link/link-meter.ts';
export { LINK_MODELS, LINK_NAMES, type LinkModel, type LinkName } from './link/link-model.ts';
export { type LinkTime, linkTime, linkTimeParts } from './link/link-time.ts';
export { type LinkExchange, type LinkOptions, overLink } from './link/over-link.ts';
export { type CardKeySource, cardKeysOf } from './personalise/card-key-source.ts';
export type { Holder } from './personalise/holder.ts';
export { PersonalisationError, type PersonalisationProblem } from './personalise/personalisation-error.ts';
export {
  type HolderPin,
  type HolderPins,
  type PersonalisationRequest,
  type PersonalisedCard,
  personalise,
  type RsaKeyPair,
} from './personalise/personalise.ts';
export { chipPortrait, PORTRAIT_BYTES_MAX, PORTRAIT_HEIGHT, PORTRAIT_WIDTH } from './personalise/portrait.ts';
export { CardFileError, type CardFileProblem } from './state/card-file-error.ts';
export type { CardBody, CardMemory, CardState, IssuerKeys, PinRecord } from './state/card-state.ts';
export { type CardStore, MemoryCardStore } from './state/card-store.ts';
export { createCardFile, FileCardStore } from './state/file-card-store.ts';
export { type TearPoint, TearSwitch } from './tear/tear-switch.ts';
export { attachToPcscd, type PcscdAttachment, type PcscdOptions } from './transport/attach-to-pcscd.ts';
export type { OnDeviceFailure } from './transport/device-failure.ts';
export {
  type CardReader,
  type CardReaderOptions,
  createCardReader,
  serveCardReader,
  type WebSocketReader,
  type WebSocketReaderOptions,
} from './transport/web-socket-reader.ts';
