import 'reflect-metadata';
import { createHash, webcrypto } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type JsonGeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  PublicKey,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { Random } from '../random.ts';

const { subtle } = webcrypto;
const KEYS = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;

const DAY_MS = 86_400_000;
const AUTHORITY_DAYS = 3_650;
const SERVER_DAYS = 397;
const KIOSK_DAYS = 397;
/**
 * Certificates begin a day before they are made: TLS judges them by each machine's own clock, and a kiosk's clock that is
 * hours behind is told to the operator and shuts nobody out.
 */
const CLOCK_SLACK_MS = DAY_MS;

/** A certificate and the key behind it, in PEM. */
export interface ServerCredentials {
  readonly certificate: string;
  readonly key: string;
}

export interface KioskCertificate {
  readonly certificate: string;
  /** SHA-256 of the DER: what the `kiosk` table knows it by. */
  readonly fingerprint: Uint8Array;
}

/** The public key that came with an enrolment is none of ours: SPKI in PEM, ECDSA on P-256. */
export class UnusablePublicKey extends Error {
  override readonly name = 'UnusablePublicKey';
}

/**
 * The service's own authority for the mutual TLS of kiosks (protocol.md, Trust): in the data folder, made at the first
 * start, keys in files of mode 0600. It certifies kiosks and the kiosk listener, nothing else trusts it.
 */
export class KioskAuthority {
  readonly #certificate: X509Certificate;
  readonly #key: webcrypto.CryptoKey;
  readonly #random: Random;
  readonly #now: () => Date;

  private constructor(
    certificate: X509Certificate,
    key: webcrypto.CryptoKey,
    random: Random,
    now: () => Date,
  ) {
    this.#certificate = certificate;
    this.#key = key;
    this.#random = random;
    this.#now = now;
  }

  static async open(folder: string, options: { random: Random; now: () => Date }): Promise<KioskAuthority> {
    if (!(await exists(folder))) await createAuthority(folder, options);
    const certificate = new X509Certificate(await readFile(join(folder, 'authority.pem'), 'utf8'));
    const key = await importKey(await readFile(join(folder, 'authority-key.pem'), 'utf8'));
    return new KioskAuthority(certificate, key, options.random, options.now);
  }

  /** PEM; what both sides of a kiosk's connection trust. */
  get certificate(): string {
    return this.#certificate.toString('pem');
  }

  /** A certificate for the kiosk listener under these names, with a new key; made anew at every start. */
  async serverCredentials(hosts: readonly string[]): Promise<ServerCredentials> {
    const keys = await subtle.generateKey(KEYS, true, ['sign', 'verify']);
    const certificate = await this.#issue({
      name: 'Kaijo service',
      publicKey: keys.publicKey,
      days: SERVER_DAYS,
      usage: ExtendedKeyUsage.serverAuth,
      names: hosts.map((host) => ({ type: isAddress(host) ? 'ip' : 'dns', value: host })),
    });
    return { certificate: certificate.toString('pem'), key: await exportKey(keys.privateKey) };
  }

  /** @throws UnusablePublicKey */
  async certifyKiosk(kiosk: string, publicKeyPem: string): Promise<KioskCertificate> {
    const certificate = await this.#issue({
      name: `Kaijo kiosk ${kiosk}`,
      publicKey: await readPublicKey(publicKeyPem),
      days: KIOSK_DAYS,
      usage: ExtendedKeyUsage.clientAuth,
      names: [{ type: 'url', value: `urn:kaijo:kiosk:${kiosk}` }],
    });
    return {
      certificate: certificate.toString('pem'),
      fingerprint: fingerprintOf(new Uint8Array(certificate.rawData)),
    };
  }

  async #issue(of: {
    readonly name: string;
    readonly publicKey: webcrypto.CryptoKey;
    readonly days: number;
    readonly usage: ExtendedKeyUsage;
    readonly names: JsonGeneralName[];
  }): Promise<X509Certificate> {
    const now = this.#now().getTime();
    return X509CertificateGenerator.create({
      serialNumber: serialNumber(this.#random),
      issuer: this.#certificate.subject,
      subject: `CN=${of.name}`,
      notBefore: new Date(now - CLOCK_SLACK_MS),
      notAfter: new Date(now + of.days * DAY_MS),
      publicKey: of.publicKey,
      signingKey: this.#key,
      signingAlgorithm: SIGNATURE,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([of.usage], true),
        new SubjectAlternativeNameExtension(of.names),
      ],
    });
  }
}

/** `undefined` for a public key that is none of ours. */
export async function certifyOrRefuse(
  authority: Pick<KioskAuthority, 'certifyKiosk'>,
  kiosk: string,
  publicKeyPem: string,
): Promise<KioskCertificate | undefined> {
  try {
    return await authority.certifyKiosk(kiosk, publicKeyPem);
  } catch (error) {
    if (error instanceof UnusablePublicKey) return undefined;
    throw error;
  }
}

/** SHA-256 of a certificate's DER. */
export function fingerprintOf(der: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(der).digest());
}

/** Made aside and renamed, so that the folder has both files or is not there. */
async function createAuthority(
  folder: string,
  { random, now }: { random: Random; now: () => Date },
): Promise<void> {
  const keys = await subtle.generateKey(KEYS, true, ['sign', 'verify']);
  const name = 'CN=Kaijo kiosk authority';
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(random),
    issuer: name,
    subject: name,
    notBefore: new Date(now().getTime() - CLOCK_SLACK_MS),
    notAfter: new Date(now().getTime() + AUTHORITY_DAYS * DAY_MS),
    publicKey: keys.publicKey,
    signingKey: keys.privateKey,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey, false),
    ],
  });
  const aside = `${folder}.${Buffer.from(random(6)).toString('hex')}`;
  await mkdir(aside, { recursive: true, mode: 0o700 });
  try {
    await writeOnce(join(aside, 'authority-key.pem'), await exportKey(keys.privateKey));
    await writeOnce(join(aside, 'authority.pem'), certificate.toString('pem'));
    await rename(aside, folder);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    // Another process has just made it.
    if (!(await exists(folder))) throw error;
  }
}

/** 16 random bytes, positive (RFC 5280, 4.1.2.2). */
function serialNumber(random: Random): string {
  const bytes = random(16);
  bytes[0] = ((bytes[0] as number) & 0x7f) | 0x40;
  return Buffer.from(bytes).toString('hex');
}

async function readPublicKey(pem: string): Promise<webcrypto.CryptoKey> {
  try {
    return await new PublicKey(pem).export(KEYS, ['verify']);
  } catch {
    throw new UnusablePublicKey('the public key is not an ECDSA key on P-256 (SPKI in PEM)');
  }
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return PemConverter.encode(await subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const [der] = PemConverter.decode(pem);
  return subtle.importKey('pkcs8', der as ArrayBuffer, KEYS, false, ['sign']);
}

async function writeOnce(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function isAddress(host: string): boolean {
  return /^[0-9.]+$/.test(host) || host.includes(':');
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
