import { isDer, readHeader } from './strict-der.ts';
import { CONSTRUCTED, TAG } from './tag.ts';
import { readTime } from './time.ts';

/** A value inside of bytes that have passed the strict check. Both arrays are views of them. */
export interface DerValue {
  /** The identifier octet. */
  readonly tag: number;
  readonly content: Uint8Array;
  /** With identifier and length. */
  readonly raw: Uint8Array;
}

/** The one value that `bytes` are, if they are DER and of that type. */
export function readDer(bytes: Uint8Array, tag: number): DerValue | undefined {
  if (!isDer(bytes)) return undefined;
  const [value] = valuesIn(bytes);
  return value?.tag === tag ? value : undefined;
}

/**
 * As {@link readDer}, for what is too long to be checked in one go: only its own header and those of its members are.
 * What stands inside of the members has not been looked at.
 * @param membersMax with more of them it is `undefined`, too
 */
export function readOutline(bytes: Uint8Array, tag: number, membersMax: number): DerValue | undefined {
  const header = readHeader(bytes, 0, bytes.length);
  if (header?.tag !== tag || header.contentEnd !== bytes.length) return undefined;
  let members = 0;
  for (let at = header.contentStart; at < header.contentEnd; members++) {
    const member = readHeader(bytes, at, header.contentEnd);
    if (member === undefined || members === membersMax) return undefined;
    at = member.contentEnd;
  }
  return { tag, content: bytes.subarray(header.contentStart), raw: bytes };
}

/** The values inside of a constructed one; a primitive one has none. */
export function childrenOf(value: DerValue): DerValue[] {
  const isConstructed = (value.tag & CONSTRUCTED) !== 0;
  return isConstructed ? valuesIn(value.content) : [];
}

/** What may stand at one place of a SEQUENCE: one of several types, perhaps nothing. */
export interface Place {
  readonly tags: readonly number[];
  readonly isOptional: boolean;
}

export const one = (...tags: readonly number[]): Place => ({ tags, isOptional: false });
export const optional = (...tags: readonly number[]): Place => ({ tags, isOptional: true });

/**
 * The values of a SEQUENCE at the places where its type has them; an absent one is `undefined`.
 * @returns `undefined` when a value is missing, of another type, or left over
 */
export function membersOf<const Places extends readonly Place[]>(
  value: DerValue | undefined,
  ...places: Places
): { [I in keyof Places]: DerValue | undefined } | undefined {
  if (value === undefined) return undefined;
  const children = childrenOf(value);
  let next = 0;
  const members: (DerValue | undefined)[] = [];
  for (const { tags, isOptional } of places) {
    const child = children[next];
    const isHere = child !== undefined && tags.includes(child.tag);
    if (!isHere && !isOptional) return undefined;
    members.push(isHere ? child : undefined);
    if (isHere) next++;
  }
  if (next !== children.length) return undefined;
  return members as { [I in keyof Places]: DerValue | undefined };
}

/** The single value inside of an EXPLICIT tag, when it is of that type. */
export function innerOf(value: DerValue | undefined, tag: number): DerValue | undefined {
  return membersOf(value, one(tag))?.[0];
}

/** An OBJECT IDENTIFIER with dots between its arcs; `undefined` too for arcs that a number cannot hold exactly. */
export function readOid(value: DerValue | undefined): string | undefined {
  if (value?.tag !== TAG.objectIdentifier) return undefined;
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of value.content) {
    arc = arc * 128 + (byte & 0x7f);
    if (arc > Number.MAX_SAFE_INTEGER) return undefined;
    if (byte >= 0x80) continue;
    arcs.push(...(arcs.length === 0 ? firstTwoArcs(arc) : [arc]));
    arc = 0;
  }
  return arcs.join('.');
}

export function readMoment(value: DerValue | undefined): Date | undefined {
  return value === undefined ? undefined : readTime(value.tag, value.content);
}

/** A whole number of bits, as signatures and keys are. */
export function readBits(value: DerValue | undefined): Uint8Array | undefined {
  if (value?.tag !== TAG.bitString || value.content[0] !== 0) return undefined;
  return value.content.subarray(1);
}

/** A positive INTEGER without its leading zero. */
export function readPositive(value: DerValue | undefined): Uint8Array | undefined {
  const [first, ...rest] = value?.content ?? [];
  if (value?.tag !== TAG.integer || first === undefined || first >= 0x80) return undefined;
  if (first !== 0) return value.content;
  return rest.length > 0 ? value.content.subarray(1) : undefined;
}

/** X.690, 8.19.4. */
function firstTwoArcs(combined: number): [number, number] {
  const first = Math.min(2, Math.floor(combined / 40));
  return [first, combined - 40 * first];
}

function valuesIn(bytes: Uint8Array): DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length; ) {
    const header = readHeader(bytes, at, bytes.length);
    if (header === undefined) throw new Error('bytes that have not passed the strict check');
    const { tag, contentStart, contentEnd } = header;
    values.push({
      tag,
      content: bytes.subarray(contentStart, contentEnd),
      raw: bytes.subarray(at, contentEnd),
    });
    at = contentEnd;
  }
  return values;
}
