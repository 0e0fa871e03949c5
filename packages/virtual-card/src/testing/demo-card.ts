import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DemoIssuer } from '@kaijo/jpki';
import { type PersonaName, persona } from '@kaijo/personas';
import { readPortrait } from '@kaijo/personas/files';
import { Secret } from '@kaijo/secret';
import { cardKeysOf } from '../personalise/card-key-source.ts';
import {
  type PersonalisationRequest,
  type PersonalisedCard,
  personalise,
} from '../personalise/personalise.ts';
import { osRandom, SAMPLE_PINS } from './sample-card.ts';

/** A day on which all personas are of age and no card of theirs has ended. */
export const NOW = new Date('2026-03-10T01:00:00Z');

export const MASTER_KEY = Secret.take(new Uint8Array(32).fill(0x4b));

/** An issuer in a folder of its own, gone with `close`. */
export class TestIssuer {
  readonly issuer: DemoIssuer;
  readonly #folder: string;

  private constructor(issuer: DemoIssuer, folder: string) {
    this.issuer = issuer;
    this.#folder = folder;
  }

  static async open(): Promise<TestIssuer> {
    const folder = await mkdtemp(join(tmpdir(), 'kaijo-issuer-'));
    const options = { random: osRandom, now: () => NOW, generations: ['2023'] as const };
    return new TestIssuer(await DemoIssuer.open(folder, options), folder);
  }

  async card(name: PersonaName, changes: Partial<PersonalisationRequest> = {}): Promise<PersonalisedCard> {
    return personalise({
      holder: persona(name),
      portraitJpeg: await readPortrait(name),
      generation: '2023',
      issuer: this.issuer,
      cardKeys: cardKeysOf(MASTER_KEY),
      pins: {
        auth: Secret.ofAscii(SAMPLE_PINS.auth),
        sign: Secret.ofAscii(SAMPLE_PINS.sign),
        support: Secret.ofAscii(SAMPLE_PINS.support),
        resident: Secret.ofAscii(SAMPLE_PINS.resident),
      },
      random: osRandom,
      now: NOW,
      ...changes,
    });
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
