import type { CalendarDate } from '@kaijo/mynacard';
import { findCard } from './find/find-card.ts';
import { looksLikeBack } from './front/back-side.ts';
import { longSideFirst } from './front/card-order.ts';
import { type FrontOfCard, findFront } from './front/front-gate.ts';
import { squareToQuad } from './geometry/homography.ts';
import type { LiveMeasures, LiveVerdict } from './look/live-verdict.ts';
import { lookAtFrame } from './look/look-at-frame.ts';
import { measureCard } from './look/measure.ts';
import { LIVE_LIMITS, READ_LIMITS } from './look/rules.ts';
import type { CardModels, OrtRuntime } from './models.ts';
import { CardText } from './ocr/card-text.ts';
import { readFields } from './ocr/read-fields.ts';
import { Recogniser } from './ocr/recogniser.ts';
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
  /** Reads the front of a card; `today` is the day in Japan. Calls are run one after the other. */
  read(picture: Picture, today: CalendarDate): Promise<CardPhotoReading>;
  /** Gives the models' memory back. */
  close(): Promise<void>;
}

/** @throws what onnxruntime throws for weights that are not a model */
export async function createCardReader({ ort, models }: CardReaderOptions): Promise<CardReader> {
  const portrait = await Model.load(ort, models.portrait);
  const lines = await Model.load(ort, models.lines);
  const text = await Model.load(ort, models.text);
  const loaded: Loaded = { portrait, lines, recogniser: new Recogniser(text, models.characters) };
  let last: Promise<unknown> = Promise.resolve();
  return {
    look: lookAtFrame,
    read(picture, today) {
      const reading = last.then(() => readCard(loaded, picture, today));
      last = reading.catch(() => undefined);
      return reading;
    },
    async close() {
      await last;
      await Promise.all([portrait, lines, text].map((model) => model.release()));
    },
  };
}

interface Loaded {
  readonly portrait: Model;
  readonly lines: Model;
  readonly recogniser: Recogniser;
}

async function readCard(loaded: Loaded, picture: Picture, today: CalendarDate): Promise<CardPhotoReading> {
  const found = await frontOf(loaded.portrait, picture);
  if (typeof found === 'string') return { kind: 'refused', reason: found };
  const { front, measures } = found;
  const text = new CardText(picture, front.quad, loaded.recogniser);
  const read = await readFields(text, loaded.lines, front.face.top, today);
  if (read === undefined) return { kind: 'refused', reason: 'back-side' };
  const { seen, fields } = read;
  if (seen.birth.length === 0 && seen.expiry.length === 0)
    return { kind: 'refused', reason: whyUnreadable(measures) };
  return { kind: 'read', ...fields };
}

/** A front by its portrait, but without a date where a front has two. */
function whyUnreadable({ blur, glare, fill }: LiveMeasures): CardPhotoRefusal {
  if (glare > LIVE_LIMITS.mostGlare) return 'glare';
  if (blur > LIVE_LIMITS.mostBlur) return 'blurred';
  return fill < LIVE_LIMITS.leastFill ? 'too-far' : 'not-a-front';
}

/** R38: everything that is decided before any character is read. */
async function frontOf(
  portrait: Model,
  picture: Picture,
): Promise<{ readonly front: FrontOfCard; readonly measures: LiveMeasures } | CardPhotoRefusal> {
  if (!isUsablePicture(picture)) return 'bad-picture';
  const found = findCard(picture);
  const card = found && squareToQuad(longSideFirst(found.quad));
  if (found === undefined || card === undefined) return 'no-card';
  const measures = measureCard(picture, found.quad);
  const { brightness, fill } = measures;
  if (brightness < READ_LIMITS.leastBrightness) return 'too-dark';
  if (fill < READ_LIMITS.leastFill) return 'too-far';
  const front = await findFront(portrait, picture, found.quad);
  if (front !== undefined) return { front, measures };
  return looksLikeBack(picture, card) ? 'back-side' : 'not-a-front';
}
