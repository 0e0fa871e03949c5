import type { Quad } from '../geometry/point.ts';
import type { Picture } from '../picture/picture.ts';
import { type ColourPlanes, shrink } from '../picture/plane.ts';
import { adjustSides } from './adjust-sides.ts';
import { findEdges } from './edges.ts';
import { strongestLines } from './lines.ts';
import { bestQuad } from './quads.ts';

/** Long side of what the outline is looked for in, pixels. */
export const SEARCH_SIDE = 320;
const LINES = 44;

export interface FoundCard {
  /** Corners in pixels of the picture, to about one pixel of the search; clockwise from the top left. */
  readonly quad: Quad;
  /** Share of the outline that is seen as an edge, 0 to 1. */
  readonly support: number;
}

/** The outline of a card in a picture, wherever and however turned it lies; undefined when there is none. */
export function findCard(
  picture: Picture,
  small: ColourPlanes = shrink(picture, SEARCH_SIDE),
): FoundCard | undefined {
  const edges = findEdges(small);
  const outline = bestQuad(edges, strongestLines(edges, LINES));
  if (outline === undefined) return undefined;
  const found = adjustSides(outline, edges);
  const scaleX = picture.width / small.width;
  const scaleY = picture.height / small.height;
  return {
    quad: found.quad.map(([x, y]) => [x * scaleX, y * scaleY]) as unknown as Quad,
    support: found.support,
  };
}
