import { generateKeyPairSync, type KeyObject, randomBytes, sign as rsaSign } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Credential, toBase64Url } from '@kaijo/contract';
import {
  type CardCertificate,
  type CardDirectory,
  type CrlClient,
  DemoIssuer,
  type DirectoryEntry,
  type OcspClient,
  type RevocationReason,
} from '@kaijo/jpki';
import { IssuerCertificates } from './issuer-certificates.ts';

const DAY = 86_400_000;

/** A demo issuer with a clock of its own, and switches for what of it cannot be reached. */
export class TestIssuer {
  readonly #folder: string;
  readonly #issuer: DemoIssuer;
  readonly #keys = { auth: rsaKeys(), sign: rsaKeys() };
  readonly #clock: { now: Date };
  readonly unreachable = new Set<'directory' | 'ocsp' | 'crl'>();
  /** Changes what the directory says, as an error of the issuer's would. */
  alter: (entry: DirectoryEntry) => DirectoryEntry = (entry) => entry;
  readonly unanswered: string[] = [];

  private constructor(folder: string, issuer: DemoIssuer, clock: { now: Date }) {
    this.#folder = folder;
    this.#issuer = issuer;
    this.#clock = clock;
  }

  static async open(now: Date): Promise<TestIssuer> {
    const folder = await mkdtemp(join(tmpdir(), 'kaijo-issuer-'));
    const clock = { now };
    const issuer = await DemoIssuer.open(folder, {
      random,
      now: () => clock.now,
      generations: ['2019', '2023'],
    });
    return new TestIssuer(folder, issuer, clock);
  }

  get now(): Date {
    return this.#clock.now;
  }

  set now(now: Date) {
    this.#clock.now = now;
  }

  close(): Promise<void> {
    return rm(this.#folder, { recursive: true });
  }

  readonly directory: CardDirectory = {
    findByCertificate: async (kind, certificate) => {
      if (this.unreachable.has('directory')) return { kind: 'unreachable', why: 'directory is down' };
      const answer = await this.#issuer.findByCertificate(kind, certificate);
      return answer.kind === 'found' ? { kind: 'found', entry: this.alter(answer.entry) } : answer;
    },
  };

  certificates(directory: CardDirectory = this.directory): IssuerCertificates {
    const ocsp: OcspClient = {
      requestStatus: async (kind, request) =>
        this.unreachable.has('ocsp')
          ? { kind: 'unreachable', why: 'responder is down' }
          : this.#issuer.requestStatus(kind, request),
    };
    const crl: CrlClient = {
      fetchCrl: async (kind, keyId) =>
        this.unreachable.has('crl')
          ? { kind: 'unreachable', why: 'list is not there' }
          : this.#issuer.fetchCrl(kind, keyId),
    };
    return new IssuerCertificates({
      anchors: this.#issuer.trustConfiguration().anchors,
      directory,
      ocsp,
      crl,
      random,
      keys: { reference: async (kind, bytes) => `${kind}:${Buffer.from(bytes).toString('hex')}` },
      onUnanswered: ({ asked, why }) => this.unanswered.push(`${asked}: ${why}`),
    });
  }

  /** A card whose holder was born in `birthYear`; its certificates end `days` after their issue at the latest. */
  async issueCard({ birthYear = 1990, days }: { birthYear?: number; days?: number } = {}): Promise<TestCard> {
    const issued = await this.#issuer.issueCardCertificates({
      holder: { name: '鍵野 花子', sex: 2, address: '東京都解錠区鍵が丘一丁目2番3号' },
      birthDate: `${birthYear}-05-15`,
      authPublicKey: spkiOf(this.#keys.auth.publicKey),
      signPublicKey: spkiOf(this.#keys.sign.publicKey),
      notBefore: this.now,
      ...(days !== undefined && { notAfter: new Date(this.now.getTime() + days * DAY) }),
      generation: '2023',
    });
    if (issued.kind !== 'issued') throw new Error(issued.reason);
    const managementId = random(10);
    const auth = issued.auth.certificate;
    const sign = issued.sign?.certificate;
    await this.#issuer.registerCard({
      managementId,
      generation: '2023',
      cardFaceData: managementId,
      auth,
      ...(sign && { sign }),
    });
    return new TestCard(managementId, auth, sign, this.#keys);
  }

  async revoke(card: TestCard, kind: 'auth' | 'sign', reason: RevocationReason): Promise<void> {
    const certificate = card[kind];
    if (certificate !== undefined) await this.#issuer.revoke(kind, certificate, reason);
  }
}

export class TestCard {
  readonly managementId: Uint8Array;
  readonly auth: CardCertificate;
  readonly sign: CardCertificate | undefined;
  readonly #keys: { readonly auth: KeyPair; readonly sign: KeyPair };

  constructor(
    managementId: Uint8Array,
    auth: CardCertificate,
    sign: CardCertificate | undefined,
    keys: { readonly auth: KeyPair; readonly sign: KeyPair },
  ) {
    this.managementId = managementId;
    this.auth = auth;
    this.sign = sign;
    this.#keys = keys;
  }

  get ref(): string {
    return `card:${Buffer.from(this.managementId).toString('hex')}`;
  }

  credential(kind: 'auth' | 'sign'): Credential {
    if (kind === 'auth') return { kind, certificate: toBase64Url(this.auth.raw) };
    if (this.sign === undefined) throw new Error('this card has no signature certificate');
    const { serial, issuerKeyId } = this.sign;
    return { kind, serial: toBase64Url(serial), issuerKeyId: toBase64Url(issuerKeyId) };
  }

  signed(kind: 'auth' | 'sign', message: Uint8Array) {
    const signature = Uint8Array.from(rsaSign('sha256', message, this.#keys[kind].privateKey));
    return { credential: this.credential(kind), message, signature };
  }

  /** For paddings that no card would sign. */
  privateKey(kind: 'auth' | 'sign'): KeyObject {
    return this.#keys[kind].privateKey;
  }
}

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

function rsaKeys(): KeyPair {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

function spkiOf(key: KeyObject): Uint8Array {
  return Uint8Array.from(key.export({ format: 'der', type: 'spki' }));
}

function random(length: number): Uint8Array {
  return Uint8Array.from(randomBytes(length));
}
