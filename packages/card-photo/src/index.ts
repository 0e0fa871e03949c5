export { type CardReader, type CardReaderOptions, createCardReader } from './create-card-reader.ts';
export type { Point, Quad } from './geometry/point.ts';
export type { LiveMeasures, LiveReason, LiveVerdict } from './look/live-verdict.ts';
export { lookAtFrame } from './look/look-at-frame.ts';
export { LIVE_LIMITS } from './look/rules.ts';
export {
  type CardModels,
  type LoadOptions,
  loadCardModels,
  MODEL_BYTES,
  MODEL_FILES,
  type ModelName,
  type ModelProgress,
  type OrtRuntime,
} from './models.ts';
export type { Picture } from './picture/picture.ts';
export {
  type BirthAsPrinted,
  type CardFields,
  type CardPhotoReading,
  type CardPhotoRefusal,
  type FieldReading,
  isComplete,
  pinBOf,
} from './reading.ts';
