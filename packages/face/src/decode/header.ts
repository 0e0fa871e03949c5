/**
 * What a picture's header claims, read before any decoder sees it: sizes are refused here, so that no decoder
 * allocates for a bomb. Not a validation of the file.
 */
export interface PictureHeader {
  readonly format: 'jpeg' | 'png' | 'jpeg2000';
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** JPEG 2000 only: tiles, each of which costs memory of its own, and the highest bit depth. */
  readonly tiles: number;
  readonly bitDepth: number;
}

/** @returns undefined when the bytes are none of the three formats, or are cut before the size is told. */
export function readHeader(bytes: Uint8Array): PictureHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (startsWith(bytes, [0xff, 0xd8, 0xff])) return readJpeg(view);
    if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return readPng(view);
    if (startsWith(bytes, [0xff, 0x4f, 0xff, 0x51])) return readCodestream(view, 0);
    if (startsWith(bytes, [0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20])) return readJp2(view);
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined; // read past the end: cut off
    throw error;
  }
}

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((b, i) => bytes[i] === b);

/** ITU-T T.81 B.2.2: the frame header is the first SOF marker. */
function readJpeg(view: DataView): PictureHeader | undefined {
  for (let at = 2; ; ) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1; // fill byte
      continue;
    }
    const isStandalone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    if (isStandalone) {
      at += 2;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) return undefined;
    const length = view.getUint16(at + 2);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame)
      return {
        format: 'jpeg',
        bitDepth: view.getUint8(at + 4),
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        components: view.getUint8(at + 9),
        tiles: 1,
      };
    if (length < 2) return undefined;
    at += 2 + length;
  }
}

/** W3C PNG 11.2.1: IHDR is the first chunk. */
function readPng(view: DataView): PictureHeader | undefined {
  if (view.getUint32(12) !== 0x49484452) return undefined;
  const components = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 }[view.getUint8(25)];
  if (components === undefined) return undefined;
  return {
    format: 'png',
    width: view.getUint32(16),
    height: view.getUint32(20),
    bitDepth: view.getUint8(24),
    components,
    tiles: 1,
  };
}

/** ISO/IEC 15444-1 I.4: boxes; the codestream's own size is what the decoder believes, so that is what is read. */
function readJp2(view: DataView): PictureHeader | undefined {
  for (let at = 0, boxes = 0; boxes < 64; boxes++) {
    const length = view.getUint32(at);
    const type = view.getUint32(at + 4);
    const isExtended = length === 1;
    if (isExtended && view.getUint32(at + 8) !== 0) return undefined;
    const body = at + (isExtended ? 16 : 8);
    if (type === 0x6a703263) return readCodestream(view, body);
    const whole = isExtended ? view.getUint32(at + 12) : length;
    if (whole < 8) return undefined;
    at += whole;
  }
  return undefined;
}

/** ISO/IEC 15444-1 A.5.1: SIZ follows SOC. */
function readCodestream(view: DataView, at: number): PictureHeader | undefined {
  if (view.getUint32(at) !== 0xff4fff51) return undefined;
  const field = (offset: number) => view.getUint32(at + 8 + offset);
  const [xsiz, ysiz, xosiz, yosiz] = [field(0), field(4), field(8), field(12)];
  const [xtsiz, ytsiz, xtosiz, ytosiz] = [field(16), field(20), field(24), field(28)];
  const components = view.getUint16(at + 40);
  if (xsiz <= xosiz || ysiz <= yosiz || xtsiz === 0 || ytsiz === 0) return undefined;
  let bitDepth = 0;
  for (let c = 0; c < Math.min(components, 4); c++) {
    bitDepth = Math.max(bitDepth, (view.getUint8(at + 42 + 3 * c) & 0x7f) + 1);
    const isSubsampled = view.getUint8(at + 43 + 3 * c) !== 1 || view.getUint8(at + 44 + 3 * c) !== 1;
    if (isSubsampled) return undefined;
  }
  return {
    format: 'jpeg2000',
    width: xsiz - xosiz,
    height: ysiz - yosiz,
    components,
    bitDepth,
    tiles: Math.ceil((xsiz - xtosiz) / xtsiz) * Math.ceil((ysiz - ytosiz) / ytsiz),
  };
}
