import { readFileSync } from 'node:fs';
import type { CertificateKind } from '../certificate.ts';
import type { Generation } from '../demo-issuer/generation.ts';

/** Certificates of the real authorities: ground truth for the profile, never an anchor of a demo. */
export const REAL_AUTHORITIES = (['sign', 'auth'] as const).flatMap((kind) =>
  (['2015', '2023'] as const).map((generation) => ({
    kind,
    generation,
    certificate: realAuthority(kind, generation),
  })),
);

export function realAuthority(kind: CertificateKind, generation: Generation): Uint8Array {
  const file = new URL(`../../test-data/jpki-ca/${kind}_ca_${generation}.pem`, import.meta.url);
  const base64 = readFileSync(file, 'utf8').replace(/-----[A-Z ]+-----/g, '');
  return Uint8Array.from(Buffer.from(base64, 'base64'));
}
