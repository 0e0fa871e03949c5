import type { CalendarDate } from '@kaijo/mynacard';
import type { CardReader } from '../create-card-reader.ts';
import type { CardFields, CardPhotoReading } from '../reading.ts';
import type { DrawnHolder } from './holders.ts';

/** The day on which the drawn cards are read. */
export const READ_ON: CalendarDate = { year: 2026, month: 4, day: 1 };

/**
 * `right`: all 14 digits without a hand. `asked`: at least one field is left to the holder, and none is wrong. `refused`:
 * another photo is asked for. `wrong`: a field that was called sure is not what the card says; there must be none.
 */
export type Outcome = 'right' | 'asked' | 'refused' | 'wrong';

export interface Evaluated {
  readonly outcome: Outcome;
  readonly reading: CardPhotoReading;
}

export async function evaluate(
  reader: CardReader,
  { photo, holder }: { readonly photo: Parameters<CardReader['read']>[0]; readonly holder: DrawnHolder },
): Promise<Evaluated> {
  const reading = await reader.read(photo, READ_ON);
  if (reading.kind === 'refused') return { outcome: 'refused', reading };
  if (wrongFields(reading, holder).length > 0) return { outcome: 'wrong', reading };
  const all = [reading.birth, reading.expiryYear, reading.securityCode];
  return { outcome: all.every(({ certainty }) => certainty === 'sure') ? 'right' : 'asked', reading };
}

/** Fields that are called sure and are not what the card says: digits, era and calendar. */
export function wrongFields({ birth, expiryYear, securityCode }: CardFields, holder: DrawnHolder): string[] {
  const wrong: string[] = [];
  if (birth.certainty === 'sure' && JSON.stringify(birth.value) !== JSON.stringify(sorted(holder.birth)))
    wrong.push('birth');
  if (expiryYear.certainty === 'sure' && expiryYear.value !== holder.expiry.year) wrong.push('expiryYear');
  if (securityCode.certainty === 'sure' && securityCode.value !== holder.securityCode)
    wrong.push('securityCode');
  return wrong;
}

/** In the order in which the reader writes the date's parts. */
function sorted(birth: DrawnHolder['birth']): DrawnHolder['birth'] {
  const { year, month, day } = birth;
  return birth.calendar === 'era'
    ? { calendar: 'era', era: birth.era, year, month, day }
    : { calendar: 'western', year, month, day };
}
