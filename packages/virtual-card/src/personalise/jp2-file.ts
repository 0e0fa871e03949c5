import { concatBytes } from '@kaijo/iso7816';

/** A JPEG 2000 codestream of one grey component with 8 bits. */
export interface GreyCodestream {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

const COMPRESSION_JPEG2000 = 7;
const BITS_PER_COMPONENT_MINUS_ONE = 7;
const COLOUR_ENUMERATED = 1;
const COLOUR_SPACE_GREY = 17;

/** The codestream in the boxes of a JP2 file (ISO/IEC 15444-1, annex I), which image viewers open; 85 bytes more. */
export function jp2File({ width, height, bytes }: GreyCodestream): Uint8Array {
  const header = concatBytes(
    uint32(height),
    uint32(width),
    Uint8Array.of(0, 1, BITS_PER_COMPONENT_MINUS_ONE, COMPRESSION_JPEG2000, 0, 0),
  );
  const colour = concatBytes(Uint8Array.of(COLOUR_ENUMERATED, 0, 0), uint32(COLOUR_SPACE_GREY));
  return concatBytes(
    box('jP  ', Uint8Array.of(0x0d, 0x0a, 0x87, 0x0a)),
    box('ftyp', concatBytes(ascii('jp2 '), uint32(0), ascii('jp2 '))),
    box('jp2h', concatBytes(box('ihdr', header), box('colr', colour))),
    box('jp2c', bytes),
  );
}

function box(type: string, content: Uint8Array): Uint8Array {
  return concatBytes(uint32(8 + content.length), ascii(type), content);
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
