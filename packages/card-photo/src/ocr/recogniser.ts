import { type LineSteps, lineSteps } from '../ctc/line-steps.ts';
import type { ColourPlanes } from '../picture/plane.ts';
import type { Model } from './session.ts';

/** One character that was read. */
export interface ReadCharacter {
  readonly character: string;
  /** 0 to 1. */
  readonly probability: number;
  /** Where in the line, 0 to 1 of its width. */
  readonly at: number;
}

export interface ReadLine {
  /** The likeliest of each step. */
  readonly characters: readonly ReadCharacter[];
  /** How likely everything else is. */
  readonly steps: LineSteps;
}

/** Height of a line's picture, pixels. */
export const LINE_HEIGHT = 48;
/** Wider lines cost too much, and none of the card's is. */
export const WIDEST_LINE = 1_280;

/** Reads one line of print (PP-OCRv4 mobile recognition, CTC). */
export class Recogniser {
  readonly #model: Model;
  /** Class 0 is the blank; the last class is a space. */
  readonly #characters: readonly string[];
  readonly #classes: ReadonlyMap<string, number>;

  constructor(model: Model, characters: Uint8Array) {
    this.#model = model;
    const lines = new TextDecoder().decode(characters).split('\n');
    this.#characters = [
      '',
      ...lines.filter((line) => line !== '').map((line) => line.replace('\r', '')),
      ' ',
    ];
    this.#classes = new Map(this.#characters.map((character, i) => [character, i]));
  }

  /** @param line 48 pixels high */
  async read({ width, height, red, green, blue }: ColourPlanes): Promise<ReadLine> {
    const area = width * height;
    const input = new Float32Array(3 * area);
    // OpenCV's order, as the weights were trained with.
    [blue, green, red].forEach((plane, c) => {
      for (let i = 0; i < area; i++) input[c * area + i] = (plane[i] as number) / 127.5 - 1;
    });
    const { data, dims } = await this.#model.runOne(input, [1, 3, height, width]);
    const [count, classes] = [dims[1] as number, dims[2] as number];
    return {
      characters: this.#decode(data, count, classes),
      steps: lineSteps(data, count, classes, (character) => this.#classes.get(character)),
    };
  }

  /** Greedy: the likeliest class of each step, repeats and blanks removed. */
  #decode(data: Float32Array, steps: number, classes: number): ReadCharacter[] {
    const out: ReadCharacter[] = [];
    let before = 0;
    for (let t = 0; t < steps; t++) {
      let best = 0;
      for (let k = 1; k < classes; k++)
        if ((data[t * classes + k] as number) > (data[t * classes + best] as number)) best = k;
      const probability = data[t * classes + best] as number;
      const last = out.at(-1);
      if (best === before && last !== undefined && best !== 0) {
        if (probability > last.probability) out[out.length - 1] = { ...last, probability };
      } else if (best !== 0)
        out.push({ character: this.#characters[best] ?? '', probability, at: (t + 0.5) / steps });
      before = best;
    }
    return out;
  }

  release(): Promise<void> {
    return this.#model.release();
  }
}
