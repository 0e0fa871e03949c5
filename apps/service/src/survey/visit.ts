import { fromBase64Url, toBase64Url } from '@kaijo/contract';
import { equalSecrets } from '../equal-secrets.ts';
import type { KeyStore } from '../keys/index.ts';
import type { Random } from '../random.ts';

/** One visit to the guide, as far as the survey knows it: a random number with an end, no person. */
export interface Visit {
  readonly id: string;
  readonly expiresAt: Date;
}

const ID_BYTES = 16;
const TIME_BYTES = 8;
const VISIT_MS = 6 * 3_600_000;

type Keys = Pick<KeyStore, 'reference'>;

export function newVisit(random: Random, now: Date): Visit {
  return { id: toBase64Url(random(ID_BYTES)), expiresAt: new Date(now.getTime() + VISIT_MS) };
}

/** `id ‖ end (ms, 8 bytes)` and its HMAC under the operator's key. */
export async function sealVisit({ id, expiresAt }: Visit, keys: Keys): Promise<string> {
  const bytes = new Uint8Array(ID_BYTES + TIME_BYTES);
  bytes.set(fromBase64Url(id) ?? new Uint8Array(ID_BYTES));
  new DataView(bytes.buffer).setBigUint64(ID_BYTES, BigInt(expiresAt.getTime()));
  return `${toBase64Url(bytes)}.${await keys.reference('visit', bytes)}`;
}

/** @returns undefined for one that is forged or over: its holder begins a new visit */
export async function openVisit(token: string, keys: Keys, now: Date): Promise<Visit | undefined> {
  const bytes = fromBase64Url(token.split('.', 1)[0] ?? '');
  if (bytes === undefined || bytes.length !== ID_BYTES + TIME_BYTES) return undefined;
  const milliseconds = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(ID_BYTES);
  if (milliseconds > 8_640_000_000_000_000n) return undefined;
  const visit = { id: toBase64Url(bytes.slice(0, ID_BYTES)), expiresAt: new Date(Number(milliseconds)) };
  const genuine = equalSecrets(await sealVisit(visit, keys), token);
  return genuine && now < visit.expiresAt ? visit : undefined;
}
