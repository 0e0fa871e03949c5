import { drawChallenge, type FaceCheck } from '@kaijo/face';
import type { TakenFrames } from '@kaijo/procedures';
import type { FaceShown } from './step.ts';

const SHOWN: readonly FaceShown[] = ['match', 'mismatch', 'liveness-failed', 'unusable'];
const FRAMES = 8;

/** Frames in which a simulated holder shows what the agenda says: the last byte of each tells it. */
export function framesThatShow(shown: FaceShown): TakenFrames {
  const [first, second, third] = [0xff, 0xd8, 0xff];
  return {
    frames: Array.from({ length: FRAMES }, (_, index) => ({
      jpeg: Uint8Array.of(first, second, third, index, SHOWN.indexOf(shown)),
      step: 'look-straight' as const,
      at: 400 * index,
    })),
  };
}

/**
 * A face check that sees what those frames tell. The real one would take most of the time (docs/face.md) and could not be
 * told whom to fail: everything around it is the service's own.
 */
export const scriptedFaces: Pick<FaceCheck, 'drawChallenge' | 'judge'> = {
  drawChallenge,
  async judge({ frames }) {
    const model = { name: 'scripted', version: '1' };
    const shown = SHOWN[frames[0]?.jpeg.at(-1) ?? 0] ?? 'unusable';
    switch (shown) {
      case 'match':
        return { kind: 'match', score: 0.9, threshold: 0.5, model };
      case 'mismatch':
        return { kind: 'mismatch', score: 0.1, threshold: 0.5, model };
      case 'liveness-failed':
        return { kind: 'liveness-failed', reasons: [{ rule: 'turn' }], model };
      case 'unusable':
        return { kind: 'unusable', reasons: ['too-dark'], model };
    }
  },
};
