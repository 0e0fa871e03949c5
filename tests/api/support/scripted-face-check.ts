import { drawChallenge, type FaceCheck, type FaceEvidence, type FaceOutcome } from '@kaijo/face';

const MODEL = { name: 'scripted', version: '1' };

export const MATCH: FaceOutcome = { kind: 'match', score: 0.9, threshold: 0.5, model: MODEL };
export const MISMATCH: FaceOutcome = { kind: 'mismatch', score: 0.1, threshold: 0.5, model: MODEL };
export const LIVENESS_FAILED: FaceOutcome = {
  kind: 'liveness-failed',
  reasons: [{ rule: 'turn', step: 'turn-left', measured: 2, required: 12 }],
  model: MODEL,
};
export const UNUSABLE: FaceOutcome = { kind: 'unusable', reasons: ['too-dark', 'blurred'], model: MODEL };
export const BUSY: FaceOutcome = { kind: 'busy', retryAfterSeconds: 3, model: MODEL };

/** A face check that finds what the test says. What it was given is kept for the test to look at. */
export class ScriptedFaceCheck implements FaceCheck {
  /** What is found from now on. */
  finds: FaceOutcome = MATCH;
  readonly seen: FaceEvidence[] = [];
  #gate: Promise<void> = Promise.resolve();

  drawChallenge(random: (length: number) => Uint8Array) {
    return drawChallenge(random);
  }

  async judge(evidence: FaceEvidence): Promise<FaceOutcome> {
    this.seen.push(evidence);
    const found = this.finds;
    await this.#gate;
    return found;
  }

  /** Holds every judgement back until the returned function is called, so that several are under way at once. */
  holdBack(): () => void {
    let release = () => {};
    this.#gate = new Promise((resolve) => {
      release = resolve;
    });
    return release;
  }

  /** From now on judgements are given at once; those that are held back stay so. */
  letPass(): void {
    this.#gate = Promise.resolve();
  }
}
