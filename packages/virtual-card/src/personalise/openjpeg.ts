import { createRequire } from 'node:module';

/** What is used of the WebAssembly module; the package has no types. */
export interface OpenJpeg {
  readonly J2KEncoder: new () => J2KEncoder;
}

export interface J2KEncoder {
  /** Memory for the samples, row by row; valid until the next call. */
  getDecodedBuffer(frame: {
    readonly width: number;
    readonly height: number;
    readonly bitsPerSample: number;
    readonly componentCount: number;
    readonly isSigned: boolean;
  }): Uint8Array;
  /** `lossless` and the number of quality layers. */
  setQuality(lossless: boolean, layers: number): void;
  setCompressionRatio(layer: number, ratio: number): void;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  delete(): void;
}

type OpenJpegFactory = (options: { print(): void; printErr(): void }) => Promise<OpenJpeg>;

const require = createRequire(import.meta.url);
let loaded: Promise<OpenJpeg> | undefined;

/** Compiled at the first use, 30 ms. */
export function openJpeg(): Promise<OpenJpeg> {
  loaded ??= (require('@cornerstonejs/codec-openjpeg/wasmjs') as OpenJpegFactory)({
    print: () => undefined,
    printErr: () => undefined,
  });
  return loaded;
}
