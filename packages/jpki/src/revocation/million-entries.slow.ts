import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { encodeRevokedEntries, issueCrl, signRevocationList } from '../demo-issuer/issue-crl.ts';
import { NOW, random, testAuthority } from '../test-support/forge.ts';
import { checkRevocation } from './check-revocation.ts';
import type { CrlAnswer } from './clients.ts';

const ENTRIES = 1_000_000;
const DAY_MS = 86_400_000;
const REVOCATION = { at: new Date('2026-01-20T01:02:03Z'), reason: 'affiliationChanged' } as const;
const MEBIBYTE = 1_024 ** 2;
/** The table of places has eight; the lists' own bytes are not counted. */
const MEBIBYTES_KEPT_MAX = 16;
const MEBIBYTES_AT_ONCE_MAX = 64;

const authority = testAuthority('auth');
const { anchor } = authority;

/** The serial of the `n`th card: eight bytes. */
function serialOf(n: number): Uint8Array {
  const serial = new Uint8Array(8).fill(0x40);
  new DataView(serial.buffer).setUint32(4, n);
  return serial;
}

/** All that has been revoked, in one delta list. Its entries are copies of one but for the serial. */
function millionChanges(): Uint8Array {
  const entry = encodeRevokedEntries([{ ...REVOCATION, serial: serialOf(0) }]);
  const entries = new Uint8Array(ENTRIES * entry.length);
  const serialAt = Buffer.from(entry).indexOf(serialOf(0));
  for (let n = 0; n < ENTRIES; n++) {
    entries.set(entry, n * entry.length);
    entries.set(serialOf(n), n * entry.length + serialAt);
  }
  const base = NOW.getTime() - DAY_MS;
  return signRevocationList(authority, entries, { now: NOW, validityMs: DAY_MS, base });
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
const mebibytesInUse = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / MEBIBYTE;
};

it('R5: a delta list of a million entries is read in bounded memory, and others have their turn meanwhile', async () => {
  const answer: CrlAnswer = {
    kind: 'answer',
    der: issueCrl(authority, [], new Date(NOW.getTime() - 60_000)),
    delta: millionChanges(),
  };
  const crl = { fetchCrl: async () => answer };
  const stateOf = (serial: Uint8Array) =>
    checkRevocation({ serial, issuerKeyId: anchor.keyId }, { anchor, at: NOW, random, crl });

  collectGarbage();
  const before = mebibytesInUse();
  let mostInUse = before;
  let turnsOfOthers = 0;
  let isReading = true;
  const takeTurn = (): void => {
    turnsOfOthers++;
    mostInUse = Math.max(mostInUse, mebibytesInUse());
    if (isReading) setImmediate(takeTurn);
  };
  setImmediate(takeTurn);
  expect(await stateOf(serialOf(ENTRIES))).toEqual({ kind: 'good', source: 'crl' });
  isReading = false;
  // The signature in pieces of a megabyte, the entries two thousand at a time, twice.
  expect(turnsOfOthers).toBeGreaterThan(1_000);
  expect(mostInUse - before).toBeLessThan(MEBIBYTES_AT_ONCE_MAX);
  collectGarbage();
  expect(mebibytesInUse() - before).toBeLessThan(MEBIBYTES_KEPT_MAX);

  for (const n of [0, 1, 254, 65_536, ENTRIES - 1])
    expect(await stateOf(serialOf(n))).toEqual({ kind: 'revoked', ...REVOCATION, source: 'crl' });
  // Once only, whoever asks.
  const untilNow = turnsOfOthers;
  isReading = true;
  setImmediate(takeTurn);
  await stateOf(serialOf(1));
  isReading = false;
  expect(turnsOfOthers - untilNow).toBeLessThan(10);
});
