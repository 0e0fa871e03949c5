import type { InferenceSession } from 'onnxruntime-common';
import type { OrtRuntime } from '../models.ts';

/** A loaded model with one input. */
export class Model {
  readonly #ort: OrtRuntime;
  readonly #session: InferenceSession;

  private constructor(ort: OrtRuntime, session: InferenceSession) {
    this.#ort = ort;
    this.#session = session;
  }

  static async load(ort: OrtRuntime, weights: Uint8Array): Promise<Model> {
    const session = await ort.InferenceSession.create(weights, {
      graphOptimizationLevel: 'all',
      // Without the arena an activation is given back as soon as the run is over: none of the photo stays (R38).
      enableCpuMemArena: false,
      logSeverityLevel: 3,
    });
    return new Model(ort, session);
  }

  /** Runs on one NCHW tensor, which is overwritten afterwards; outputs by name. */
  async run(input: Float32Array, dims: readonly number[]): Promise<Readonly<Record<string, ModelOutput>>> {
    const [name = ''] = this.#session.inputNames;
    const outputs = await this.#session.run({ [name]: new this.#ort.Tensor('float32', input, dims) });
    input.fill(0);
    return Object.fromEntries(
      Object.entries(outputs).map(([key, { data, dims: shape }]) => [
        key,
        { data: data as Float32Array, dims: shape },
      ]),
    );
  }

  /** For models with one output. */
  async runOne(input: Float32Array, dims: readonly number[]): Promise<ModelOutput> {
    const outputs = await this.run(input, dims);
    return outputs[this.#session.outputNames[0] ?? ''] as ModelOutput;
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}

export interface ModelOutput {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}
