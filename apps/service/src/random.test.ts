import { expect, it } from 'vitest';
import { randomUuid, systemRandom } from './random.ts';

it('gives as many bytes as are asked for, and none of them twice', () => {
  const seen = new Set<string>();
  for (let i = 0; i < 3_000; i++) {
    const length = 16 + (i % 200);
    const bytes = systemRandom(length);
    expect(bytes).toHaveLength(length);
    for (let at = 0; at + 16 <= length; at += 16)
      seen.add(Buffer.from(bytes.subarray(at, at + 16)).toString('hex'));
  }
  const blocks = Array.from({ length: 3_000 }, (_, i) => Math.floor((16 + (i % 200)) / 16));
  expect(seen.size).toBe(blocks.reduce((sum, count) => sum + count, 0));
});

it('what was given is its receiver’s alone: changing it changes nothing that comes later', () => {
  const first = systemRandom(32);
  const copy = Uint8Array.from(first);
  first.fill(0);
  for (let i = 0; i < 1_000; i++) expect(systemRandom(32)).not.toEqual(copy);
  expect(systemRandom(32).some((byte) => byte !== 0)).toBe(true);
});

it('an id is a UUID of version 4 (RFC 9562, 5.4)', () => {
  for (let i = 0; i < 500; i++)
    expect(randomUuid(systemRandom)).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
});
