import { beforeAll, describe, expect, it } from 'vitest';
import { drawFront } from '../testing/draw-front.ts';
import { personaHolder } from '../testing/holders.ts';
import { LAYOUTS, type Layout } from '../testing/layouts.ts';
import { Random } from '../testing/random.ts';
import { takePhoto } from '../testing/scene.ts';
import { goodScene, withCardAt } from '../testing/scenes-to-look-at.ts';
import type { RenderedCard } from '../testing/svg-card.ts';
import { lookAtFrame } from './look-at-frame.ts';

let card: RenderedCard;
beforeAll(async () => {
  card = await drawFront(personaHolder('hanako'), LAYOUTS[0] as Layout, new Random(1));
});

const look = async (scene: ReturnType<typeof goodScene>) =>
  lookAtFrame(await takePhoto(card, scene, new Random(3)));

describe('one reason at a time that a person can act on', () => {
  it('nothing to say about a good picture', async () => {
    expect(await look(goodScene())).toMatchObject({ ready: true, reasons: [] });
  });

  it.each([
    ['too-dark', { light: { ...goodScene().light, exposure: 0.15 } }],
    ['too-far', withCardAt({ fill: 0.42 })],
    ['too-near', withCardAt({ fill: 0.99 })],
    ['tilted', withCardAt({ fill: 0.8, lean: 0.45 })],
    ['glare', { light: { ...goodScene().light, glare: { strength: 1, u: 0.6, v: 0.5, size: 0.4 } } }],
    ['blurred', { blur: 3.2 }],
  ] as const)('%s', async (reason, change) => {
    const { ready, reasons } = await look({ ...goodScene(), ...change });
    expect(ready).toBe(false);
    expect(reasons).toContain(reason);
  });

  it('no card: an empty table', async () => {
    const scene = goodScene();
    const { reasons } = await look({
      ...scene,
      quad: [
        [-900, -900],
        [-800, -900],
        [-800, -840],
        [-900, -840],
      ],
    });
    expect(reasons).toEqual(['no-card']);
  });
});

it('finds the corners to a hundredth of the card', async () => {
  const scene = goodScene();
  const { card: found } = await look(scene);
  scene.quad.forEach(([x, y], i) => {
    expect(Math.hypot((found?.[i]?.[0] ?? 0) - x, (found?.[i]?.[1] ?? 0) - y)).toBeLessThan(
      0.015 * scene.width,
    );
  });
});
