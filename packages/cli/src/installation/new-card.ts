import { readFile } from 'node:fs/promises';
import { DemoIssuer } from '@kaijo/jpki';
import { openKeyStore, readPkcs11Settings } from '@kaijo/keys';
import { type Persona, type PersonaName, persona } from '@kaijo/personas';
import { portraitPath } from '@kaijo/personas/files';
import type { Secret } from '@kaijo/secret';
import { type CardState, type HolderPin, PersonalisationError, personalise } from '@kaijo/virtual-card';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { DataFolder } from './data-folder.ts';
import { randomBytes } from './random.ts';

/** PINs of test cards, where nobody names others. They are in the documentation and protect nothing. */
export const TEST_PINS: Readonly<Record<HolderPin, string>> = {
  auth: '1357',
  sign: 'ABC12345',
  support: '2468',
  resident: '9753',
};

export interface NewCard {
  readonly holder: Persona;
  /** JPEG or PNG. */
  readonly portrait: Uint8Array;
  readonly pins: Readonly<Record<HolderPin, Secret>>;
  readonly locked: readonly HolderPin[];
  readonly now: Date;
}

/**
 * Personalises a card of this installation: certified by its demo issuer, entered into its directory, with card keys that
 * its service can derive.
 * @throws CommandFailure for a portrait or PIN that no card can be made from
 */
export async function makeCard(folder: DataFolder, card: NewCard): Promise<CardState> {
  const now = (): Date => card.now;
  const issuer = await DemoIssuer.open(folder.issuer, { random: randomBytes, now });
  const pkcs11 = readPkcs11Settings(process.env);
  const keys = await openKeyStore({ folder: folder.keys, pkcs11, random: randomBytes });
  try {
    const { state } = await personalise({
      holder: card.holder,
      portraitJpeg: card.portrait,
      generation: card.holder.generation,
      issuer,
      cardKeys: keys,
      pins: card.pins,
      locked: card.locked,
      random: randomBytes,
      now: card.now,
    });
    return state;
  } catch (error) {
    if (error instanceof PersonalisationError) throw new CommandFailure(EXIT.DATA, error.message, error);
    throw error;
  } finally {
    keys.close();
  }
}

export async function personaCard(name: PersonaName): Promise<Pick<NewCard, 'holder' | 'portrait'>> {
  return { holder: persona(name), portrait: await readFile(portraitPath(name)) };
}
