import { composePinB, type PinB } from '@kaijo/mynacard';
import type { Persona } from '@kaijo/personas';

/** What the phone reads off the card's front (R38: it stays on the phone). */
export function pinBOf(holder: Persona, now: Date): PinB {
  const composed = composePinB(
    {
      birth: holder.printedBirthDate,
      expiryYear: Number(holder.cardExpiry.slice(0, 4)),
      securityCode: holder.securityCode,
    },
    { year: now.getFullYear(), month: now.getMonth() + 1, day: now.getDate() },
  );
  if (composed.kind !== 'composed') throw new Error('a persona’s card prints its PIN-B');
  return composed.pinB;
}
