import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { PersonaName } from './persona.ts';
import type { SelfieFrame } from './selfie-frames.ts';

/** Path of the 480x480 JPEG to put on the card. */
export function portraitPath(name: PersonaName): string {
  return dataPath(`${name}/portrait.jpg`);
}

/** Path of a 480x640 JPEG as a phone takes it. */
export function selfiePath(name: PersonaName, frame: SelfieFrame): string {
  return dataPath(`${name}/selfie/${frame}.jpg`);
}

export async function readPortrait(name: PersonaName): Promise<Uint8Array> {
  return readFile(portraitPath(name));
}

export async function readSelfie(name: PersonaName, frame: SelfieFrame): Promise<Uint8Array> {
  return readFile(selfiePath(name, frame));
}

function dataPath(relative: string): string {
  return fileURLToPath(new URL(`../data/${relative}`, import.meta.url));
}
