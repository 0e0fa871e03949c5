import { type KeyObject, sign } from 'node:crypto';
import { concatBytes, encodeTlv } from '@kaijo/iso7816';
import {
  BasicOCSPResponse,
  CertStatus,
  id_kp_OCSPSigning,
  id_pkix_ocsp_basic,
  id_pkix_ocsp_nocheck,
  id_pkix_ocsp_nonce,
  KeyHash,
  OCSPRequest,
  OCSPResponse,
  OCSPResponseStatus,
  ResponderID,
  ResponseBytes,
  ResponseData,
  RevokedInfo,
  SingleResponse,
} from '@peculiar/asn1-ocsp';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  Certificate,
  CRLReason,
  CRLReasons,
  type Extension,
  id_kp_clientAuth,
  Name,
} from '@peculiar/asn1-x509';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorityName, keyIdOf } from '../demo-issuer/authority.ts';
import {
  authorityConstraints,
  authorityKeyIdentifier,
  extendedKeyUsage,
  extension,
  keyUsage,
} from '../demo-issuer/extensions.ts';
import { nameOf } from '../demo-issuer/names.ts';
import { signCertificate } from '../demo-issuer/sign-certificate.ts';
import { encodeConstructed, encodeInteger, encodeOctets, encodeOid, encodeSequence } from '../der/encode.ts';
import { contextConstructed, contextPrimitive, TAG } from '../der/tag.ts';
import { KEY_USAGE } from '../profile/key-usage.ts';
import { NAME_ATTRIBUTE } from '../profile/names.ts';
import { EXTENSION } from '../profile/oids.ts';
import { NOW, random, SERIAL, type TestAuthority, testAuthority } from '../test-support/forge.ts';
import { forgeList, type ListForgery, REVOKED_AT } from '../test-support/forge-list.ts';
import { type KeyPair, keyPair } from '../test-support/keys.ts';
import { checkRevocation } from './check-revocation.ts';
import type { CrlClient, OcspClient } from './clients.ts';

const authority = testAuthority('auth');
const { anchor } = authority;
const subject = { serial: SERIAL, issuerKeyId: anchor.keyId };
const MINUTE = 60_000;
const moment = (offsetMs: number) => new Date(NOW.getTime() + offsetMs);

const good = () => new CertStatus({ good: null });
const revokedFor = (reason: CRLReasons) =>
  new CertStatus({
    revoked: new RevokedInfo({ revocationTime: REVOKED_AT, revocationReason: new CRLReason(reason) }),
  });

const algorithm = (oid = '1.2.840.113549.1.1.11') =>
  new AlgorithmIdentifier({ algorithm: oid, parameters: Uint8Array.of(5, 0).buffer });

/** What a responder, honest or not, may put into its answer. */
interface ResponderChoices {
  readonly status?: CertStatus;
  readonly signer?: KeyObject;
  readonly hash?: string;
  readonly signatureAlgorithm?: string;
  readonly responderId?: ResponderID;
  readonly certificates?: readonly Uint8Array[];
  readonly nonce?: (asked: Extension[]) => Extension[];
  readonly single?: (answer: SingleResponse) => SingleResponse[];
  readonly responseStatus?: OCSPResponseStatus;
}

const byKey = (pair: Pick<KeyPair, 'spki'>) =>
  new ResponderID({ byKey: new KeyHash(Uint8Array.from(keyIdOf(pair.spki))) });

const authorityPair = (of: TestAuthority) => ({
  spki: Uint8Array.from(of.anchor.publicKey.export({ type: 'spki', format: 'der' })),
});

