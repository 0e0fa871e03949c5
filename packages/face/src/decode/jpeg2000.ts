import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Picture } from '../picture/picture.ts';
import type { PictureHeader } from './header.ts';

/** The part of the Emscripten module that is used. */
interface OpenJpeg {
  J2KDecoder: new () => {
    getEncodedBuffer(length: number): Uint8Array;
    getDecodedBuffer(): Uint8Array;
    decode(): void;
    getFrameInfo(): {
      width: number;
      height: number;
      bitsPerSample: number;
      componentCount: number;
      isSigned: boolean;
    };
    delete(): void;
  };
}
/** What is used of WebAssembly: Node's types leave it to the DOM's, which have no place here. */
interface WebAssemblyApi {
  compile(bytes: Uint8Array): Promise<object>;
  Instance: new (module: object, imports: object) => object;
}
const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi };

const require = createRequire(import.meta.url);
const createOpenJpeg = require('@cornerstonejs/codec-openjpeg/decodewasmjs') as (options: {
  instantiateWasm: (imports: object, done: (instance: object) => void) => object;
  print: (line: string) => void;
  printErr: (line: string) => void;
}) => Promise<OpenJpeg>;

let compiled: Promise<object> | undefined;

/**
 * Compiled once; every picture gets an instance of its own, so that no broken stream can reach the next
 * person's photo; its memory goes back to the system with it (R23), untouched pages never having been there.
 */
const compile = (): Promise<object> => {
  compiled ??= readFile(require.resolve('@cornerstonejs/codec-openjpeg/decodewasm')).then((bytes) =>
    WebAssembly.compile(bytes),
  );
  return compiled;
};

/**
 * Decodes JP2 or a raw codestream (ISO/IEC 15444-1) of 8 bit and 1 or 3 components. OpenJPEG does not throw on
 * broken input, so its answer is held against the header and its warnings count; undefined when anything is amiss.
 * Flipped bits inside the packets may still go unnoticed: a chip's photo is only as sound as its issuer's signature.
 */
export async function decodeJpeg2000(bytes: Uint8Array, header: PictureHeader): Promise<Picture | undefined> {
  if (header.bitDepth !== 8 || (header.components !== 1 && header.components !== 3)) return undefined;
  const module = await compile();
  let complaints = 0;
  const note = (line: string) => {
    if (/WARNING|ERROR/.test(line)) complaints++;
  };
  const codec = await createOpenJpeg({
    instantiateWasm: (imports, done) => {
      done(new WebAssembly.Instance(module, imports));
      return {};
    },
    print: note,
    printErr: note,
  });
  try {
    const decoder = new codec.J2KDecoder();
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    decoder.decode();
    const info = decoder.getFrameInfo();
    const decoded = decoder.getDecodedBuffer();
    const { width, height, components } = header;
    const isAsPromised =
      complaints === 0 &&
      info.width === width &&
      info.height === height &&
      info.componentCount === components &&
      info.bitsPerSample === 8 &&
      !info.isSigned &&
      decoded.length === width * height * components;
    if (!isAsPromised) return undefined;
    return { width, height, channels: components, data: decoded.slice() };
  } catch {
    return undefined; // a trap or a thrown C++ exception: the instance is thrown away with it
  }
}
