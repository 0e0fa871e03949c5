/**
 * What the recogniser made of a line, step by step from left to right, for the characters that a grammar asks for. Every
 * value is a share of the step's likeliest class: the path that a greedy reader takes has 1 throughout, and what is no part
 * of a field is passed over at no cost.
 */
export interface LineSteps {
  readonly count: number;
  /** One value a step; undefined for a character that the recogniser does not know. */
  of(character: string): Float32Array | undefined;
  /** Nothing, or a blank between words. */
  readonly blank: Float32Array;
  /** Any character that is no digit, and what may be one that cannot be read: a letter, or a smear. */
  readonly letter: Float32Array;
  readonly smudge: Float32Array;
}

/** 元 is the first year of an era. */
const NUMERALS = '0123456789元';
/** However sure a network is at one step, the rest of the line may outweigh it. */
const FAINTEST = 1e-5;
/** A digit must be this much likelier than a character of another kind, and than any reading of a smear. */
const OTHER_KINDS = 0.3;
const LEAST_SMUDGE = 0.02;

/**
 * @param data probabilities, step by step, `classes` each; class 0 is the CTC blank, the last one a space
 * @param classOf of a character; undefined for what the recogniser does not know
 */
export function lineSteps(
  data: Float32Array,
  count: number,
  classes: number,
  classOf: (character: string) => number | undefined,
): LineSteps {
  const best = new Float32Array(count);
  const blank = new Float32Array(count);
  const letter = new Float32Array(count);
  const smudge = new Float32Array(count);
  const digits = Array.from(NUMERALS, classOf).filter((index) => index !== undefined);
  for (let t = 0; t < count; t++) {
    const from = t * classes;
    const [none, space] = [data[from] as number, data[from + classes - 1] as number];
    let character = 0;
    for (let k = from + 1; k < from + classes - 1; k++) character = Math.max(character, data[k] as number);
    const most = Math.max(none, space, character, Number.MIN_VALUE);
    const ofDigits = digits.reduce((sum, index) => sum + (data[from + index] as number), 0);
    best[t] = most;
    blank[t] = Math.max(FAINTEST, (none + space) / most);
    const ofLetters = (OTHER_KINDS * (1 - none - space - ofDigits)) / most;
    letter[t] = Math.max(FAINTEST, ofLetters);
    smudge[t] = Math.max(FAINTEST, ofLetters, (LEAST_SMUDGE * character) / most);
  }
  const known = new Map<string, Float32Array>();
  return {
    count,
    blank,
    letter,
    smudge,
    of(character) {
      const index = classOf(character);
      if (index === undefined) return undefined;
      const seen =
        known.get(character) ??
        best.map((most, t) => Math.max(FAINTEST, (data[t * classes + index] as number) / most));
      known.set(character, seen);
      return seen;
    },
  };
}