function responder(choices: ResponderChoices = {}): OcspClient {
  return {
    async requestStatus(_kind, requestDer) {
      const { tbsRequest } = AsnConvert.parse(requestDer, OCSPRequest);
      const answer = new SingleResponse({
        certID: (tbsRequest.requestList[0] as (typeof tbsRequest.requestList)[number]).reqCert,
        certStatus: choices.status ?? good(),
        thisUpdate: NOW,
        nextUpdate: moment(10 * MINUTE),
      });
      const asked = [...(tbsRequest.requestExtensions ?? [])];
      const responseExtensions = choices.nonce?.(asked) ?? asked;
      const tbsResponseData = new ResponseData({
        responderID: choices.responderId ?? byKey(authorityPair(authority)),
        producedAt: NOW,
        responses: choices.single?.(answer) ?? [answer],
        ...(responseExtensions.length > 0 && { responseExtensions }),
      });
      const tbs = new Uint8Array(AsnConvert.serialize(tbsResponseData));
      const key = choices.signer ?? authority.privateKey;
      const basic = new BasicOCSPResponse({
        tbsResponseData,
        signatureAlgorithm: algorithm(choices.signatureAlgorithm),
        signature: Uint8Array.from(sign(choices.hash ?? 'sha256', tbs, key)).buffer,
        ...(choices.certificates && {
          certs: choices.certificates.map((der) => AsnConvert.parse(der, Certificate)),
        }),
      });
      const response = new OCSPResponse({
        responseStatus: choices.responseStatus ?? OCSPResponseStatus.successful,
        responseBytes: new ResponseBytes({
          responseType: id_pkix_ocsp_basic,
          response: new OctetString(AsnConvert.serialize(basic)),
        }),
      });
      return { kind: 'answer', der: new Uint8Array(AsnConvert.serialize(response)) };
    },
  };
}

const unreachable = {
  requestStatus: async () => ({ kind: 'unreachable', why: 'no answer in time' }) as const,
  fetchCrl: async () => ({ kind: 'unreachable', why: 'ECONNREFUSED' }) as const,
};

const check = (clients: { ocsp?: OcspClient; crl?: CrlClient }, at = NOW) =>
  checkRevocation(subject, { anchor, at, random, ...clients });

/** Why nothing could be said, when only the responder was asked. */
async function refusalOf(choices: ResponderChoices, at = NOW): Promise<string> {
  const state = await check({ ocsp: responder(choices) }, at);
  return state.kind === 'unknown' ? state.why : state.kind;
}

describe('R5: OCSP says whether a certificate has been revoked', () => {
  it('good', async () => {
    expect(await check({ ocsp: responder() })).toEqual({ kind: 'good', source: 'ocsp' });
  });

  it('good, where the authority is named by its name', async () => {
    const responderId = new ResponderID({ byName: AsnConvert.parse(anchor.name, Name) });
    expect((await check({ ocsp: responder({ responderId }) })).kind).toBe('good');
  });

  it('revoked, since when and why', async () => {
    expect(await check({ ocsp: responder({ status: revokedFor(CRLReasons.affiliationChanged) }) })).toEqual({
      kind: 'revoked',
      at: REVOKED_AT,
      reason: 'affiliationChanged',
      source: 'ocsp',
    });
  });

  it('a certificate that the authority does not know is not good, and no list is asked', async () => {
    const ocsp = responder({ status: new CertStatus({ unknown: null }) });
    const state = await check({ ocsp, crl: { fetchCrl: () => expect.fail('the list was asked') } });
    expect(state).toMatchObject({ kind: 'unknown', why: expect.stringContaining('does not know') });
  });

  it('asks with a new nonce each time', async () => {
    const nonces = new Set<string>();
    const ocsp: OcspClient = {
      requestStatus: async (kind, request) => {
        nonces.add(Buffer.from(request).toString('hex'));
        return responder().requestStatus(kind, request);
      },
    };
    for (let i = 0; i < 3; i++) await check({ ocsp });
    expect(nonces.size).toBe(3);
  });
});

