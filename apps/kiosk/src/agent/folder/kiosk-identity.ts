import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KioskIdentity } from '@kaijo/procedures/mutual-tls';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { removeDurably, writeDurably } from './durable-file.ts';

/** What enrolment has told, besides the certificate. */
export const Enrolment = Type.Object({
  kiosk: Type.String(),
  store: Type.String(),
  /** For screen and slip. */
  storeName: Type.String(),
  /** Where kiosks reach the service (mutual TLS). */
  kioskUrl: Type.String(),
});
export type Enrolment = Static<typeof Enrolment>;

/** A kiosk that the service knows. */
export interface EnrolledKiosk extends Enrolment {
  readonly identity: KioskIdentity;
}

/** Key, certificate, authority and address in one file each change, so that they always belong together. */
const Stored = Type.Intersect([
  Enrolment,
  Type.Object({ key: Type.String(), certificate: Type.String(), authority: Type.String() }),
]);

const FILE = 'kiosk.json';

/** `undefined`: this kiosk is not enrolled. @throws Error for a file that is broken */
export async function readIdentity(folder: string): Promise<EnrolledKiosk | undefined> {
  let text: string;
  try {
    text = await readFile(join(folder, FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const value: unknown = JSON.parse(text);
  if (!Value.Check(Stored, value)) throw new Error(`${join(folder, FILE)} is no kiosk's identity`);
  const { key, certificate, authority, ...enrolment } = value;
  return { ...enrolment, identity: { key, certificate, authority } };
}

export function writeIdentity(folder: string, { identity, ...enrolment }: EnrolledKiosk): Promise<void> {
  return writeDurably(join(folder, FILE), JSON.stringify({ ...enrolment, ...identity }, null, 2));
}

export function removeIdentity(folder: string): Promise<void> {
  return removeDurably(join(folder, FILE));
}
