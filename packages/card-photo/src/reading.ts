import { type CalendarDate, type ComposedPinB, composePinB, type PrintedBirth } from '@kaijo/mynacard';

/** The birth date as printed: which calendar it is in decides PIN-B (card.md), so it is never left open here. */
export type BirthAsPrinted = Exclude<PrintedBirth, { calendar: 'unsure' }>;

/**
 * One field of the card. `sure`: independent readings of the picture agree and nothing speaks against it; it may go to
 * the card. `unsure`: something stands there, but it is for the holder to type; no value is given, so that no screen can
 * offer a wrong one for a nod. `confidence`: 0 to 1, the least sure character of the reading that saw most.
 */
export type FieldReading<T> =
  | { readonly certainty: 'sure'; readonly value: T; readonly confidence: number }
  | { readonly certainty: 'unsure'; readonly confidence: number }
  | { readonly certainty: 'not-found' };

export interface CardFields {
  readonly birth: FieldReading<BirthAsPrinted>;
  /** Western, of four digits. */
  readonly expiryYear: FieldReading<number>;
  /** Four digits. */
  readonly securityCode: FieldReading<string>;
}

/**
 * Why nothing was read. `bad-picture`: its dimensions do not fit its data, or are out of bounds. `no-card`: no outline of
 * a card. `too-far`, `blurred`, `glare`, `too-dark`: what to change before the next take. `back-side` (R38): it looks like
 * the side with the individual number. `not-a-front`: neither; another card, paper, or a front whose portrait is covered.
 */
export type CardPhotoRefusal =
  | 'bad-picture'
  | 'no-card'
  | 'too-far'
  | 'too-dark'
  | 'blurred'
  | 'glare'
  | 'back-side'
  | 'not-a-front';

/** No text of the picture is in it but the three fields, and these only when it is the front of the card (R38). */
export type CardPhotoReading =
  | ({ readonly kind: 'read' } & CardFields)
  | { readonly kind: 'refused'; readonly reason: CardPhotoRefusal };

/** Whether all of PIN-B was read without a hand. */
export function isComplete(fields: CardFields): boolean {
  return [fields.birth, fields.expiryYear, fields.securityCode].every(
    ({ certainty }) => certainty === 'sure',
  );
}

/** PIN-B of a reading that is sure in every field; `today` is the day in Japan. */
export function pinBOf(fields: CardFields, today: CalendarDate): ComposedPinB | { readonly kind: 'unsure' } {
  const { birth, expiryYear, securityCode } = fields;
  if (birth.certainty !== 'sure' || expiryYear.certainty !== 'sure' || securityCode.certainty !== 'sure')
    return { kind: 'unsure' };
  return composePinB(
    { birth: birth.value, expiryYear: expiryYear.value, securityCode: securityCode.value },
    today,
  );
}
