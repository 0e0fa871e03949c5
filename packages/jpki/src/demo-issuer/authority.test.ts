import { equalBytes, toHex } from '@kaijo/iso7816';
import { describe, expect, it } from 'vitest';
import { childrenOf, type DerValue, readDer } from '../der/der-value.ts';
import { readHeader } from '../der/strict-der.ts';
import { TAG } from '../der/tag.ts';
import { parseX509 } from '../der/x509.ts';
import { keyPair } from '../test-support/keys.ts';
import { realAuthority } from '../test-support/real-authorities.ts';
import { selfSignAuthority } from './authority.ts';
import { dayInJapan } from './validity-period.ts';

/** The profile as an outline: every value with its type, in its order; only what may differ is left out. */
function outline(certificate: Uint8Array): string[] {
  const parsed = parseX509(certificate);
  const root = readDer(certificate, TAG.sequence);
  if (parsed === undefined || root === undefined) throw new Error('no certificate');
  const keyId = parsed.extensions.find(({ oid }) => oid === '2.5.29.14')?.value ?? new Uint8Array();
  const individual = [parsed.serial, parsed.publicKeyBits, parsed.signature, keyId];

  const lines: string[] = [];
  const write = (value: DerValue, depth: number) => {
    const indent = `${'  '.repeat(depth)}${value.tag.toString(16).padStart(2, '0')}`;
    const children = childrenOf(value);
    const isIndividual = individual.some((bytes) => equalBytes(bytes, withoutLead(value)));
    const isTime = value.tag === TAG.utcTime || value.tag === TAG.generalizedTime;
    if (children.length > 0) lines.push(indent);
    else if (isIndividual || isTime) lines.push(`${indent} …`);
    else lines.push(`${indent} ${toHex(value.content)}`);
    for (const child of children) write(child, depth + 1);
  };
  write(root, 0);
  return lines;
}

/** Contents without the octets that an INTEGER or a BIT STRING has in front. */
function withoutLead({ tag, content }: DerValue): Uint8Array {
  const hasLead = (tag === TAG.integer || tag === TAG.bitString) && content.length > 1 && content[0] === 0;
  return hasLead ? content.subarray(1) : content;
}

describe.each([
  'sign',
  'auth',
] as const)('the demo authority for %s has the profile of the real one', (kind) => {
  it.each([
    '2015',
    '2023',
  ] as const)('of %s, field by field: algorithms, names and their string types, extensions, their order and content', (generation) => {
    const real = realAuthority(kind, generation);
    const { privateKey } = keyPair('authority');
    const serial = parseX509(real)?.serial as Uint8Array;
    const demo = selfSignAuthority({ kind, generation, serial, privateKey });
    expect(outline(demo)).toEqual(outline(real));
    // The outline stands for the whole: same length, except where a key or signature would begin with another bit.
    expect(readHeader(demo, 0, demo.length)).toEqual(readHeader(real, 0, real.length));
  });

  it.each(['2015', '2023'] as const)('of %s, valid on the same days', (generation) => {
    const demo = parseX509(
      selfSignAuthority({
        kind,
        generation,
        serial: Uint8Array.of(1),
        privateKey: keyPair('authority').privateKey,
      }),
    );
    const real = parseX509(realAuthority(kind, generation));
    expect(dayInJapan(demo?.notBefore as Date)).toBe(dayInJapan(real?.notBefore as Date));
    expect(demo?.notAfter).toEqual(real?.notAfter);
  });
});

describe('the outline that compares them', () => {
  it('shows a difference in a name, a string type, a flag or an order', () => {
    const real = realAuthority('sign', '2023');
    expect(outline(real)).not.toEqual(outline(realAuthority('auth', '2023')));
    const lines = outline(real);
    expect(lines.filter((line) => line.endsWith('…'))).toHaveLength(6);
    const values = lines.map((line) => line.trim());
    expect(values).toContain(`13 ${toHex(new TextEncoder().encode('JP'))}`);
    expect(values).toContain(`0c ${toHex(new TextEncoder().encode('JPKI'))}`);
    expect(values).toContain('01 ff');
  });
});
