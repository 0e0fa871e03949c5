import { distance, isNew, type Look } from './look.ts';

/** A picture that the camera gave during a movement. */
export interface Shot {
  readonly jpeg: Uint8Array;
  /** When the picture was there, on the stage's clock. */
  readonly at: number;
  readonly look: Look;
}

/**
 * Of all pictures of a movement those that show it from its beginning to its end, in their order: one of its end and one of
 * its middle, for who holds the pose until the tone; then, again and again, the one that is least like any that is chosen
 * or was sent before. So a quick turn is seen on its way as well, which the service needs to follow one person through it
 * (docs/face.md, `one-person`), and nothing is sent twice (`no-repeated-frame`).
 *
 * @param before what was sent of the steps before
 * @returns `atMost` of them; fewer when the others would be repeated ones, but no fewer than `atLeast` if there are so many
 */
export function chooseFrames(
  shots: readonly Shot[],
  before: readonly Look[],
  { atLeast, atMost }: { readonly atLeast: number; readonly atMost: number },
): readonly Shot[] {
  const chosen: Shot[] = [];
  const known = (): Look[] => [...before, ...chosen.map(({ look }) => look)];
  const take = (wanted: number, within: number): void => {
    const near = shots.filter(({ at }) => Math.abs(at - wanted) <= within);
    const fresh = near.filter((shot) => isNew(shot.look, known()));
    const nearest = fresh.toSorted((a, b) => Math.abs(a.at - wanted) - Math.abs(b.at - wanted))[0];
    if (nearest !== undefined) chosen.push(nearest);
  };
  const [first, last] = [shots.at(0)?.at ?? 0, shots.at(-1)?.at ?? 0];
  const quarter = (last - first) / 4;
  take(last, quarter);
  take(last - 2 * quarter, quarter);
  const apart = new Map(shots.map((shot) => [shot, nearestOf(shot.look, known())]));
  while (chosen.length < Math.min(atMost, shots.length)) {
    const left = shots.filter((shot) => !chosen.includes(shot));
    const fresh = left.filter(({ look }) => isNew(look, known()));
    if (fresh.length === 0 && chosen.length >= atLeast) break;
    const next = leastLike(fresh.length > 0 ? fresh : left, apart);
    chosen.push(next);
    for (const [shot, before] of apart) apart.set(shot, Math.min(before, nearestOf(shot.look, [next.look])));
  }
  return chosen.toSorted((a, b) => a.at - b.at);
}

function nearestOf(look: Look, others: readonly Look[]): number {
  return Math.min(...others.map((other) => distance(look, other)));
}

/** Of two that are as far from the others the sharper one: a blurred picture makes a smaller file. */
function leastLike(shots: readonly Shot[], apart: ReadonlyMap<Shot, number>): Shot {
  const largest = Math.max(...shots.map(({ jpeg }) => jpeg.length));
  const worth = (shot: Shot): number => (apart.get(shot) ?? 0) * (shot.jpeg.length / largest);
  return shots.reduce((best, shot) => (worth(shot) > worth(best) ? shot : best));
}
