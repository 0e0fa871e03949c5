import { expect, it } from 'vitest';
import { rateLimit } from './rate-limit.ts';

it('lets so many in within a window, and tells the next how long it is', () => {
  let now = 0;
  const limit = rateLimit(2, 10_000, () => now);
  expect([limit.exceeded('a'), limit.exceeded('a'), limit.exceeded('a')]).toEqual([undefined, undefined, 10]);
  now = 9_500;
  expect(limit.exceeded('a')).toBe(1);
  now = 10_000;
  expect(limit.exceeded('a')).toBeUndefined();
});

it('counts names apart: who comes too often takes nothing from others', () => {
  const limit = rateLimit(1, 10_000, () => 0);
  limit.exceeded('a');
  expect(limit.exceeded('a')).toBe(10);
  expect(limit.exceeded('b')).toBeUndefined();
});

it('forgets the oldest names first, and keeps what comes again', () => {
  const limit = rateLimit(1, 10_000, () => 0);
  limit.exceeded('first');
  for (let other = 0; other < 100_000; other++) limit.exceeded(`other ${other}`);
  expect(limit.exceeded('other 99999')).toBe(10);
  expect(limit.exceeded('first')).toBeUndefined();
});

it('0 is no limit', () => {
  const limit = rateLimit(0, 10_000, () => 0);
  for (let call = 0; call < 1_000; call++) expect(limit.exceeded('a')).toBeUndefined();
});
