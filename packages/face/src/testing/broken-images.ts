import type { PersonaName, SelfieFrame } from '@kaijo/personas';
import { readPortrait, readSelfie } from '@kaijo/personas/files';
import { chipPortrait } from '@kaijo/virtual-card';
import sharp from 'sharp';

/** What a broken picture is made of. */
export interface Sound {
  readonly jpeg: Uint8Array;
  readonly png: Uint8Array;
  readonly jp2: Uint8Array;
}

/** Copies, because a Buffer's slices share its bytes. */
export async function soundPictures(name: PersonaName, frame: SelfieFrame = 'yaw+00'): Promise<Sound> {
  const portrait = await readPortrait(name);
  const png = await sharp(portrait).resize(200, 240, { fit: 'cover' }).png().toBuffer();
  return {
    jpeg: Uint8Array.from(await readSelfie(name, frame)),
    png: Uint8Array.from(png),
    jp2: codestreamOf(await chipPortrait(portrait)),
  };
}

/** The codestream of a JP2 file: from SOC and SIZ on (ISO/IEC 15444-1 A.4.1). */
function codestreamOf(jp2: Uint8Array): Uint8Array {
  const at = jp2.findIndex(
    (b, i) => b === 0xff && jp2[i + 1] === 0x4f && jp2[i + 2] === 0xff && jp2[i + 3] === 0x51,
  );
  return Uint8Array.from(jp2.subarray(at));
}

/** A repeatable source of numbers below 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export type Broken = { readonly how: string; readonly bytes: Uint8Array };

/** Breaks a sound picture in one of many ways: cut, flipped, wrong sizes, bombs, polyglots, noise. */
export function breakImage(sound: Sound, random: () => number): Broken {
  const below = (n: number) => Math.floor(random() * n);
  const pick = <T>(values: readonly T[]): T => values[below(values.length)] as T;
  const [format, base] = pick(Object.entries(sound) as [keyof Sound, Uint8Array][]);
  const bytes = base.slice();
  const how = pick([
    'cut',
    'bits',
    'bytes',
    'size',
    'joined',
    'swapped',
    'noise',
    'tiles',
    'doubled',
  ] as const);
  switch (how) {
    case 'cut':
      return { how: `${format} cut`, bytes: bytes.slice(0, below(bytes.length)) };
    case 'bits':
      for (let i = 1 + below(40); i > 0; i--) {
        const at = below(bytes.length);
        bytes[at] = (bytes[at] as number) ^ (1 << below(8));
      }
      return { how: `${format} bits flipped`, bytes };
    case 'bytes': // the headers, mostly
      for (let i = 1 + below(12); i > 0; i--) bytes[below(Math.min(bytes.length, 200))] = below(256);
      return { how: `${format} header changed`, bytes };
    case 'size':
      return { how: `${format} of another size`, bytes: withSize(format, bytes, pick(SIZES), pick(SIZES)) };
    case 'tiles':
      if (format !== 'jp2') return { how: `${format} empty`, bytes: new Uint8Array(0) };
      put32(bytes, 24, pick(SIZES));
      put32(bytes, 28, pick(SIZES));
      return { how: 'jp2 of other tiles', bytes };
    case 'joined': {
      const other = pick(Object.values(sound));
      return {
        how: `${format} with another behind it`,
        bytes: Uint8Array.from([...bytes.slice(0, below(bytes.length)), ...other]),
      };
    }
    case 'swapped': {
      const [from, to] = [below(bytes.length), below(bytes.length)];
      bytes.copyWithin(to, from, from + below(400));
      return { how: `${format} with a part twice`, bytes };
    }
    case 'doubled':
      return { how: `${format} twice`, bytes: Uint8Array.from([...bytes, ...bytes]) };
    case 'noise': {
      const head = bytes.slice(0, 4 + below(60));
      const noise = Uint8Array.from({ length: below(3_000) }, () => below(256));
      return { how: `${format} header before noise`, bytes: Uint8Array.from([...head, ...noise]) };
    }
  }
}

const SIZES = [0, 1, 7, 239, 241, 320, 1_024, 4_096, 30_000, 65_535, 0x7fffffff, 0xffffffff];

const put32 = (bytes: Uint8Array, at: number, value: number): void => {
  if (bytes.length >= at + 4) new DataView(bytes.buffer).setUint32(at, value >>> 0);
};

function withSize(format: keyof Sound, bytes: Uint8Array, width: number, height: number): Uint8Array {
  if (format === 'png') {
    put32(bytes, 16, width);
    put32(bytes, 20, height);
  } else if (format === 'jp2') {
    put32(bytes, 8, width); // raw codestream: SIZ behind SOC
    put32(bytes, 12, height);
  } else {
    const at = bytes.findIndex((b, i) => b === 0xff && (bytes[i + 1] === 0xc0 || bytes[i + 1] === 0xc2));
    new DataView(bytes.buffer).setUint16(at + 5, height & 0xffff);
    new DataView(bytes.buffer).setUint16(at + 7, width & 0xffff);
  }
  return bytes;
}
