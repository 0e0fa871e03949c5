/** Test personas: people who do not exist (see `data/README.md` for where the faces come from). */
export type PersonaName = 'hanako' | 'taro' | 'misaki' | 'kenji' | 'yui' | 'kiku' | 'sachiko' | 'aoi';

/** ISO/IEC 5218 words for what JPKI writes as 1, 2 and 3. */
export type Sex = 'male' | 'female' | 'unspecified';

/** The eras that a living holder's card can name, in the words of `@kaijo/mynacard`. */
export type Era = 'taisho' | 'showa' | 'heisei' | 'reiwa';

/**
 * The birth date as the card prints it: with the era for Japanese nationals, with the western year for foreign residents.
 * PIN-B takes its year from here, not from the calendar (card.md).
 */
export type PrintedBirthDate =
  | {
      readonly calendar: 'era';
      readonly era: Era;
      readonly year: number;
      readonly month: number;
      readonly day: number;
    }
  | { readonly calendar: 'western'; readonly year: number; readonly month: number; readonly day: number };

export interface Persona {
  readonly id: PersonaName;
  /** As the card prints it: kanji, or Latin capitals for a foreign resident. */
  readonly name: string;
  /** In katakana. */
  readonly reading: string;
  /** Looks like an address, but neither the municipality nor the street exists. */
  readonly address: string;
  /** `YYYY-MM-DD`, Gregorian. */
  readonly birthDate: string;
  readonly printedBirthDate: PrintedBirthDate;
  readonly sex: Sex;
  /** Last day of the card, `YYYY-MM-DD`. */
  readonly cardExpiry: string;
  /** The four digits beside the expiry date. */
  readonly securityCode: string;
  /** Year of the certification authorities' generation that issued the card's certificates. */
  readonly generation: '2019' | '2023';
  /** `false`: the card carries no signature certificate, so phone and kiosk can do nothing for it (R41). */
  readonly hasSignatureCertificate: boolean;
}
