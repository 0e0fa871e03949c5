/**
 * How many bytes of challenges, cryptograms and MACs are used (Amendment D v1.2, table 5-1, bit b1 of "i"):
 * 8 in S8, 16 in S16.
 */
export type Mode = 'S8' | 'S16';

export function bytesOf(mode: Mode): 8 | 16 {
  return mode === 'S8' ? 8 : 16;
}

/** `undefined` for a challenge of neither length. */
export function modeOfChallenge(challenge: Uint8Array): Mode | undefined {
  if (challenge.length === 8) return 'S8';
  return challenge.length === 16 ? 'S16' : undefined;
}
