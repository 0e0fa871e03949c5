import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DemoIssuer } from '@kaijo/jpki';
import { persona } from '@kaijo/personas';
import { readPortrait } from '@kaijo/personas/files';
import { Secret } from '@kaijo/secret';
import { type CardState, cardKeysOf, personalise } from '@kaijo/virtual-card';

export const DEMO_PINS = { auth: '4190', sign: 'KAIJO7', support: '5203', resident: '6814' } as const;

export const DEMO_MASTER_KEY = Secret.take(new Uint8Array(32).fill(0x6b));

export function random(length: number): Uint8Array {
  return Uint8Array.from(randomBytes(length));
}

/** What Hanako's card holds, fresh from an issuer of its own. */
export async function demoCardState(): Promise<CardState> {
  const folder = await mkdtemp(join(tmpdir(), 'kaijo-issuer-'));
  try {
    const now = new Date();
    const issuer = await DemoIssuer.open(folder, { random, now: () => now, generations: ['2023'] });
    const { state } = await personalise({
      holder: persona('hanako'),
      portraitJpeg: await readPortrait('hanako'),
      generation: '2023',
      issuer,
      cardKeys: cardKeysOf(DEMO_MASTER_KEY),
      pins: {
        auth: Secret.ofAscii(DEMO_PINS.auth),
        sign: Secret.ofAscii(DEMO_PINS.sign),
        support: Secret.ofAscii(DEMO_PINS.support),
        resident: Secret.ofAscii(DEMO_PINS.resident),
      },
      random,
      now,
    });
    return state;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