describe('R5: an answer that was not made for this question by who may answer it is none', () => {
  const appointed = keyPair('responder');

  /** A responder's certificate, as the authority would issue it or as a forger would like it. */
  const appointment = (
    by: { authority?: TestAuthority; key?: KeyPair; extensions?: Extension[]; notAfter?: Date } = {},
  ): Uint8Array =>
    signCertificate(
      {
        serial: Uint8Array.of(0x55),
        issuer: authorityName('auth'),
        notBefore: moment(-24 * 60 * MINUTE),
        notAfter: by.notAfter ?? moment(24 * 60 * MINUTE),
        subject: nameOf([NAME_ATTRIBUTE.country, 'JP'], [NAME_ATTRIBUTE.commonName, 'responder']),
        spki: (by.key ?? appointed).spki,
        extensions: by.extensions ?? responderExtensions(),
      },
      (by.authority ?? authority).privateKey,
    );
  const noCheck = extension(id_pkix_ocsp_nocheck, Uint8Array.of(5, 0));
  const responderExtensions = (...more: Extension[]) => [
    keyUsage(KEY_USAGE.auth),
    extendedKeyUsage(id_kp_OCSPSigning),
    noCheck,
    authorityKeyIdentifier(keyIdOf(authorityPair(authority).spki)),
    ...more,
  ];
  const delegated = (certificate: Uint8Array, key = appointed): ResponderChoices => ({
    signer: key.privateKey,
    responderId: byKey(key),
    certificates: [certificate],
  });

  it('a responder that the authority appointed may answer', async () => {
    expect(await refusalOf(delegated(appointment()))).toBe('good');
  });

  const notAppointed = 'not signed by the authority or its responder';

  it('one that was believed is not believed any more when its time is over, nor another with its name and key', async () => {
    const weekly = appointment({ notAfter: moment(5 * MINUTE) });
    expect(await refusalOf(delegated(weekly))).toBe('good');
    expect(await refusalOf(delegated(weekly), moment(4 * MINUTE))).toBe('good');
    expect(await refusalOf(delegated(weekly), moment(6 * MINUTE))).toContain(notAppointed);
    const selfMade = appointment({ authority: testAuthority('sign') });
    expect(await refusalOf(delegated(selfMade))).toContain(notAppointed);
    expect(await refusalOf(delegated(weekly))).toBe('good');
  });

  it.each<[string, ResponderChoices]>([
    ['anyone who names the authority', { signer: keyPair('mallory').privateKey }],
    ['the authority where it names itself someone else', { responderId: byKey(keyPair('mallory')) }],
    ['a responder without a certificate', { ...delegated(appointment()), certificates: [] }],
    [
      'a responder of another generation of the same name',
      delegated(appointment({ authority: testAuthority('auth', '2019') })),
    ],
    ['a responder whose time is over', delegated(appointment({ notAfter: moment(-MINUTE) }))],
    [
      'a card: the same authority issued its certificate too',
      delegated(
        appointment({
          extensions: responderExtensions().map((e, i) => (i === 1 ? extendedKeyUsage(id_kp_clientAuth) : e)),
        }),
      ),
    ],
    [
      'a responder whose own revocation nobody could check',
      delegated(appointment({ extensions: responderExtensions().filter((e) => e !== noCheck) })),
    ],
    [
      'an authority below the authority',
      delegated(appointment({ extensions: responderExtensions(authorityConstraints()) })),
    ],
    [
      'a responder with an unknown critical extension',
      delegated(
        appointment({ extensions: responderExtensions(extension('1.2.3.4', Uint8Array.of(5, 0), true)) }),
      ),
    ],
    [
      'a responder with a weak key',
      delegated(appointment({ key: keyPair('weak responder', 1024) }), keyPair('weak responder', 1024)),
    ],
    ['another than it names itself', { ...delegated(appointment()), responderId: byKey(keyPair('mallory')) }],
  ])('refuses %s', async (_, choices) => {
    expect(await refusalOf(choices)).toContain(notAppointed);
  });

  it.each<[string, ResponderChoices, string]>([
    ['no nonce: it may be old', { nonce: () => [] }, 'nonce'],
    ['another nonce', { nonce: () => [extension(id_pkix_ocsp_nonce, new OctetString(random(32)))] }, 'nonce'],
    ['two nonces', { nonce: (asked) => [...asked, ...asked] }, 'not a basic response'],
    ['SHA-1', { signatureAlgorithm: '1.2.840.113549.1.1.5', hash: 'sha1' }, 'SHA-256'],
    ['nothing about any certificate', { single: () => [] }, 'not about this certificate'],
    ['two answers about one certificate', { single: (one) => [one, one] }, 'not about this certificate'],
    [
      'another serial',
      {
        single: (one) => {
          one.certID.serialNumber = Uint8Array.of(0x11).buffer;
          return [one];
        },
      },
      'not about this certificate',
    ],
    [
      'another issuer of the same name',
      {
        single: (one) => {
          one.certID.issuerKeyHash = new OctetString(random(32));
          return [one];
        },
      },
      'not about this certificate',
    ],
    [
      'another issuer of the same key',
      {
        single: (one) => {
          one.certID.issuerNameHash = new OctetString(random(32));
          return [one];
        },
      },
      'not about this certificate',
    ],
    [
      'an unknown critical extension',
      { nonce: (asked) => [...asked, extension('1.2.3.4', Uint8Array.of(5, 0), true)] },
      'critical',
    ],
    [
      'an unknown critical extension of the one answer',
      {
        single: (one) => {
          one.singleExtensions = [extension('1.2.3.4', Uint8Array.of(5, 0), true)];
          return [one];
        },
      },
      'critical',
    ],
    ['try later', { responseStatus: OCSPResponseStatus.tryLater }, 'status 3'],
  ])('refuses an answer with %s', async (_, choices, why) => {
    expect(await refusalOf(choices)).toContain(why);
  });

  it('refuses an answer that is no longer current, or from the future', async () => {
    expect(await refusalOf({}, moment(10 * MINUTE))).toBe('good');
    expect(await refusalOf({}, moment(10 * MINUTE + 1))).toContain('stale');
    expect(await refusalOf({}, moment(-5 * MINUTE))).toBe('good');
    expect(await refusalOf({}, moment(-5 * MINUTE - 1))).toContain('future');
  });

  it('believes an answer without an end for ten minutes', async () => {
    const endless: ResponderChoices = {
      single: ({ certID, certStatus, thisUpdate }) => [
        new SingleResponse({ certID, certStatus, thisUpdate }),
      ],
    };
    expect(await refusalOf(endless, moment(10 * MINUTE))).toBe('good');
    expect(await refusalOf(endless, moment(10 * MINUTE + 1))).toContain('stale');
  });

  it('refuses the answer of one question for another one', async () => {
    let first: Uint8Array | undefined;
    const replaying: OcspClient = {
      requestStatus: async (kind, request) => {
        const answer = await responder().requestStatus(kind, request);
        first ??= answer.kind === 'answer' ? answer.der : undefined;
        return { kind: 'answer', der: first as Uint8Array };
      },
    };
    expect((await check({ ocsp: replaying })).kind).toBe('good');
    expect(await check({ ocsp: replaying })).toMatchObject({ kind: 'unknown' });
  });

  it('changed and random bytes never say good', async () => {
    const mangling = (mangle: (der: Uint8Array) => Uint8Array): OcspClient => ({
      requestStatus: async (kind, request) => {
        const answer = await responder({ status: revokedFor(CRLReasons.keyCompromise) }).requestStatus(
          kind,
          request,
        );
        return answer.kind === 'answer' ? { ...answer, der: mangle(answer.der) } : answer;
      },
    });
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.uint8Array({ maxLength: 6 }), fc.nat(6), async (at, piece, cut) => {
        const ocsp = mangling((der) => {
          const from = at % der.length;
          return concatBytes(der.slice(0, from), piece, der.slice(from + cut));
        });
        expect((await check({ ocsp })).kind).not.toBe('good');
      }),
      { numRuns: 300 },
    );
  });
});

