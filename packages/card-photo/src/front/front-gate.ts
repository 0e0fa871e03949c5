import { CARD_ASPECT } from '../find/quads.ts';
import { squareToQuad } from '../geometry/homography.ts';
import type { Quad } from '../geometry/point.ts';
import type { Model } from '../ocr/session.ts';
import type { Picture } from '../picture/picture.ts';
import type { ColourPlanes } from '../picture/plane.ts';
import { type CardRegion, rectify } from '../picture/warp.ts';
import { longSideFirst, upsideDown } from './card-order.ts';
import { FACE_INPUT, type Face, surestFace } from './face-detector.ts';

/** A part of the card's front: 0 to 1 from its left and top. */
export interface FrontOfCard {
  /** Corners in the card's own order: its top left first. */
  readonly quad: Quad;
  /** The face of the portrait. */
  readonly face: CardRegion;
}

/** The whole card's width in a square, so that faces keep their shape; what is below it is not the card. */
const SQUARE: CardRegion = { left: 0, top: (1 - CARD_ASPECT) / 2, right: 1, bottom: (1 + CARD_ASPECT) / 2 };

/** Where the middle of the portrait's face may be, and how wide the face: shares of the card's width and height. */
const FACE_AT = { left: 0.06, right: 0.34, top: 0.32, bottom: 0.85 } as const;
const FACE_WIDTH = { least: 0.07, most: 0.26 } as const;

/**
 * Whether this is the front of a My Number Card, by its portrait: one face, upright, at the left, of a portrait's size.
 * Comes before any character is read (R38): the back has no face, and a driving licence or a residence card has it at the
 * right. Both ways round are looked at, and the surest face of both decides: the detector also finds faces upside down.
 */
export async function findFront(
  model: Model,
  picture: Picture,
  quad: Quad,
): Promise<FrontOfCard | undefined> {
  const lying = longSideFirst(quad);
  const card = squareToQuad(lying);
  if (card === undefined) return undefined;
  const flat = rectify(picture, card, SQUARE, FACE_INPUT, FACE_INPUT);
  const upright = await surestFace(model, flat);
  const turned = await surestFace(model, turnedRound(flat));
  const asIs = upright !== undefined && upright.confidence >= (turned?.confidence ?? 0);
  const face = asIs ? upright : turned;
  if (face === undefined || !isPortrait(face)) return undefined;
  return { quad: asIs ? lying : upsideDown(lying), face: regionOf(face) };
}

function turnedRound({ width, height, red, green, blue }: ColourPlanes): ColourPlanes {
  return { width, height, red: red.toReversed(), green: green.toReversed(), blue: blue.toReversed() };
}

function regionOf({ x, y, width, height }: Face): CardRegion {
  const toCard = (value: number): number => (value / FACE_INPUT - 0.5) * CARD_ASPECT + 0.5;
  return {
    left: (x - width / 2) / FACE_INPUT,
    right: (x + width / 2) / FACE_INPUT,
    top: toCard(y - height / 2),
    bottom: toCard(y + height / 2),
  };
}

function isPortrait(face: Face): boolean {
  const { left, right, top, bottom } = regionOf(face);
  const [x, y, width] = [(left + right) / 2, (top + bottom) / 2, right - left];
  return (
    x >= FACE_AT.left &&
    x <= FACE_AT.right &&
    y >= FACE_AT.top &&
    y <= FACE_AT.bottom &&
    width >= FACE_WIDTH.least &&
    width <= FACE_WIDTH.most
  );
}
