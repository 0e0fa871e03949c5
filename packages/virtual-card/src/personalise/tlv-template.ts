import { concatBytes, encodeTlv } from '@kaijo/iso7816';

/** A template of the card's files: `objects` in their order. */
export function template(tag: number, ...objects: readonly Uint8Array[]): Uint8Array {
  return encodeTlv(tag, concatBytes(...objects));
}

/**
 * A template that begins with the offsets of its objects: 16 bits each, big-endian, counted from the first byte of the
 * file (card.md, Four attributes).
 */
export function templateWithOffsets(
  tag: number,
  offsetsTag: number,
  ...objects: readonly Uint8Array[]
): Uint8Array {
  const noOffsets = encodeTlv(offsetsTag, new Uint8Array(2 * objects.length));
  const contentLength = noOffsets.length + objects.reduce((sum, object) => sum + object.length, 0);
  const headLength = template(tag, new Uint8Array(contentLength)).length - contentLength;
  const offsets = new DataView(new ArrayBuffer(2 * objects.length));
  let at = headLength + noOffsets.length;
  for (const [i, object] of objects.entries()) {
    offsets.setUint16(2 * i, at);
    at += object.length;
  }
  return template(tag, encodeTlv(offsetsTag, new Uint8Array(offsets.buffer)), ...objects);
}