const list = (forgery: ListForgery = {}): CrlClient => {
  const der = forgeList(forgery);
  return { fetchCrl: async () => ({ kind: 'answer', der }) };
};
const entriesOf = (...serials: Uint8Array[]) => serials.map((serial) => ({ serial }));

describe('R5: the revocation list answers when OCSP does not', () => {
  const ocsp = unreachable;

  it('good, when the certificate is not on it', async () => {
    expect(await check({ ocsp, crl: list() })).toEqual({ kind: 'good', source: 'crl' });
    const others = list({ entries: entriesOf(Uint8Array.of(1), Uint8Array.of(0x00, 0xf0)) });
    expect(await check({ ocsp, crl: others })).toEqual({ kind: 'good', source: 'crl' });
  });

  it('revoked, since when and why', async () => {
    const crl = list({ entries: entriesOf(Uint8Array.of(1), SERIAL) });
    const revoked = { kind: 'revoked', at: REVOKED_AT, reason: 'superseded', source: 'crl' };
    expect(await check({ ocsp, crl })).toEqual(revoked);
  });

  it('finds a serial whose INTEGER begins with a zero', async () => {
    const crl = list({ entries: entriesOf(Uint8Array.of(0x00, 0xf0, 0x01)) });
    const high = { serial: Uint8Array.of(0xf0, 0x01), issuerKeyId: anchor.keyId };
    const state = await checkRevocation(high, { anchor, at: NOW, random, crl });
    expect(state).toMatchObject({ kind: 'revoked' });
  });

  it('is asked too when the responder’s answer cannot be believed', async () => {
    const forged = responder({ signer: keyPair('mallory').privateKey });
    expect(await check({ ocsp: forged, crl: list({ entries: entriesOf(SERIAL) }) })).toMatchObject({
      kind: 'revoked',
    });
  });

  it.each<[string, ListForgery, string]>([
    ['with changes only (delta)', { number: 2, baseNumber: 1 }, 'changes only'],
    ['signed by anyone', { signer: keyPair('mallory').privateKey }, 'not signed'],
    [
      'of another generation of the same name',
      {
        signer: testAuthority('auth', '2019').privateKey,
        extensions: () => [authorityKeyIdentifier(testAuthority('auth', '2019').anchor.keyId)],
      },
      'another issuer',
    ],
    ['of another name', { issuer: authorityName('sign') }, 'another issuer'],
    [
      'without an authority key identifier',
      { extensions: () => [extension('1.2.3', Uint8Array.of(5, 0))] },
      'another issuer',
    ],
    [
      'of a part of the certificates',
      { extensions: (ofTheList) => [...ofTheList, extension('2.5.29.28', Uint8Array.of(0x30, 0))] },
      'a part',
    ],
    [
      'with an unknown critical extension',
      { extensions: (ofTheList) => [...ofTheList, extension('1.2.3.4', Uint8Array.of(5, 0), true)] },
      'critical',
    ],
    [
      'with an entry that is not understood',
      {
        entries: entriesOf(Uint8Array.of(1)),
        entryExtensions: [extension('2.5.29.29', Uint8Array.of(0x30, 0), true)],
      },
      'not understood',
    ],
    ['without an end', { nextUpdate: null }, 'with an end'],
    ['of version 1', { version: 0 }, 'version 2'],
    ['signed with SHA-1', { hash: 'sha1', signatureAlgorithm: '1.2.840.113549.1.1.5' }, 'SHA-256'],
  ])('refuses a list %s', async (_, choices, why) => {
    const state = await check({ ocsp, crl: list(choices) });
    expect(state).toMatchObject({ kind: 'unknown', why: expect.stringContaining(why) });
  });

  it('refuses a list that is over, also when it was good before', async () => {
    const crl = list({ nextUpdate: moment(MINUTE) });
    expect((await check({ crl }, moment(MINUTE))).kind).toBe('good');
    expect(await check({ crl }, moment(MINUTE + 1))).toMatchObject({ why: expect.stringContaining('stale') });
  });

  it('verifies a list for each authority anew', async () => {
    const crl = list();
    expect((await check({ crl })).kind).toBe('good');
    const older = testAuthority('auth', '2019').anchor;
    const other = { serial: SERIAL, issuerKeyId: older.keyId };
    const state = await checkRevocation(other, { anchor: older, at: NOW, random, crl });
    expect(state.kind).toBe('unknown');
  });

  it('refuses bytes that are no list, or that have something behind', async () => {
    const answering = (der: Uint8Array): CrlClient => ({ fetchCrl: async () => ({ kind: 'answer', der }) });
    const whole = await list().fetchCrl('auth', anchor.keyId);
    const der = whole.kind === 'answer' ? whole.der : new Uint8Array();
    for (const bytes of [new Uint8Array(), der.slice(0, -1), concatBytes(der, Uint8Array.of(0))])
      expect((await check({ crl: answering(bytes) })).kind).toBe('unknown');
  });

  it('answers from a list of 20,000', async () => {
    const serials = Array.from({ length: 20_000 }, (_, i) => Uint8Array.of(0x10, i >> 8, i & 0xff));
    const with20000 = longList(serials);
    const withOurs = longList([...serials, SERIAL]);
    expect(await check({ crl: with20000 })).toMatchObject({ kind: 'good' });
    expect(await check({ crl: withOurs })).toMatchObject({ kind: 'revoked', reason: 'keyCompromise' });
  });
});

