import { fileURLToPath } from 'node:url';
import { type KioskFolder, kioskFolder } from '../folder/index.ts';

/** Which readers there are: those of pcscd, or the one of the demo desk. */
export type ReaderSetting = { readonly kind: 'pcsc' } | { readonly kind: 'desk'; readonly url: string };

export interface KioskConfiguration {
  readonly folder: KioskFolder;
  readonly screenPort: number;
  readonly site: string;
  readonly frameAncestors: readonly string[];
  readonly reader: ReaderSetting;
  /** CUPS queue. */
  readonly printer: string | undefined;
  /** Milliseconds that this machine's clock is moved by, with a service whose clock was moved: demonstrations only. */
  readonly clockOffset: number;
}

/** A setting is wrong; the message says which. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

const DEFAULT_PORT = 7_413;
const BUILT_SITE = fileURLToPath(new URL('../../site/', import.meta.url));

/** @throws SettingError */
export function readKioskConfiguration(environment: NodeJS.ProcessEnv): KioskConfiguration {
  const {
    KAIJO_KIOSK_PORT_SCREEN: port,
    KAIJO_KIOSK_SITE: site,
    KAIJO_KIOSK_READER: reader,
    KAIJO_KIOSK_PRINTER: printer,
    KAIJO_KIOSK_FRAME_ANCESTORS: ancestors,
    KAIJO_CLOCK_OFFSET: offset,
  } = environment;
  return {
    folder: kioskFolder(environment),
    screenPort: whole('KAIJO_KIOSK_PORT_SCREEN', port, DEFAULT_PORT, 0, 65_535),
    site: site || BUILT_SITE,
    frameAncestors: (ancestors ?? '').split(' ').filter(Boolean),
    reader: readerIn(reader || 'pcsc'),
    printer: printer || undefined,
    clockOffset: whole('KAIJO_CLOCK_OFFSET', offset, 0, -MOST_OFFSET, MOST_OFFSET),
  };
}

const MOST_OFFSET = 366 * 86_400_000;

function readerIn(text: string): ReaderSetting {
  if (text === 'pcsc') return { kind: 'pcsc' };
  if (text.startsWith('desk:http://')) return { kind: 'desk', url: text.slice('desk:'.length) };
  throw new SettingError(`KAIJO_KIOSK_READER is "pcsc" or "desk:http://…", not "${text}"`);
}

function whole(
  name: string,
  text: string | undefined,
  otherwise: number,
  least: number,
  most: number,
): number {
  if (text === undefined || text === '') return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new SettingError(`${name} is a whole number from ${least} to ${most}, not "${text}"`);
  return value;
}
