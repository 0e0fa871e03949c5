import type { LineSteps } from '../ctc/line-steps.ts';
import { type LineText, lineText } from '../fields/line-text.ts';
import { type Homography, squareToQuad } from '../geometry/homography.ts';
import type { Quad } from '../geometry/point.ts';
import type { Picture } from '../picture/picture.ts';
import { type CardRegion, rectify } from '../picture/warp.ts';
import { findLines } from './line-finder.ts';
import type { Recogniser } from './recogniser.ts';
import type { Model } from './session.ts';
import { cutLine, hasBurntSpot, type View } from './views.ts';

/** What is searched for lines, pixels (multiples of 32): the card's whole width, its lower three quarters. */
const SEARCH_WIDTH = 832;
const SEARCH_HEIGHT = 384;
const ASPECT = 85.6 / 53.98;
/** Name and address stand above. */
const SEARCHED: CardRegion = {
  left: 0,
  top: 1 - (SEARCH_HEIGHT / SEARCH_WIDTH) * ASPECT,
  right: 1,
  bottom: 1,
};
/** Lower lines hold nothing that is looked for, and cost as much; shares of the card's height (1.8 mm). */
const LOWEST = 0.033;

export interface TextLine {
  readonly region: CardRegion;
  /** Width over height. */
  readonly aspect: number;
}

export interface SeenLine extends LineText {
  readonly steps: LineSteps;
}

/** The print on the front of one card in one photo. */
export class CardText {
  readonly #picture: Picture;
  readonly #card: Homography;
  readonly #recogniser: Recogniser;

  constructor(picture: Picture, quad: Quad, recogniser: Recogniser) {
    this.#picture = picture;
    this.#card = squareToQuad(quad) as Homography;
    this.#recogniser = recogniser;
  }

  /** From top to bottom. */
  async lines(detector: Model): Promise<TextLine[]> {
    const flat = rectify(this.#picture, this.#card, SEARCHED, SEARCH_WIDTH, SEARCH_HEIGHT);
    const down = (y: number): number => SEARCHED.top + (y / SEARCH_HEIGHT) * (1 - SEARCHED.top);
    return (await findLines(detector, flat))
      .map(({ left, top, right, bottom }) => ({
        region: {
          left: left / SEARCH_WIDTH,
          right: right / SEARCH_WIDTH,
          top: down(top),
          bottom: down(bottom),
        },
        aspect: (right - left) / (bottom - top),
      }))
      .filter(({ region }) => region.bottom - region.top >= LOWEST)
      .sort((one, other) => one.region.top - other.region.top);
  }

  hasBurntSpot(region: CardRegion): boolean {
    return hasBurntSpot(cutLine(this.#picture, this.#card, region, 'plain'));
  }

  async read(region: CardRegion, view: View): Promise<SeenLine> {
    const { characters, steps } = await this.#recogniser.read(
      cutLine(this.#picture, this.#card, region, view),
    );
    return { ...lineText(characters), steps };
  }
}

/** The part of a line between two of its characters' middles, with `margin` (in heights of the line) to either side. */
export function partOf(line: CardRegion, from: number, to: number, margin: number): CardRegion {
  const width = line.right - line.left;
  const more = (margin * (line.bottom - line.top)) / ASPECT;
  return {
    ...line,
    left: Math.max(line.left, line.left + from * width - more),
    right: Math.min(line.right, line.left + to * width + more),
  };
}