/** As {@link list}, written without the library, which takes seconds for this. */
function longList(serials: readonly Uint8Array[]): CrlClient {
  const utcTime = (time: string) => encodeTlv(TAG.utcTime, new TextEncoder().encode(time));
  const reason = encodeSequence(encodeOid(EXTENSION.crlReason), encodeOctets(Uint8Array.of(0x0a, 1, 1)));
  const entries = serials.map((serial) =>
    encodeSequence(encodeInteger(serial), utcTime('260120010203Z'), encodeSequence(reason)),
  );
  const keyId = encodeSequence(encodeTlv(contextPrimitive(0), anchor.keyId));
  const extensions = encodeSequence(
    encodeSequence(encodeOid(EXTENSION.authorityKeyIdentifier), encodeOctets(keyId)),
  );
  const sha256WithRsa = encodeSequence(encodeOid('1.2.840.113549.1.1.11'), Uint8Array.of(5, 0));
  const tbs = encodeSequence(
    encodeInteger(Uint8Array.of(1)),
    sha256WithRsa,
    anchor.name,
    utcTime('260201000000Z'),
    utcTime('260202000000Z'),
    encodeSequence(...entries),
    encodeConstructed(contextConstructed(0), extensions),
  );
  const signature = concatBytes(Uint8Array.of(0), sign('sha256', tbs, authority.privateKey));
  const der = encodeSequence(tbs, sha256WithRsa, encodeTlv(TAG.bitString, signature));
  return { fetchCrl: async () => ({ kind: 'answer', der }) };
}

describe('R5: fails closed', () => {
  it('revocation unreachable: says so for both ways', async () => {
    expect(await check({ ocsp: unreachable, crl: unreachable })).toEqual({
      kind: 'unknown',
      why: 'OCSP: no answer in time; CRL: ECONNREFUSED',
    });
  });

  it('nothing configured', async () => {
    expect((await check({})).kind).toBe('unknown');
  });

  it('asks nobody about a certificate of another issuer', async () => {
    const other = { serial: SERIAL, issuerKeyId: testAuthority('auth', '2019').anchor.keyId };
    const state = await checkRevocation(other, { anchor, at: NOW, random, ocsp: responder() });
    expect(state).toMatchObject({ kind: 'unknown', why: expect.stringContaining('another issuer') });
  });
});
