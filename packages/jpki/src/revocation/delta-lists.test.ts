import { sign } from 'node:crypto';
import { concatBytes, encodeTlv } from '@kaijo/iso7816';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorityKeyIdentifier, extension } from '../demo-issuer/extensions.ts';
import { childrenOf, readOutline } from '../der/der-value.ts';
import { encodeOid, encodeSequence } from '../der/encode.ts';
import { isDer } from '../der/strict-der.ts';
import { TAG } from '../der/tag.ts';
import { EXTENSION, SHA256_WITH_RSA } from '../profile/oids.ts';
import { NOW, random, SERIAL, testAuthority } from '../test-support/forge.ts';
import { forgeList, type ListForgery, REVOKED_AT } from '../test-support/forge-list.ts';
import { keyPair } from '../test-support/keys.ts';
import { checkRevocation } from './check-revocation.ts';
import { verifiedList } from './verified-list.ts';

const { anchor } = testAuthority('auth');
const HOUR = 3_600_000;
const moment = (offsetMs: number) => new Date(NOW.getTime() + offsetMs);

const KEY_COMPROMISE = 1;
const HOLD = 6;
const REMOVED = 8;
const OTHER = Uint8Array.of(0x11);

/** Our certificate on a list, for a reason. */
const ours = (reason: number): Pick<ListForgery, 'entries'> => ({
  entries: [
    { serial: OTHER, reason: KEY_COMPROMISE },
    { serial: SERIAL, reason },
  ],
});
/** The complete list of number 10, and the changes from it to number 12. */
const complete = (forgery: ListForgery = {}) => forgeList({ number: 10, ...forgery });
const changes = (forgery: ListForgery = {}) => forgeList({ number: 12, baseNumber: 10, ...forgery });

/** What the holder of the card is told when OCSP is away. */
function stateBy(der: Uint8Array, delta?: Uint8Array, at = NOW) {
  const crl = { fetchCrl: async () => ({ kind: 'answer', der, ...(delta && { delta }) }) as const };
  return checkRevocation({ serial: SERIAL, issuerKeyId: anchor.keyId }, { anchor, at, random, crl });
}

const GOOD = { kind: 'good', source: 'crl' };
const unknownFor = (why: string) => ({ kind: 'unknown', why: expect.stringContaining(why) });

describe('R5: a delta list says what has changed since the complete one', () => {
  it('revoked since: refused, with the reason', async () => {
    expect(await stateBy(complete())).toEqual(GOOD);
    expect(await stateBy(complete(), changes(ours(KEY_COMPROMISE)))).toEqual({
      kind: 'revoked',
      at: REVOKED_AT,
      reason: 'keyCompromise',
      source: 'crl',
    });
  });

  it('nothing about it since: as the complete list says', async () => {
    expect(await stateBy(complete(), changes())).toEqual(GOOD);
    expect(await stateBy(complete(ours(KEY_COMPROMISE)), changes())).toMatchObject({ kind: 'revoked' });
  });

  it('taken out of a hold: usable again', async () => {
    const held = complete(ours(HOLD));
    expect(await stateBy(held)).toMatchObject({ kind: 'revoked', reason: 'certificateHold' });
    expect(await stateBy(held, changes(ours(REMOVED)))).toEqual(GOOD);
  });

  it('held and released between two complete lists: usable', async () => {
    expect(await stateBy(complete(), changes(ours(REMOVED)))).toEqual(GOOD);
  });

  it('revoked for good: no delta makes it usable', async () => {
    const state = await stateBy(complete(ours(KEY_COMPROMISE)), changes(ours(REMOVED)));
    expect(state).toMatchObject({ kind: 'revoked', reason: 'keyCompromise' });
  });

  it('a reason that only begins like a release is none', async () => {
    const reason = extension(EXTENSION.crlReason, Uint8Array.of(0x0a, 2, REMOVED, 0));
    const delta = changes({ ...ours(REMOVED), entryExtensions: [reason] });
    expect(await stateBy(complete(ours(HOLD)), delta)).toMatchObject({ kind: 'revoked' });
  });

  it('a hold that became final: the reason of the delta', async () => {
    const state = await stateBy(complete(ours(HOLD)), changes(ours(KEY_COMPROMISE)));
    expect(state).toMatchObject({ kind: 'revoked', reason: 'keyCompromise' });
  });

  it('may start from an older list than ours: whatever changed since that one stands in it', async () => {
    const older = changes({ baseNumber: 7, ...ours(KEY_COMPROMISE) });
    expect(await stateBy(complete(), older)).toMatchObject({ kind: 'revoked' });
    expect(await stateBy(complete(ours(HOLD)), changes({ baseNumber: 7, ...ours(REMOVED) }))).toEqual(GOOD);
  });

  it('numbers of twenty octets are compared as numbers', async () => {
    const number = (last: number) => (ofTheList: ReturnType<typeof extension>[]) => [
      ...ofTheList,
      extension(EXTENSION.crlNumber, Uint8Array.of(2, 20, 0x7f, ...new Uint8Array(18), last)),
    ];
    const before = forgeList({ extensions: number(0x09) });
    const after = forgeList({ baseNumber: 0, extensions: number(0x80), ...ours(KEY_COMPROMISE) });
    expect(await stateBy(before, after)).toMatchObject({ kind: 'revoked' });
  });
});

