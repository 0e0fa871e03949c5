/**
 * What the holder is asked to do before the camera. Left and right are the holder's own, as the screen says
 * them; the camera's picture is not mirrored, so a turn to the holder's left moves the nose to the picture's right.
 */
export type Step = 'look-straight' | 'turn-left' | 'turn-right' | 'come-nearer' | 'close-eyes';

/** The steps in the order in which they have to be done. The first is always `look-straight`. */
export interface Challenge {
  readonly steps: readonly Step[];
}

/** `n` fresh random bytes from a cryptographic source. */
export type RandomBytes = (n: number) => Uint8Array;

const ACTIONS = ['turn-left', 'turn-right', 'come-nearer', 'close-eyes'] as const satisfies readonly Step[];

export const isTurn = (step: Step): boolean => step === 'turn-left' || step === 'turn-right';

/** Every challenge that can be drawn: ordered pairs of two different actions with at least one turn. */
export const ALL_CHALLENGES: readonly Challenge[] = ACTIONS.flatMap((first) =>
  ACTIONS.filter((second) => second !== first && (isTurn(first) || isTurn(second))).map((second) => ({
    steps: ['look-straight', first, second] as const,
  })),
);

/** Draws one of {@link ALL_CHALLENGES}, each equally likely (protocol.md, "Liveness"). */
export function drawChallenge(random: RandomBytes): Challenge {
  return ALL_CHALLENGES[uniformIndex(ALL_CHALLENGES.length, random)] as Challenge;
}

/** An index below `count` (at most 256) without modulo bias: bytes above the last whole multiple are drawn again. */
function uniformIndex(count: number, random: RandomBytes): number {
  const limit = 256 - (256 % count);
  for (;;) {
    const byte = random(1)[0];
    if (byte === undefined) throw new RangeError('the random source returned no byte');
    if (byte < limit) return byte % count;
  }
}
