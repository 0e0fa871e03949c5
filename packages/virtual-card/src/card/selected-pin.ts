import { SW } from '@kaijo/iso7816';
import type { Card } from './card.ts';
import type { PinName } from './pins.ts';

export type SelectedPin =
  | { readonly ok: true; readonly pin: PinName }
  | { readonly ok: false; readonly sw: number };

/** The PIN whose file is selected, or the status word that says why there is none. */
export function selectedPin(card: Card): SelectedPin {
  const { file } = card.cycle;
  if (file === undefined) return { ok: false, sw: SW.COMMAND_NOT_ALLOWED };
  if (file.kind !== 'pin') return { ok: false, sw: SW.COMMAND_INCOMPATIBLE };
  return { ok: true, pin: file.pin };
}