describe('R5: a complete list that is as new or newer than the delta stands alone', () => {
  it.each([
    ['as new', 10],
    ['older', 9],
  ])('a delta %s', async (_, number) => {
    const delta = (reason: number) => changes({ number, baseNumber: 8, ...ours(reason) });
    expect(await stateBy(complete(), delta(KEY_COMPROMISE))).toEqual(GOOD);
    expect(await stateBy(complete(ours(HOLD)), delta(REMOVED))).toMatchObject({ kind: 'revoked' });
  });
});

describe('R5: a delta that is not to be believed takes away that a certificate is good, never that it is revoked', () => {
  const older = testAuthority('auth', '2019');
  const mallory = keyPair('mallory').privateKey;
  it.each<[string, ListForgery, string]>([
    ['signed by anyone', { signer: mallory }, 'not signed'],
    [
      'of another generation of the authority',
      {
        signer: older.privateKey,
        extensions: (all) => [authorityKeyIdentifier(older.anchor.keyId), ...all.slice(1)],
      },
      'another issuer',
    ],
    [
      'of a part of the certificates',
      {
        extensions: (all) => [
          ...all,
          extension(EXTENSION.issuingDistributionPoint, Uint8Array.of(0x30, 0), true),
        ],
      },
      'a part',
    ],
    [
      'without a number of its own',
      { extensions: (all) => all.filter(({ extnID }) => extnID !== EXTENSION.crlNumber) },
      'number',
    ],
    [
      'with a negative number to start from',
      {
        extensions: (all) => [
          ...all.slice(0, 2),
          extension(EXTENSION.deltaCrlIndicator, Uint8Array.of(2, 1, 0xff), true),
        ],
      },
      'number',
    ],
    [
      'that others may take for a complete list',
      {
        extensions: (all) => [
          ...all.slice(0, 2),
          extension(EXTENSION.deltaCrlIndicator, Uint8Array.of(2, 1, 10)),
        ],
      },
      'number',
    ],
    [
      'with an unknown critical extension',
      { extensions: (all) => [...all, extension('1.2.3.4', Uint8Array.of(5, 0), true)] },
      'critical',
    ],
    ['from the future', { thisUpdate: moment(HOUR), nextUpdate: moment(2 * HOUR) }, 'future'],
    ['without an end', { nextUpdate: null }, 'with an end'],
  ])('one %s', async (_, forgery, why) => {
    expect(await stateBy(complete(), changes({ ...forgery, ...ours(REMOVED) }))).toEqual(unknownFor(why));
    const held = await stateBy(complete(ours(HOLD)), changes({ ...forgery, ...ours(REMOVED) }));
    expect(held).toMatchObject({ kind: 'revoked', reason: 'certificateHold' });
  });

  it('a complete list in the place of the delta, and no list at all', async () => {
    expect(await stateBy(complete(), complete({ number: 12 }))).toEqual(unknownFor('not a delta'));
    expect(await stateBy(complete(), new TextEncoder().encode('<html>'))).toEqual(
      unknownFor('not a certificate'),
    );
  });

  it('a delta in the place of the complete list', async () => {
    expect(await stateBy(changes())).toEqual(unknownFor('changes only'));
  });

  it('what a forged one revokes is not revoked by the authority', async () => {
    const state = await stateBy(complete(), changes({ signer: mallory, ...ours(KEY_COMPROMISE) }));
    expect(state).toEqual(unknownFor('not signed'));
  });
});

