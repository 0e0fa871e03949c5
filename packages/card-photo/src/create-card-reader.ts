import { findCard } from './find/find-card.ts';
import { looksLikeBack } from './front/back-side.ts';
import { longSideFirst } from './front/card-order.ts';
import { type FrontOfCard, findFront } from './front/front-gate.ts';
import { squareToQuad } from './geometry/homography.ts';
import type { LiveVerdict } from './look/live-verdict.ts';
import { lookAtFrame } from './look/look-at-frame.ts';
import { measureCard } from './look/measure.ts';
import { READ_LIMITS } from './look/rules.ts';
import type { CardModels, OrtRuntime } from './models.ts';
import { Model } from './ocr/session.ts';
import { isUsablePicture, type Picture } from './picture/picture.ts';
import type { CardPhotoReading, CardPhotoRefusal } from './reading.ts';

export interface CardReaderOptions {
  /** `onnxruntime-web/wasm` in a browser (best in a Web Worker), `onnxruntime-node` in Node. */
  readonly ort: OrtRuntime;
  readonly models: CardModels;
}

export interface CardReader {
  /** As {@link lookAtFrame}, which needs no reader. */
  look(frame: Picture): LiveVerdict;
  /** Reads the front of a card. Calls are run one after the other. */
  read(picture: Picture): Promise<CardPhotoReading>;
  /** Gives the models' memory back. */
  close(): Promise<void>;
}

/** @throws what onnxruntime throws for weights that are not a model */
export async function createCardReader({ ort, models }: CardReaderOptions): Promise<CardReader> {
  const portrait = await Model.load(ort, models.portrait);
  let last: Promise<unknown> = Promise.resolve();
  return {
    look: lookAtFrame,
    read(picture) {
      const reading = last.then(() => readCard(portrait, picture));
      last = reading.catch(() => undefined);
      return reading;
    },
    close: () => portrait.release(),
  };
}

async function readCard(portrait: Model, picture: Picture): Promise<CardPhotoReading> {
  const front = await frontOf(portrait, picture);
  if (typeof front === 'string') return { kind: 'refused', reason: front };
  return {
    kind: 'read',
    birth: { certainty: 'not-found' },
    expiryYear: { certainty: 'not-found' },
    securityCode: { certainty: 'not-found' },
  };
}

/** R38: everything that is decided before any character is read. */
async function frontOf(portrait: Model, picture: Picture): Promise<FrontOfCard | CardPhotoRefusal> {
  if (!isUsablePicture(picture)) return 'bad-picture';
  const found = findCard(picture);
  const card = found && squareToQuad(longSideFirst(found.quad));
  if (found === undefined || card === undefined) return 'no-card';
  const { brightness, fill } = measureCard(picture, found.quad);
  if (brightness < READ_LIMITS.leastBrightness) return 'too-dark';
  if (fill < READ_LIMITS.leastFill) return 'too-far';
  const front = await findFront(portrait, picture, found.quad);
  return front ?? (looksLikeBack(picture, card) ? 'back-side' : 'not-a-front');
}
