/** Whose card it is, and what the card prints. A persona of `@kaijo/personas` is one. */
export interface Holder {
  readonly name: string;
  readonly address: string;
  /** `YYYY-MM-DD`, Gregorian. */
  readonly birthDate: string;
  /** As the card prints it: with an era's year for Japanese nationals, with the western year for foreign residents. */
  readonly printedBirthDate: {
    readonly calendar: 'era' | 'western';
    readonly year: number;
    readonly month: number;
    readonly day: number;
  };
  readonly sex: 'male' | 'female' | 'unspecified';
  /** Last day of the card, `YYYY-MM-DD`. */
  readonly cardExpiry: string;
  /** Four digits. */
  readonly securityCode: string;
  /** `false` for adult wards; holders under 15 get none in any case (R41). */
  readonly hasSignatureCertificate: boolean;
}

const SEX_CODES = { male: 1, female: 2, unspecified: 3 } as const;

/** The digit that card and certificate carry. */
export function sexCode(holder: Holder): 1 | 2 | 3 {
  return SEX_CODES[holder.sex];
}

/** `YYYYMMDD`, as the card's files write a birth date. */
export function birthDigits(holder: Holder): string {
  return holder.birthDate.replaceAll('-', '');
}

/** The first six digits of PIN-B: the year as printed, era or western. */
export function printedBirthDigits({ printedBirthDate }: Holder): string {
  const { year, month, day } = printedBirthDate;
  return [year % 100, month, day].map((number) => String(number).padStart(2, '0')).join('');
}

/** PIN-B (card.md): birth date as printed, expiry year, security code. */
export function pinB(holder: Holder): string {
  return `${printedBirthDigits(holder)}${holder.cardExpiry.slice(0, 4)}${holder.securityCode}`;
}