describe('R5: a delta to a newer complete list than ours shows that ours lacks something', () => {
  const gap = (forgery: ListForgery = {}) => changes({ baseNumber: 11, ...forgery });

  it('good is not known; what either list revokes is', async () => {
    expect(await stateBy(complete(), gap())).toEqual(unknownFor('another list'));
    expect(await stateBy(complete(), gap(ours(KEY_COMPROMISE)))).toMatchObject({ kind: 'revoked' });
    expect(await stateBy(complete(ours(HOLD)), gap(ours(REMOVED)))).toMatchObject({ kind: 'revoked' });
    expect(await stateBy(complete(), gap(ours(REMOVED)))).toEqual(unknownFor('another list'));
  });

  it('so where the complete list has no number', async () => {
    expect(await stateBy(forgeList(), changes())).toEqual(unknownFor('another list'));
  });
});

describe('R5: both lists have their own end', () => {
  const end = moment(HOUR);
  const delta = (reason: number) => changes({ nextUpdate: end, ...ours(reason) });

  it('after the delta’s, what it revoked stays revoked and what it released is no longer so', async () => {
    expect(await stateBy(complete(ours(HOLD)), delta(REMOVED), end)).toEqual(GOOD);
    const later = moment(HOUR + 1);
    expect(await stateBy(complete(), delta(KEY_COMPROMISE), later)).toMatchObject({ kind: 'revoked' });
    expect(await stateBy(complete(ours(HOLD)), delta(REMOVED), later)).toMatchObject({ kind: 'revoked' });
    expect(await stateBy(complete(), changes({ nextUpdate: end }), later)).toEqual(GOOD);
  });

  it('after the complete list’s, nothing is known, whatever the delta says', async () => {
    const current = changes({ nextUpdate: moment(5 * HOUR) });
    expect(await stateBy(complete({ nextUpdate: end }), current, moment(HOUR + 1))).toEqual(
      unknownFor('stale'),
    );
  });
});

describe('R5: changed bytes', () => {
  it('of a delta that revokes never say good', async () => {
    const der = complete();
    const honest = changes(ours(KEY_COMPROMISE));
    const mangled = fc.tuple(fc.nat(honest.length), fc.uint8Array({ maxLength: 6 }), fc.nat(6));
    await fc.assert(
      fc.asyncProperty(mangled, async ([at, piece, cut]) => {
        const delta = Uint8Array.from(
          Buffer.concat([honest.subarray(0, at), piece, honest.subarray(at + cut)]),
        );
        expect((await stateBy(der, delta)).kind).not.toBe('good');
      }),
      { numRuns: 300 },
    );
  });
});

describe('R5: what the authority has been made to sign', () => {
  /** Any bytes of a delta list changed, and signed again. */
  const resigned = (tbs: Uint8Array): Uint8Array => {
    const algorithm = encodeSequence(encodeOid(SHA256_WITH_RSA), Uint8Array.of(TAG.null, 0));
    const signature = concatBytes(Uint8Array.of(0), sign('sha256', tbs, testAuthority('auth').privateKey));
    return encodeSequence(tbs, algorithm, encodeTlv(TAG.bitString, signature));
  };
  const honest = readOutline(
    changes({
      entries: [
        { serial: OTHER, reason: HOLD },
        { serial: SERIAL, reason: KEY_COMPROMISE },
        { serial: Uint8Array.of(0x12, 0x34), reason: REMOVED },
      ],
    }),
    TAG.sequence,
    3,
  );
  const tbs = (honest && childrenOf(honest)[0]?.raw) as Uint8Array;

  it('never throws, and is believed only when it is DER to the last byte', async () => {
    expect(await verifiedList(resigned(tbs), anchor)).toMatchObject({ kind: 'verified', number: 12n });
    const change = fc.tuple(fc.nat(tbs.length), fc.uint8Array({ maxLength: 3 }), fc.nat(3));
    let believed = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 2 }), async (all) => {
        const changed = all.reduce(
          (bytes, [at, piece, cut]) => concatBytes(bytes.subarray(0, at), piece, bytes.subarray(at + cut)),
          tbs,
        );
        const der = resigned(changed);
        const list = await verifiedList(der, anchor);
        await stateBy(complete(), der);
        if (list.kind === 'unusable') return;
        believed++;
        expect(isDer(der)).toBe(true);
      }),
      { numRuns: 400 },
    );
    expect(believed).toBeGreaterThan(0);
  });
});
